// Deploys a candidate and shows how it goes. Ctrl-C cancels the deployment, a second one leaves it alone.
//
//     node deploy.mjs ENVIRONMENT VERSION [--redeploy] [--force REASON] [--roll-back]
//
// Ends with 0 where the candidate is live, with 1 where it is not.
import { parseArgs } from 'node:util';

import { ReleaseError } from 'release-core';

import { open, project } from './connections.mjs';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { redeploy: { type: 'boolean', default: false }, force: { type: 'string' }, 'roll-back': { type: 'boolean' } },
});
const [environment, version] = positionals;
if (environment === undefined || version === undefined) {
  console.error('usage: node deploy.mjs ENVIRONMENT VERSION [--redeploy] [--force REASON] [--roll-back]');
  process.exit(2);
}

const releases = await open();
try {
  const deployment = await follow(await begin(environment, version));
  if (deployment.status !== 'success') {
    process.exitCode = 1;
    if (values['roll-back'] && deployment.fromReleaseCandidateVersion !== null) await rollBack(environment);
  }
} catch (error) {
  if (!(error instanceof ReleaseError)) throw error;
  console.error(`${error.code}: ${error.message}`);
  process.exitCode = 1;
} finally {
  await releases.close();
}

/** @param {string} environment @param {string} version */
function begin(environment, version) {
  const actor = process.env['GITHUB_ACTOR'] ?? process.env['USER'] ?? 'deploy';
  const force = values.force === undefined ? {} : { force: values.force };
  return releases.createDeployment(project, environment, version, { actor, redeploy: values.redeploy, ...force });
}

/**
 * Shows a deployment until it has ended.
 * @param {import('release-core').Deployment} begun
 */
async function follow(begun) {
  const cancel = () => {
    console.log('\ncanceling');
    releases.cancelDeployment(begun.id, { actor: 'Ctrl-C' }).catch((error) => console.error(error.message));
  };
  process.once('SIGINT', cancel);
  let deployment = begun;
  let shown = '';
  while (!isOver(deployment)) {
    shown = show(deployment, shown);
    // It answers as soon as the deployment has ended; the limit is for the clock that is shown.
    deployment = await releases.wait(deployment.id, { limitMs: process.stdout.isTTY ? 250 : 1000 });
  }
  show(deployment, shown);
  if (process.stdout.isTTY) process.stdout.write('\n');
  if (deployment.errorMessage !== null) console.log(deployment.errorMessage);
  process.off('SIGINT', cancel);
  return deployment;
}

/** @param {import('release-core').Deployment} deployment */
function isOver({ status }) {
  return status === 'success' || status === 'failure' || status === 'canceled' || status === 'error';
}

/**
 * One line: in a terminal it is written over, elsewhere it is written where it says something new.
 * @param {import('release-core').Deployment} deployment @param {string} shown
 */
function show(deployment, shown) {
  const { number, environmentName, releaseCandidateVersion, status, url } = deployment;
  const from = deployment.fromReleaseCandidateVersion ?? 'nothing';
  const line = `#${number} ${environmentName}: ${from} -> ${releaseCandidateVersion}: ${status}${url === null ? '' : ` (${url})`}`;
  if (process.stdout.isTTY) {
    const seconds = Math.round((Date.now() - deployment.createdAt.getTime()) / 1000);
    process.stdout.write(`\r\x1b[K${line} ${seconds} s`);
  } else if (line !== shown) {
    console.log(line);
  }
  return line;
}

/** @param {string} environment */
async function rollBack(environment) {
  const { target, reason, deployment } = await releases.rollback(project, environment, { actor: 'deploy.mjs' });
  console.log(`rolling back to ${target}: ${reason}`);
  if (deployment !== null) await follow(deployment);
}
