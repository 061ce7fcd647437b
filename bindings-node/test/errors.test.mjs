// Errors: the whole table, and what a JavaScript error must be.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';

import { ERROR_CODES, ERROR_KINDS, ReleaseError, Releases, compareVersions, parseCandidateVersion } from 'release-core';

import { errors } from './support/interface.mjs';
import { COMMIT, folder, world } from './support/world.mjs';

const { answered, traced } = createRequire(import.meta.url)('../lib/errors.js');

test('the words are those of the table', () => {
  assert.deepEqual(ERROR_CODES, errors.map((error) => error.code));
  assert.deepEqual(ERROR_KINDS, [...new Set(errors.map((error) => error.kind))]);
});

// The scenarios reach most codes by calls, and the tests below most of the others; this is how each of them arrives.
for (const { code, kind, retryable } of errors) {
  test(`${code} arrives as it is`, () => {
    const described = { code, kind, retryable, message: 'what was wrong', context: { field: 'x' }, causes: ['near', 'far'] };
    assert.throws(
      () => answered({ error: described }, traced()),
      (error) => {
        assert.ok(error instanceof ReleaseError && error instanceof Error);
        const { name, message, context } = error;
        assert.deepEqual([name, message, error.code, error.kind, error.retryable], ['ReleaseError', 'what was wrong', code, kind, retryable]);
        assert.deepEqual(context, { field: 'x' });
        assert.deepEqual([error.cause.message, error.cause.cause.message, error.cause.cause.cause], ['near', 'far', undefined]);
        return true;
      },
    );
  });
}

test('the stack shows the caller, also where nobody awaits it yet', async () => {
  const releases = await Releases.inMemory();
  function askedHere() {
    return releases.getProject('nowhere');
  }
  const pending = askedHere();
  await new Promise(setImmediate);
  const error = await pending.catch((caught) => caught);
  assert.match(error.stack, /^ReleaseError: there is no project "nowhere".*\n    at askedHere \(.*errors\.test\.mjs:\d+:\d+\)/);
  assert.doesNotMatch(error.stack, /lib\/releases\.js/);
  assert.equal(inspect(error).split('\n')[0], error.stack.split('\n')[0]);
  assert.deepEqual(Object.keys(error), ['code', 'kind', 'retryable', 'context']);
  assert.deepEqual(error.context, { operation: 'get_project', project: 'nowhere' });
  await releases.close();
});

test('a wrong type is a TypeError that names the argument, and shows the caller', async () => {
  const releases = await Releases.inMemory();
  const error = await releases.createProject('web', 7).catch((caught) => caught);
  assert.ok(error instanceof TypeError && !(error instanceof ReleaseError));
  assert.equal(error.message, 'createProject: repository must be a string, found a number');
  assert.equal(error.code, 'ERR_INVALID_ARG_TYPE');
  assert.match(error.stack.split('\n')[1], /errors\.test\.mjs/);
  await releases.close();
});

test('versions throw', () => {
  assert.throws(() => parseCandidateVersion('1.4.0-RC1'), { name: 'ReleaseError', code: 'invalid_release_candidate_version' });
  assert.throws(() => compareVersions('1.4.0-rc1', '1.4.0'), { code: 'invalid_release_candidate_version' });
  assert.throws(() => compareVersions('1.4.0', '..'), { code: 'invalid_request' });
  assert.throws(() => compareVersions('1.4.0', undefined), { name: 'TypeError', message: /compareVersions: b must be a string/ });
});

test('invalid_signature, payload_too_large and a webhook that is none', async () => {
  const releases = await Releases.inMemory();
  const secret = "It's a Secret to Everybody";
  await releases.connect('github', { kind: 'github', token: 'ghp_x', webhookSecret: secret });
  const signed = (body) => ({
    'x-github-event': 'workflow_run',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
  });
  const apply = (headers, body) => releases.applyWebhook('github', headers, body);
  await assert.rejects(apply({ ...signed('{}'), 'x-hub-signature-256': 'sha256=00' }, '{}'), { code: 'invalid_signature' });
  await assert.rejects(apply(signed(''), Buffer.alloc((25 << 20) + 1)), { code: 'payload_too_large' });
  // Bytes that are no text reach the core as they are: their signature fits.
  const bytes = Buffer.from([0xff, 0xfe, 0x00]);
  await assert.rejects(apply(signed(bytes), bytes), { code: 'invalid_request', message: /no JSON in UTF-8/ });
  await assert.rejects(apply(signed('{}'), {}), { name: 'TypeError', message: /applyWebhook: body must be the raw body/ });
  await releases.close();
});

test('a secret is in no error', async () => {
  const releases = await Releases.inMemory();
  const token = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a';
  for (const wrong of [{ baseUrl: 'ftp://x' }, { timeoutSeconds: -1 }, { url: 'x' }, { token: [token] }]) {
    const error = await releases.connect('github', { kind: 'github', token, ...wrong }).catch((caught) => caught);
    assert.ok(error instanceof Error, JSON.stringify(wrong));
    assert.ok(!inspect(error, { depth: 9 }).includes(token), inspect(error));
  }
  await releases.close();
});

const sql = (path, statement) => execFileSync('python3', ['-c', 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()', path, statement]);

test('not_a_database, schema_too_new and internal', async (t) => {
  const path = join(folder(t), 'releases.db');
  writeFileSync(path, 'Dear diary, '.repeat(100));
  await assert.rejects(Releases.open(path), (error) => error.code === 'not_a_database' && error.message.includes(path));

  const other = join(folder(t), 'releases.db');
  await (await world(other)).close();
  sql(other, "UPDATE records SET body = '{\"torn' WHERE key LIKE 'project/%'");
  const releases = await Releases.open(other);
  await assert.rejects(releases.getProject('web'), { code: 'internal', kind: 'internal', retryable: false });
  await releases.close();
  sql(other, 'PRAGMA user_version = 99');
  await assert.rejects(Releases.open(other), { code: 'schema_too_new' });
});

test('storage_full and storage_read_only', (t) => {
  const script = fileURLToPath(new URL('support/small-disk.mjs', import.meta.url));
  const mount = 'mount -t tmpfs -o size=400k tmpfs "$1" && exec "$2" "$3" "$1"';
  const child = spawnSync('unshare', ['--mount', 'sh', '-c', mount, 'sh', folder(t), process.execPath, script], { encoding: 'utf8' });
  if (child.error || /not permitted|denied/.test(child.stderr)) return t.skip('no small disk can be made here');
  assert.equal(child.status, 0, child.stderr);
  assert.deepEqual(JSON.parse(child.stdout), ['storage_full', 'storage_read_only']);
});

test('a call on a closed handle is unavailable', async () => {
  const releases = await world();
  await releases.close();
  await assert.rejects(releases.createRelease('web', '1.4.0-rc2', { repo: 'acme/web', commit: COMMIT }), { code: 'unavailable' });
  await releases.close();
});

test('an error can be made by tests of programs', () => {
  const error = new ReleaseError('frozen', { code: 'environment_frozen', kind: 'refused', context: { until: 'x' } });
  assert.deepEqual([error.code, error.kind, error.retryable, error.message], ['environment_frozen', 'refused', false, 'frozen']);
});
