// The programs of examples/node, as people run them.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { Releases } from 'release-core';

import { folder } from './support/world.mjs';

const examples = fileURLToPath(new URL('../../examples/node/', import.meta.url));

function start(env, program, ...args) {
  const child = spawn(process.execPath, [join(examples, program), ...args], { cwd: examples, env: { PATH: process.env.PATH, ...env } });
  const printed = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => (printed.out += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (printed.err += text));
  const ended = new Promise((resolve) => child.on('close', (code) => resolve({ code, ...printed })));
  const says = (words) =>
    new Promise((resolve, reject) => {
      const look = () => printed.out.match(words);
      child.stdout.on('data', () => look() && resolve(look()));
      child.on('close', () => reject(new Error(`ended without ${words}: ${printed.out}${printed.err}`)));
      if (look()) resolve(look());
    });
  return { child, ended, says };
}

const run = (env, program, ...args) => start(env, program, ...args).ended;

function world(t, script) {
  const path = folder(t);
  const program = join(path, 'deploy.sh');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o755);
  return { RELEASES_DB: join(path, 'releases.db'), DEPLOY_PROGRAM: program };
}

const commit = (n) => n.toString(16).padStart(2, '0').repeat(20);

test('a build cuts candidates, and a deploy shows how it goes', async (t) => {
  // Deploys when it is told to, so that there is something to show before.
  const go = 'until [ -e "$0.go" ]; do sleep 0.05; done';
  const env = world(t, `${go}; test "$AVIATOR_RELEASE_CANDIDATE_VERSION" != 1.0.1-rc1`);
  for (let round = 0; round < 2; round += 1) {
    assert.deepEqual(await run(env, 'setup.mjs'), { code: 0, out: 'production: production\nstaging: staging\n', err: '' });
  }
  const cut = async (...args) => (await run({ ...env, GITHUB_OUTPUT: `${env.RELEASES_DB}.out` }, 'cut.mjs', ...args)).out.trim();
  assert.equal(await cut('--commit', commit(1)), '1.0.0-rc1');
  assert.equal(await cut('--commit', commit(1)), '1.0.0-rc1', 'a repeated step');
  assert.equal(await cut('--commit', commit(2), '--release', '1.0.0'), '1.0.0-rc2');
  assert.equal(await cut('--commit', commit(3)), '1.0.1-rc1');
  assert.match(readFileSync(`${env.RELEASES_DB}.out`, 'utf8'), /^version=1\.0\.1-rc1$/m);

  const { ended, says } = start(env, 'deploy.mjs', 'production', '1.0.0-rc2');
  await says(/^#1 production: nothing -> 1\.0\.0-rc2: in_progress$/m);
  writeFileSync(`${env.DEPLOY_PROGRAM}.go`, '');
  const first = await ended;
  assert.equal(first.code, 0, first.err);
  assert.match(first.out, /^#1 production: nothing -> 1\.0\.0-rc2: success$/m);
  const second = await run(env, 'deploy.mjs', 'production', '1.0.1-rc1', '--roll-back');
  assert.equal(second.code, 1);
  assert.match(second.out, /-> 1\.0\.1-rc1: failure$/m);
  assert.match(second.out, /^rolling back to 1\.0\.0-rc2: /m);
  assert.match(second.out, /^#3 production: 1\.0\.0-rc2 -> 1\.0\.0-rc2: success$/m);
  const third = await run(env, 'deploy.mjs', 'production', '9.9.9-rc1');
  assert.deepEqual([third.code, third.err], [1, third.err.match(/^release_not_found: .*\n$/)?.[0]]);
  assert.equal((await run(env, 'deploy.mjs')).code, 2);
});

test('Ctrl-C cancels a deploy', async (t) => {
  const env = world(t, 'exec sleep 60');
  await run(env, 'setup.mjs');
  await run(env, 'cut.mjs', '--commit', commit(1));
  const { child, ended, says } = start(env, 'deploy.mjs', 'staging', '1.0.0-rc1');
  await says(/in_progress$/m);
  child.kill('SIGINT');
  const { code, out } = await ended;
  assert.equal(code, 1);
  assert.match(out, /canceling\n#1 staging: nothing -> 1\.0\.0-rc1: .*canceled/s);
});

test('a receiver takes webhooks', async (t) => {
  const env = { ...world(t, 'true'), GITHUB_TOKEN: 'ghp_x', GITHUB_WEBHOOK_SECRET: 'secret of the webhooks', PORT: '0' };
  const releases = await Releases.open(env.RELEASES_DB);
  await releases.createProject('web', 'acme/web');
  await releases.createEnvironment('web', 'production');
  await releases.createRelease('web', '1.0.0-rc1', { repo: 'acme/web', commit: commit(1) });
  await releases.updateDeploymentStatus('web', 'production', '1.0.0-rc1', 'success');
  await releases.close();

  const { child, ended, says } = start(env, 'receiver.mjs');
  const [, url] = await says(/listening on (.*)\n/);
  const run = { id: 1, run_attempt: 1, status: 'completed', conclusion: 'success', event: 'push', updated_at: new Date().toISOString() };
  const body = JSON.stringify({ action: 'completed', workflow_run: run, repository: { full_name: 'acme/web' } });
  const post = async (signature) => {
    const headers = { 'x-github-event': 'workflow_run', 'x-github-delivery': 'a', 'x-hub-signature-256': signature };
    const response = await fetch(`${url}/webhooks/github`, { method: 'POST', body, headers: { ...headers, 'content-type': 'application/json' } });
    return [response.status, await response.json()];
  };
  const signature = `sha256=${createHmac('sha256', env.GITHUB_WEBHOOK_SECRET).update(body).digest('hex')}`;
  const [status, { outcome }] = await post(signature);
  assert.deepEqual([status, outcome], [200, 'unknown_run']);
  const [refused, { code }] = await post('sha256=00');
  assert.deepEqual([refused, code], [401, 'invalid_signature']);
  const live = await fetch(`${url}/live/web/production`);
  assert.deepEqual(await live.json(), { live: '1.0.0-rc1', inFlight: 0 });
  assert.equal((await fetch(`${url}/live/web/nowhere`)).status, 404);
  child.kill('SIGTERM');
  assert.deepEqual([(await ended).code], [0]);
});
