/**
 * What was released, where it runs, and how to get back: a release-management engine with a file beside it.
 *
 * @packageDocumentation
 */

/// <reference types="node" />

/** What JSON can hold. A whole number that `number` cannot hold exactly is a `bigint`. */
export type JsonValue = string | number | bigint | boolean | null | JsonValue[] | { [key: string]: JsonValue };

// <errors>

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

// <words>

// <results>

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

// <options>

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

  // <operations>
}
