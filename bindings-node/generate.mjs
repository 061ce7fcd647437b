#!/usr/bin/env node
// Writes what follows from the interface: the list of operations, the results, the words, and the types.
//
//     node generate.mjs           writes the files
//     node generate.mjs --check   fails where a committed file differs
import { readFileSync, writeFileSync } from 'node:fs';

const here = (path) => new URL(path, import.meta.url);
const json = (name) => JSON.parse(readFileSync(here(`../interface/${name}`), 'utf8'));

const { operations } = json('operations.json');
const { $defs: types } = json('types.json');
const { errors } = json('errors.json');

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
const pascal = (name) => name[0].toUpperCase() + camel(name).slice(1);

// What stands in the object of options though it must be said: two texts more in a row would be easy to mix up.
const IN_OPTIONS = { create_release: ['repo', 'commit'] };

const members = (operation) => [...operation.takes, ...operation.options];
const isWords = (type) => Array.isArray(type.oneOf);
const isList = (operation) => operation.returns.startsWith('Page<');
const optionsOf = (name, operation) => {
  const needed = IN_OPTIONS[name] ?? [];
  const inOptions = operation.takes.filter((argument) => needed.includes(argument.name));
  return [...inOptions.map((argument) => ({ ...argument, needed: true })), ...operation.options];
};
const takesOf = (name, operation) => operation.takes.filter((argument) => !(IN_OPTIONS[name] ?? []).includes(argument.name));

const HEADER = '// Written by generate.mjs from interface/. Change it there.\n';

// --- The list of operations ---------------------------------------------------------------------------------------

function operationsFile() {
  const entry = (argument) => {
    const { name, type, nullable, needed } = argument;
    const flags = `${nullable ? ', nullable: true' : ''}${needed ? ', needed: true' : ''}`;
    return `{ name: '${camel(name)}', wire: '${name}', type: '${type}'${flags} }`;
  };
  const rows = Object.entries(operations).map(([name, operation]) => {
    const takes = takesOf(name, operation).map((argument) => `      ${entry(argument)},\n`).join('');
    const signal = { name: 'signal', type: 'signal' };
    const options = [...optionsOf(name, operation), signal].map((option) => `      ${camel(option.name)}: ${entry(option)},\n`);
    return (
      `  ${camel(name)}: {\n    wire: '${name}',\n    kind: '${operation.kind}',\n    isList: ${isList(operation)},\n` +
      `    takes: [${takes === '' ? '' : `\n${takes}    `}],\n    options: {\n${options.join('')}    },\n` +
      `    returns: results.${converter(operation.returns)},\n  },\n`
    );
  });
  return `${HEADER}'use strict';\n\nconst results = require('./results.js');\n\nconst OPERATIONS = {\n${rows.join('')}};\n\nmodule.exports = { OPERATIONS };\n`;
}

function converter(returns) {
  const page = /^Page<(\w+)>$/.exec(returns);
  if (page) return `PageOf${page[1]}`;
  return ['text', 'number'].includes(returns) ? 'asItIs' : returns;
}

// --- The results: from the JSON of the core to objects as JavaScript has them ---------------------------------------

function resultsFile() {
  const objects = Object.entries(types).filter(([, type]) => type.properties);
  const functions = objects.map(([name, type]) => {
    const lines = sorted(type).map(([member, schema]) => `    ${camel(member)}: ${conversion(member, schema, type)},\n`);
    return `function ${name}(value) {\n  return {\n${lines.join('')}  };\n}\n`;
  });
  const pages = [...new Set(Object.values(operations).map((operation) => /^Page<(\w+)>$/.exec(operation.returns)?.[1]))];
  const pageFunctions = pages.filter(Boolean).map((name) => `const PageOf${name} = (value) => page(value, ${name});\n`);
  const names = [...objects.map(([name]) => name), ...pages.filter(Boolean).map((name) => `PageOf${name}`), 'asItIs'];
  return `${HEADER}'use strict';

const date = (text) => (text === undefined || text === null ? null : new Date(text));
const maybe = (value, convert) => (value === undefined || value === null ? null : convert(value));
const asItIs = (value) => value;

function page(value, convert) {
  return { items: value.items.map(convert), next: value.next ?? null, total: value.total ?? null };
}

${functions.join('\n')}
${pageFunctions.join('')}
module.exports = {\n${names.map((name) => `  ${name},\n`).join('')}};\n`;
}

/** The members that are always there in the order of the type, then the others. */
function sorted(type) {
  const required = type.required ?? [];
  const place = ([member]) => (required.includes(member) ? required.indexOf(member) : required.length);
  return Object.entries(type.properties).sort((a, b) => place(a) - place(b));
}

