'use strict';

const { made } = require('./calls.js');
const { answered, described, traced } = require('./errors.js');

/** A worker that runs. It is held by its handle, so that it runs until it is stopped or the handle is closed. */
class Worker {
  #native;
  #ended;

  /** Made by `startWorker`. */
  constructor(native, ended) {
    this.#native = native;
    this.#ended = ended;
  }

  async stop() {
    const trace = traced(this.stop);
    this.#ended(this);
    answered(await made((calls, number) => this.#native.stop(calls, number)), trace);
  }

  get hasEnded() {
    return this.#native.hasEnded;
  }

  get lastError() {
    const text = this.#native.lastError;
    return text === null || text === undefined ? null : described(JSON.parse(text).error, traced());
  }

  [Symbol.asyncDispose ?? Symbol.for('nodejs.asyncDispose')]() {
    return this.stop();
  }
}

module.exports = { Worker };
