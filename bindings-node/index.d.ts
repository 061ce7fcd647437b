// Written by generate.mjs from interface/. Change it there.
/**
 * What was released, where it runs, and how to get back: a release-management engine with a file beside it.
 *
 * @packageDocumentation
 */

/// <reference types="node" />

/** What JSON can hold. A whole number that `number` cannot hold exactly is a `bigint`. */
export type JsonValue = string | number | bigint | boolean | null | JsonValue[] | { [key: string]: JsonValue };

/** What an error is of, few enough to branch on. */
export type ErrorKind =
  | 'invalid_input'
  | 'refused'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'already_exists'
  | 'conflict'
  | 'dispatch_failed'
  | 'internal'
  | 'unavailable';

/**
 * What exactly went wrong, and the kind of it:
 *
 * - `invalid_release_candidate_version`: invalid_input
 * - `invalid_commit_hash`: invalid_input
 * - `invalid_status`: invalid_input
 * - `invalid_name`: invalid_input
 * - `invalid_repository`: invalid_input
 * - `invalid_request`: invalid_input
 * - `invalid_cursor`: invalid_input
 * - `invalid_signature`: invalid_input
 * - `payload_too_large`: invalid_input
 * - `environment_frozen`: refused
 * - `unauthorized`: unauthorized
 * - `forbidden`: forbidden
 * - `repository_not_found`: not_found
 * - `environment_not_found`: not_found
 * - `release_not_found`: not_found
 * - `deployment_not_found`: not_found
 * - `project_not_found`: not_found
 * - `nothing_to_roll_back`: not_found
 * - `candidate_exists`: already_exists
 * - `project_exists`: already_exists
 * - `environment_exists`: already_exists
 * - `candidate_not_ready`: refused
 * - `invalid_transition`: refused
 * - `deployment_in_progress`: refused
 * - `archived`: refused
 * - `idempotency_key_reused`: refused
 * - `conflict`: conflict, retryable
 * - `dispatch_failed`: dispatch_failed
 * - `internal`: internal
 * - `unavailable`: unavailable, retryable
 * - `commit_source_unavailable`: unavailable, retryable
 * - `storage_read_only`: unavailable
 * - `storage_full`: unavailable
 * - `schema_too_new`: unavailable
 * - `not_a_database`: unavailable
 */
export type ErrorCode =
  | 'invalid_release_candidate_version'
  | 'invalid_commit_hash'
  | 'invalid_status'
  | 'invalid_name'
  | 'invalid_repository'
  | 'invalid_request'
  | 'invalid_cursor'
  | 'invalid_signature'
  | 'payload_too_large'
  | 'environment_frozen'
  | 'unauthorized'
  | 'forbidden'
  | 'repository_not_found'
  | 'environment_not_found'
  | 'release_not_found'
  | 'deployment_not_found'
  | 'project_not_found'
  | 'nothing_to_roll_back'
  | 'candidate_exists'
  | 'project_exists'
  | 'environment_exists'
  | 'candidate_not_ready'
  | 'invalid_transition'
  | 'deployment_in_progress'
  | 'archived'
  | 'idempotency_key_reused'
  | 'conflict'
  | 'dispatch_failed'
  | 'internal'
  | 'unavailable'
  | 'commit_source_unavailable'
  | 'storage_read_only'
  | 'storage_full'
  | 'schema_too_new'
  | 'not_a_database';

/** Every {@link ErrorKind}, in the order of the table of errors. */
export const ERROR_KINDS: readonly ErrorKind[];

/** Every {@link ErrorCode}, in the order of the table of errors. */
export const ERROR_CODES: readonly ErrorCode[];

/**
 * The error of every operation. A call that failed has changed nothing.
 *
 * Arguments of another type than they should be are a `TypeError` that names the argument, and an aborted signal's
 * reason is handed on as it is; everything else that an operation rejects with is a `ReleaseError`.
 */
export class ReleaseError extends Error {
  /** Makes one by hand, for tests of programs that handle them; what is not said is as of an `internal` error. */
  constructor(
    message: string,
    details?: {
      code?: ErrorCode;
      kind?: ErrorKind;
      retryable?: boolean;
      context?: Record<string, string>;
      cause?: unknown;
    },
  );
  /** `ReleaseError`. */
  name: string;
  /** What exactly went wrong. A code stays what it is from version to version. */
  readonly code: ErrorCode;
  /** What the error is of. */
  readonly kind: ErrorKind;
  /** Whether the same call may succeed later. */
  readonly retryable: boolean;
  /** The facts as pairs: `field`, `position`, `expected`, `found`, and what else a rule knows. */
  readonly context: Readonly<Record<string, string>>;
  /** The error that led to this one. */
  readonly cause?: unknown;
}

/**
 * The state of a candidate's build. Errors: `invalid_status`.
 *
 * - `building`: The artifacts are being made.
 * - `ready`: The candidate can be deployed.
 * - `failed`: The build failed; `rebuild` starts it again.
 */
export type BuildStatus =
  | 'building'
  | 'ready'
  | 'failed';

/**
 * Which number of a version is raised; as text `major`, `minor` or `patch`. Errors: `invalid_request`.
 *
 * - `major`: The first number, for changes that break something.
 * - `minor`: The second number, for what is new.
 * - `patch`: The third number, for what is mended.
 */
export type Bump =
  | 'major'
  | 'minor'
  | 'patch';

/**
 * What happens when a candidate is to be deployed while another one is. Errors: `invalid_request`.
 *
 * - `allow`: Both go on; the one that ends last is live.
 * - `reject`: The second is refused with `deployment_in_progress`.
 */
export type Concurrency =
  | 'allow'
  | 'reject';

/**
 * What a webhook did. Errors: `invalid_request`.
 *
 * - `applied`: The deployment or build was moved, or has learned something new.
 * - `already_applied`: The delivery was taken before, or says what is known.
 * - `stale`: It is older than what is known.
 * - `ignored`: It says nothing that a deployment or build could be moved by.
 * - `unknown_run`: No deployment or build is known of that run.
 */
export type DeliveryOutcome =
  | 'applied'
  | 'already_applied'
  | 'stale'
  | 'ignored'
  | 'unknown_run';

/**
 * How far the start of a workflow has come. Errors: `invalid_request`.
 *
 * - `queued`: To be started when it is due.
 * - `sending`: Written before the request leaves, so that a crash leaves a trace.
 * - `started`: The CI system took it.
 * - `refused`: The CI system refused it for good.
 * - `unknown`: Whether it was taken is not known; it is looked for, and never sent again blindly.
 * - `withdrawn`: Taken back before it was sent.
 */
export type DispatchState =
  | 'queued'
  | 'sending'
  | 'started'
  | 'refused'
  | 'unknown'
  | 'withdrawn';

/**
 * Why not everything is told of what has changed.
 *
 * - `no_commit_source`: The repository has no commit source here, and nothing was recorded.
 * - `unknown_commit`: The commit source does not have one of the two commits: it may have been lost with a branch that
 *   was force-pushed.
 * - `missing_history`: A part of the history is missing, as in a shallow clone.
 */
export type Gap =
  | 'no_commit_source'
  | 'unknown_commit'
  | 'missing_history';

/**
 * How a commit stands to another one, the base.
 *
 * - `identical`: It is the same commit.
 * - `ahead`: The base is in its history.
 * - `behind`: It is in the base's history.
 * - `diverged`: Each has commits that the other has not, on a history that they share.
 * - `unrelated`: They share no history.
 * - `unknown`: It cannot be told, because history is missing.
 */
export type Relation =
  | 'identical'
  | 'ahead'
  | 'behind'
  | 'diverged'
  | 'unrelated'
  | 'unknown';

/**
 * Why a tag was not imported.
 *
 * - `invalid_version`: What it names is no release version.
 * - `version_scheme`: The project's version scheme does not allow the version.
 * - `no_commit`: It leads to no commit.
 * - `candidate_exists`: The candidate exists at another commit.
 */
export type SkipReason =
  | 'invalid_version'
  | 'version_scheme'
  | 'no_commit'
  | 'candidate_exists';

/**
 * The status of a deployment. The first four are open, the last four closed. Errors: `invalid_status`.
 *
 * - `pending`: Recorded; nothing is known to have started.
 * - `in_progress`: Its run is under way.
 * - `canceling`: Asked to stop; the CI system has not said yet that it did.
 * - `unknown`: Whether a run started, or how it ended, could not be found out.
 * - `success`: The candidate runs in the environment.
 * - `failure`: The run failed.
 * - `canceled`: Stopped before its end.
 * - `error`: It could not be run: the CI system refused, or broke.
 */
export type Status =
  | 'pending'
  | 'in_progress'
  | 'canceling'
  | 'unknown'
  | 'success'
  | 'failure'
  | 'canceled'
  | 'error';

/**
 * What an environment is for. Errors: `invalid_request`.
 *
 * - `production`: Serves users.
 * - `staging`: Shows a candidate as it would be in production.
 * - `development`: For those who build it.
 */
