// The README: each of its programs is run as it stands, its receivers of webhooks under the frameworks that they are for.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

import express from 'express';
import fastify from 'fastify';
import { Releases, compareVersions, parseCandidateVersion } from 'release-core';

import { COMMIT, folder, world } from './support/world.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const blocks = Array.from(readFileSync(join(root, 'README.md'), 'utf8').matchAll(/^ *```js\n([^]*?)^ *```/gm), ([, code]) => code);
const block = (part) => {
  const found = blocks.filter((code) => code.includes(part));
  assert.equal(found.length, 1, `one program has ${part}`);
  return found[0];
};

/** Runs a program of the README, which uses these names. */
function run(code, names) {
  const AsyncFunction = (async () => {}).constructor;
  return new AsyncFunction(...Object.keys(names), code)(...Object.values(names));
}

test('the first program, in a new folder', (t) => {
  const path = folder(t);
  mkdirSync(join(path, 'node_modules'));
  symlinkSync(root, join(path, 'node_modules', 'release-core'));
  writeFileSync(join(path, 'deploy.mjs'), block('await Releases.open('));
  for (const _ of ['the first time', 'again']) execFileSync(process.execPath, ['deploy.mjs'], { cwd: path });
});

test('lists, errors, waits, versions', async () => {
  const releases = await world();
  await releases.createDeployment('web', 'production', '1.4.0-rc1');
  const printed = [];
  const console = { log: (...words) => printed.push(words.join(' ')) };
  await run(block('for await'), { releases, console });
  assert.deepEqual(printed.splice(0), ['1']);

  await releases.createRelease('web', '1.4.0-rc2', { repo: 'acme/web', commit: COMMIT });
  await releases.freeze('web', 'production', 'holidays', { until: '2099-12-24T12:00:00Z' });
  await run(block('environment_frozen'), { releases, console });
  assert.deepEqual(printed, ['frozen until 2099-12-24T12:00:00.000Z']);

  assert.deepEqual(parseCandidateVersion('1.4.0-rc2'), { release: '1.4.0', number: 2 });
  assert.deepEqual(['1.4.0-rc10', '1.4.0-rc2'].sort(compareVersions), ['1.4.0-rc2', '1.4.0-rc10']);
  await releases.close();
});

test('workflows', async () => {
  const releases = await world();
  const process = { env: { GITHUB_TOKEN: 'ghp_x', WEBHOOK_SECRET: 'a secret of the webhooks' } };
  const worker = await run(`${block('startWorker')}\nreturn worker;`, { releases, process });
  assert.equal(worker.hasEnded, false);
  assert.equal((await releases.getEnvironment('web', 'production')).deployWorkflow.settings.workflow, 'deploy.yml');
  await releases.close();
});

const secret = 'a secret of the webhooks';

/** Sends a webhook to `POST /webhooks/github`: one with a signature that fits, and one without. */
async function receives(port) {
  // Larger than the limits that frameworks have, and in words that no parser and writer of JSON would give back.
  const run = { id: 7, run_attempt: 1, status: 'completed', conclusion: 'success', event: 'push', updated_at: '2026-11-01T10:00:00Z' };
  const filling = '\\u00fc \\/ '.repeat(200_000);
  const body = `{"action": "completed", "workflow_run": ${JSON.stringify(run)}, "repository": {"full_name": "acme\\/web"}, "filling": "${filling}", "n": 1.0e2}`;
  const send = async (signature) => {
    const headers = {
      'content-type': 'application/json',
      'x-github-event': 'workflow_run',
      'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
      'x-hub-signature-256': `sha256=${signature}`,
    };
    return fetch(`http://127.0.0.1:${port}/webhooks/github`, { method: 'POST', headers, body });
  };
  const response = await send(createHmac('sha256', secret).update(body).digest('hex'));
  assert.equal(response.status, 200, await response.clone().text());
  assert.deepEqual(await response.json(), { outcome: 'unknown_run' });
  assert.equal((await send('00')).status, 500);
}

async function receiver(t) {
  const releases = await Releases.inMemory();
  t.after(() => releases.close());
  await releases.connect('github', { kind: 'github', token: 'ghp_x', webhookSecret: secret });
  return releases;
}

/** A server that listens, until the test has ended. */
async function listening(t, server) {
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
}

test('a webhook by Express', async (t) => {
  const releases = await receiver(t);
  const app = express();
  await run(block('// Express'), { app, express, releases });
  // Its own handler would print the error.
  app.use((error, request, response, _next) => response.status(500).json({ code: error.code }));
  await receives(await listening(t, createServer(app)));
});

test('a webhook by Fastify', async (t) => {
  const releases = await receiver(t);
  const app = fastify();
  t.after(() => app.close());
  await run(block('// Fastify'), { app, releases });
  // Elsewhere in the same server bodies are parsed as ever.
  app.post('/other', async ({ body }) => body.parsed);
  await app.listen({ port: 0, host: '127.0.0.1' });
  await receives(app.server.address().port);
  const other = await app.inject({ method: 'POST', url: '/other', payload: { parsed: 'yes' } });
  assert.equal(other.body, 'yes');
});

test('a webhook by a route handler of Next', async (t) => {
  const releases = await receiver(t);
  const POST = await run(`${block('// Next').replace('export ', '')}\nreturn POST;`, { releases });
  // What Next does around it: a Request of what came in, and the Response goes out.
  const server = createServer(async (incoming, outgoing) => {
    const { url, method, headers } = incoming;
    const request = new Request(new URL(url, 'http://127.0.0.1'), { method, headers, body: Readable.toWeb(incoming), duplex: 'half' });
    const response = await POST(request).catch(() => new Response(null, { status: 500 }));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers)).end(await response.text());
  });
  await receives(await listening(t, server));
});
