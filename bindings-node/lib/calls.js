'use strict';

const { setInterval } = require('node:timers');

const native = require('../native.js');

/*
 * Calls that are under way. Native code hands over the answers that are there together, as one text: that is what makes
 * a hundred calls at once cheap for the event loop.
 */

const pending = new Map();
let last = 0;
// A process lives as long as a call is under way: this interval holds it then, and nothing else here does. It is made
// here, where it can capture nothing of a call.
const alive = setInterval(() => {}, 0x7fffffff).unref();

const calls = new native.Calls((text) => {
  for (const [number, answer] of JSON.parse(text)) {
    const resolve = pending.get(number);
    pending.delete(number);
    resolve(answer);
  }
  if (pending.size === 0) alive.unref();
});

/**
 * Makes a call.
 * @param begin begins it, given where it is answered, and its number.
 * @returns a promise of what native code answers: `{ answer }` or `{ error }`.
 */
function made(begin) {
  return new Promise((resolve) => {
    do last = (last + 1) >>> 0;
    while (pending.has(last));
    begin(calls, last);
    if (pending.size === 0) alive.ref();
    pending.set(last, resolve);
  });
}

module.exports = { made };