export type Tier =
  | 'production'
  | 'staging'
  | 'development';

/**
 * Whether something is so, as far as it is known.
 *
 * - `yes`: It is so.
 * - `no`: It is not so.
 * - `unknown`: It cannot be told: history is missing, as in a shallow clone, or nobody knows the commits.
 */
export type Truth =
  | 'yes'
  | 'no'
  | 'unknown';

/** What a file of declarations has changed: the answer of `apply`. */
export interface Applied {
  /** Whether this was a dry run, which changes nothing. */
  dryRun: boolean;
  /** How many projects are declared. */
  projects: number;
  /** How many environments are declared. */
  environments: number;
  /** What was changed, or for a dry run would be, in the order of the names; nothing where all was as declared. */
  changes: AppliedChange[];
  /** What exists and is not declared, without what is archived: it is left as it is. At most 1,000 are named. */
  undeclared: Undeclared[];
  /** How many there are of them in all. */
  undeclaredTotal: number;
  /**
   * All of it as plain text, for terminals and reviews: a line for each thing that changes, and one for each value
   * that it had and has.
   */
  text: string;
}

/** One change, as the audit log has it. */
export interface AppliedChange {
  /**
   * What, by the word of the audit log: `project.created`, `project.updated`, `project.repository_renamed`,
   * `project.archived`, `project.unarchived`, and the same of an environment.
   */
  action: string;
  /** The project. */
  project: string;
  /** The fields that change, as they are to be. */
  after: Record<string, JsonValue>;
  /** The fields that change, as they were. */
  before: Record<string, JsonValue>;
  /** The environment, where it is one that changes. */
  environment: string | null;
}

/** A release candidate: one commit, for ever. */
export interface Candidate {
  /** Its id, the "release cut id" that a build workflow is told. */
  id: string;
  /** The project it belongs to. */
  project: string;
  /** Its version. */
  version: string;
  /** The version of the release that it is a candidate of. */
  releaseVersion: string;
  /** The repository as it was named when the candidate was cut. */
  repository: string;
  /** The commit that it was cut at. */
  commit: string;
  /** The state of its build. */
  buildStatus: BuildStatus;
  /** When it was cut. */
  createdAt: Date;
  /** Who cut it. */
  actor: string | null;
  /** When its build ended, or when it was cut where there was nothing to build. */
  buildEndAt: Date | null;
  /** The dispatch of its newest build. */
  dispatchId: string | null;
  /** What went wrong with the build. */
  errorMessage: string | null;
  /** The id that the CI system gave the build's run. */
  runId: string | null;
  /** Where the build's run is shown. */
  url: string | null;
}

/** A commit in a list of changes. */
export interface ChangedCommit {
  /** Its full hash. */
  commit: string;
  /** Who wrote it: a name. */
  author: string;
  /** When it was committed. */
  time: Date;
  /** The first line of its message. */
  subject: string;
  /** Whether it touches a path of the project. */
  relevant: Truth;
  /** The commits that it was made of, the one that it was made on first. */
  parents: string[];
  /**
   * The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
   * asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
   */
  paths: string[] | null;
  /** The numbers of the pull requests that its subject names. */
  pullRequests: number[];
}

/** The commits that one candidate has and another one has not. */
export interface ChangedCommits {
  /** Those that touch the project or may touch it, the newest first: at most `MAX_COMMITS`. */
  commits: ChangedCommit[];
  /** How many there are in all, as far as the history is known. */
  total: number;
  /** How many of the newest ones were looked at. Where this is less than `total`, the rest is not listed. */
  lookedAt: number;
  /** How many of those that were looked at touch nothing of the project, and are not listed. */
  notRelevant: number;
}

/** What a candidate brings and takes away against another one: the answer of `changes` and `releaseNotes`. */
export interface Changes {
  /** The project. */
  project: string;
  /** What is compared with it. */
  to: Cut;
  /** The commits that `to` has and `from` has not. */
  brings: ChangedCommits;
  /** The commits that `from` has and `to` has not. */
  takesAway: ChangedCommits;
  /** All of it as Markdown, for release notes and comments. */
  markdown: string;
  /** All of it as plain text, for terminals and chats. */
  text: string;
  /** The environment; nothing for release notes. */
  environment: string | null;
  /** What was there before; nothing where there was nothing. */
  from: Cut | null;
  /** Why not everything is told; nothing where it is. */
  gap: Gap | null;
  /** When this was recorded, where it was not asked of a commit source just now. */
  recordedAt: Date | null;
  /** How `to` stands to `from`; nothing without `from`. */
  relation: Relation | null;
}

/** What a round of `checkRuns` did. */
export interface CheckedRuns {
  /** Runs that were asked about and are known to stand somewhere. */
  heard: number;
  /** Of these, the ones whose deployment or build has moved by the answer. */
  moved: number;
  /** Runs that the CI system does not know, or that its trigger cannot tell of. */
  unknown: number;
  /** Runs whose CI system could not be asked now. */
  notAsked: number;
  /** Silent runs that need a trigger that this handle was not given. */
  withoutTrigger: number;
}

/** A commit as its source shows it. */
export interface Commit {
  /** Its full hash. */
  commit: string;
  /** Who wrote it: a name. */
  author: string;
  /** When it was committed. */
  time: Date;
  /** The first line of its message. */
  subject: string;
  /** The commits that it was made of, the one that it was made on first. */
  parents: string[];
  /**
   * The files that differ from its first parent, from the repository's root, with `/`. Nothing where they were not
   * asked for, where they cannot be read, and where they are more than `MAX_PATHS`.
   */
  paths: string[] | null;
}

/** The candidates of a project that contain a commit: it is theirs, or in the history of theirs. */
export interface CommitInCandidates {
  /** How many contain it. */
  count: number;
  /** Of how many it cannot be told. */
  unknown: number;
  /** The lowest version that contains it. */
  first: string | null;
}

/** Where a commit is in one environment. */
export interface CommitInEnvironment {
  /** The environment. */
  environment: string;
  /** Its tier. */
  tier: Tier;
  /** Whether what is live contains the commit. */
  contained: Truth;
  /** What is live. */
  live: string | null;
  /** Since when all that was live contained it. Of a thousand successes and more, the time of the thousandth. */
  since: Date | null;
  /** Where it is not contained, the last time that it was, among the last thousand successes. */
  was: CommitStay | null;
}

/** Where a commit is in one project. */
export interface CommitInProject {
  /** The project. */
  project: string;
  /** Its repository. */
  repository: string;
  /** The commit's full hash. */
  commit: string;
  /** Whether the commit touches a path of the project. Where it does not, nothing more is looked up. */
  relevant: Truth;
  /** The candidates that contain it. */
  candidates: CommitInCandidates;
  /** The project's environments by name, without the archived ones; empty where the commit is not relevant. */
  environments: CommitInEnvironment[];
  /** The commit as its source shows it, without its paths; nothing without a source, and where it does not reach it. */
  details: Commit | null;
}

/** A time in which an environment contained a commit that it does not contain any more. */
export interface CommitStay {
  /** The candidate that was live last with it. */
  candidateVersion: string;
  /** That candidate's deployment. */
  deploymentId: string;
  /** Since when it was contained. */
  since: Date;
  /** Until when. */
  until: Date;
  /** The candidate that took it away. */
  replacedBy: string;
  /** Whether that was a rollback. */
  rolledBack: boolean;
}

/** A candidate and the commit that it was cut at. */
export interface Cut {
  /** The candidate. */
  candidateVersion: string;
  /** Its commit. */
  commit: string;
}

/** What came of a webhook, and why. */
export interface Delivery {
  /** What it did. */
  outcome: DeliveryOutcome;
  /** What it was about, in the sender's words: `workflow_run.completed`, `build.finished`. */
  event: string;
  /** What tells this delivery from others. */
  deliveryId: string;
  /** The attempt of the run, where the sender counts them. */
  attempt: number | null;
  /** The candidate that is deployed or built. */
  candidateVersion: string | null;
  /** The deployment; nothing where it is a build. A new one where the run was attempted again after its end. */
  deploymentId: string | null;
  /** The environment of the deployment. */
  environment: string | null;
  /** The project of the deployment or build. */
  project: string | null;
  /** Why it did nothing, where it did nothing. */
  reason: string | null;
  /** The run. */
  runId: string | null;
  /** The status since. */
  statusAfter: string | null;
  /** The status before: a deployment's word, or a build's. */
  statusBefore: string | null;
}

