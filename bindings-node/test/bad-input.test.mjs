// Whatever is handed in, a call is answered or rejected with an error of its kind, and the process goes on.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import fc from 'fast-check';

import { ReleaseError, Releases, compareVersions, parseCandidateVersion } from 'release-core';

import { camel, operations } from './support/interface.mjs';
import { COMMIT, world } from './support/world.mjs';

// Some forty calls of each operation; the long form is `RELEASE_CORE_RUNS=2000 node --test test/bad-input.test.mjs`.
const numRuns = Number(process.env.RELEASE_CORE_RUNS ?? 40);

const cyclic = {};
cyclic.self = cyclic;
const deep = (levels) => {
  let value = 1;
  for (let n = 0; n < levels; n += 1) value = { value };
  return value;
};
const throwing = new Proxy({}, { ownKeys: () => { throw new RangeError('a trap'); } });

const anything = fc.oneof(
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withTypedArray: true, withSparseArray: true }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(undefined, null, NaN, Infinity, -0, -1, 0.5, 2 ** 53, 10n ** 30n, '', '\ud800', '\0', 'x'.repeat(100_000)),
  fc.constantFrom(Symbol('s'), () => {}, cyclic, deep(50), deep(5000), throwing, new Date(NaN), Buffer.alloc(3), /x/, new Proxy(() => {}, {})),
);

// What a value of the right type may be: mostly one that exists, so that calls come far.
const RIGHT = {
  text: fc.oneof(fc.constantFrom('web', 'production', '1.4.0-rc1', '1.4.0', 'acme/web', COMMIT, 'success', 'ready', 'x'), fc.string({ unit: 'binary', maxLength: 40 })),
  texts: fc.array(fc.string({ unit: 'binary', maxLength: 20 }), { maxLength: 4 }),
  flag: fc.boolean(),
  number: fc.oneof(fc.nat(120), fc.double()),
  // Zero looks once: a wait that waits would make this test wait.
  milliseconds: fc.constant(0),
  time: fc.oneof(fc.date({ noInvalidDate: false }), fc.string({ maxLength: 30 })),
  workflow: fc.record(
    { trigger: fc.constantFrom('command', 'x', ''), connection: fc.constantFrom('deploy', ' '), settings: fc.object(), parameters: fc.dictionary(fc.string(), fc.string()) },
    { requiredKeys: [] },
  ),
  headers: fc.oneof(fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.array(fc.string()))), fc.array(fc.tuple(fc.string(), fc.string()))),
  body: fc.oneof(fc.uint8Array(), fc.string()),
};

function values(operation) {
  const one = (type) => fc.oneof({ weight: 5, arbitrary: RIGHT[type] }, { weight: 1, arbitrary: anything });
  const takes = [...operation.takes].map(({ type }) => one(type));
  const options = Object.fromEntries(
    [...operation.takes, ...operation.options].map(({ name, type }) => [camel(name), one(type)]),
  );
  return fc.tuple(fc.tuple(...takes), fc.oneof({ weight: 5, arbitrary: fc.record(options, { requiredKeys: [] }) }, { weight: 1, arbitrary: anything }));
}

async function fits(work) {
  try {
    await work();
  } catch (error) {
    if (error instanceof RangeError && error.message === 'a trap') return;
    const isKnown = error instanceof ReleaseError || (error instanceof TypeError && error.code?.startsWith('ERR_INVALID_ARG'));
    assert.ok(isKnown, `${error?.stack ?? error}`);
    assert.notEqual(error.code, 'internal', error.stack);
    assert.ok(error.message.length < 2000, error.message);
  }
}

for (const [name, operation] of Object.entries(operations)) {
  test(camel(name), async () => {
    const releases = await world();
    const { id } = await releases.createDeployment('web', 'production', '1.4.0-rc1');
    await releases.updateDeploymentStatusById(id, 'success');
    const property = fc.asyncProperty(values(operation), async ([takes, options]) => {
      // A wait without a limit of its own waits for an hour.
      const said = operation.kind === 'wait' && typeof options === 'object' && options !== null && options !== throwing ? { ...options, limitMs: 0 } : options;
      if (operation.kind === 'wait' && (said === undefined || said === null)) return;
      await fits(() => releases[camel(name)](...takes, said));
      await fits(() => releases[camel(name)](...takes));
    });
    await fc.assert(property, { numRuns });
    await releases.listProjects();
    await releases.close();
  });
}

test('the rest of the face', async () => {
  const releases = await world();
  const property = fc.asyncProperty(anything, anything, async (a, b) => {
    await fits(() => releases.connect(a, b));
    await fits(() => releases.connect('x', { kind: 'github', token: b, baseUrl: a }));
    await fits(() => releases.addCommitSource(a, b));
    await fits(() => releases.addCommitSource(null, { kind: 'data', repositories: b }));
    await fits(async () => (await releases.startWorker(b)).stop());
    await fits(() => parseCandidateVersion(a));
    await fits(() => compareVersions(a, b));
    if (typeof a !== 'string') await fits(() => Releases.open(a));
    await fits(() => Releases.open('memory:', b));
  });
  await fc.assert(property, { numRuns: numRuns * 3 });
  await releases.close();
});
