// Registers the project and its environments. It may be run again: what is there already is left as it is.
import { ReleaseError } from 'release-core';

import { deployWorkflow, open, project, repository } from './connections.mjs';

const releases = await open();
await unlessThere('project_exists', () => releases.createProject(project, repository, { versionScheme: 'semver' }));
for (const [environment, tier] of /** @type {const} */ ([['staging', 'staging'], ['production', 'production']])) {
  const create = () => releases.createEnvironment(project, environment, { tier, deployWorkflow });
  await unlessThere('environment_exists', create);
}
for await (const { name, tier } of releases.listEnvironments(project)) console.log(`${name}: ${tier}`);
await releases.close();

/**
 * @param {import('release-core').ErrorCode} code
 * @param {() => Promise<unknown>} create
 */
async function unlessThere(code, create) {
  try {
    await create();
  } catch (error) {
    if (!(error instanceof ReleaseError && error.code === code)) throw error;
  }
}