/** One attempt to put one candidate into one environment. */
export interface Deployment {
  /** Its id, the "deployment id" that a deploy workflow is told. */
  id: string;
  /** Its number, counted within the environment from 1. */
  number: number;
  /** The project. */
  project: string;
  /** The environment. */
  environmentName: string;
  /** The version of the candidate's release. */
  releaseVersion: string;
  /** The candidate. */
  releaseCandidateVersion: string;
  /** The candidate's commit. */
  commit: string;
  /** Its status. */
  status: Status;
  /** When it was recorded. */
  createdAt: Date;
  /** Who asked for it. */
  actor: string | null;
  /** The attempt of that run, from 1. */
  attempt: number | null;
  /** When it first came to its end. */
  deployEndAt: Date | null;
  /** When it first moved out of `pending`. */
  deployStartAt: Date | null;
  /** The dispatch of its workflow; missing where none is configured or it was only reported. */
  dispatchId: string | null;
  /** What went wrong, in the words of who reported it. */
  errorMessage: string | null;
  /** The candidate that the environment is moving from. */
  fromReleaseCandidateVersion: string | null;
  /** The release that the environment is moving from. */
  fromReleaseVersion: string | null;
  /** For a rollback, why this target; for a forced deployment, why it was forced. */
  reason: string | null;
  /** For a deployment made by `retryDispatch`: the one whose start had failed. */
  retryOf: string | null;
  /** For a rollback: the deployment that it takes the environment away from. */
  rollbackOf: string | null;
  /** The id that the CI system gave its run. */
  runId: string | null;
  /** Where its run is shown. */
  url: string | null;
}

/** The start of one workflow, from the decision until it is known to have started or to be impossible. */
export interface Dispatch {
  /** Its id, which the CI system is told, so that its run can be found again. */
  id: string;
  /** The project. */
  project: string;
  /** The candidate that is built or deployed. */
  candidateVersion: string;
  /** The candidate's id. */
  candidateId: string;
  /** The workflow as it was configured when the dispatch was recorded. */
  workflow: Workflow;
  /** How far it has come. */
  state: DispatchState;
  /** How often it was sent, or tried to be. */
  attempts: number;
  /** When it was recorded. */
  createdAt: Date;
  /** The deployment, for a deploy workflow. */
  deploymentId: string | null;
  /** When it is to be looked at next; nothing where it is settled. */
  dueAt: Date | null;
  /** The environment, for a deploy workflow. */
  environment: string | null;
  /** The CI system's words, or what went wrong on the way to it. */
  message: string | null;
  /** The id that the CI system gave the run. */
  runId: string | null;
  /** Where the run is shown. */
  url: string | null;
}

/** What a round of `dispatchPending` did. */
export interface Dispatched {
  /** Workflows that were started, and runs that were found again. */
  started: number;
  /** Starts that were refused for good. */
  refused: number;
  /** Starts put off, because nothing could be sent now. */
  postponed: number;
  /** Starts whose outcome is still looked for, or could not be found out. */
  unknown: number;
  /** Dispatches that are due and need a trigger that this handle was not given. */
  withoutTrigger: number;
}

/** A place that a project is deployed to. */
export interface Environment {
  /** Its id, which outlives a renaming. */
  id: string;
  /** The project it belongs to. */
  project: string;
  /** Its name. */
  name: string;
  /** What it is for. */
  tier: Tier;
  /** What happens when a candidate is to be deployed while another one is. */
  concurrency: Concurrency;
  /** When it was created. */
  createdAt: Date;
  /** Who created it. */
  actor: string | null;
  /** Since when it is archived: kept, hidden from lists, refused for new work. */
  archivedAt: Date | null;
  /** The workflow that deploys to it; without one, deployments wait for status updates. */
  deployWorkflow: Workflow | null;
  /** Why it takes no deployments now. */
  freeze: Freeze | null;
}

/** One line of the audit log: who, when, what, before, after. */
export interface Event {
  /** Its place in the log; a later event has a higher number. */
  sequence: number;
  /** When, by the storage's clock. */
  at: Date;
  /** What, for example `deployment.created`. */
  action: string;
  /** The project, as it was named then. */
  project: string;
  /** Who, where the call said so. */
  actor: string | null;
  /** What changed, as it is since. */
  after: Record<string, JsonValue>;
  /** What changed, as it was before. */
  before: Record<string, JsonValue>;
  /** The candidate. */
  candidateVersion: string | null;
  /** The deployment. */
  deploymentId: string | null;
  /** The environment, as it was named then. */
  environment: string | null;
  /** Why, where the call or the rule said so. */
  reason: string | null;
}

/** A freeze of an environment. */
export interface Freeze {
  /** Why. */
  reason: string;
  /** Since when. */
  since: Date;
  /** Who froze it. */
  actor: string | null;
  /** Until when; until it is ended by hand where this is missing. */
  until: Date | null;
}

/** A candidate that was made of a tag. */
export interface ImportedTag {
  /** The tag. */
  tag: string;
  /** The candidate. */
  candidateVersion: string;
  /** The commit. */
  commit: string;
}

/** What an import of tags did: the answer of `importTags`. */
export interface ImportedTags {
  /** The project. */
  project: string;
  /** Its repository. */
  repository: string;
  /** The candidates that were made, the lowest version first; for a dry run, those that would be. */
  imported: ImportedTag[];
  /** How many tags stand for candidates that were there already. */
  present: number;
  /** How many tags are left for another call, because one makes at most `MAX_IMPORTED` candidates. */
  left: number;
  /** How many tags do not look like versions of this project. */
  other: number;
  /** How many tags look like versions of this project and cannot be imported. */
  skipped: number;
  /** Which ones, and why: at most `MAX_SKIPPED`. */
  skippedTags: SkippedTag[];
}

/** What is live in an environment, what is in flight, and what was live before. */
export interface Live {
  /** The project. */
  project: string;
  /** The environment. */
  environment: string;
  /** The successful deployment that ended last; nothing where there was none yet. */
  deployment: Deployment | null;
  /** The open deployments, newest first, at most 100. */
  inFlight: Deployment[];
  /** The success with another candidate that ended last before the live one. */
  previous: Deployment | null;
  /** The freeze that holds now. */
  freeze: Freeze | null;
}

/** A thing that is built and deployed together. It keeps one repository for life; a repository may have many projects. */
export interface Project {
  /** Its id, which outlives a renaming. */
  id: string;
  /** Its name. */
  name: string;
  /** The repository that its candidates are cut from. */
  repository: string;
  /** What its release versions are narrowed to. */
  versionScheme: string;
  /** When it was created. */
  createdAt: Date;
  /** Who created it. */
  actor: string | null;
  /** Since when it is archived: kept, hidden from lists, refused for new work. */
  archivedAt: Date | null;
  /** The workflow that makes a candidate's artifacts; without one, candidates are ready at once. */
  buildWorkflow: Workflow | null;
  /** The names that the repository had before it moved. */
  formerRepositories: string[];
  /** Which paths of the repository are the project's; without patterns, all of them. */
  pathPatterns: string[];
}

/** One release version of a project; it has one or more candidates. */
export interface Release {
  /** The project it belongs to. */
  project: string;
  /** Its version. */
  version: string;
  /** Its newest candidate: the one with the highest number. */
  head: string;
  /** When its first candidate was cut. */
  createdAt: Date;
}

/** What a rollback does, or would do. */
export interface Rollback {
  /** The candidate that is deployed. */
  target: string;
  /** Why that one. */
  reason: string;
  /** The candidate that is left, and marked as abandoned in the environment where it differs from the target. */
  leaves: string;
  /** The open deployments that are canceled by it. */
  cancels: string[];
  /** The rollback's own deployment; nothing for a dry run. */
  deployment: Deployment | null;
}

/** A tag that was not imported. */
export interface SkippedTag {
  /** The tag, cut where it is longer than a version can be. */
  tag: string;
  /** Why. */
  reason: SkipReason;
  /** What exactly, for people. */
  message: string;
}

/** A project that is not declared, or an environment of a declared one that is not. */
export interface Undeclared {
  /** The project. */
  project: string;
  /** The environment; nothing where it is the project with all that is in it. */
  environment: string | null;
}

/** Where a commit is: the answer of `whereIs`. */
export interface WhereIs {
  /** What was asked for, in lower case. */
  commit: string;
  /** The projects of the repositories that have the commit, by name. */
  projects: CommitInProject[];
}

/**
 * A CI/CD workflow, configured on a project (its build) or on an environment (its deploy).
 *
 * A workflow *names* things: the kind of trigger, and the connection that a program registers under that name with its
 * address, credential or program. It never holds any of these itself, so that who can write to the database cannot
 * make another program's handle run something of their own.
 */
export interface Workflow {
  /** The kind of trigger that starts it, for example `command`. */
  trigger: string;
  /** The name that the running program registered the trigger under. */
  connection: string;
  /**
   * Parameters of your own, passed on as they are: at most 100, names of 1 to 128 ASCII letters, digits, `-`, `_` and
   * `.`, 65,535 bytes in all.
   */
  parameters: Record<string, string>;
  /** What the kind of trigger needs to know besides, for example a workflow's file name and branch. */
  settings: Record<string, JsonValue>;
}

/** One page of a list. */
export interface Page<T> {
  /** The items of this page. */
  items: T[];
  /** Where the next page begins: hand it to the same list's `cursor`. `null` on the last page. */
  next: string | null;
  /** How many items there are in all, for lists that know. */
  total: number | null;
}