function conversion(member, schema, type) {
  const value = `value.${member}`;
  const isRequired = (type.required ?? []).includes(member);
  const { of, isNullable } = unwrapped(schema);
  if (of.format === 'date-time') return isRequired && !isNullable ? `new Date(${value})` : `date(${value})`;
  const reference = of.$ref && of.$ref.replace('#/$defs/', '');
  if (reference && !isWords(types[reference])) {
    return isRequired && !isNullable ? `${reference}(${value})` : `maybe(${value}, ${reference})`;
  }
  const items = of.items?.$ref?.replace('#/$defs/', '');
  if (items && !isWords(types[items])) {
    return isRequired ? `${value}.map(${items})` : `(${value} ?? []).map(${items})`;
  }
  if (isRequired && !isNullable) return value;
  if (isNullable) return `${value} ?? null`;
  if (of.type === 'array') return `${value} ?? []`;
  if (of.type === 'object') return `${value} ?? {}`;
  throw new Error(`${member}: what is it where it is missing? ${JSON.stringify(schema)}`);
}

/** A schema without `null`, and whether it had it. */
function unwrapped(schema) {
  if (schema.anyOf) {
    const others = schema.anyOf.filter((one) => one.type !== 'null');
    if (others.length !== 1) throw new Error(`more than one type: ${JSON.stringify(schema)}`);
    return { of: others[0], isNullable: others.length < schema.anyOf.length };
  }
  if (Array.isArray(schema.type)) {
    const others = schema.type.filter((one) => one !== 'null');
    if (others.length !== 1) throw new Error(`more than one type: ${JSON.stringify(schema)}`);
    return { of: { ...schema, type: others[0] }, isNullable: others.length < schema.type.length };
  }
  return { of: schema, isNullable: false };
}

// --- The words of errors --------------------------------------------------------------------------------------------

function wordsFile() {
  const list = (words) => words.map((word) => `  '${word}',\n`).join('');
  const kinds = [...new Set(errors.map((error) => error.kind))];
  const codes = errors.map((error) => error.code);
  return (
    `${HEADER}'use strict';\n\nconst ERROR_KINDS = Object.freeze([\n${list(kinds)}]);\n\n` +
    `const ERROR_CODES = Object.freeze([\n${list(codes)}]);\n\nmodule.exports = { ERROR_CODES, ERROR_KINDS };\n`
  );
}

// --- The types --------------------------------------------------------------------------------------------------------

function typesFile() {
  const template = readFileSync(here('templates/index.d.ts'), 'utf8');
  const parts = { errors: errorTypes(), words: wordTypes(), results: resultTypes(), options: optionTypes(), operations: methods() };
  const used = new Set();
  const put = (_, part) => used.add(part) && (parts[part] ?? fail(`no part ${part}`));
  const text = template.replace(/^ *\/\/ <(\w+)>\n/gm, put);
  return used.size === Object.keys(parts).length ? HEADER + text : fail('a part is left out');
}

function fail(message) {
  throw new Error(message);
}

function union(words) {
  return words.map((word) => `\n  | '${word}'`).join('');
}

function errorTypes() {
  const kinds = [...new Set(errors.map((error) => error.kind))];
  const rows = errors.map(({ code, kind, retryable }) => `- \`${code}\`: ${kind}${retryable ? ', retryable' : ''}`);
  const about = `What exactly went wrong, and the kind of it:\n\n${rows.join('\n')}`;
  return (
    `${comment('What an error is of, few enough to branch on.', '')}export type ErrorKind =${union(kinds)};\n\n` +
    `${comment(about, '')}export type ErrorCode =${union(errors.map((error) => error.code))};\n`
  );
}

function wordTypes() {
  const named = Object.entries(types).filter(([, type]) => isWords(type));
  const written = named.map(([name, type]) => {
    const rows = type.oneOf.map((word) => `- \`${word.const}\`: ${word.description}`);
    return `${comment(`${told(type.description)}\n\n${rows.join('\n')}`, '')}export type ${name} =${union(type.oneOf.map((word) => word.const))};\n`;
  });
  return written.join('\n');
}

function resultTypes() {
  const objects = Object.entries(types).filter(([, type]) => type.properties);
  const written = objects.map(([name, type]) => {
    const lines = sorted(type).map(
      ([member, schema]) => `${comment(told(schema.description), '  ')}  ${camel(member)}: ${typeOf(schema)};\n`,
    );
    return `${comment(told(type.description), '')}export interface ${name} {\n${lines.join('')}}\n`;
  });
  return written.join('\n');
}

