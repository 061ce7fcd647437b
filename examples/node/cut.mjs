// A step of a build: cuts the next candidate of a release at the commit that is built, and prints its version.
//
//     node cut.mjs [--release 1.4.0 | --bump major|minor|patch] [--commit SHA]
//
// Repeated for the same commit, it cuts nothing and prints the same version.
import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { ReleaseError } from 'release-core';

import { open, project, repository } from './connections.mjs';

const { values } = parseArgs({
  options: { release: { type: 'string' }, bump: { type: 'string', default: 'patch' }, commit: { type: 'string' } },
});
const { env } = process;
const commit = values.commit ?? env['GITHUB_SHA'] ?? execFileSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();

const releases = await open();
const { version, buildStatus } = await cut();
console.error(`the build is ${buildStatus}`);
console.log(version);
if (env['GITHUB_OUTPUT'] !== undefined) appendFileSync(env['GITHUB_OUTPUT'], `version=${version}\n`);
await releases.close();

/** @returns {Promise<import('release-core').Candidate>} */
async function cut() {
  const { release } = values;
  const { items: [newest] } = await releases.listCandidates(project, { perPage: 1, ...(release === undefined ? {} : { release }) });
  if (newest?.commit === commit) return newest;
  const version = await releases.nextCandidate(project, release ?? (await nextRelease(newest)));
  try {
    const options = { repo: repository, commit, actor: env['GITHUB_ACTOR'] ?? 'build', triggerBuildWorkflow: true };
    return await releases.createRelease(project, version, options);
  } catch (error) {
    // Another build was faster, and this version is its: the next one is ours.
    if (error instanceof ReleaseError && error.code === 'candidate_exists') return cut();
    throw error;
  }
}

/** @param {import('release-core').Candidate | undefined} newest */
async function nextRelease(newest) {
  if (newest === undefined) return '1.0.0';
  return releases.nextRelease(project, { bump: /** @type {import('release-core').Bump} */ (values.bump) });
}
