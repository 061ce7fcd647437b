// What is JavaScript's own in the face: modules, promises, dates, lists, signals, disposal, workers, webhooks.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inspect } from 'node:util';
import { runInThisContext } from 'node:vm';

import typescript from 'typescript';

import * as esm from 'release-core';
import { Releases, compareVersions, parseCandidateVersion } from 'release-core';

import { camel, operations } from './support/interface.mjs';
import { COMMIT, folder, world } from './support/world.mjs';

const cjs = createRequire(import.meta.url)('release-core');

test('both kinds of module are one', () => {
  assert.deepEqual(Object.keys(esm).sort(), Object.keys(cjs).sort());
  for (const name of Object.keys(cjs)) assert.equal(esm[name], cjs[name], name);
});

test('every operation is a method', () => {
  const others = ['addCommitSource', 'close', 'connect', 'constructor', 'location', 'startWorker'];
  const methods = Object.getOwnPropertyNames(Releases.prototype).filter((name) => !others.includes(name));
  assert.deepEqual(methods.sort(), Object.keys(operations).map(camel).sort());
  for (const name of methods) assert.equal(Releases.prototype[name].name, name);
  assert.throws(() => new Releases(), { name: 'TypeError', message: /Releases\.open/ });
  return assert.rejects(Releases.prototype.getProject.call({}, 'web'), { name: 'TypeError' });
});

test('a database is opened by a path, a URL or its words', async (t) => {
  const path = join(folder(t), 'a b%20c.db');
  await (await world(path)).close();
  const releases = await Releases.open(pathToFileURL(path));
  assert.equal((await releases.getProject('web')).name, 'web');
  assert.equal(releases.location, `sqlite:${path}`);
  assert.equal(inspect(releases), `Releases { location: 'sqlite:${path}' }`);
  await releases.close();
  await assert.rejects(Releases.open(7), { name: 'TypeError', message: /location must be a string/ });
  await assert.rejects(Releases.open('memory:', { dispatchWait: 1 }), { name: 'TypeError', message: /dispatchWaitMs/ });
  await assert.rejects(Releases.open('ftp://x'), { code: 'invalid_request' });
});

test('times are dates, and what is not there is null', async () => {
  const releases = await world();
  const until = new Date('2099-12-24T12:30:00.250Z');
  const { freeze, createdAt, archivedAt } = await releases.freeze('web', 'production', 'holidays', { until });
  assert.deepEqual(freeze.until, until);
  assert.ok(createdAt instanceof Date && Math.abs(createdAt - Date.now()) < 60_000);
  assert.equal(archivedAt, null);
  await assert.rejects(releases.freeze('web', 'production', 'x', { until: new Date(NaN) }), { code: 'invalid_request' });
  await releases.close();
});

test('what is the user\'s keeps its names and its numbers', async () => {
  const releases = await world();
  const settings = { snake_case: 1, camelCase: [2 ** 53, 2n ** 63n, { deep_er: -(2n ** 62n) }], __proto__x: null, 'ü "': 'ö' };
  const parameters = { region_name: 'eu', ['__proto__']: 'own' };
  const deployWorkflow = { trigger: 'other', connection: 'x', settings, parameters };
  const made = await releases.createEnvironment('web', 'staging', { deployWorkflow });
  const seen = await releases.getEnvironment('web', 'staging');
  assert.deepEqual(made, seen);
  const { camelCase, ...others } = seen.deployWorkflow.settings;
  assert.deepEqual(camelCase, [2n ** 53n, 2n ** 63n, { deep_er: -(2n ** 62n) }]);
  assert.deepEqual(others, { snake_case: 1, __proto__x: null, 'ü "': 'ö' });
  assert.deepEqual(Object.entries(seen.deployWorkflow.parameters).sort(), [['__proto__', 'own'], ['region_name', 'eu']]);
  const tooLarge = { trigger: 'other', connection: 'x', settings: { n: 2n ** 64n } };
  await assert.rejects(releases.updateEnvironment('web', 'staging', { deployWorkflow: tooLarge }), { code: 'invalid_request' });
  assert.equal((await releases.updateEnvironment('web', 'staging', { deployWorkflow: null })).deployWorkflow, null);
  await releases.close();
});

