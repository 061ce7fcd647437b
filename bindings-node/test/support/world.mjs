// What many tests begin with.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Releases } from 'release-core';

export const COMMIT = 'a1'.repeat(20);

/** A project with an environment and a candidate, in memory or in a file. */
export async function world(location = 'memory:', options = undefined) {
  const releases = await Releases.open(location, options);
  await releases.createProject('web', 'acme/web');
  await releases.createEnvironment('web', 'production');
  await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web', commit: COMMIT });
  return releases;
}

/** A folder of the test's own, which is gone after it. */
export function folder(t) {
  const path = mkdtempSync(join(tmpdir(), 'release-core-'));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}
