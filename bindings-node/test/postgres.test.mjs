// PostgreSQL by its URL alone, on the server that RELEASE_CORE_TEST_POSTGRES names.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';

import { Releases } from 'release-core';

import { world } from './support/world.mjs';

const server = process.env.RELEASE_CORE_TEST_POSTGRES;
const skip = server === undefined && 'RELEASE_CORE_TEST_POSTGRES names no server; the area postgres starts one';

test('handles of two programs write to one database', { skip }, async () => {
  const schema = `release_test_${randomUUID().replaceAll('-', '')}`;
  const url = `${server}${server.includes('?') ? '&' : '?'}schema=${schema}`;
  const one = await world(url);
  const other = await Releases.open(url);
  const deploy = async (releases) => {
    const made = await releases.createDeployment('web', 'production', '1.4.0-rc1', { redeploy: true });
    await releases.updateDeploymentStatusById(made.id, 'success');
    return made.number;
  };
  const numbers = await Promise.all(Array.from({ length: 40 }, (_, n) => deploy(n % 2 === 0 ? one : other)));
  const expected = Array.from({ length: 40 }, (_, n) => n + 1);
  assert.deepEqual(numbers.sort((a, b) => a - b), expected);
  const { items } = await other.listDeployments('web', 'production', { perPage: 100 });
  assert.deepEqual(items.map(({ number }) => number), expected.reverse());
  assert.equal((await one.live('web', 'production')).deployment.releaseCandidateVersion, '1.4.0-rc1');
  await assert.rejects(other.getProject('none'), { code: 'project_not_found' });
  await one.close();
  await other.close();
});

test('no server may be tried again, and no password is told', async () => {
  await assert.rejects(Releases.open('postgres://ana:s3cret@127.0.0.1:1/releases?connect_timeout=2'), (error) => {
    assert.deepEqual([error.code, error.retryable], ['unavailable', true]);
    assert.match(error.message, /127\.0\.0\.1:1/);
    assert.doesNotMatch(`${error.stack} ${JSON.stringify(error)}`, /s3cret/);
    return true;
  });
});
