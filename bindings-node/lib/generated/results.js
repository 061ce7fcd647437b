// Written by generate.mjs from interface/. Change it there.
'use strict';

const date = (text) => (text === undefined || text === null ? null : new Date(text));
const maybe = (value, convert) => (value === undefined || value === null ? null : convert(value));
const asItIs = (value) => value;

function page(value, convert) {
  return { items: value.items.map(convert), next: value.next ?? null, total: value.total ?? null };
}

function Applied(value) {
  return {
    dryRun: value.dry_run,
    projects: value.projects,
    environments: value.environments,
    changes: value.changes.map(AppliedChange),
    undeclared: value.undeclared.map(Undeclared),
    undeclaredTotal: value.undeclared_total,
    text: value.text,
  };
}

function AppliedChange(value) {
  return {
    action: value.action,
    project: value.project,
    after: value.after ?? {},
    before: value.before ?? {},
    environment: value.environment ?? null,
  };
}

function Candidate(value) {
  return {
    id: value.id,
    project: value.project,
    version: value.version,
    releaseVersion: value.release_version,
    repository: value.repository,
    commit: value.commit,
    buildStatus: value.build_status,
    createdAt: new Date(value.created_at),
    actor: value.actor ?? null,
    buildEndAt: date(value.build_end_at),
    dispatchId: value.dispatch_id ?? null,
    errorMessage: value.error_message ?? null,
    runId: value.run_id ?? null,
    url: value.url ?? null,
  };
}

function ChangedCommit(value) {
  return {
    commit: value.commit,
    author: value.author,
    time: new Date(value.time),
    subject: value.subject,
    relevant: value.relevant,
    parents: value.parents ?? [],
    paths: value.paths ?? null,
    pullRequests: value.pull_requests ?? [],
  };
}

function ChangedCommits(value) {
  return {
    commits: value.commits.map(ChangedCommit),
    total: value.total,
    lookedAt: value.looked_at,
    notRelevant: value.not_relevant,
  };
}

function Changes(value) {
  return {
    project: value.project,
    to: Cut(value.to),
    brings: ChangedCommits(value.brings),
    takesAway: ChangedCommits(value.takes_away),
    markdown: value.markdown,
    text: value.text,
    environment: value.environment ?? null,
    from: maybe(value.from, Cut),
    gap: value.gap ?? null,
    recordedAt: date(value.recorded_at),
    relation: value.relation ?? null,
  };
}

function CheckedRuns(value) {
  return {
    heard: value.heard,
    moved: value.moved,
    unknown: value.unknown,
    notAsked: value.not_asked,
    withoutTrigger: value.without_trigger,
  };
}

function Commit(value) {
  return {
    commit: value.commit,
    author: value.author,
    time: new Date(value.time),
    subject: value.subject,
    parents: value.parents ?? [],
    paths: value.paths ?? null,
  };
}

function CommitInCandidates(value) {
  return {
    count: value.count,
    unknown: value.unknown,
    first: value.first ?? null,
  };
}

function CommitInEnvironment(value) {
  return {
    environment: value.environment,
    tier: value.tier,
    contained: value.contained,
    live: value.live ?? null,
    since: date(value.since),
    was: maybe(value.was, CommitStay),
  };
}

function CommitInProject(value) {
  return {
    project: value.project,
    repository: value.repository,
    commit: value.commit,
    relevant: value.relevant,
    candidates: CommitInCandidates(value.candidates),
    environments: value.environments.map(CommitInEnvironment),
    details: maybe(value.details, Commit),
  };
}

function CommitStay(value) {
  return {
    candidateVersion: value.candidate_version,
    deploymentId: value.deployment_id,
    since: new Date(value.since),
    until: new Date(value.until),
    replacedBy: value.replaced_by,
    rolledBack: value.rolled_back,
  };
}

function Cut(value) {
  return {
    candidateVersion: value.candidate_version,
    commit: value.commit,
  };
}

function Delivery(value) {
  return {
    outcome: value.outcome,
    event: value.event,
    deliveryId: value.delivery_id,
    attempt: value.attempt ?? null,
    candidateVersion: value.candidate_version ?? null,
    deploymentId: value.deployment_id ?? null,
    environment: value.environment ?? null,
    project: value.project ?? null,
    reason: value.reason ?? null,
    runId: value.run_id ?? null,
    statusAfter: value.status_after ?? null,
    statusBefore: value.status_before ?? null,
  };
}

function Deployment(value) {
  return {
    id: value.id,
    number: value.number,
    project: value.project,
    environmentName: value.environment_name,
    releaseVersion: value.release_version,
    releaseCandidateVersion: value.release_candidate_version,
    commit: value.commit,
    status: value.status,
    createdAt: new Date(value.created_at),
    actor: value.actor ?? null,
    attempt: value.attempt ?? null,
    deployEndAt: date(value.deploy_end_at),
    deployStartAt: date(value.deploy_start_at),
    dispatchId: value.dispatch_id ?? null,
    errorMessage: value.error_message ?? null,
    fromReleaseCandidateVersion: value.from_release_candidate_version ?? null,
    fromReleaseVersion: value.from_release_version ?? null,
    reason: value.reason ?? null,
    retryOf: value.retry_of ?? null,
    rollbackOf: value.rollback_of ?? null,
    runId: value.run_id ?? null,
    url: value.url ?? null,
  };
}

