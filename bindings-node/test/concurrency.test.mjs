// Many calls at once, and an event loop that none of them holds.
import assert from 'node:assert/strict';
import { pbkdf2 } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { Releases } from 'release-core';

import { COMMIT, folder, world } from './support/world.mjs';

test('a hundred deployments at once are committed in groups', async (t) => {
  const path = join(folder(t), 'releases.db');
  const releases = await world(path);
  const deploy = () => releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
  await deploy();
  const before = commits(path);
  const numbers = (await Promise.all(Array.from({ length: 100 }, deploy))).map(({ number }) => number);
  assert.deepEqual(numbers.sort((a, b) => a - b), Array.from({ length: 100 }, (_, n) => n + 2));
  const made = commits(path) - before;
  t.diagnostic(`100 calls in ${made} commits`);
  assert.ok(made < 80, `100 calls took ${made} commits`);
  await releases.close();
});

/** How many commits SQLite's write-ahead log holds: the last frame of each says how large the file is after it. */
function commits(path) {
  const log = readFileSync(`${path}-wal`);
  const size = 24 + log.readUInt32BE(8);
  let found = 0;
  for (let frame = 32; frame + size <= log.length; frame += size) {
    const isOfNow = log.compare(log, 16, 24, frame + 8, frame + 16) === 0;
    if (isOfNow && log.readUInt32BE(frame + 4) !== 0) found += 1;
  }
  return found;
}

test('calls do not stand in the queue of libuv\'s four threads', async () => {
  const releases = await world();
  let isFree = false;
  // Four threads for files, names and cryptography: all of them and a queue before them are kept busy.
  const busy = Array.from({ length: 12 }, () => new Promise((resolve) => pbkdf2('a', 'b', 40_000, 64, 'sha512', resolve)));
  const done = Promise.all(busy).then(() => (isFree = true));
  await releases.getProject('web');
  assert.equal(isFree, false);
  await done;
  await releases.close();
});

test('a thousand waits hold no thread', async () => {
  const releases = await world();
  const { id } = await releases.createDeployment('web', 'production', '1.4.0-rc1');
  const threads = () => Number(/^Threads:\s+(\d+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  const before = threads();
  // More than the most calls that are made at once.
  const waits = Array.from({ length: 1000 }, () => releases.wait(id));
  await releases.getProject('web');
  assert.ok(threads() < before + 10, `${before} threads, and then ${threads()}`);
  await releases.updateDeploymentStatus('web', 'production', '1.4.0-rc1', 'success');
  const statuses = new Set((await Promise.all(waits)).map(({ status }) => status));
  assert.deepEqual([...statuses], ['success']);
  await releases.close();
});

test('a thousand calls at once are all answered', async () => {
  const releases = await world();
  const answers = Array.from({ length: 1000 }, (_, n) => releases.createProject(`project-${n}`, 'acme/web'));
  assert.equal(new Set((await Promise.all(answers)).map(({ id }) => id)).size, 1000);
  await releases.close();
});

// A call that held the loop would never end: what it waits for comes from the loop, after some turns of it.
test('the event loop goes on while a call waits', { timeout: 60_000 }, async (t) => {
  const path = join(folder(t), 'releases.db');
  const releases = await world(path);
  const other = await Releases.open(path);
  const { id } = await releases.createDeployment('web', 'production', '1.4.0-rc1');
  const waits = Array.from({ length: 20 }, () => other.wait(id));
  const calls = Array.from({ length: 50 }, (_, n) =>
    releases.createRelease('web', `1.4.0-rc${n + 2}`, { repo: 'acme/web', commit: COMMIT }),
  );
  for (let turns = 0; turns < 20; turns += 1) await new Promise((resolve) => setTimeout(resolve, 1));
  await Promise.all(calls);
  await releases.updateDeploymentStatusById(id, 'success');
  for (const { status } of await Promise.all(waits)) assert.equal(status, 'success');
  await Promise.all([releases.close(), other.close()]);
});
