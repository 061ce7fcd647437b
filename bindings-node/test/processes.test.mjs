// What ends: worker threads, processes, handles that nobody holds.
import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { Releases } from 'release-core';

import { COMMIT, folder, world } from './support/world.mjs';

const run = promisify(execFile);
/** Runs a program of this package in a process of its own; the answer is what it printed and how it ended. */
async function node(program, args = [], flags = []) {
  const cwd = fileURLToPath(new URL('..', import.meta.url));
  const options = { cwd, timeout: 60_000 };
  try {
    const { stdout, stderr } = await run(process.execPath, [...flags, '--input-type=module', '-e', program, '--', ...args], options);
    return { code: 0, stdout, stderr };
  } catch (error) {
    if (typeof error.code !== 'number') throw error;
    return error;
  }
}
const IMPORT = "import { Releases } from 'release-core'; const [path] = process.argv.slice(1);";

const PROGRAM_OF_WORKER = `
  const { parentPort, workerData } = require('node:worker_threads');
  const { Releases } = require('release-core');
  (async () => {
    const releases = await Releases.open(workerData.path);
    const made = [];
    for (let n = 0; n < 20; n += 1) {
      made.push(releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true }).then(({ number }) => number));
    }
    parentPort.postMessage(await Promise.all(made));
    if (workerData.stays) await releases.wait((await releases.createDeployment('web', 'production', '1.4.0-rc1')).id);
    await releases.close();
  })();
`;

function worker(workerData) {
  return new Worker(PROGRAM_OF_WORKER, { eval: true, workerData });
}

test('worker threads share a file', async (t) => {
  const path = join(folder(t), 'releases.db');
  const releases = await world(path);
  const answered = (thread) =>
    new Promise((resolve, reject) => {
      let numbers;
      thread.on('message', (message) => (numbers = message));
      thread.on('error', reject);
      thread.on('exit', (code) => (code === 0 ? resolve(numbers) : reject(new Error(`exit ${code}`))));
    });
  const numbers = (await Promise.all([1, 2, 3].map(() => answered(worker({ path }))))).flat();
  assert.deepEqual(numbers.sort((a, b) => a - b), Array.from({ length: 60 }, (_, n) => n + 1));
  await releases.close();
});

test('a worker thread is terminated during calls, and the process goes on', async (t) => {
  const path = join(folder(t), 'releases.db');
  const releases = await world(path);
  for (let round = 0; round < 5; round += 1) {
    const thread = worker({ path, stays: true });
    await new Promise((resolve) => thread.once('message', resolve));
    thread.removeAllListeners('message');
    await thread.terminate();
  }
  assert.ok((await releases.listDeployments('web', 'production')).items.length > 0);
  await releases.close();
});

test('a process that exits during calls ends at once and leaves a whole file', async (t) => {
  const path = join(folder(t), 'releases.db');
  await (await world(path)).close();
  const { code, stdout, stderr } = await node(
    `${IMPORT}
    const releases = await Releases.open(path);
    let last = 0;
    const deploy = () => releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
    for (let n = 0; n < 200; n += 1) deploy().then(({ number }) => { last = Math.max(last, number); });
    void releases.wait((await deploy()).id);
    await new Promise(setImmediate);
    process.on('exit', () => console.log(last));
    process.exit(7);`,
    [path],
  );
  assert.deepEqual([code, stderr], [7, '']);
  const releases = await Releases.open(path);
  const newest = (await releases.listDeployments('web', 'production')).items[0].number;
  assert.ok(newest >= Number(stdout), `answered ${stdout}, kept ${newest}`);
  const { number } = await releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
  assert.equal(number, newest + 1);
  await releases.close();
});

test('a call that is not awaited is made before the process ends, and an open handle does not hold it', async (t) => {
  const path = join(folder(t), 'releases.db');
  const { code, stderr } = await node(
    `${IMPORT}
    const releases = await Releases.open(path);
    await releases.startWorker();
    releases.createProject('web', 'acme/web');`,
    [path],
  );
  assert.deepEqual([code, stderr], [0, '']);
  const releases = await Releases.open(path);
  assert.equal((await releases.getProject('web')).name, 'web');
  await releases.close();
});

test('a rejection that nobody handles ends the process, and says where', async () => {
  const { code, stderr } = await node(`${IMPORT} const releases = await Releases.inMemory(); function here() { releases.getProject('x'); } here();`);
  assert.equal(code, 1);
  assert.match(stderr, /ReleaseError: there is no project "x"/);
  assert.match(stderr, /at here/);
  assert.match(stderr, /code: 'project_not_found'/);
});

