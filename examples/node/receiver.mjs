// An Express server for GitHub's webhooks, and a worker that does what is due: starts that wait, runs that fell silent.
//
//     GITHUB_TOKEN=… GITHUB_WEBHOOK_SECRET=… PORT=8080 node receiver.mjs
import { once } from 'node:events';

import express from 'express';
import { ReleaseError } from 'release-core';

import { open } from './connections.mjs';

const releases = await open();
const worker = await releases.startWorker();

const app = express();
// The raw body: what a parser has made of it could not be verified. 25 MiB is the most that GitHub sends.
app.post('/webhooks/github', express.raw({ type: () => true, limit: '26mb' }), async (request, response) => {
  try {
    const delivery = await releases.applyWebhook('github', request.headers, request.body, { actor: 'github' });
    response.json({ outcome: delivery.outcome, reason: delivery.reason });
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    // GitHub shows the answer beside the delivery, where it can be sent again.
    const status = { invalid_signature: 401, payload_too_large: 413 }[/** @type {string} */ (error.code)];
    response.status(status ?? (error.retryable ? 503 : 400)).json({ error: error.message, code: error.code });
  }
});
app.get('/live/:project/:environment', async (request, response) => {
  try {
    const { deployment, inFlight } = await releases.live(request.params.project, request.params.environment);
    response.json({ live: deployment?.releaseCandidateVersion ?? null, inFlight: inFlight.length });
  } catch (error) {
    if (!(error instanceof ReleaseError && error.kind === 'not_found')) throw error;
    response.status(404).json({ error: error.message });
  }
});

const server = app.listen(Number(process.env['PORT'] ?? 8080), '127.0.0.1');
await once(server, 'listening');
const address = server.address();
console.log(`listening on http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : ''}`);

process.once('SIGTERM', async () => {
  server.close();
  await worker.stop();
  await releases.close();
});
