// How fast calls are from JavaScript: one by one, and a hundred at once; beside Rust, better-sqlite3 and TypeORM, in turns.
// `run.sh` builds what this needs and starts it: RELEASE_CORE_CALLS is the program of calls.rs, TMPDIR where files are.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = Number(process.argv[2] ?? 9);
const ONE_BY_ONE = 1000;
const AT_ONCE = 100;
const OF_HUNDRED = 4000;

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
console.log(`\n${tmpdir()}, Node ${process.version}, median of ${ROUNDS} rounds`);

// What `require` costs is measured first, while this process has nothing of it, and in processes of their own.
const loading = `
  const before = process.memoryUsage.rss(); const begun = process.hrtime.bigint();
  require(${JSON.stringify(root)});
  console.log(Number(process.hrtime.bigint() - begun) / 1e6, (process.memoryUsage.rss() - before) / 1e6);`;
const loaded = Array.from({ length: 15 }, () => execFileSync(process.execPath, ['-e', loading], { encoding: 'utf8' }).split(' ').map(Number));
console.log(`require: ${median(loaded.map(([ms]) => ms)).toFixed(1)} ms, ${median(loaded.map(([, mb]) => mb)).toFixed(1)} MB`);

const { Releases } = createRequire(import.meta.url)('..');
const { betterSqlite3, typeorm } = await import('./by-hand.mjs');

const folder = mkdtempSync(join(tmpdir(), 'release-core-bench-'));
const location = (name) => `sqlite:${join(folder, name)}?synchronous=normal`;

async function world(name) {
  const releases = await Releases.open(location(name));
  await releases.createProject('web', 'acme/web');
  await releases.createEnvironment('web', 'production');
  await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web', commit: 'a1'.repeat(20) });
  return releases;
}

await (await world('rust.db')).close();
const rust = spawn(process.env.RELEASE_CORE_CALLS, [location('rust.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: rust.stdout })[Symbol.asyncIterator]();
/** Microseconds that a call takes on average, by so many callers. */
const byRust = async (operation, callers, calls) => {
  rust.stdin.write(`${operation} ${callers} ${calls}\n`);
  return Number((await answers.next()).value) / calls;
};

const node = await world('node.db');
const deploy = () => node.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
const look = () => node.getEnvironment('web', 'production');
const hand = betterSqlite3(join(folder, 'hand.db'));
const orm = await typeorm(join(folder, 'orm.db'));

async function timed(calls, work) {
  const begun = process.hrtime.bigint();
  await work();
  return Number(process.hrtime.bigint() - begun) / 1e3 / calls;
}
const inTurn = (calls, make) => timed(calls, async () => { for (let n = 0; n < calls; n += 1) await make(); });
const atOnce = (calls, make) =>
  timed(calls, async () => {
    for (let n = 0; n < calls; n += AT_ONCE) await Promise.all(Array.from({ length: AT_ONCE }, make));
  });
const byCallers = (calls, make) =>
  timed(calls, () => Promise.all(Array.from({ length: AT_ONCE }, () => inTurn(calls / AT_ONCE, make))));

// How much of the event loop a hundred at once take, in microseconds a call: the rest is free for the program.
const held = [];
const heldAtOnce = async (calls, make) => {
  const before = performance.eventLoopUtilization();
  const micros = await atOnce(calls, make);
  held.push((performance.eventLoopUtilization(before).active * 1e3) / calls);
  return micros;
};

const CASES = {
  'Rust, createDeployment': () => byRust('deploy', 1, ONE_BY_ONE),
  'Node, createDeployment': () => inTurn(ONE_BY_ONE, deploy),
  'better-sqlite3, by hand': () => inTurn(ONE_BY_ONE, hand.deploy),
  'TypeORM, by hand': () => inTurn(ONE_BY_ONE, orm.deploy),
  'Rust, a hundred callers': () => byRust('deploy', AT_ONCE, OF_HUNDRED),
  'Node, a hundred at once': () => heldAtOnce(OF_HUNDRED, deploy),
  'Node, a hundred callers': () => byCallers(OF_HUNDRED, deploy),
  'Rust, getEnvironment': () => byRust('look', 1, ONE_BY_ONE),
  'Node, getEnvironment': () => inTurn(ONE_BY_ONE, look),
  'Node, getEnvironment, a hundred at once': () => atOnce(OF_HUNDRED, look),
  "Node's own fs.promises.stat": () => inTurn(ONE_BY_ONE, () => stat(folder)),
};
for (const measure of Object.values(CASES)) await measure();
held.length = 0;
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const figures = {};
  for (const [name, measure] of Object.entries(CASES)) figures[name] = await measure();
  rounds.push(figures);
}

const over = (figure) => median(rounds.map(figure));
for (const name of Object.keys(CASES)) {
  const micros = over((round) => round[name]);
  console.log(`${name.padEnd(42)}${micros.toFixed(1).padStart(8)} us${(1e6 / micros).toFixed(0).padStart(9)} a second`);
}
const more = (of) => over((round) => round[`Node, ${of}`] - round[`Rust, ${of}`]).toFixed(1);
const share = (of) => over((round) => round['Rust, a hundred callers'] / round[`Node, ${of}`]).toFixed(2);
console.log(`Node's time over Rust's: createDeployment ${more('createDeployment')} us (at most 60), getEnvironment ${more('getEnvironment')} us`);
console.log(`Node by Rust: a hundred at once ${share('a hundred at once')} (at least 0.7), a hundred callers ${share('a hundred callers')}`);
console.log(`of the event loop, a hundred at once: ${median(held).toFixed(1)} us a call`);
const { rss, heapUsed } = process.memoryUsage();
console.log(`memory after all of it: ${(rss / 1e6).toFixed(0)} MB, of which JavaScript ${(heapUsed / 1e6).toFixed(0)} MB`);

rust.stdin.end();
await once(rust, 'close');
await node.close();
hand.close();
await orm.close();
rmSync(folder, { recursive: true });
