'use strict';

const { ReleaseError } = require('./lib/errors.js');
const { Releases } = require('./lib/releases.js');
const { compareVersions, parseCandidateVersion } = require('./lib/versions.js');
const { ERROR_CODES, ERROR_KINDS } = require('./lib/generated/words.js');

module.exports = { ERROR_CODES, ERROR_KINDS, ReleaseError, Releases, compareVersions, parseCandidateVersion };
