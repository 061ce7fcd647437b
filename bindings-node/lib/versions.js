'use strict';

const native = require('../native.js');
const { text } = require('./arguments.js');
const { answered, traced } = require('./errors.js');

function parseCandidateVersion(version) {
  const trace = traced(parseCandidateVersion);
  return answered(JSON.parse(native.parseCandidateVersion(text('parseCandidateVersion: version', version))), trace);
}

function compareVersions(a, b) {
  const order = native.compareVersions(text('compareVersions: a', a), text('compareVersions: b', b));
  return typeof order === 'number' ? order : answered(JSON.parse(order), traced(compareVersions));
}

module.exports = { compareVersions, parseCandidateVersion };
