// What every program here begins with: the database, and what the names in it mean on this machine.
import { Releases } from 'release-core';

const { env } = process;
export const project = env['RELEASES_PROJECT'] ?? 'web';
export const repository = env['GITHUB_REPOSITORY'] ?? 'acme/web';

export async function open() {
  const releases = await Releases.open(env['RELEASES_DB'] ?? 'releases.db');
  const token = env['GITHUB_TOKEN'];
  const webhookSecret = env['GITHUB_WEBHOOK_SECRET'];
  if (token !== undefined) {
    await releases.connect('github', {
      kind: 'github',
      token,
      ...(webhookSecret === undefined ? {} : { webhookSecret }),
      ...(env['GITHUB_API_URL'] === undefined ? {} : { baseUrl: env['GITHUB_API_URL'] }),
    });
  }
  // Deploy programs find the release's facts in their environment, and report by their exit code.
  const program = env['DEPLOY_PROGRAM'];
  if (program !== undefined) await releases.connect('deploy-program', { kind: 'command', program });
  return releases;
}

/** The workflow that deploys: GitHub's where there is a token, else the program. @type {import('release-core').WorkflowInput} */
export const deployWorkflow =
  env['GITHUB_TOKEN'] === undefined
    ? { trigger: 'command', connection: 'deploy-program' }
    : { trigger: 'github', connection: 'github', settings: { workflow: 'deploy.yml', ref: 'main' } };