/**
 * What a list answers. Awaited, it is the first page; iterated, it is every item, and further pages are asked for as they are
 * needed.
 *
 * ```ts
 * const page = await releases.listDeployments('web', 'production');
 * for await (const deployment of releases.listDeployments('web', 'production')) console.log(deployment.number);
 * ```
 */
export interface Pages<T> extends Promise<Page<T>>, AsyncIterable<T> {}

/** A CI/CD workflow as it is configured; see {@link Workflow}. */
export interface WorkflowInput {
  /** The kind of trigger that starts it: `github`, `buildkite`, `webhook` or `command`. */
  trigger: string;
  /** The name that the running program registered the connection under. */
  connection: string;
  /** What the kind of trigger needs to know besides, for example a workflow's file name and branch. */
  settings?: Record<string, JsonValue>;
  /** Parameters of your own, passed on as they are. */
  parameters?: Record<string, string>;
}

/** The headers of a request, as `fetch`, Node, Express and Fastify have them. */
export type WebhookHeaders =
  | Iterable<readonly [string, string]>
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/** The body of a request exactly as it was received, before anything has parsed it. */
export type WebhookBody = Uint8Array | ArrayBuffer | string;

/** Options of every call. */
export interface CallOptions {
  /**
   * Stops waiting for the answer: the promise is rejected with the signal's reason. A wait ends; what has begun to be
   * written is written all the same.
   */
  signal?: AbortSignal;
}

/** Options of every call that writes. */
export interface WriteOptions extends CallOptions {
  /** Who asks, for the audit log: a person or a machine, 1 to 255 characters. */
  actor?: string;
  /**
   * A key of 1 to 255 visible ASCII characters: the same request under the same key is made once, and answered again with
   * the first answer for 7 days. Another request under the key is refused (`idempotency_key_reused`).
   */
  idempotencyKey?: string;
}

/** Options of {@link Releases.createProject}. */
export interface CreateProjectOptions extends WriteOptions {
  /** What release versions are narrowed to, for example `semver` or `calver:YYYY.0M.MICRO`; see `VersionScheme`. */
  versionScheme?: string;
  /**
   * Which paths of the repository are the project's, as in a `.gitignore` file; see `PathPatterns`. Without any, all
   * of them are.
   */
  pathPatterns?: readonly string[];
  /** The workflow that makes a candidate's artifacts. */
  buildWorkflow?: WorkflowInput;
}

/** Options of {@link Releases.listProjects}. */
export interface ListProjectsOptions extends CallOptions {
  /** The archived ones too. */
  includeArchived?: boolean;
  /** How many items a page has: 1 to 100, 50 where nothing is said. */
  perPage?: number;
  /** Where the page begins: the `next` of the page before. */
  cursor?: string;
}

/** Options of {@link Releases.updateProject}. */
export interface UpdateProjectOptions extends WriteOptions {
  /** What release versions are narrowed to from now on; see `VersionScheme`. */
  versionScheme?: string;
  /** Which paths of the repository are the project's from now on; none for all of them. See `PathPatterns`. */
  pathPatterns?: readonly string[];
  /** The workflow that makes a candidate's artifacts from now on; null for none. */
  buildWorkflow?: WorkflowInput | null;
}

/** Options of {@link Releases.createEnvironment}. */
export interface CreateEnvironmentOptions extends WriteOptions {
  /** What it is for: a `Tier` or its word; `development` where nothing is said. */
  tier?: Tier;
  /**
   * What happens when a candidate is to be deployed while another one is: a `Concurrency` or its word; `allow` where
   * nothing is said.
   */
  concurrency?: Concurrency;
  /** The workflow that deploys to it. */
  deployWorkflow?: WorkflowInput;
}

/** Options of {@link Releases.listEnvironments}. */
export interface ListEnvironmentsOptions extends CallOptions {
  /** The archived ones too. */
  includeArchived?: boolean;
  /** How many items a page has: 1 to 100, 50 where nothing is said. */
  perPage?: number;
  /** Where the page begins: the `next` of the page before. */
  cursor?: string;
}

/** Options of {@link Releases.updateEnvironment}. */
export interface UpdateEnvironmentOptions extends WriteOptions {
  /** What it is for: a `Tier` or its word. */
  tier?: Tier;
  /** What happens when a candidate is to be deployed while another one is: a `Concurrency` or its word. */
  concurrency?: Concurrency;
  /** The workflow that deploys to it from now on; null for none. */
  deployWorkflow?: WorkflowInput | null;
}

/** Options of {@link Releases.freeze}. */
export interface FreezeOptions extends WriteOptions {
  /** When the freeze ends by itself: a `Timestamp`, or RFC 3339 text. */
  until?: Date | string;
}

/** Options of {@link Releases.apply}. */
export interface ApplyOptions extends WriteOptions {
  /** Says what would be changed, and changes nothing. */
  dryRun?: boolean;
}

/** Options of {@link Releases.createRelease}. */
export interface CreateReleaseOptions extends WriteOptions {
  /** The repository: `org/repo_name`, the project's own. */
  repo: string;
  /** A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is registered. */
  commit: string;
  /**
   * Starts the project's build workflow, so that the candidate is `building` until it has ended. Without this, or
   * without a build workflow, the candidate is `ready` at once.
   */
  triggerBuildWorkflow?: boolean;
}

/** Options of {@link Releases.listReleases}. */
export interface ListReleasesOptions extends CallOptions {
  /** How many items a page has: 1 to 100, 50 where nothing is said. */
  perPage?: number;
  /** Where the page begins: the `next` of the page before. */
  cursor?: string;
}

/** Options of {@link Releases.listCandidates}. */
export interface ListCandidatesOptions extends CallOptions {
  /** Only the candidates of one release. */
  release?: string;
  /** How many items a page has: 1 to 100, 50 where nothing is said. */
  perPage?: number;
  /** Where the page begins: the `next` of the page before. */
  cursor?: string;
}

/** Options of {@link Releases.nextRelease}. */
export interface NextReleaseOptions extends CallOptions {
  /** Which number is raised: a `Bump` or its word, `major`, `minor` or `patch`. */
  bump?: Bump;
}

/** Options of {@link Releases.importTags}. */
export interface ImportTagsOptions extends WriteOptions {
  /**
   * Which tags are this project's, with `{version}` where the version stands: `web-v{version}`, `web/{version}`; 1 to
   * 200 bytes. Without a pattern, those that begin with a digit, or with `v` and a digit.
   */
  pattern?: string;
  /** Says what would be made, and changes nothing. */
  dryRun?: boolean;
}

/** Options of {@link Releases.updateBuildStatus}. */
export interface UpdateBuildStatusOptions extends WriteOptions {
  /** What went wrong, at most 8 KiB. */
  errorMessage?: string;
  /** Where the run is shown: `http` or `https`, at most 2 KiB. */
  url?: string;
  /** The id that the CI system gave the run: 1 to 255 visible ASCII characters. */
  runId?: string;
}

/** Options of {@link Releases.waitForBuild}. */
export interface WaitForBuildOptions extends CallOptions {
  /** How long to wait at most; zero looks once. */
  limitMs?: number;
}

/** Options of {@link Releases.createDeployment}. */
export interface CreateDeploymentOptions extends WriteOptions {
  /**
   * Deploys to a frozen environment all the same. It is the reason why, as text of 1 byte to 8 KiB, which is logged;
   * `force` of a rollback is a flag.
   */
  force?: string;
  /** Makes another deployment also where the same candidate is being deployed already. */
  redeploy?: boolean;
  /** Leaves the start of the workflow to `dispatchPending`, of this or another process. */
  dispatchLater?: boolean;
}

/** Options of {@link Releases.listDeployments}. */
export interface ListDeploymentsOptions extends CallOptions {
  /** The page, counted from 1. */
  page?: number;
  /** How many deployments a page has: 1 to 100, 10 where nothing is said. */
  perPage?: number;
  /** Where the page begins: the `next` of the page before. */
  cursor?: string;
}

/** Options of {@link Releases.updateDeploymentStatus}. */
export interface UpdateDeploymentStatusOptions extends WriteOptions {
  /** What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to be a success. */
  errorMessage?: string;
  /** Where the run is shown: `http` or `https`, at most 2 KiB. */
  url?: string;
  /**
   * The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes the first one
   * that is named. A report of another run than the deployment's is of another deployment, also where it is said by
   * the id: of the one that is known by that run here, or a new one.
   */
  runId?: string;
  /**
   * The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new deployment where
   * the earlier had ended.
   */
  attempt?: number;
  /**
   * When the status was seen: a `Timestamp` or RFC 3339 text. A report that was seen before the last one applied is
   * stale; what another run said does not count.
   */
  observedAt?: Date | string;
}

