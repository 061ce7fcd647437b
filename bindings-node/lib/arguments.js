'use strict';

const { Buffer } = require('node:buffer');

const { mistyped, refused } = require('./errors.js');

/*
 * Arguments, from JavaScript's values to what native code reads. What is of another type is a TypeError that names the
 * argument; whether a value of the right type will do is for native code to say.
 */

/** How deep a value may be nested before it is refused here; native code refuses far less. */
const MAX_DEPTH = 64;

/**
 * Reads the arguments of a call: those that it takes, in order, and an object of options.
 * @returns the members of the request, with large numbers beside them, the body and the signal where there are any.
 */
function read(name, operation, values) {
  const request = { with: {}, large: [], body: undefined, signal: undefined };
  const { takes, options } = operation;
  takes.forEach((argument, index) => {
    const value = values[index];
    if (value === undefined || value === null) throw mistyped(`${name}: ${argument.name}`, NEEDS[argument.type], value);
    put(request, name, argument, value);
  });
  const said = values[takes.length];
  if (said !== undefined) readMembers(request, name, options, said, 'options');
  for (const option of Object.values(options)) {
    if (option.needed && request.with[option.wire] === undefined) {
      throw mistyped(`${name}: options.${option.name}`, NEEDS[option.type], undefined);
    }
  }
  return request;
}

/** Reads the members of an object by a table of what it may have. */
function readMembers(request, name, table, said, place) {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) {
    throw mistyped(`${name}: ${place}`, 'an object', said);
  }
  for (const key of Object.keys(said)) {
    const value = said[key];
    if (value === undefined) continue;
    if (!Object.hasOwn(table, key)) {
      const error = new TypeError(`${name}: ${place} has no ${JSON.stringify(key)}; it has ${Object.keys(table).join(', ')}`);
      error.code = 'ERR_INVALID_ARG_VALUE';
      throw error;
    }
    const member = table[key];
    if (value === null && !member.nullable) continue;
    put(request, name, member, value);
  }
}

/** What a type is called where it is missing or another was found. */
const NEEDS = {
  text: 'a string',
  texts: 'an array of strings',
  flag: 'a boolean',
  number: 'a number',
  milliseconds: 'a number of milliseconds',
  seconds: 'a number of seconds',
  time: 'a Date or a string',
  workflow: 'an object with trigger and connection',
  headers: 'Headers, an object of strings, or an array of pairs of strings',
  body: 'the raw body: a Buffer, a Uint8Array, an ArrayBuffer or a string',
  pairs: 'an object of strings',
  signal: 'an AbortSignal',
  json: 'an object',
};

function put(request, name, argument, value) {
  const place = `${name}: ${argument.name}`;
  switch (argument.type) {
    case 'text':
      request.with[argument.wire] = text(place, value);
      return;
    case 'texts':
      if (!Array.isArray(value)) throw mistyped(place, NEEDS.texts, value);
      request.with[argument.wire] = Array.from(value, (item, index) => text(`${place}[${index}]`, item));
      return;
    case 'flag':
      if (typeof value !== 'boolean') throw mistyped(place, NEEDS.flag, value);
      request.with[argument.wire] = value;
      return;
    case 'number':
    case 'milliseconds':
      if (typeof value !== 'number') throw mistyped(place, NEEDS[argument.type], value);
      if (!Number.isSafeInteger(value) || value < 0) throw refused(place, argument.wire, 'a whole number, 0 or more', value);
      request.with[argument.wire] = value;
      return;
    case 'seconds':
      if (typeof value !== 'number') throw mistyped(place, NEEDS.seconds, value);
      if (!Number.isFinite(value)) throw refused(place, argument.wire, 'a number of seconds', value);
      request.with[argument.wire] = value;
      return;
    case 'time':
      request.with[argument.wire] = time(place, argument.wire, value);
      return;
    case 'workflow':
      request.with[argument.wire] = value === null ? null : workflow(request, place, argument.wire, value);
      return;
    case 'headers':
      request.with[argument.wire] = headers(place, value);
      return;
    case 'body':
      request.body = body(place, value);
      return;
    case 'pairs':
      request.with[argument.wire] = pairs(place, value);
      return;
    case 'signal':
      if (!(value instanceof AbortSignal)) throw mistyped(place, NEEDS.signal, value);
      request.signal = value;
      return;
    case 'json':
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mistyped(place, NEEDS.json, value);
      request.with[argument.wire] = plain(request, place, [argument.wire], value, []);
      return;
    default:
      throw new TypeError(`${place}: no such type as ${argument.type}`);
  }
}

