// Written by generate.mjs from interface/. Change it there.
'use strict';

const results = require('./results.js');

const OPERATIONS = {
  createProject: {
    wire: 'create_project',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'repository', wire: 'repository', type: 'text' },
    ],
    options: {
      versionScheme: { name: 'versionScheme', wire: 'version_scheme', type: 'text' },
      pathPatterns: { name: 'pathPatterns', wire: 'path_patterns', type: 'texts' },
      buildWorkflow: { name: 'buildWorkflow', wire: 'build_workflow', type: 'workflow' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  getProject: {
    wire: 'get_project',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  listProjects: {
    wire: 'list_projects',
    kind: 'query',
    isList: true,
    takes: [],
    options: {
      includeArchived: { name: 'includeArchived', wire: 'include_archived', type: 'flag' },
      perPage: { name: 'perPage', wire: 'per_page', type: 'number' },
      cursor: { name: 'cursor', wire: 'cursor', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.PageOfProject,
  },
  updateProject: {
    wire: 'update_project',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      versionScheme: { name: 'versionScheme', wire: 'version_scheme', type: 'text' },
      pathPatterns: { name: 'pathPatterns', wire: 'path_patterns', type: 'texts' },
      buildWorkflow: { name: 'buildWorkflow', wire: 'build_workflow', type: 'workflow', nullable: true },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  renameProject: {
    wire: 'rename_project',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'to', wire: 'to', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  renameRepository: {
    wire: 'rename_repository',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'to', wire: 'to', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  archiveProject: {
    wire: 'archive_project',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  unarchiveProject: {
    wire: 'unarchive_project',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Project,
  },
  createEnvironment: {
    wire: 'create_environment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      tier: { name: 'tier', wire: 'tier', type: 'text' },
      concurrency: { name: 'concurrency', wire: 'concurrency', type: 'text' },
      deployWorkflow: { name: 'deployWorkflow', wire: 'deploy_workflow', type: 'workflow' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  getEnvironment: {
    wire: 'get_environment',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  listEnvironments: {
    wire: 'list_environments',
    kind: 'query',
    isList: true,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      includeArchived: { name: 'includeArchived', wire: 'include_archived', type: 'flag' },
      perPage: { name: 'perPage', wire: 'per_page', type: 'number' },
      cursor: { name: 'cursor', wire: 'cursor', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.PageOfEnvironment,
  },
  updateEnvironment: {
    wire: 'update_environment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      tier: { name: 'tier', wire: 'tier', type: 'text' },
      concurrency: { name: 'concurrency', wire: 'concurrency', type: 'text' },
      deployWorkflow: { name: 'deployWorkflow', wire: 'deploy_workflow', type: 'workflow', nullable: true },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  renameEnvironment: {
    wire: 'rename_environment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
      { name: 'to', wire: 'to', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  archiveEnvironment: {
    wire: 'archive_environment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  unarchiveEnvironment: {
    wire: 'unarchive_environment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  freeze: {
    wire: 'freeze',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
      { name: 'reason', wire: 'reason', type: 'text' },
    ],
    options: {
      until: { name: 'until', wire: 'until', type: 'time' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  unfreeze: {
    wire: 'unfreeze',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Environment,
  },
  apply: {
    wire: 'apply',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'declarations', wire: 'declarations', type: 'text' },
    ],
    options: {
      dryRun: { name: 'dryRun', wire: 'dry_run', type: 'flag' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Applied,
  },
  createRelease: {
    wire: 'create_release',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
    ],
    options: {
      repo: { name: 'repo', wire: 'repo', type: 'text', needed: true },
      commit: { name: 'commit', wire: 'commit', type: 'text', needed: true },
      triggerBuildWorkflow: { name: 'triggerBuildWorkflow', wire: 'trigger_build_workflow', type: 'flag' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Candidate,
  },
  getRelease: {
    wire: 'get_release',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'releaseVersion', wire: 'release_version', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Release,
  },
  listReleases: {
    wire: 'list_releases',
    kind: 'query',
    isList: true,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      perPage: { name: 'perPage', wire: 'per_page', type: 'number' },
      cursor: { name: 'cursor', wire: 'cursor', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.PageOfRelease,
  },
  getCandidate: {
    wire: 'get_candidate',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Candidate,
  },
  listCandidates: {
    wire: 'list_candidates',
    kind: 'query',
    isList: true,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      release: { name: 'release', wire: 'release', type: 'text' },
      perPage: { name: 'perPage', wire: 'per_page', type: 'number' },
      cursor: { name: 'cursor', wire: 'cursor', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.PageOfCandidate,
  },
  nextCandidate: {
    wire: 'next_candidate',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'releaseVersion', wire: 'release_version', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.asItIs,
  },
  nextRelease: {
    wire: 'next_release',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      bump: { name: 'bump', wire: 'bump', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.asItIs,
  },
  importTags: {
    wire: 'import_tags',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
    ],
    options: {
      pattern: { name: 'pattern', wire: 'pattern', type: 'text' },
      dryRun: { name: 'dryRun', wire: 'dry_run', type: 'flag' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.ImportedTags,
  },
  updateBuildStatus: {
    wire: 'update_build_status',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
      { name: 'status', wire: 'status', type: 'text' },
    ],
    options: {
      errorMessage: { name: 'errorMessage', wire: 'error_message', type: 'text' },
      url: { name: 'url', wire: 'url', type: 'text' },
      runId: { name: 'runId', wire: 'run_id', type: 'text' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Candidate,
  },
  rebuild: {
    wire: 'rebuild',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Candidate,
  },
  waitForBuild: {
    wire: 'wait_for_build',
    kind: 'wait',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
    ],
    options: {
      limitMs: { name: 'limitMs', wire: 'limit_ms', type: 'milliseconds' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Candidate,
  },
  createDeployment: {
    wire: 'create_deployment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
    ],
    options: {
      force: { name: 'force', wire: 'force', type: 'text' },
      redeploy: { name: 'redeploy', wire: 'redeploy', type: 'flag' },
      dispatchLater: { name: 'dispatchLater', wire: 'dispatch_later', type: 'flag' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  getDeployment: {
    wire: 'get_deployment',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  listDeployments: {
    wire: 'list_deployments',
    kind: 'query',
    isList: true,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      page: { name: 'page', wire: 'page', type: 'number' },
      perPage: { name: 'perPage', wire: 'per_page', type: 'number' },
      cursor: { name: 'cursor', wire: 'cursor', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.PageOfDeployment,
  },
  updateDeploymentStatus: {
    wire: 'update_deployment_status',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
      { name: 'status', wire: 'status', type: 'text' },
    ],
    options: {
      errorMessage: { name: 'errorMessage', wire: 'error_message', type: 'text' },
      url: { name: 'url', wire: 'url', type: 'text' },
      runId: { name: 'runId', wire: 'run_id', type: 'text' },
      attempt: { name: 'attempt', wire: 'attempt', type: 'number' },
      observedAt: { name: 'observedAt', wire: 'observed_at', type: 'time' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  updateDeploymentStatusById: {
    wire: 'update_deployment_status_by_id',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
      { name: 'status', wire: 'status', type: 'text' },
    ],
    options: {
      errorMessage: { name: 'errorMessage', wire: 'error_message', type: 'text' },
      url: { name: 'url', wire: 'url', type: 'text' },
      runId: { name: 'runId', wire: 'run_id', type: 'text' },
      attempt: { name: 'attempt', wire: 'attempt', type: 'number' },
      observedAt: { name: 'observedAt', wire: 'observed_at', type: 'time' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  cancelDeployment: {
    wire: 'cancel_deployment',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  rollback: {
    wire: 'rollback',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      force: { name: 'force', wire: 'force', type: 'flag' },
      to: { name: 'to', wire: 'to', type: 'text' },
      from: { name: 'from', wire: 'from', type: 'text' },
      dryRun: { name: 'dryRun', wire: 'dry_run', type: 'flag' },
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Rollback,
  },
  live: {
    wire: 'live',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Live,
  },
  whereIs: {
    wire: 'where_is',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'commit', wire: 'commit', type: 'text' },
    ],
    options: {
      repository: { name: 'repository', wire: 'repository', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.WhereIs,
  },
  changes: {
    wire: 'changes',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'environment', wire: 'environment', type: 'text' },
    ],
    options: {
      from: { name: 'from', wire: 'from', type: 'text' },
      to: { name: 'to', wire: 'to', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Changes,
  },
  releaseNotes: {
    wire: 'release_notes',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'project', wire: 'project', type: 'text' },
      { name: 'candidateVersion', wire: 'candidate_version', type: 'text' },
    ],
    options: {
      from: { name: 'from', wire: 'from', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Changes,
  },
  wait: {
    wire: 'wait',
    kind: 'wait',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
    ],
    options: {
      limitMs: { name: 'limitMs', wire: 'limit_ms', type: 'milliseconds' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  dispatch: {
    wire: 'dispatch',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  retryDispatch: {
    wire: 'retry_dispatch',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  dispatchPending: {
    wire: 'dispatch_pending',
    kind: 'work',
    isList: false,
    takes: [],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Dispatched,
  },
  getDispatch: {
    wire: 'get_dispatch',
    kind: 'query',
    isList: false,
    takes: [
      { name: 'dispatchId', wire: 'dispatch_id', type: 'text' },
    ],
    options: {
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Dispatch,
  },
  checkRuns: {
    wire: 'check_runs',
    kind: 'work',
    isList: false,
    takes: [],
    options: {
      silentAfterMs: { name: 'silentAfterMs', wire: 'silent_after_ms', type: 'milliseconds' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.CheckedRuns,
  },
  applyWebhook: {
    wire: 'apply_webhook',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'connection', wire: 'connection', type: 'text' },
      { name: 'headers', wire: 'headers', type: 'headers' },
      { name: 'body', wire: 'body', type: 'body' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Delivery,
  },
  syncBuild: {
    wire: 'sync_build',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'releaseCutId', wire: 'release_cut_id', type: 'text' },
      { name: 'runId', wire: 'run_id', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Candidate,
  },
  syncDeploy: {
    wire: 'sync_deploy',
    kind: 'write',
    isList: false,
    takes: [
      { name: 'deploymentId', wire: 'deployment_id', type: 'text' },
      { name: 'runId', wire: 'run_id', type: 'text' },
    ],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.Deployment,
  },
  history: {
    wire: 'history',
    kind: 'query',
    isList: true,
    takes: [],
    options: {
      project: { name: 'project', wire: 'project', type: 'text' },
      environment: { name: 'environment', wire: 'environment', type: 'text' },
      candidate: { name: 'candidate', wire: 'candidate', type: 'text' },
      perPage: { name: 'perPage', wire: 'per_page', type: 'number' },
      cursor: { name: 'cursor', wire: 'cursor', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.PageOfEvent,
  },
  purgeExpired: {
    wire: 'purge_expired',
    kind: 'write',
    isList: false,
    takes: [],
    options: {
      actor: { name: 'actor', wire: 'actor', type: 'text' },
      idempotencyKey: { name: 'idempotencyKey', wire: 'idempotency_key', type: 'text' },
      signal: { name: 'signal', wire: 'signal', type: 'signal' },
    },
    returns: results.asItIs,
  },
};

module.exports = { OPERATIONS };
