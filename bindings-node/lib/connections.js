'use strict';

const { readMembers } = require('./arguments.js');
const { mistyped } = require('./errors.js');

/** What can be said of a connection, by its kind. */
const CONNECTIONS = table({
  github: {
    token: 'text',
    baseUrl: 'text',
    webhookSecret: 'text',
    returnRunDetails: 'flag',
    neutral: 'text',
    proxy: 'text',
    timeoutSeconds: 'seconds',
  },
  buildkite: {
    organization: 'text',
    token: 'text',
    baseUrl: 'text',
    webhookToken: 'text',
    proxy: 'text',
    timeoutSeconds: 'seconds',
  },
  webhook: { url: 'text', key: 'text', allowPrivateAddresses: 'flag', timeoutSeconds: 'seconds' },
  command: {
    program: 'text',
    args: 'texts',
    currentDir: 'text',
    env: 'pairs',
    envInherit: 'texts',
    inheritStdout: 'flag',
    timeLimitSeconds: 'seconds',
    graceSeconds: 'seconds',
  },
});

/** What can be said of a commit source, by its kind. */
const COMMIT_SOURCES = table({
  data: { repositories: 'json' },
  git: { path: 'text' },
  github: { connection: 'text' },
});

function table(kinds) {
  const member = ([name, type]) => [name, { name, wire: name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), type }];
  const kind = ([name, members]) => [name, Object.fromEntries([['kind', 'text'], ...Object.entries(members)].map(member))];
  return Object.fromEntries(Object.entries(kinds).map(kind));
}

/** The description as native code reads it. A kind that is not known is left to it, which says which ones there are. */
function description(name, kinds, place, said) {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) throw mistyped(`${name}: ${place}`, 'an object', said);
  const { kind } = said;
  if (typeof kind !== 'string') throw mistyped(`${name}: ${place}.kind`, 'a string', kind);
  const request = { with: {}, large: [], body: undefined, signal: undefined };
  if (Object.hasOwn(kinds, kind)) readMembers(request, name, kinds[kind], said, place);
  else request.with.kind = kind;
  return JSON.stringify(request.with);
}

module.exports = { COMMIT_SOURCES, CONNECTIONS, description };