test('a list that is only iterated leaves no rejection unhandled', async () => {
  const { code, stdout, stderr } = await node(
    `${IMPORT} const releases = await Releases.inMemory();
    try { for await (const _ of releases.listEnvironments('x')); } catch (error) { console.log(error.code); }`,
  );
  assert.deepEqual([code, stdout, stderr], [0, 'project_not_found\n', '']);
});

test('handles that nobody holds are let go of, also with calls under way', async (t) => {
  const { code, stdout, stderr } = await node(
    `${IMPORT}
    import { readdirSync, readlinkSync } from 'node:fs';
    const files = () => readdirSync('/proc/self/fd').filter((fd) => { try { return readlinkSync('/proc/self/fd/' + fd).startsWith(path); } catch { return false; } }).length;
    const answers = [];
    async function use() {
      const releases = await Releases.open(path);
      const made = releases.history();
      answers.push(made.then(({ items }) => items.length));
      if (answers.length % 2 === 0) await made;
    }
    for (let n = 0; n < 20; n += 1) await use();
    await Promise.all(answers);
    const deadline = Date.now() + 20000;
    while (files() > 0 && Date.now() < deadline) { gc(); await new Promise((resolve) => setTimeout(resolve, 5)); }
    console.log(files());`,
    [join(folder(t), 'releases.db')],
    ['--expose-gc'],
  );
  assert.deepEqual([code, stdout, stderr], [0, '0\n', '']);
});

test('memory stays where it is', async () => {
  const { code, stdout, stderr } = await node(
    `${IMPORT}
    const releases = await Releases.inMemory();
    await releases.createProject('web', 'acme/web');
    const calls = async (n) => { for (let i = 0; i < n; i += 1) await Promise.all(Array.from({ length: 100 }, () => releases.getProject('web'))); gc(); };
    await calls(20);
    const before = process.memoryUsage();
    await calls(60);
    const after = process.memoryUsage();
    console.log(JSON.stringify({ heap: after.heapUsed - before.heapUsed, rss: after.rss - before.rss }));`,
    [],
    ['--expose-gc'],
  );
  assert.deepEqual([code, stderr], [0, '']);
  const { heap, rss } = JSON.parse(stdout);
  assert.ok(heap < 1_000_000 && rss < 30_000_000, stdout);
});

test('a program with SQLite and a Node process use one file at once', async (t) => {
  const path = join(folder(t), 'releases.db');
  const releases = await world(path);
  // It reads what stands there through the views made for people, and holds the lock of writers now and then.
  const python = spawn('python3', ['-u', '-c', `
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
print("ready", flush=True)
for line in sys.stdin:
    connection.execute("BEGIN IMMEDIATE")
    time.sleep(0.01)
    count = connection.execute("SELECT count(*) FROM deployments").fetchone()[0]
    connection.execute("COMMIT")
    print(count, flush=True)
`, path]);
  const line = lines(python);
  assert.equal(await line(), 'ready');
  for (let n = 1; n <= 10; n += 1) {
    python.stdin.write('\n');
    const made = Array.from({ length: 5 }, () => releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true }));
    await Promise.all(made);
    const count = Number(await line());
    assert.ok(count >= (n - 1) * 5 && count <= n * 5, `round ${n}: ${count}`);
  }
  python.stdin.end();
  assert.equal((await releases.getCandidate('web', '1.4.0-rc1')).commit, COMMIT);
  await releases.close();
});

const PYTHON = process.env.RELEASE_CORE_PYTHON;
const skip = PYTHON === undefined ? 'the tests of the Python package run it' : false;

test('the Python package and this one use one file at once', { skip }, async (t) => {
  const path = join(folder(t), 'releases.db');
  const releases = await world(path);
  const python = spawn(PYTHON, ['-u', '-c', `
import sys
from release_core import Releases
with Releases(sys.argv[1]) as releases:
    print("ready")
    for line in sys.stdin:
        made = [releases.create_deployment("web", "production", "1.4.0-rc1", redeploy=True) for _ in range(10)]
        print(*[deployment.number for deployment in made])
`, path]);
  const line = lines(python);
  assert.equal(await line(), 'ready');
  const numbers = [];
  for (let round = 0; round < 10; round += 1) {
    python.stdin.write('\n');
    const deploy = () => releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
    const made = await Promise.all(Array.from({ length: 10 }, deploy));
    numbers.push(...made.map(({ number }) => number), ...(await line()).split(' ').map(Number));
  }
  python.stdin.end();
  assert.deepEqual(numbers.sort((a, b) => a - b), Array.from({ length: 200 }, (_, n) => n + 1));
  await releases.close();
});

/** What a program prints, line by line. It is a failure where it ends before. */
function lines(child) {
  const printed = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  return async () => {
    const { done, value } = await printed.next();
    assert.ok(!done, `the program has ended: ${said}`);
    return value;
  };
}