/** Options of {@link Releases.updateDeploymentStatusById}. */
export interface UpdateDeploymentStatusByIdOptions extends WriteOptions {
  /** What went wrong, at most 8 KiB. It stays until another is said, or the deployment comes to be a success. */
  errorMessage?: string;
  /** Where the run is shown: `http` or `https`, at most 2 KiB. */
  url?: string;
  /**
   * The run that the report is of: 1 to 255 visible ASCII characters. A deployment without a run takes the first one
   * that is named. A report of another run than the deployment's is of another deployment, also where it is said by
   * the id: of the one that is known by that run here, or a new one.
   */
  runId?: string;
  /**
   * The attempt of that run, from 1: a report of an earlier one is stale, one of a later one is a new deployment where
   * the earlier had ended.
   */
  attempt?: number;
  /**
   * When the status was seen: a `Timestamp` or RFC 3339 text. A report that was seen before the last one applied is
   * stale; what another run said does not count.
   */
  observedAt?: Date | string;
}

/** Options of {@link Releases.rollback}. */
export interface RollbackOptions extends WriteOptions {
  /**
   * Goes back also where the environment is frozen, and starts the workflow at once, without waiting for the runs that
   * are canceled. It is a flag; `force` of a new deployment is the reason, as text.
   */
  force?: boolean;
  /** Goes to this candidate. */
  to?: string;
  /** Goes back only where this candidate is live, so that a decision made on an old view is refused. */
  from?: string;
  /** Says what would be done, and changes nothing. */
  dryRun?: boolean;
}

/** Options of {@link Releases.whereIs}. */
export interface WhereIsOptions extends CallOptions {
  /** Only the projects of this repository, by a name that it has or had. */
  repository?: string;
}

/** Options of {@link Releases.changes}. */
export interface ChangesOptions extends CallOptions {
  /** Compares with this candidate instead of what is live or was. */
  from?: string;
  /** Tells what this candidate changes instead of what is live. */
  to?: string;
}

/** Options of {@link Releases.releaseNotes}. */
export interface ReleaseNotesOptions extends CallOptions {
  /** Compares with this candidate instead of the release before. */
  from?: string;
}

/** Options of {@link Releases.wait}. */
export interface WaitOptions extends CallOptions {
  /** How long to wait at most; zero looks once. */
  limitMs?: number;
}

/** Options of {@link Releases.checkRuns}. */
export interface CheckRunsOptions extends CallOptions {
  /** How long a run must have been silent; 10 minutes by default, at least a second. */
  silentAfterMs?: number;
}

/** Options of {@link Releases.history}. */
export interface HistoryOptions extends CallOptions {
  /** Only what concerns this project. */
  project?: string;
  /** Only what concerns this environment of the project. */
  environment?: string;
  /** Only what concerns this candidate of the project. */
  candidate?: string;
  /** How many items a page has: 1 to 100, 50 where nothing is said. */
  perPage?: number;
  /** Where the page begins: the `next` of the page before. */
  cursor?: string;
}

/** How a database is opened. */
export interface OpenOptions {
  /** How long the answers of calls with an idempotency key are kept; 7 days by default. */
  idempotencyTtlMs?: number;
  /** How long a call that starts a workflow waits for the CI system's answer; 10 seconds by default. */
  dispatchWaitMs?: number;
}

/** What a worker does how often. */
export interface WorkerOptions {
  /** How often it looks for work that another process has left: 5 seconds by default, at least 10 ms. */
  pollIntervalMs?: number;
  /** How often it looks for runs that have fallen silent: every minute by default. */
  checkIntervalMs?: number;
  /** How long a run must have been silent to be asked about: 10 minutes by default, at least a second. */
  silentAfterMs?: number;
}

/** GitHub, or a GitHub Enterprise Server. */
export interface GithubConnection {
  /** `github`. */
  kind: 'github';
  /** A token that may write Actions, and read contents where it serves a commit source. */
  token: string;
  /** The API's address on a GitHub Enterprise Server: `https://HOST/api/v3`. `http` is taken for this machine only. */
  baseUrl?: string;
  /** The secret that GitHub signs its webhooks with. */
  webhookSecret?: string;
  /** Whether the id of a new run is asked for when it is started. By default github.com is asked, and a server is not. */
  returnRunDetails?: boolean;
  /** What a run counts as that ends as `neutral`: `success` by default. */
  neutral?: 'success' | 'failure' | 'canceled' | 'error';
  /** Goes through a proxy, such as `http://proxy:3128`. The environment's proxies are not used. */
  proxy?: string;
  /** How long to wait for an answer: 0.1 to 25 seconds, 15 by default. */
  timeoutSeconds?: number;
}

/** An organization on Buildkite. */
export interface BuildkiteConnection {
  /** `buildkite`. */
  kind: 'buildkite';
  /** The organization's slug. */
  organization: string;
  /** A token with the scopes `read_builds` and `write_builds`. */
  token: string;
  /** Another address than `https://api.buildkite.com`. `http` is taken for this machine only. */
  baseUrl?: string;
  /** The token that Buildkite sends with its webhooks, or signs them with. */
  webhookToken?: string;
  /** Goes through a proxy, such as `http://proxy:3128`. The environment's proxies are not used. */
  proxy?: string;
  /** How long to wait for an answer: 0.1 to 25 seconds, 15 by default. */
  timeoutSeconds?: number;
}

/** A URL that starts are posted to, signed with a key that the receiver knows too. */
export interface WebhookConnection {
  /** `webhook`. */
  kind: 'webhook';
  /** An `https` or `http` URL. */
  url: string;
  /** The key, of at least 16 bytes. */
  key: string;
  /** Whether the host may be a loopback, private or link-local address; by default it may not. */
  allowPrivateAddresses?: boolean;
  /** How long to wait for an answer: 0.1 to 25 seconds, 15 by default. */
  timeoutSeconds?: number;
}

/** A program of this machine, which deploys or builds and reports by its exit code. */
export interface CommandConnection {
  /** `command`. */
  kind: 'command';
  /** The program. It is started as it is, by no shell. */
  program: string;
  /** Its arguments. */
  args?: readonly string[];
  /** The folder that it is started in. */
  currentDir?: string;
  /** Environment variables that it is given besides. */
  env?: Readonly<Record<string, string>>;
  /** The only variables of this process that it is given; by default it is given all of them. */
  envInherit?: readonly string[];
  /** Whether what it prints goes to this process's standard output. */
  inheritStdout?: boolean;
  /** How long it may take. */
  timeLimitSeconds?: number;
  /** How long it is given to end by itself when it is canceled. */
  graceSeconds?: number;
}

/** What {@link Releases.connect} registers: an address with its credential, or a program. */
export type Connection = GithubConnection | BuildkiteConnection | WebhookConnection | CommandConnection;

/** A commit as it is made known: its full hash, or more of it. */
export interface KnownCommit {
  /** The full hash. */
  commit: string;
  /** The commits that it was made of, the one that it was made on first. */
  parents?: readonly string[];
  /** Who wrote it. */
  author?: string;
  /** When it was committed. */
  time?: Date | string;
  /** The first line of its message. */
  subject?: string;
  /** The files that it touches. */
  paths?: readonly string[];
  /** The tags that point at it. */
  tags?: readonly string[];
}

/** Commits that are known as data. */
export interface DataCommitSource {
  /** `data`. */
  kind: 'data';
  /** The commits of each `org/repo_name`. */
  repositories: Readonly<Record<string, readonly (string | KnownCommit)[]>>;
}

/** A clone on this machine, of the repository that it is added for. */
export interface GitCommitSource {
  /** `git`. */
  kind: 'git';
  /** Its work tree or its git folder. */
  path: string;
}

/** GitHub, asked over a connection of the kind `github` that was registered before. */
export interface GithubCommitSource {
  /** `github`. */
  kind: 'github';
  /** The connection's name. */
  connection: string;
}

/** Who knows commits, as {@link Releases.addCommitSource} registers it. */
export type CommitSourceConfig = DataCommitSource | GitCommitSource | GithubCommitSource;

/** A worker that runs; made by {@link Releases.startWorker}. */
export interface Worker extends AsyncDisposable {
  /** Stops it, and waits for the round that it is in. What it has not done stays recorded and due. */
  stop(): Promise<void>;
  /** Whether it was stopped, or has ended by itself because the handle was closed. */
  readonly hasEnded: boolean;
  /** What kept its last round from being done; `null` where that went well. */
  readonly lastError: ReleaseError | null;
}

/** A candidate version taken apart. */
export interface CandidateVersionParts {
  /** The release version, `1.4.0` in `1.4.0-rc2`. */
  release: string;
  /** The counter, `2` in `1.4.0-rc2`. */
  number: number;
}

/**
 * Takes a candidate version apart.
 *
 * @param version `<release-version>-rc<N>`.
 * @throws {@link ReleaseError} `invalid_release_candidate_version`.
 */
export function parseCandidateVersion(version: string): CandidateVersionParts;