test('a list is a page where it is awaited, and everything where it is iterated', async () => {
  const releases = await world();
  for (let n = 2; n <= 25; n += 1) await releases.createRelease('web', `1.4.0-rc${n}`, { repo: 'acme/web', commit: COMMIT });
  const page = await releases.listCandidates('web', { perPage: 10 });
  assert.deepEqual([page.items.length, typeof page.next], [10, 'string']);
  const versions = [];
  for await (const candidate of releases.listCandidates('web', { perPage: 10 })) versions.push(candidate.version);
  assert.equal(new Set(versions).size, 25);
  assert.deepEqual([...versions].sort(compareVersions), versions.toReversed());
  for (let n = 0; n < 5; n += 1) await releases.createDeployment('web', 'production', `1.4.0-rc${n + 1}`);
  const numbers = [];
  for await (const deployment of releases.listDeployments('web', 'production', { page: 2, perPage: 2 })) numbers.push(deployment.number);
  assert.deepEqual(numbers, [3, 2, 1]);
  const failing = async () => {
    for await (const _ of releases.listCandidates('nowhere')) assert.fail();
  };
  await assert.rejects(failing(), { code: 'project_not_found' });
  await releases.close();
});

test('a wait ends by its limit, its signal or a change', async () => {
  const releases = await world();
  const { id } = await releases.createDeployment('web', 'production', '1.4.0-rc1');
  assert.equal((await releases.wait(id, { limitMs: 1 })).status, 'pending');

  const aborter = new AbortController();
  const aborted = releases.wait(id, { signal: aborter.signal });
  aborter.abort(new Error('enough'));
  await assert.rejects(aborted, { message: 'enough' });
  await assert.rejects(releases.wait(id, { signal: aborter.signal }), { message: 'enough' });
  await assert.rejects(releases.wait(id, { signal: AbortSignal.timeout(5) }), { name: 'TimeoutError' });
  await assert.rejects(releases.wait(id, { signal: {} }), { name: 'TypeError', message: /signal must be an AbortSignal/ });
  await assert.rejects(releases.getProject('web', { signal: aborter.signal }), { message: 'enough' });

  const waiting = releases.wait(id, { signal: new AbortController().signal });
  await releases.updateDeploymentStatus('web', 'production', '1.4.0-rc1', 'success');
  assert.equal((await waiting).status, 'success');
  await releases.close();
});

test('a handle and a worker are disposed of', async () => {
  const releases = await world();
  const worker = await releases.startWorker({ pollIntervalMs: 10 });
  assert.deepEqual([worker.hasEnded, worker.lastError], [false, null]);
  await worker[Symbol.asyncDispose]();
  assert.equal(worker.hasEnded, true);
  await worker.stop();
  const other = await releases.startWorker();
  await releases[Symbol.asyncDispose]();
  assert.equal(other.hasEnded, true);
  await assert.rejects(releases.getProject('web'), { code: 'unavailable' });
  await assert.rejects(releases.startWorker({ pollIntervalMs: '1' }), { name: 'TypeError' });
});

test('`await using` closes what it opened, also as TypeScript writes it for older versions of Node', async () => {
  const program = `async (Releases) => { await using releases = await Releases.open('memory:'); return releases; }`;
  const forms = [typescript.transpile(program, { target: typescript.ScriptTarget.ES2022 })];
  if (Number(process.versions.node.split('.')[0]) >= 24) forms.push(program);
  for (const form of forms) {
    const releases = await runInThisContext(form)(Releases);
    await assert.rejects(releases.getProject('web'), { code: 'unavailable' });
  }
});

test('versions', () => {
  assert.deepEqual(parseCandidateVersion('1.4.0-rc2'), { release: '1.4.0', number: 2 });
  assert.deepEqual(['1.4.0-rc10', '1.4.0-rc2', '1.3.9-rc7'].sort(compareVersions), ['1.3.9-rc7', '1.4.0-rc2', '1.4.0-rc10']);
  assert.deepEqual([compareVersions('2026.11.9', '2026.11.23'), compareVersions('1.4.0', '1.4.0')], [-1, 0]);
});

