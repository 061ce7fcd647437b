'use strict';

/**
 * The error of every operation. It is made here and not in native code, so that it is a real one: `instanceof Error`,
 * with a stack that shows the caller.
 */
class ReleaseError extends Error {
  constructor(message, { code = 'internal', kind = 'internal', retryable = false, context = {}, cause } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.kind = kind;
    this.retryable = retryable;
    this.context = context;
  }
}
Object.defineProperty(ReleaseError.prototype, 'name', { value: 'ReleaseError', writable: true, configurable: true });

/** Remembers where a call was made: the frames above `method`. They are put into words only where they are read. */
function traced(method) {
  const trace = {};
  Error.captureStackTrace(trace, method);
  return trace;
}

/** Lets an error's stack show where the call was made. */
function at(trace, error) {
  error.stack = `${error.name}: ${error.message}${frames(trace.stack)}`;
  return error;
}

/** The frames of a stack without its first line; a program may have given V8 other ideas of what a stack is. */
function frames(stack) {
  if (typeof stack !== 'string') return '';
  const begin = stack.indexOf('\n    at ');
  return begin === -1 ? '' : stack.slice(begin);
}

/** The error that native code describes. */
function described({ code, kind, message, retryable, context, causes }, trace) {
  const cause = causes.reduceRight((inner, words) => {
    const error = inner === undefined ? new Error(words) : new Error(words, { cause: inner });
    // It happened in native code, where JavaScript's stack says nothing.
    error.stack = `Error: ${words}`;
    return error;
  }, undefined);
  return at(trace, new ReleaseError(message, { code, kind, retryable, context, cause }));
}

/** What native code answers: an answer, or an error, which is thrown. */
function answered({ answer, large, error }, trace) {
  if (error !== undefined) throw described(error, trace);
  return large === undefined ? answer : withLarge(answer, large);
}

/** Puts whole numbers that `number` cannot hold where they belong, as `bigint`. */
function withLarge(answer, large) {
  let value = answer;
  for (const [place, digits] of large) {
    if (place.length === 0) {
      value = BigInt(digits);
      continue;
    }
    const last = place[place.length - 1];
    const holder = place.slice(0, -1).reduce((inside, step) => inside[step], value);
    Object.defineProperty(holder, last, { value: BigInt(digits), writable: true, enumerable: true, configurable: true });
  }
  return value;
}

/** A value of another type than the argument's. */
function mistyped(place, expected, found) {
  const error = new TypeError(`${place} must be ${expected}, found ${typeOf(found)}`);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

/** A value of the right type that cannot be handed on. */
function refused(place, field, expected, found) {
  const context = { field, expected, found: String(found) };
  return new ReleaseError(`${place}: expected ${expected}, found ${found}`, {
    code: 'invalid_request',
    kind: 'invalid_input',
    context,
  });
}

function typeOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  switch (typeof value) {
    case 'undefined':
      return 'undefined';
    case 'object': {
      const name = Object.getPrototypeOf(value)?.constructor?.name;
      return typeof name === 'string' && name !== 'Object' && name !== '' ? `an instance of ${name}` : 'an object';
    }
    default:
      return `a ${typeof value}`;
  }
}

module.exports = { ReleaseError, answered, at, described, mistyped, refused, traced, typeOf };
