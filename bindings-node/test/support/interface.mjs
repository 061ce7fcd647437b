// From names and values on the wire to JavaScript's and back, by interface/ and not by what was generated from it.
import { readFileSync } from 'node:fs';

const json = (name) => JSON.parse(readFileSync(new URL(`../../../interface/${name}`, import.meta.url), 'utf8'));

export const { operations } = json('operations.json');
export const { $defs: types } = json('types.json');
export const { errors } = json('errors.json');

export const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** The arguments of a call as JavaScript passes them: those that are taken, then the options. */
export function argumentsOf(name, said) {
  const operation = operations[name];
  const inOptions = name === 'create_release' ? ['repo', 'commit'] : [];
  const all = [...operation.takes, ...operation.options];
  for (const argument of Object.keys(said)) {
    if (!all.some((known) => known.name === argument)) throw new Error(`${name} has no argument ${argument}`);
  }
  const value = ({ name: argument, type }) => (type === 'time' ? asTime(said[argument]) : said[argument]);
  const takes = operation.takes.filter((argument) => !inOptions.includes(argument.name));
  const options = all.filter((argument) => !takes.includes(argument) && Object.hasOwn(said, argument.name));
  const members = options.map((option) => [camel(option.name), value(option)]);
  return members.length === 0 ? takes.map(value) : [...takes.map(value), Object.fromEntries(members)];
}

/** A time that a Date can hold is passed as one. */
function asTime(text) {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString() === text ? date : text;
}

/** An answer as the JSON of the core's types. */
export function answerOf(name, answer) {
  const { returns } = operations[name];
  const page = /^Page<(\w+)>$/.exec(returns);
  if (!page) return types[returns] ? wire({ $ref: `#/$defs/${returns}` }, answer) : answer;
  if (!sameNames(Object.keys(answer), ['items', 'next', 'total'])) throw new Error(`a page of ${Object.keys(answer)}`);
  return { ...answer, items: answer.items.map((item) => wire({ $ref: `#/$defs/${page[1]}` }, item)) };
}

function wire(schema, value) {
  if (value === null) return null;
  if (schema.anyOf) return wire(schema.anyOf.find((one) => one.type !== 'null'), value);
  const type = schema.$ref ? types[schema.$ref.replace('#/$defs/', '')] : schema;
  if (type.format === 'date-time') {
    if (!(value instanceof Date)) throw new Error(`a time that is no Date: ${value}`);
    return value.toISOString();
  }
  if (Array.isArray(value) && type.items) return value.map((item) => wire(type.items, item));
  if (!type.properties) return value;
  const members = Object.entries(type.properties);
  const names = members.map(([member]) => camel(member));
  if (!sameNames(Object.keys(value), names)) throw new Error(`expected the members ${names}, found ${Object.keys(value)}`);
  const isSaid = ([member, of]) => (type.required ?? []).includes(member) || !isNothing(of, value[camel(member)]);
  return Object.fromEntries(members.filter(isSaid).map(([member, of]) => [member, wire(of, value[camel(member)])]));
}

/** What stands for a member that the core leaves out. */
function isNothing(schema, value) {
  return value === null || (schema.type === 'array' && value.length === 0) || (schema.type === 'object' && Object.keys(value).length === 0);
}

function sameNames(found, expected) {
  return found.length === expected.length && [...found].sort().join() === [...expected].sort().join();
}