function typeOf(schema) {
  const { of, isNullable } = unwrapped(schema);
  const plain = () => {
    if (of.$ref) return of.$ref.replace('#/$defs/', '');
    if (of.format === 'date-time') return 'Date';
    switch (of.type) {
      case 'string':
        return 'string';
      case 'integer':
        return 'number';
      case 'boolean':
        return 'boolean';
      case 'array':
        return `${typeOf(of.items)}[]`;
      case 'object':
        return `Record<string, ${of.additionalProperties === true ? 'JsonValue' : typeOf(of.additionalProperties)}>`;
      default:
        return fail(`no type for ${JSON.stringify(schema)}`);
    }
  };
  return isNullable ? `${plain()} | null` : plain();
}

const GIVEN = {
  text: 'string',
  texts: 'readonly string[]',
  flag: 'boolean',
  number: 'number',
  milliseconds: 'number',
  time: 'Date | string',
  workflow: 'WorkflowInput',
  headers: 'WebhookHeaders',
  body: 'WebhookBody',
};

function given({ type, words, nullable, name }) {
  const plain = words ?? GIVEN[type] ?? fail(`no type for ${name}: ${type}`);
  return nullable ? `${plain} | null` : plain;
}

const BASE = { write: 'WriteOptions', query: 'CallOptions', wait: 'CallOptions', work: 'CallOptions' };
const OF_WRITES = new Set(['actor', 'idempotency_key']);

function ownOptions(name, operation) {
  return optionsOf(name, operation).filter((option) => operation.kind !== 'write' || !OF_WRITES.has(option.name));
}

function optionTypes() {
  const written = Object.entries(operations).map(([name, operation]) => {
    const own = ownOptions(name, operation);
    if (own.length === 0) return '';
    const lines = own.map((option) => {
      const mark = option.needed ? '' : '?';
      return `${comment(told(option.description, operation), '  ')}  ${camel(option.name)}${mark}: ${given(option)};\n`;
    });
    return (
      `${comment(`Options of {@link Releases.${camel(name)}}.`, '')}` +
      `export interface ${pascal(name)}Options extends ${BASE[operation.kind]} {\n${lines.join('')}}\n`
    );
  });
  return written.filter(Boolean).join('\n');
}

function methods() {
  const written = Object.entries(operations).map(([name, operation]) => {
    const own = ownOptions(name, operation);
    const takes = takesOf(name, operation);
    const mark = own.some((option) => option.needed) ? '' : '?';
    const options = `options${mark}: ${own.length === 0 ? BASE[operation.kind] : `${pascal(name)}Options`}`;
    const parameters = [...takes.map((argument) => `${camel(argument.name)}: ${given(argument)}`), options];
    const about = [told(operation.description, operation), ''];
    for (const argument of takes) about.push(`@param ${camel(argument.name)} ${told(argument.description, operation)}`);
    const more = operation.errors_description === '' ? '' : ` ${told(operation.errors_description, operation)}`;
    about.push(`@throws {@link ReleaseError}.${more}`);
    return `${comment(about.join('\n'), '  ')}  ${camel(name)}(${parameters.join(', ')}): ${answer(operation.returns)};\n`;
  });
  return written.join('\n');
}

function answer(returns) {
  const page = /^Page<(\w+)>$/.exec(returns);
  if (page) return `Pages<${page[1]}>`;
  return `Promise<${{ text: 'string', number: 'number' }[returns] ?? returns}>`;
}

/** A description with the names that JavaScript has for operations and options. */
function told(description, operation) {
  const names = new Set(Object.entries(operations).flatMap(([name, one]) => [name, ...members(one).map((member) => member.name)]));
  const own = new Map((operation?.options ?? []).map((option) => [option.name.replace(/_ms$/, ''), option.name]));
  const renamed = (_, name) => `\`${names.has(name) ? camel(name) : own.has(name) ? camel(own.get(name)) : name}\``;
  return description.replace(/`(\w+)`/g, renamed);
}

function comment(text, indent) {
  const lines = text.split('\n').flatMap((line) => wrapped(line, 116 - indent.length));
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('')}${indent} */\n`;
}

function wrapped(line, width) {
  const lines = [''];
  for (const word of line.replaceAll('*/', '*\\/').split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== '' && last.length + 1 + word.length > width) lines.push(line.startsWith('- ') ? `  ${word}` : word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}

// ------------------------------------------------------------------------------------------------------------------------

const files = {
  'lib/generated/operations.js': operationsFile(),
  'lib/generated/results.js': resultsFile(),
  'lib/generated/words.js': wordsFile(),
  'index.d.ts': typesFile(),
};
const differ = [];
for (const [path, text] of Object.entries(files)) {
  if (process.argv.includes('--check')) {
    if (readFileSync(here(path), 'utf8') !== text) differ.push(path);
  } else {
    writeFileSync(here(path), text);
  }
}
if (differ.length > 0) {
  console.error(`${differ.join(', ')}: differs from interface/; run \`npm run generate\` in bindings-node`);
  process.exit(1);
}
console.log(`${Object.keys(operations).length} operations, ${Object.keys(types).length} types`);