/**
 * Compares two candidate versions, or two release versions; fits `Array.prototype.sort`. `1.4.0-rc10` is after
 * `1.4.0-rc2`.
 *
 * @returns -1, 0 or 1.
 * @throws {@link ReleaseError} `invalid_request` for what is neither, `invalid_release_candidate_version` for one of each.
 */
export function compareVersions(a: string, b: string): -1 | 0 | 1;

/**
 * An open database of releases.
 *
 * No call blocks the event loop, and calls that are made at once are made at once. Opening starts nothing: a handle starts
 * only workflows whose connection it was given by {@link Releases.connect}, and takes up what others have left only when
 * told to, by {@link Releases.dispatchPending} or a worker.
 *
 * ```ts
 * await using releases = await Releases.open('releases.db');
 * await releases.createProject('web', 'acme/web');
 * await releases.createEnvironment('web', 'production');
 * await releases.createRelease('web', '1.4.0-rc1', { repo: 'acme/web', commit });
 * const deployment = await releases.createDeployment('web', 'production', '1.4.0-rc1', { actor: 'ana@acme.dev' });
 * ```
 */
export class Releases implements AsyncDisposable {
  /** It is made by {@link Releases.open}. */
  private constructor();

  /**
   * Opens a database, and makes it where there is none.
   *
   * @param location A path, a `file:` URL object, `sqlite:releases.db?synchronous=normal`, `memory:` or
   * `postgres://deploy@db.acme.dev/releases?sslmode=verify-full`. Options of a `sqlite:` URL: `synchronous` (`full`, the
   * default, survives a power cut; `normal` may lose the last calls to one, never the file) and `busy_timeout_ms` (how long
   * to wait for another process that writes; 5000). Those of a `postgres:` URL are in `docs/postgresql.md` of the repository.
   * @throws {@link ReleaseError} `invalid_request` for a location that is not understood; `not_a_database`,
   * `schema_too_new`, `storage_read_only`, `storage_full`, `unavailable` and `internal` for a file or a server that cannot
   * be used.
   */
  static open(location: string | URL, options?: OpenOptions): Promise<Releases>;

  /** A database in memory, for tests and for trying things out. It is gone with the handle. */
  static inMemory(options?: OpenOptions): Promise<Releases>;

  /** Where the database is, for people: without credentials. */
  readonly location: string;

  /**
   * Registers a connection under a name, for this handle: workflows that name it are started over it, and its webhooks are
   * checked by it. A connection of the same name is replaced, which is how a token is changed. Nothing of it is stored.
   *
   * @throws {@link ReleaseError} `invalid_name`, `invalid_request`.
   */
  connect(name: string, connection: Connection): Promise<void>;

  /**
   * Gives this handle a commit source: for one repository, or with `null` for all that have none of their own.
   *
   * @throws {@link ReleaseError} `invalid_repository`, `invalid_request`.
   */
  addCommitSource(repository: string | null, config: CommitSourceConfig): Promise<void>;

  /**
   * Starts a worker on a thread of its own: it starts what is due, asks about silent runs and forgets what has expired,
   * until it is stopped or this handle is closed. It does not keep the process alive.
   *
   * @throws {@link ReleaseError} `unavailable`.
   */
  startWorker(options?: WorkerOptions): Promise<Worker>;

  /** Stops the workers and closes the database; later calls fail with `unavailable`. */
  close(): Promise<void>;

  /** {@link Releases.close}, for `await using`. */
  [Symbol.asyncDispose](): Promise<void>;

  /**
   * Registers a project and the repository that its candidates are cut from.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param repository The repository: `org/repo_name`.
   * @throws {@link ReleaseError}. `invalid_name`, `invalid_repository`, `invalid_request` (version scheme, path
   * patterns, workflow); `project_exists`.
   */
  createProject(project: string, repository: string, options?: CreateProjectOptions): Promise<Project>;

  /**
   * A project by its name.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`.
   */
  getProject(project: string, options?: CallOptions): Promise<Project>;

  /**
   * The projects by name, without the archived ones.
   *
   * @throws {@link ReleaseError}. `invalid_request` (`perPage`), `invalid_cursor`.
   */
  listProjects(options?: ListProjectsOptions): Pages<Project>;

  /**
   * Changes what is said of a project's settings; what is not said stays. What was created before stays as it is, also
   * where a narrower version scheme would refuse it now.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `invalid_request` (version scheme, path patterns, workflow);
   * `project_not_found`; `archived`.
   */
  updateProject(project: string, options?: UpdateProjectOptions): Promise<Project>;

  /**
   * Gives a project another name. Its id, history and everything in it stay; the old name is free again. Renaming to
   * the same name changes nothing.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param to What it is from now on.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `project_exists`.
   */
  renameProject(project: string, to: string, options?: WriteOptions): Promise<Project>;

  /**
   * Records that the project's repository moved to another owner or name. It is the same repository: a project keeps
   * one for life. Candidates keep the name under which they were cut.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param to What it is from now on.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `invalid_repository`.
   */
  renameRepository(project: string, to: string, options?: WriteOptions): Promise<Project>;

  /**
   * Archives a project: it is kept with its history, hidden from lists, and refused for new work. Reports on what is
   * under way are still taken. Archiving an archived one changes nothing.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`.
   */
  archiveProject(project: string, options?: WriteOptions): Promise<Project>;

  /**
   * Takes a project out of the archive.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`.
   */
  unarchiveProject(project: string, options?: WriteOptions): Promise<Project>;

  /**
   * Creates an environment of a project.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `invalid_request` (tier, concurrency, workflow);
   * `project_not_found`; `archived`; `environment_exists`.
   */
  createEnvironment(project: string, environment: string, options?: CreateEnvironmentOptions): Promise<Environment>;

  /**
   * An environment by its name.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`.
   */
  getEnvironment(project: string, environment: string, options?: CallOptions): Promise<Environment>;

  /**
   * A project's environments by name, without the archived ones.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `invalid_request` (`perPage`),
   * `invalid_cursor`.
   */
  listEnvironments(project: string, options?: ListEnvironmentsOptions): Pages<Environment>;

  /**
   * Changes what is said of an environment's settings; what is not said stays. Deployments that were recorded before
   * go on as they were.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `invalid_request` (tier, concurrency, workflow);
   * `project_not_found`, `environment_not_found`; `archived`.
   */
  updateEnvironment(project: string, environment: string, options?: UpdateEnvironmentOptions): Promise<Environment>;

  /**
   * Gives an environment another name. Its id, history and deployments stay; the old name is free again. Renaming to
   * the same name changes nothing.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @param to What it is from now on.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`, `environment_exists`.
   */
  renameEnvironment(project: string, environment: string, to: string, options?: WriteOptions): Promise<Environment>;

  /**
   * Archives an environment: it is kept with its history, hidden from lists, and refused for new work. Reports on what
   * is under way are still taken. Archiving an archived one changes nothing.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`.
   */
  archiveEnvironment(project: string, environment: string, options?: WriteOptions): Promise<Environment>;

  /**
   * Takes an environment out of the archive.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`.
   */
  unarchiveEnvironment(project: string, environment: string, options?: WriteOptions): Promise<Environment>;

  /**
   * Freezes an environment: it takes no new deployment without `force`, until it is unfrozen or the time has come.
   * Freezing a frozen one replaces the reason and the end.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @param reason Why, for people: 1 byte to 8 KiB.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`; `invalid_request` (an
   * empty reason or one over 8 KiB, an end that is no time or has passed); `archived`.
   */
  freeze(project: string, environment: string, reason: string, options?: FreezeOptions): Promise<Environment>;

  /**
   * Ends a freeze. Where nothing is frozen, nothing changes.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`.
   */
  unfreeze(project: string, environment: string, options?: WriteOptions): Promise<Environment>;

  /**
   * Makes projects and environments as a file declares them, all in one commit: what is not there is created, what
   * differs is changed, and each change has its line in the audit log. What stays as it is writes nothing, so that the
   * same file can be applied again and again.
   *
   * The text is TOML, with the same keys in every language: for each project a table, projects.NAME, with repository,
   * version_scheme, path_patterns, build_workflow and archived; in it for each environment a table, environments.NAME,
   * with tier, concurrency, deploy_workflow and archived. Their values are of the form that creating and changing
   * take. A key that is left out keeps what is there, and gives what is new its default; a new project needs a
   * repository, and another one than before says that the repository moved, which is recorded as `renameRepository`
   * does, also of a project that is archived. A workflow that is false is taken away.
   *
   * What exists and is not declared is told, and left alone: nothing is archived because it is missing in the file. A
   * project or environment that was renamed and still has its old name in the file is created anew.
   *
   * @param declarations The text of the file, in TOML: at most 1 MiB, with at most 1,000 projects and environments in
   * all.
   * @throws {@link ReleaseError}. Each with the place in the text (`key`, `line`, `column`): `invalid_request` (no
   * TOML, a key that is not known, a value that is not as expected, a new project without a repository, more than 1
   * MiB or than 1,000 projects and environments), `invalid_name`, `invalid_repository`; `archived` (another change of
   * what is archived than where its repository is, without `archived = false`).
   */
  apply(declarations: string, options?: ApplyOptions): Promise<Applied>;

