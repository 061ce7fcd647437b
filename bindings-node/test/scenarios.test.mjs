// The scenarios of tests/scenarios, which every face of the library runs.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

import { ReleaseError, Releases } from 'release-core';

import { answerOf, argumentsOf, camel, errors, operations } from './support/interface.mjs';
import { difference, fill, short } from './support/values.mjs';

const folder = new URL('../../tests/scenarios/', import.meta.url);
const documents = readdirSync(folder)
  .filter((name) => name.endsWith('.json') && name !== 'scenario.schema.json')
  .map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8'))]);
const files = documents.filter(([, document]) => document.scenarios);
const [, elsewhere] = documents.find(([name]) => name === 'elsewhere.json');

// What a storage does is the core's to prove; a file is needed only where it is opened again. The long form is all files.
const EVERYTHING_IN_FILES = process.env.RELEASE_CORE_SCENARIOS === 'files';
const databases = mkdtempSync(join(tmpdir(), 'release-core-scenarios-'));
after(() => rmSync(databases, { recursive: true, force: true }));

const reached = { operations: new Set(), codes: new Set() };
let count = 0;

class Run {
  constructor(file, scenario, variables) {
    this.variables = fill(variables, {});
    this.given = { options: {}, triggers: {}, commits: {} };
    this.steps = [...(file.before ?? []), ...scenario.steps];
    count += 1;
    const isFile = EVERYTHING_IN_FILES || this.steps.some((step) => step.reopen);
    this.location = isFile ? `sqlite:${join(databases, `${count}.db`)}?synchronous=normal` : 'memory:';
    this.first = [file.given ?? {}, scenario.given ?? {}];
  }

  async make() {
    for (const given of this.first) this.take(given);
    await this.open();
    try {
      for (const [number, step] of this.steps.entries()) {
        try {
          await this.step(step);
        } catch (error) {
          error.message = `step ${number + 1}: ${error.message}`;
          throw error;
        }
      }
    } finally {
      await this.releases.close();
    }
  }

  take(given) {
    for (const part of Object.keys(this.given)) Object.assign(this.given[part], given[part]);
  }

  async open() {
    const options = Object.fromEntries(Object.entries(this.given.options).map(([name, value]) => [camel(name), value]));
    this.releases = await Releases.open(this.location, options);
    await this.give(this.given);
  }

  async give({ triggers = {}, commits = {} }) {
    for (const [name, { program, args = [] }] of Object.entries(triggers)) {
      await this.releases.connect(name, { kind: 'command', program, args });
    }
    for (const [repository, known] of Object.entries(commits)) {
      const isDefault = repository === '*';
      const config = { kind: 'data', repositories: isDefault ? {} : { [repository]: known } };
      await this.releases.addCommitSource(isDefault ? null : repository, config);
    }
  }

  async step(step) {
    if (step.call) return this.call(step);
    if (step.given) {
      this.take(step.given);
      return this.give(step.given);
    }
    if (step.sleep_ms !== undefined) return sleep(step.sleep_ms);
    if (step.close) return this.releases.close();
    assert.ok(step.reopen, `not a step: ${short(step)}`);
    await this.releases.close();
    return this.open();
  }

  async call({ call, with: said = {}, returns, fails, save = {} }) {
    const request = fill(said, this.variables);
    const shown = `${call} ${short(request)}`;
    let found;
    try {
      found = answerOf(call, await this.releases[camel(call)](...argumentsOf(call, request)));
    } catch (error) {
      if (!(error instanceof ReleaseError)) throw error;
      const { code, kind, message, retryable, context } = error;
      found = { code, kind, message, retryable, context };
      assert.ok(fails, `${shown}\nexpected to succeed, failed with ${short(found)}`);
      const differs = difference(fill(fails, this.variables), found);
      assert.ok(differs === undefined, `${shown}\n${differs}\nfailed with ${short(found)}`);
      reached.codes.add(code);
    }
    reached.operations.add(call);
    assert.ok(!fails || found.code, `${shown}\nexpected to fail, answered ${short(found)}`);
    if (returns !== undefined) {
      const differs = difference(fill(returns, this.variables), found);
      assert.ok(differs === undefined, `${shown}\n${differs}\nanswered ${short(found)}`);
    }
    for (const [variable, pointer] of Object.entries(save)) {
      this.variables[variable] = pointer.split('/').slice(1).reduce((value, name) => value[name], found);
    }
  }
}

const all = files.flatMap(([name, file]) =>
  file.scenarios.flatMap((scenario) => (scenario.cases ?? [{}]).map((variables) => ({ name, file, scenario, variables }))),
);
// Those that look at the clock have the process for themselves; the others mostly wait for a disk or a program.
const isTimed = ({ scenario }) => /"sleep_ms"|\$\{now/.test(JSON.stringify(scenario));

describe('scenarios', { concurrency: 8 }, () => all.filter((one) => !isTimed(one)).forEach(define));
describe('scenarios with a clock', () => all.filter(isTimed).forEach(define));

function define({ name, file, scenario, variables }) {
  const one = scenario.cases ? ` ${short(variables)}` : '';
  test(`${name}: ${scenario.name}${one}`, async () => {
    try {
      await new Run(file, scenario, variables).make();
    } catch (error) {
      error.message = `${error.message}\nrule: ${scenario.rule}`;
      throw error;
    }
  });
}

test('every operation was called, and every code was reached here or elsewhere', () => {
  assert.deepEqual([...reached.operations].sort(), Object.keys(operations).sort());
  const codes = errors.map((error) => error.code).filter((code) => !Object.hasOwn(elsewhere.codes, code));
  assert.deepEqual([...reached.codes].sort(), codes.sort());
});
