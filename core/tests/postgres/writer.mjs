// One of the processes of `postgres_processes`, through the Node package: what it does and says is what `writer.rs` does.
import assert from 'node:assert/strict';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { RELEASE_TEST_URL: URL, RELEASE_TEST_FOLDER: FOLDER, RELEASE_TEST_SECONDS: SECONDS, RELEASE_TEST_SEED: SEED } = process.env;
const { Releases } = await import(pathToFileURL(join(process.env.RELEASE_CORE_TEST_NODE, 'index.mjs')));
const ENVIRONMENTS = 6;
const STARTS = 'starts';

/** Choices that can be repeated. */
let state = BigInt(SEED) | 1n;
function below(n) {
  state = BigInt.asUintN(64, state ^ (state << 13n));
  state ^= state >> 7n;
  state = BigInt.asUintN(64, state ^ (state << 17n));
  return Number(state % BigInt(n));
}

/** A line in one piece, also where it is the last thing that this process does. */
const say = (members) => writeSync(1, `@@{${Object.entries(members).map(([name, json]) => `"${name}":${json}`).join()}}\n`);
/** Nanoseconds as JSON. The clock has milliseconds: a call began with one, and was answered before the next. */
const begun = () => `${Date.now()}000000`;
const answered = () => `${Date.now() + 1}000000`;

/** Opening fails at once where the server is away; here it will come back. */
async function opened() {
  const begun = Date.now();
  for (;;) {
    try {
      return await Releases.open(URL);
    } catch (error) {
      if (!error.retryable || Date.now() - begun > 600_000) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function make(releases, what, { environment, number, id }) {
  switch (what) {
    case 'deploy':
    case 'start':
      return await releases.createDeployment('web', environment, '1.0.0-rc1', { redeploy: true });
    case 'succeed':
      await releases.updateDeploymentStatusById(id, 'success');
      return { number, id };
    case 'live':
      return { number: (await releases.live('web', environment)).deployment?.number ?? null };
    default:
      return { number: (await releases.listDeployments('web', environment, { perPage: 1 })).items[0]?.number ?? 0 };
  }
}

const until = Date.now() + Number(SECONDS) * 1000;
const releases = await opened();
const program = 'echo "$RELEASE_DISPATCH_ID" >> "$0"';
await releases.connect(STARTS, { kind: 'command', program: '/bin/sh', args: ['-c', program, join(FOLDER, 'log')] });
const mine = [];
const whats = ['deploy', 'deploy', 'deploy', 'deploy', 'succeed', 'succeed', 'live', 'live', 'start', 'newest'];
for (let calls = 1; Date.now() < until; calls += 1) {
  const call = `"${SEED}-${calls}"`;
  const what = whats[below(whats.length)];
  let of = { environment: what === 'start' ? STARTS : `e${below(ENVIRONMENTS)}`, number: 0 };
  if (what === 'succeed') {
    if (mine.length === 0) continue;
    [of] = mine.splice(below(mine.length), 1);
  }
  say({ call, begun: begun(), what: `"${what}"`, environment: `"${of.environment}"`, number: of.number });
  try {
    const { number, id } = await make(releases, what, of);
    const at = answered();
    if (what === 'deploy') mine.push({ environment: of.environment, number, id });
    say({ call, answered: at, number, id: id === undefined ? null : `"${id}"` });
  } catch (error) {
    assert.equal(error.code, 'unavailable', error);
    // That it may be tried again says that nothing was done.
    assert.ok(error.retryable || error.context.outcome === 'unknown', error);
    say({ call, failed: error.retryable });
  }
}
await releases.close();