  /**
   * Cuts a release candidate at a commit, and its release where it is the first one. A candidate is one commit's for
   * ever: the same call again answers the candidate that is there and starts nothing.
   *
   * `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version`, `invalid_commit_hash`,
   * `invalid_name`, `project_not_found`, `candidate_exists` (at another commit), `archived`,
   * `invalid_release_candidate_version` (the project's version scheme), `repository_not_found`, `invalid_commit_hash`
   * (unknown to the commit source), `commit_source_unavailable`.
   */
  createRelease(project: string, candidateVersion: string, options: CreateReleaseOptions): Promise<Candidate>;

  /**
   * A release by its version.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param releaseVersion The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.
   * @throws {@link ReleaseError}. `invalid_request` (the version), `invalid_name`, `project_not_found`,
   * `release_not_found`.
   */
  getRelease(project: string, releaseVersion: string, options?: CallOptions): Promise<Release>;

  /**
   * A project's releases, the latest version first.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `invalid_request` (`perPage`),
   * `invalid_cursor`.
   */
  listReleases(project: string, options?: ListReleasesOptions): Pages<Release>;

  /**
   * A candidate by its version.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @throws {@link ReleaseError}. `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
   * `release_not_found`.
   */
  getCandidate(project: string, candidateVersion: string, options?: CallOptions): Promise<Candidate>;

  /**
   * A project's candidates, the latest version first.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `invalid_request` (`perPage`, the release's
   * version), `invalid_cursor`.
   */
  listCandidates(project: string, options?: ListCandidatesOptions): Pages<Candidate>;

  /**
   * The version that the next candidate of a release has: one after its head, `-rc1` where there is none. Nothing is
   * reserved: two who ask at once are told the same, and only one of them can cut it at its commit.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param releaseVersion The release: 1 to 128 ASCII letters, digits, `.`, `_`, `+` and `-`, for example `1.4.0`.
   * @throws {@link ReleaseError}. `invalid_request` (the version, or no number is left), `invalid_name`,
   * `project_not_found`, `invalid_release_candidate_version` (the project's version scheme).
   */
  nextCandidate(project: string, releaseVersion: string, options?: CallOptions): Promise<string>;

  /**
   * The version that the next release of a project has, by its version scheme, after its latest one: a date's version
   * for CalVer, by the storage's clock; a bump of the latest for the others.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`; `invalid_request` for an unknown bump, and
   * where the scheme cannot tell what is next.
   */
  nextRelease(project: string, options?: NextReleaseOptions): Promise<string>;

  /**
   * Makes releases and candidates of the tags that the project's repository has, so that a team starts with its
   * history. A tag such as `v1.4.0-rc2` becomes that candidate; one such as `v1.4.0` becomes the next candidate of its
   * release, unless a candidate of that release is at the tag's commit. All are `ready`, and nothing is built.
   *
   * The same call again makes only what is not there yet. One call makes at most `MAX_IMPORTED` candidates, the lowest
   * versions first, and tells how many tags are left.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @throws {@link ReleaseError}. In this order: `invalid_request` (the pattern), `invalid_name`, `project_not_found`,
   * `archived`, `repository_not_found` (no commit source knows it), `commit_source_unavailable`, `conflict`
   * (candidates were cut while the tags were read).
   */
  importTags(project: string, options?: ImportTagsOptions): Promise<ImportedTags>;

  /**
   * Says how a candidate's build stands: a `BuildStatus` or its word. An ended build may be corrected; it is started
   * again only by `rebuild`.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @param status The status, by its word.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version`, `invalid_status`,
   * `invalid_request` (message, URL, run), `invalid_name`, `project_not_found`, `release_not_found`,
   * `invalid_transition`.
   */
  updateBuildStatus(project: string, candidateVersion: string, status: BuildStatus, options?: UpdateBuildStatusOptions): Promise<Candidate>;

  /**
   * Starts a failed build again, with the build workflow that the project has now; without one, the candidate waits
   * for a status report. One that is building already is answered as it is.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @throws {@link ReleaseError}. `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
   * `release_not_found`, `archived`; `invalid_transition` where the build did not fail.
   */
  rebuild(project: string, candidateVersion: string, options?: WriteOptions): Promise<Candidate>;

  /**
   * Waits until a candidate's build has come to its end, at most for an hour or what `limitMs` says, and answers the
   * candidate as it is then.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @throws {@link ReleaseError}. `invalid_release_candidate_version`, `invalid_name`, `project_not_found`,
   * `release_not_found`.
   */
  waitForBuild(project: string, candidateVersion: string, options?: WaitForBuildOptions): Promise<Candidate>;

  /**
   * Deploys a candidate to an environment: records a deployment, `pending`, and starts the environment's deploy
   * workflow once that is committed, where this handle has its trigger. What the CI system says stands on the
   * deployment that is answered, also where it refuses: then its status is `error`.
   *
   * Where the same candidate is being deployed already, that deployment is answered and nothing is started, also where
   * it is being canceled; `redeploy` makes another. One that is `unknown` counts as none.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version`, `invalid_name`,
   * `project_not_found`, `environment_not_found`, `archived`, `release_not_found`, `candidate_not_ready`,
   * `invalid_request` (an empty or too long reason), `environment_frozen`, `deployment_in_progress`.
   */
  createDeployment(project: string, environment: string, candidateVersion: string, options?: CreateDeploymentOptions): Promise<Deployment>;

  /**
   * A deployment by its id.
   *
   * @param deploymentId The deployment's id.
   * @throws {@link ReleaseError}. `invalid_request` (no id), `deployment_not_found`.
   */
  getDeployment(deploymentId: string, options?: CallOptions): Promise<Deployment>;

  /**
   * An environment's deployments, newest first, 10 a page where nothing else is said. Pages are counted (`page`) or
   * follow each other (`cursor`); every page costs the same. Counted pages shift when deployments are added; a cursor
   * goes on where its page ended.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`, `invalid_request`
   * (`page`, `perPage`), `invalid_cursor`.
   */
  listDeployments(project: string, environment: string, options?: ListDeploymentsOptions): Pages<Deployment>;

  /**
   * Says how the deployment of a candidate stands: a `Status` or its word. It is the newest deployment of that
   * candidate in that environment, or the one of the run that is named; where there is none, it is recorded with that
   * status. What the report does goes by `transition`; one that is older than what is known is logged and changes
   * nothing. Never starts a workflow of the deployment's own.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @param status The status, by its word.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version`, `invalid_status`,
   * `invalid_request` (an option), `invalid_name`, `project_not_found`, `environment_not_found`, `release_not_found`,
   * `invalid_transition`, `archived` (where a deployment would have to be recorded).
   */
  updateDeploymentStatus(project: string, environment: string, candidateVersion: string, status: Status, options?: UpdateDeploymentStatusOptions): Promise<Deployment>;

  /**
   * Says how one deployment stands, by its id; otherwise like `updateDeploymentStatus`. The answer is another
   * deployment where the report is of a new attempt.
   *
   * @param deploymentId The deployment's id.
   * @param status The status, by its word.
   * @throws {@link ReleaseError}. `invalid_status`, `invalid_request` (an option, or no id), `deployment_not_found`,
   * `invalid_transition`, `archived`.
   */
  updateDeploymentStatusById(deploymentId: string, status: Status, options?: UpdateDeploymentStatusByIdOptions): Promise<Deployment>;

  /**
   * Cancels an open deployment: `canceled` at once where nothing was started, else `canceling` until the CI system or
   * somebody reports how it ended. Canceling twice is answered as it is.
   *
   * @param deploymentId The deployment's id.
   * @throws {@link ReleaseError}. `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where it has
   * ended.
   */
  cancelDeployment(deploymentId: string, options?: WriteOptions): Promise<Deployment>;

  /**
   * Goes back in an environment: where the newest deployment succeeded, to what was live before it; where it did not,
   * to what is live. Each time further back, and never to a candidate that a rollback has left. Deployments that are
   * open are canceled first, and the rollback's workflow starts when their runs have ended, or after ten minutes.
   *
   * The same call again while the rollback is `pending` or `in_progress` answers that rollback, so that a retry goes
   * back once.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version` (`to`, `from`), `invalid_name`,
   * `project_not_found`, `environment_not_found`, `archived`, `environment_frozen`, `conflict` (`from` is not live),
   * `release_not_found` and `candidate_not_ready` (`to`), `nothing_to_roll_back` (also with `to`, where nothing was
   * deployed yet).
   */
  rollback(project: string, environment: string, options?: RollbackOptions): Promise<Rollback>;

  /**
   * What is live in an environment: the successful deployment that ended last. With what is in flight, what was live
   * before, and the freeze that holds. At most the newest 100 in flight are answered, and what was live before is
   * looked for among the last 1000 successes.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. `invalid_name`, `project_not_found`, `environment_not_found`.
   */
  live(project: string, environment: string, options?: CallOptions): Promise<Live>;