/** Half of a pair of surrogates is no character; it becomes the mark for that, as everywhere where text leaves JavaScript. */
function text(place, value) {
  if (typeof value !== 'string') throw mistyped(place, NEEDS.text, value);
  return value.toWellFormed();
}

function time(place, wire, value) {
  if (typeof value === 'string') return value.toWellFormed();
  if (!(value instanceof Date)) throw mistyped(place, NEEDS.time, value);
  if (Number.isNaN(value.getTime())) throw refused(place, wire, 'a time', 'an invalid Date');
  return value.toISOString();
}

const WORKFLOW = new Set(['trigger', 'connection', 'settings', 'parameters']);

function workflow(request, place, wire, value) {
  if (typeof value !== 'object' || Array.isArray(value)) throw mistyped(place, NEEDS.workflow, value);
  const read = Object.create(null);
  for (const key of Object.keys(value)) {
    const member = value[key];
    if (member === undefined) continue;
    if (!WORKFLOW.has(key)) {
      const error = new TypeError(`${place} has no ${JSON.stringify(key)}; it has ${[...WORKFLOW].join(', ')}`);
      error.code = 'ERR_INVALID_ARG_VALUE';
      throw error;
    }
    if (key === 'settings') {
      if (typeof member !== 'object' || member === null || Array.isArray(member)) {
        throw mistyped(`${place}.settings`, 'an object', member);
      }
      read[key] = plain(request, `${place}.settings`, [wire, 'settings'], member, []);
    } else if (key === 'parameters') {
      read[key] = pairs(`${place}.parameters`, member);
    } else {
      read[key] = text(`${place}.${key}`, member);
    }
  }
  for (const key of ['trigger', 'connection']) {
    if (read[key] === undefined) throw mistyped(`${place}.${key}`, NEEDS.text, undefined);
  }
  return read;
}

function pairs(place, value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mistyped(place, NEEDS.pairs, value);
  const read = Object.create(null);
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined) read[key.toWellFormed()] = text(`${place}.${key}`, value[key]);
  }
  return read;
}

/** A copy that JSON can hold: what it cannot hold is told with its place, and large numbers are put beside it. */
function plain(request, place, path, value, above) {
  switch (typeof value) {
    case 'string':
      return value.toWellFormed();
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw refused(place, path[0], 'a finite number', value);
      return value;
    case 'bigint':
      if (value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= BigInt(Number.MIN_SAFE_INTEGER)) return Number(value);
      request.large.push([path, String(value)]);
      return null;
    case 'object':
      break;
    default:
      throw mistyped(place, 'what JSON can hold', value);
  }
  if (value === null) return null;
  if (value instanceof Date) return time(place, path[0], value);
  if (above.includes(value)) throw mistyped(place, 'what JSON can hold and not part of itself', value);
  if (above.length >= MAX_DEPTH) throw refused(place, path[0], `at most ${MAX_DEPTH} levels`, 'more');
  const inside = [...above, value];
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => plain(request, `${place}[${index}]`, [...path, index], item, inside));
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) throw mistyped(place, 'what JSON can hold', value);
  const copy = Object.create(null);
  for (const key of Object.keys(value)) {
    if (value[key] === undefined) continue;
    const wire = key.toWellFormed();
    copy[wire] = plain(request, `${place}.${key}`, [...path, wire], value[key], inside);
  }
  return copy;
}

/** Headers as Node, Express, Fastify and fetch have them: as an array of pairs. */
function headers(place, value) {
  if (typeof value !== 'object' || value === null) throw mistyped(place, NEEDS.headers, value);
  const isIterable = typeof value[Symbol.iterator] === 'function';
  const read = [];
  for (const pair of isIterable ? value : Object.entries(value)) {
    if (!Array.isArray(pair) || pair.length !== 2 || typeof pair[0] !== 'string') throw mistyped(place, NEEDS.headers, value);
    const [header, said] = pair;
    if (said === undefined) continue;
    // A header that came more than once is an array in Node.
    for (const one of Array.isArray(said) ? said : [said]) {
      read.push([header.toWellFormed(), text(`${place}[${JSON.stringify(header)}]`, one)]);
    }
  }
  return read;
}

/** The bytes of a body, as it was received: what a parser has made of it cannot be verified. */
function body(place, value) {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (value instanceof Uint8Array) return value;
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  throw mistyped(place, NEEDS.body, value);
}

module.exports = { read, readMembers, text };