function Dispatch(value) {
  return {
    id: value.id,
    project: value.project,
    candidateVersion: value.candidate_version,
    candidateId: value.candidate_id,
    workflow: Workflow(value.workflow),
    state: value.state,
    attempts: value.attempts,
    createdAt: new Date(value.created_at),
    deploymentId: value.deployment_id ?? null,
    dueAt: date(value.due_at),
    environment: value.environment ?? null,
    message: value.message ?? null,
    runId: value.run_id ?? null,
    url: value.url ?? null,
  };
}

function Dispatched(value) {
  return {
    started: value.started,
    refused: value.refused,
    postponed: value.postponed,
    unknown: value.unknown,
    withoutTrigger: value.without_trigger,
  };
}

function Environment(value) {
  return {
    id: value.id,
    project: value.project,
    name: value.name,
    tier: value.tier,
    concurrency: value.concurrency,
    createdAt: new Date(value.created_at),
    actor: value.actor ?? null,
    archivedAt: date(value.archived_at),
    deployWorkflow: maybe(value.deploy_workflow, Workflow),
    freeze: maybe(value.freeze, Freeze),
  };
}

function Event(value) {
  return {
    sequence: value.sequence,
    at: new Date(value.at),
    action: value.action,
    project: value.project,
    actor: value.actor ?? null,
    after: value.after ?? {},
    before: value.before ?? {},
    candidateVersion: value.candidate_version ?? null,
    deploymentId: value.deployment_id ?? null,
    environment: value.environment ?? null,
    reason: value.reason ?? null,
  };
}

function Freeze(value) {
  return {
    reason: value.reason,
    since: new Date(value.since),
    actor: value.actor ?? null,
    until: date(value.until),
  };
}

function ImportedTag(value) {
  return {
    tag: value.tag,
    candidateVersion: value.candidate_version,
    commit: value.commit,
  };
}

function ImportedTags(value) {
  return {
    project: value.project,
    repository: value.repository,
    imported: value.imported.map(ImportedTag),
    present: value.present,
    left: value.left,
    other: value.other,
    skipped: value.skipped,
    skippedTags: value.skipped_tags.map(SkippedTag),
  };
}

function Live(value) {
  return {
    project: value.project,
    environment: value.environment,
    deployment: maybe(value.deployment, Deployment),
    inFlight: value.in_flight.map(Deployment),
    previous: maybe(value.previous, Deployment),
    freeze: maybe(value.freeze, Freeze),
  };
}

function Project(value) {
  return {
    id: value.id,
    name: value.name,
    repository: value.repository,
    versionScheme: value.version_scheme,
    createdAt: new Date(value.created_at),
    actor: value.actor ?? null,
    archivedAt: date(value.archived_at),
    buildWorkflow: maybe(value.build_workflow, Workflow),
    formerRepositories: value.former_repositories ?? [],
    pathPatterns: value.path_patterns ?? [],
  };
}

function Release(value) {
  return {
    project: value.project,
    version: value.version,
    head: value.head,
    createdAt: new Date(value.created_at),
  };
}

function Rollback(value) {
  return {
    target: value.target,
    reason: value.reason,
    leaves: value.leaves,
    cancels: value.cancels,
    deployment: maybe(value.deployment, Deployment),
  };
}

function SkippedTag(value) {
  return {
    tag: value.tag,
    reason: value.reason,
    message: value.message,
  };
}

function Undeclared(value) {
  return {
    project: value.project,
    environment: value.environment ?? null,
  };
}

function WhereIs(value) {
  return {
    commit: value.commit,
    projects: value.projects.map(CommitInProject),
  };
}

function Workflow(value) {
  return {
    trigger: value.trigger,
    connection: value.connection,
    parameters: value.parameters ?? {},
    settings: value.settings ?? {},
  };
}

const PageOfProject = (value) => page(value, Project);
const PageOfEnvironment = (value) => page(value, Environment);
const PageOfRelease = (value) => page(value, Release);
const PageOfCandidate = (value) => page(value, Candidate);
const PageOfDeployment = (value) => page(value, Deployment);
const PageOfEvent = (value) => page(value, Event);

module.exports = {
  Applied,
  AppliedChange,
  Candidate,
  ChangedCommit,
  ChangedCommits,
  Changes,
  CheckedRuns,
  Commit,
  CommitInCandidates,
  CommitInEnvironment,
  CommitInProject,
  CommitStay,
  Cut,
  Delivery,
  Deployment,
  Dispatch,
  Dispatched,
  Environment,
  Event,
  Freeze,
  ImportedTag,
  ImportedTags,
  Live,
  Project,
  Release,
  Rollback,
  SkippedTag,
  Undeclared,
  WhereIs,
  Workflow,
  PageOfProject,
  PageOfEnvironment,
  PageOfRelease,
  PageOfCandidate,
  PageOfDeployment,
  PageOfEvent,
  asItIs,
};
