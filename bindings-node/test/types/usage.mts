// Never run: what the types must allow, and (`@ts-expect-error`) what they must not.
import {
  ERROR_CODES,
  type Deployment,
  type ErrorCode,
  type Page,
  ReleaseError,
  Releases,
  type Status,
  type WorkflowInput,
  compareVersions,
  parseCandidateVersion,
} from 'release-core';

export async function uses(commit: string): Promise<void> {
  await using releases = await Releases.open('releases.db', { dispatchWaitMs: 3000 });
  const deployWorkflow: WorkflowInput = { trigger: 'github', connection: 'github', settings: { ref: 'main', n: 1n } };
  await releases.createEnvironment('web', 'production', { tier: 'production', deployWorkflow });
  await releases.updateEnvironment('web', 'production', { deployWorkflow: null });
  await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web', commit, triggerBuildWorkflow: true });

  const deployment: Deployment = await releases.createDeployment('web', 'production', '1.4.0-rc1', { actor: 'ana' });
  const status: Status = deployment.status;
  const created: number = deployment.createdAt.getTime();
  const ended: Date | null = deployment.deployEndAt;
  await releases.wait(deployment.id, { limitMs: 1000, signal: AbortSignal.timeout(created) });

  const page: Page<Deployment> = await releases.listDeployments('web', 'production', { perPage: 5 });
  for await (const one of releases.listDeployments('web', 'production')) console.log(one.number, page.next, ended, status);

  await releases.applyWebhook('github', new Headers(), Buffer.from(''));
  await releases.applyWebhook('github', { 'x-github-event': ['a'], other: undefined }, '');
  await using worker = await releases.startWorker();
  const trouble: ReleaseError | null = worker.lastError;
  const code: ErrorCode | undefined = trouble?.code ?? ERROR_CODES[0];
  const parts: { release: string; number: number } = parseCandidateVersion('1.4.0-rc1');
  ['1.4.0', '1.3.0'].sort(compareVersions);
  console.log(code, parts);

  // @ts-expect-error a status is one of eight words
  await releases.updateDeploymentStatus('web', 'production', '1.4.0-rc1', 'done');
  // @ts-expect-error a release needs its commit
  await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web' });
  // @ts-expect-error no such option
  await releases.createDeployment('web', 'production', '1.4.0-rc1', { actr: 'ana' });
  // @ts-expect-error only nullable where there is something to take away
  await releases.createEnvironment('web', 'production', { deployWorkflow: null });
  // @ts-expect-error no such code
  const wrong: ErrorCode = 'frozen';
  // @ts-expect-error made by open
  new Releases();
  console.log(wrong);
}
