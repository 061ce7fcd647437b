'use strict';

const { fileURLToPath } = require('node:url');
const { inspect } = require('node:util');

const native = require('../native.js');
const { read, text } = require('./arguments.js');
const { made } = require('./calls.js');
const { COMMIT_SOURCES, CONNECTIONS, description } = require('./connections.js');
const { ReleaseError, answered, at, mistyped, traced } = require('./errors.js');
const { OPERATIONS } = require('./generated/operations.js');
const { pages } = require('./pages.js');
const { Worker } = require('./worker.js');

const milliseconds = (name, wire) => ({ name, wire, type: 'milliseconds' });
const OPEN = {
  takes: [],
  options: {
    idempotencyTtlMs: milliseconds('idempotencyTtlMs', 'idempotency_ttl_ms'),
    dispatchWaitMs: milliseconds('dispatchWaitMs', 'dispatch_wait_ms'),
  },
};
const WORKER = {
  takes: [],
  options: {
    pollIntervalMs: milliseconds('pollIntervalMs', 'poll_interval_ms'),
    checkIntervalMs: milliseconds('checkIntervalMs', 'check_interval_ms'),
    silentAfterMs: milliseconds('silentAfterMs', 'silent_after_ms'),
  },
};
const MADE_HERE = Symbol('made by Releases.open');

/** An open database. Its operations are added below, from the list that every language has. */
class Releases {
  #handle;
  #workers = new Set();

  constructor(secret, handle) {
    if (secret !== MADE_HERE) throw new TypeError('a Releases is made by `await Releases.open(location)`');
    this.#handle = handle;
  }

  static async open(location, options) {
    const trace = traced(Releases.open);
    return attempt(trace, async () => {
      const path = location instanceof URL && location.protocol === 'file:' ? fileURLToPath(location) : location;
      const { with: said } = read('Releases.open', OPEN, [options]);
      const opened = await native.open(text('Releases.open: location', path), JSON.stringify(said));
      return typeof opened === 'string' ? answered(JSON.parse(opened), trace) : new Releases(MADE_HERE, opened);
    });
  }

  static inMemory(options) {
    return Releases.open('memory:', options);
  }

  get location() {
    return this.#handle.location;
  }

  async connect(name, connection) {
    const trace = traced(this.connect);
    return attempt(trace, async () => {
      const described = description('connect', CONNECTIONS, 'connection', connection);
      const as = text('connect: name', name);
      answered(await made((calls, number) => this.#handle.connect(calls, number, as, described)), trace);
    });
  }

  async addCommitSource(repository, config) {
    const trace = traced(this.addCommitSource);
    return attempt(trace, async () => {
      const described = description('addCommitSource', COMMIT_SOURCES, 'config', config);
      const of = repository === null ? undefined : text('addCommitSource: repository', repository);
      answered(await made((calls, number) => this.#handle.addCommitSource(calls, number, of, described)), trace);
    });
  }

  async startWorker(options) {
    const trace = traced(this.startWorker);
    return attempt(trace, async () => {
      const { with: said } = read('startWorker', WORKER, [options]);
      const started = await this.#handle.startWorker(JSON.stringify(said));
      if (typeof started === 'string') return answered(JSON.parse(started), trace);
      const worker = new Worker(started, (ended) => this.#workers.delete(ended));
      this.#workers.add(worker);
      return worker;
    });
  }

  async close() {
    const trace = traced(this.close);
    return attempt(trace, async () => {
      await Promise.all(Array.from(this.#workers, (worker) => worker.stop()));
      answered(await made((calls, number) => this.#handle.close(calls, number)), trace);
    });
  }

  [Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')]() {
    return this.close();
  }

  [inspect.custom](_depth, options) {
    return `Releases ${inspect({ location: this.location }, options)}`;
  }

  /** Makes a call of an operation. */
  async #call(name, operation, values, trace) {
    return attempt(trace, async () => {
      const { with: said, large, body, signal } = read(name, operation, values);
      signal?.throwIfAborted();
      const request = JSON.stringify(said);
      const handle = this.#handle;
      const stop = signal !== undefined && operation.kind === 'wait' ? new native.Stop() : undefined;
      const call = made((calls, number) => {
        if (body !== undefined) handle.applyWebhook(calls, number, request, body);
        else if (operation.kind === 'wait') handle.wait(calls, number, operation.wire, request, stop);
        else handle.invoke(calls, number, operation.wire, request, large.length > 0 ? JSON.stringify(large) : undefined);
      });
      const answer = answered(await (signal === undefined ? call : unlessAborted(call, signal, stop)), trace);
      return operation.returns(answer);
    });
  }

  static {
    for (const [name, operation] of Object.entries(OPERATIONS)) {
      const method = {
        [name](...values) {
          const trace = traced(method);
          if (!(#handle in this)) return Promise.reject(at(trace, mistyped(`${name}: this`, 'a Releases', this)));
          const answer = this.#call(name, operation, values, trace);
          if (!operation.isList) return answer;
          return pages(answer, (cursor) => {
            const said = values.slice(0, operation.takes.length);
            const { page: _, ...options } = values[operation.takes.length] ?? {};
            return this.#call(name, operation, [...said, { ...options, cursor }], trace);
          });
        },
      }[name];
      Object.defineProperty(Releases.prototype, name, { value: method, writable: true, configurable: true });
    }
  }
}

/** Lets every error that comes up show where the call was made. */
async function attempt(trace, work) {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReleaseError || (error instanceof TypeError && typeof error.code === 'string')) throw at(trace, error);
    throw error;
  }
}

/** What a call answers, or the signal's reason as soon as it is aborted. A wait is stopped; a call goes on to its end. */
function unlessAborted(call, signal, stop) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      stop?.stop();
      reject(signal.reason);
    };
    const settled = () => signal.removeEventListener('abort', abort);
    signal.addEventListener('abort', abort, { once: true });
    call.then(resolve, reject).then(settled);
  });
}

module.exports = { Releases };
