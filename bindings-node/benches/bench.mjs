// How fast `createDeployment` is: one by one, and a hundred at once; beside Rust, better-sqlite3 and TypeORM, in turns.
//
//     npm ci && npm run build            in bindings-node, and npm ci in this folder
//     node benches/bench.mjs [ROUNDS]
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const ROUNDS = Number(process.argv[2] ?? 7);
const ONE_BY_ONE = 1000;
const AT_ONCE = 100;

// What `require` costs is measured first, while this process has nothing of it, and in processes of their own.
const loading = `
  const before = process.memoryUsage.rss(); const begun = process.hrtime.bigint();
  require(${JSON.stringify(root)});
  console.log(Number(process.hrtime.bigint() - begun) / 1e6, (process.memoryUsage.rss() - before) / 1e6);`;
const loaded = Array.from({ length: 15 }, () => execFileSync(process.execPath, ['-e', loading], { encoding: 'utf8' }).split(' ').map(Number));
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
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
const rustProgram = process.env.RELEASE_CORE_CALLS ?? buildRust();
const rust = spawn(rustProgram, [location('rust.db')], { stdio: ['pipe', 'pipe', 'inherit'] });
const answers = createInterface({ input: rust.stdout })[Symbol.asyncIterator]();
/** Microseconds that a call takes on average, by so many callers. */
const byRust = async (callers, calls) => {
  rust.stdin.write(`${callers} ${calls}\n`);
  return Number((await answers.next()).value) / calls;
};

const node = await world('node.db');
const deploy = () => node.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
const hand = betterSqlite3(join(folder, 'hand.db'));
const orm = await typeorm(join(folder, 'orm.db'));

/** The program of calls.rs, unless RELEASE_CORE_CALLS says where it is. */
function buildRust() {
  const triple = execFileSync('rustc', ['-vV'], { encoding: 'utf8' }).match(/^host: (.*)$/m)[1];
  const args = ['bench', '--locked', '--no-run', '--message-format=json', '--target', triple, '--bench', 'calls'];
  const built = execFileSync('cargo', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 26, stdio: ['ignore', 'pipe', 'inherit'] });
  const messages = built.split('\n').filter(Boolean).map((line) => JSON.parse(line));
  return messages.find(({ executable }) => executable).executable;
}

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

const CASES = {
  'Rust, one by one': () => byRust(1, ONE_BY_ONE),
  'Node, one by one': () => inTurn(ONE_BY_ONE, deploy),
  'better-sqlite3, one by one': () => inTurn(ONE_BY_ONE, hand.deploy),
  'TypeORM, one by one': () => inTurn(ONE_BY_ONE, orm.deploy),
  'Rust, a hundred callers': () => byRust(AT_ONCE, ONE_BY_ONE * 4),
  'Node, a hundred at once': () => atOnce(ONE_BY_ONE * 4, deploy),
  'a query (getEnvironment), one by one': () => inTurn(ONE_BY_ONE, () => node.getEnvironment('web', 'production')),
};
for (const measure of Object.values(CASES)) await measure();
const rounds = [];
for (let round = 0; round < ROUNDS; round += 1) {
  const figures = {};
  for (const [name, measure] of Object.entries(CASES)) figures[name] = await measure();
  rounds.push(figures);
}
const over = (figure) => median(rounds.map(figure));
for (const name of Object.keys(CASES)) {
  const micros = over((round) => round[name]);
  console.log(`${name.padEnd(38)}${micros.toFixed(1).padStart(8)} us${(1e6 / micros).toFixed(0).padStart(9)} a second`);
}
console.log(`Node's time over Rust's, one by one: ${over((r) => r['Node, one by one'] - r['Rust, one by one']).toFixed(1)} us (to reach: at most 60)`);
console.log(`Node by Rust, a hundred: ${over((r) => r['Rust, a hundred callers'] / r['Node, a hundred at once']).toFixed(2)} (to reach: at least 0.7)`);
const { rss, heapUsed } = process.memoryUsage();
console.log(`memory after all of it: ${(rss / 1e6).toFixed(0)} MB, of which JavaScript ${(heapUsed / 1e6).toFixed(0)} MB`);

rust.stdin.end();
await once(rust, 'close');
await node.close();
hand.close();
await orm.close();
rmSync(folder, { recursive: true });