  /**
   * Where a commit is: for each project of a repository that has it, in which candidates, in which environments now
   * and since when, and where it was and is not any more. A candidate contains a commit that is its own or in its
   * history, as the repository's commit source says; without a source, that is known of its own commit only.
   *
   * `commit` is a full hash, or a prefix of 7 digits or more where a commit source is registered. Archived projects
   * and environments are left out.
   *
   * @param commit A full hash of 40 or 64 hexadecimal digits, or a prefix of 7 or more where a commit source is
   * registered.
   * @throws {@link ReleaseError}. `invalid_commit_hash` (malformed, known to no source, or a prefix of more than one),
   * `invalid_repository`, `repository_not_found` (no project's, or unknown to its source),
   * `commit_source_unavailable`.
   */
  whereIs(commit: string, options?: WhereIsOptions): Promise<WhereIs>;

  /**
   * What a deployment brings to an environment and takes away from it, commit by commit: what is live against what was
   * live there before it. With `to`, what that candidate would change if it were deployed now. What was live before is
   * looked for among the last 1000 successes, as `live` does.
   *
   * It is told by the repository's commit source, or by what was recorded when the candidate was cut or deployed while
   * there was one. A commit that touches no path of the project is counted and not listed.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param environment The environment's name: 1 to 100 ASCII letters, digits, `-` and `_`. Case counts.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version` (`from`, `to`), `invalid_name`,
   * `project_not_found`, `environment_not_found`, `release_not_found`, `deployment_not_found` (nothing is live yet,
   * and no `to` was said), `repository_not_found` and `commit_source_unavailable` (nothing was recorded, and the
   * source does not know the repository or cannot be asked).
   */
  changes(project: string, environment: string, options?: ChangesOptions): Promise<Changes>;

  /**
   * What a candidate brings and takes away against the head of the release before its own, by version: the commits for
   * its release notes.
   *
   * It is told as `changes` are, and recorded when the candidate is cut.
   *
   * @param project The project's name: 1 to 100 ASCII letters, digits, `-`, `_` and inner spaces. Case counts.
   * @param candidateVersion The candidate: `<release-version>-rc<N>`, for example `1.4.0-rc2`.
   * @throws {@link ReleaseError}. In this order: `invalid_release_candidate_version`, `invalid_name`,
   * `project_not_found`, `release_not_found`, `repository_not_found`, `commit_source_unavailable`.
   */
  releaseNotes(project: string, candidateVersion: string, options?: ReleaseNotesOptions): Promise<Changes>;

  /**
   * Waits until a deployment has come to its end, at most for an hour or what `limitMs` says, and answers the
   * deployment as it is then: look at its `status`, which is still open where the limit has passed.
   *
   * @param deploymentId The deployment's id.
   * @throws {@link ReleaseError}. `invalid_request`, `deployment_not_found`.
   */
  wait(deploymentId: string, options?: WaitOptions): Promise<Deployment>;

  /**
   * Starts the workflow of a deployment that is queued, now: one created with `dispatchLater`, or one that waits to be
   * tried again. A rollback that waits for other runs to end waits no more. A deployment that has been started already
   * is answered as it is.
   *
   * @param deploymentId The deployment's id.
   * @throws {@link ReleaseError}. `invalid_request` (no id), `deployment_not_found`; `invalid_transition` where no
   * workflow is queued; `dispatch_failed` where this handle was not given the trigger, and where the CI system
   * refuses: its words are in the context, and the deployment has ended as `error`.
   */
  dispatch(deploymentId: string, options?: WriteOptions): Promise<Deployment>;

  /**
   * Starts the workflow again of a deployment whose start was refused, or whose start could not be found out. A
   * refused one has ended: the answer is a new deployment with `retry_of`. An unknown one is sent again as it is,
   * which is for a person to decide, because the first start may have happened. Where the same candidate is being
   * deployed there already, nothing is started, and the answer is that deployment.
   *
   * @param deploymentId The deployment's id.
   * @throws {@link ReleaseError}. `invalid_request` (no id), `deployment_not_found`, `archived`; `invalid_transition`
   * where its start has not failed; `candidate_not_ready`, `environment_frozen` and `deployment_in_progress` as for a
   * new deployment; `dispatch_failed` where the CI system refuses again: its words are in the context, and the attempt
   * stands in the history.
   */
  retryDispatch(deploymentId: string, options?: WriteOptions): Promise<Deployment>;

  /**
   * Takes up every dispatch that is due and whose trigger this handle was given: starts what is queued, looks for what
   * was perhaps started by a process that died, and cancels what was asked to be canceled. One round; a program calls
   * it as often as it likes. Several processes may call it at once: each dispatch is one's.
   *
   * @throws {@link ReleaseError}. As the storage's. What a CI system says is no error: it stands on the deployment.
   */
  dispatchPending(options?: CallOptions): Promise<Dispatched>;

  /**
   * A dispatch by its id: how far the start of a workflow has come, and what the CI system said.
   *
   * @param dispatchId The dispatch's id.
   * @throws {@link ReleaseError}. `invalid_request` for what is no id; `deployment_not_found` where there is no such
   * dispatch.
   */
  getDispatch(dispatchId: string, options?: CallOptions): Promise<Dispatch>;

  /**
   * Asks the CI systems about runs that were started from here, have not ended, and have not been heard of for a
   * while, and moves their deployments and builds by the answers. A run that its CI system does not know leaves its
   * deployment `unknown`. One round, for the triggers that this handle was given; several processes may call it at
   * once: each run is asked about by one, and ever more seldom while there is no answer.
   *
   * @throws {@link ReleaseError}. As the storage's. What a CI system says is no error.
   */
  checkRuns(options?: CheckRunsOptions): Promise<CheckedRuns>;

  /**
   * Takes a webhook that came in for a connection: verifies it by that connection's secret, finds the deployment or
   * build that its run is of, and moves it, never backwards and never twice. The headers are pairs in any case and
   * order, the body is exactly what was received, at most 25 MiB (`MAX_BODY`).
   *
   * The answer says what it did, or why it did nothing. A webhook for a run that nobody knows is no error: it is kept
   * as `unknown_run`, logged for the projects of its repository where somebody asked for the run, and taken again when
   * it is delivered again. Other deliveries are known for as long as idempotency keys are, 7 days where the database
   * was opened with no other time. It does not wait for workflows that start by it.
   *
   * @param connection The name under which the connection was registered.
   * @param headers The request's headers, in any case and order.
   * @param body The request's body, exactly as it was received.
   * @throws {@link ReleaseError}. In this order: `invalid_name`; `invalid_request` where the connection was not
   * registered or has no secret for webhooks; `payload_too_large`; `invalid_signature`; `invalid_request` where a
   * header is missing or the body is not what the sender sends; `invalid_status`.
   */
  applyWebhook(connection: string, headers: WebhookHeaders, body: WebhookBody, options?: WriteOptions): Promise<Delivery>;

  /**
   * Says which run builds a candidate, by the candidate's id (the "release cut id" that the workflow was told). A
   * candidate whose build has ended is linked and stays as it is.
   *
   * @param releaseCutId The candidate's id, which its build workflow was told as the release cut id.
   * @param runId The id that the CI system gave the run: 1 to 255 visible ASCII characters.
   * @throws {@link ReleaseError}. `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII
   * characters), `release_not_found`; `invalid_transition` where another run builds it.
   */
  syncBuild(releaseCutId: string, runId: string, options?: WriteOptions): Promise<Candidate>;

  /**
   * Says which run carries out a deployment, by the deployment's id: it is in progress then. A deployment that has
   * ended or is being canceled is linked and stays as it is.
   *
   * @param deploymentId The deployment's id.
   * @param runId The id that the CI system gave the run: 1 to 255 visible ASCII characters.
   * @throws {@link ReleaseError}. `invalid_request` (no id, or a run's id that is not 1 to 255 visible ASCII
   * characters), `deployment_not_found`; `invalid_transition` where another run carries it out.
   */
  syncDeploy(deploymentId: string, runId: string, options?: WriteOptions): Promise<Deployment>;

  /**
   * The audit log, newest first: who, when, what, before, after. Of everything, or of a project, an environment, a
   * candidate, or a candidate in an environment.
   *
   * @throws {@link ReleaseError}. `invalid_request` (`perPage`, or an environment or candidate without its project),
   * `invalid_name`, `invalid_release_candidate_version`, `project_not_found`, `environment_not_found`,
   * `invalid_cursor`.
   */
  history(options?: HistoryOptions): Pages<Event>;

  /**
   * Forgets the answers whose idempotency keys have expired, at most 500 a call, and answers how many it forgot. An
   * expired key is not honoured, forgotten or not; this only makes room.
   *
   * @throws {@link ReleaseError}. As the storage's.
   */
  purgeExpired(options?: WriteOptions): Promise<number>;
}