test('a workflow is started over a connection, and a webhook moves its deployment', async () => {
  const asked = [];
  const forge = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ workflow_run_id: 4711, run_url: 'https://x/1', html_url: 'https://x/1' }));
  }).listen(0, '127.0.0.1');
  await once(forge, 'listening');
  const releases = await world();
  const secret = 'a secret of the webhooks';
  const baseUrl = `http://127.0.0.1:${forge.address().port}`;
  await releases.connect('github', { kind: 'github', token: 't', baseUrl, webhookSecret: secret, returnRunDetails: true });
  const deployWorkflow = { trigger: 'github', connection: 'github', settings: { workflow: 'deploy.yml', ref: 'main' } };
  await releases.updateEnvironment('web', 'production', { deployWorkflow });
  const { id, runId, url } = await releases.createDeployment('web', 'production', '1.4.0-rc1');
  assert.deepEqual([runId, url], ['4711', 'https://x/1']);
  assert.deepEqual(asked, ['POST /repos/acme/web/actions/workflows/deploy.yml/dispatches']);
  forge.close();

  let deliveries = 0;
  const news = (status, conclusion) => {
    const run = { id: 4711, run_attempt: 1, status, conclusion, event: 'workflow_dispatch', updated_at: new Date().toISOString() };
    const body = JSON.stringify({ action: status, workflow_run: run, repository: { full_name: 'acme/web' } });
    const headers = {
      'X-GitHub-Event': 'workflow_run',
      'X-GitHub-Delivery': `72d3162e-cc78-11e3-81ab-00000000000${(deliveries += 1)}`,
      'X-Hub-Signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`,
    };
    return [headers, body];
  };
  const before = await releases.getDeployment(id);
  // As Node and Express have them: names in lower case, several values as an array, a body of bytes.
  const [headers, body] = news('in_progress', null);
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const first = await releases.applyWebhook('github', { ...lower, 'x-forwarded-for': ['a', 'b'], none: undefined }, Buffer.from(body));
  assert.deepEqual([first.outcome, first.statusBefore, first.statusAfter], ['applied', before.status, 'in_progress']);
  const again = await releases.applyWebhook('github', Object.entries(headers), body, { actor: 'github' });
  assert.equal(again.outcome, 'already_applied');
  // As fetch and Next have them.
  const [ended, last] = news('completed', 'success');
  const request = new Request('http://x', { method: 'POST', headers: ended, body: last });
  const second = await releases.applyWebhook('github', request.headers, await request.arrayBuffer());
  assert.deepEqual([second.deploymentId, second.statusAfter], [id, 'success']);
  await releases.close();
});

test('a commit source is asked', async () => {
  const releases = await Releases.inMemory();
  await releases.createProject('web', 'acme/web');
  const time = new Date('2026-11-01T10:00:00Z');
  const known = { commit: COMMIT, author: 'Ana', subject: 'Fix the cache', time };
  await releases.addCommitSource('acme/web', { kind: 'data', repositories: { 'acme/web': [known] } });
  const { commit } = await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web', commit: COMMIT.slice(0, 8) });
  assert.equal(commit, COMMIT);
  const { projects } = await releases.whereIs(COMMIT);
  assert.deepEqual(projects[0].details.time, time);
  await assert.rejects(releases.createRelease('web', '1.4.0-rc2', { repo: 'acme/web', commit: 'b2'.repeat(20) }), {
    code: 'invalid_commit_hash',
  });
  await assert.rejects(releases.addCommitSource('acme/web', { kind: 'svn' }), { code: 'invalid_request' });
  await assert.rejects(releases.addCommitSource(undefined, { kind: 'data', repositories: {} }), { name: 'TypeError' });
  await releases.close();
});

test('a clone is a commit source', async (t) => {
  const path = folder(t);
  const git = (...args) => execFileSync('git', ['-C', path, '-c', 'user.name=t', '-c', 'user.email=t@x', ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet');
  git('commit', '--quiet', '--allow-empty', '--message', 'Fix the cache');
  const releases = await Releases.inMemory();
  await releases.createProject('web', 'acme/web');
  await releases.addCommitSource('acme/web', { kind: 'git', path });
  const head = git('rev-parse', 'HEAD');
  const { commit } = await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web', commit: head.slice(0, 10) });
  assert.equal(commit, head);
  await releases.close();
});
