// Holds the requests that the GitHub trigger sends to GitHub's own description of its API: method, path, query and body.
// What the description does not name is a fault too, because GitHub refuses some of it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

const descriptions = createRequire(import.meta.url).resolve("@octokit/openapi/package.json").replace(/package\.json$/, "generated/");
const servers = [
  { file: "ghes-3.19.json", prefix: "/api/v3" },
  { file: "api.github.com.json", prefix: "" },
];
const pointer = (part) => part.replaceAll("~", "~0").replaceAll("/", "~1");

function load({ file, prefix }) {
  const document = JSON.parse(readFileSync(descriptions + file, "utf8"));
  // Values of a path and of a query are texts.
  const options = { strict: false, validateFormats: false, allErrors: true };
  const bodies = new Ajv(options).addSchema(document, "api");
  const texts = new Ajv({ ...options, coerceTypes: true }).addSchema(document, "api");
  const resolve = (value) => (value.$ref ? value.$ref.slice(2).split("/").reduce((at, key) => at[key], document) : value);
  const paths = Object.keys(document.paths).map((path) => {
    const names = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    const literal = path.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    return { path, names, pattern: new RegExp(`^${literal.replace(/\{[^}]+\}/g, "([^/]+)")}$`) };
  });
  // The path with the fewest names is the one that is meant.
  paths.sort((a, b) => a.names.length - b.names.length);
  return { document, prefix, bodies, texts, resolve, paths };
}

function faultsOf(request, server) {
  const { document, bodies, texts, resolve } = server;
  const asked = request.path.slice(server.prefix.length);
  const method = request.method.toLowerCase();
  const found = server.paths.find(({ path, pattern }) => pattern.test(asked) && document.paths[path][method]);
  if (!found) return ["there is no such path and method"];
  const operation = document.paths[found.path][method];
  const faults = [];
  const check = (ajv, schema, value, where) => {
    const validate = ajv.compile(schema.$ref ? { $ref: `api${schema.$ref}` } : schema);
    if (!validate(value)) faults.push(`${where}: ${ajv.errorsText(validate.errors)}`);
  };
  const parameters = [...(document.paths[found.path].parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
  const inPath = found.pattern.exec(asked).slice(1).map(decodeURIComponent);
  const given = {
    path: Object.fromEntries(found.names.map((name, nth) => [name, inPath[nth]])),
    query: Object.fromEntries(new URLSearchParams(request.query)),
  };
  for (const place of ["path", "query"]) {
    const known = parameters.filter((parameter) => parameter.in === place);
    const properties = Object.fromEntries(known.map(({ name, schema }) => [name, absolute(schema)]));
    const required = known.filter((parameter) => parameter.required).map(({ name }) => name);
    check(texts, { type: "object", properties, required, additionalProperties: false }, { ...given[place] }, place);
  }
  const takes = operation.requestBody && resolve(operation.requestBody).content["application/json"]?.schema;
  if (request.body === null) {
    if (operation.requestBody?.required) faults.push("body: it is needed");
  } else if (!takes) {
    faults.push("body: none is taken");
  } else {
    const schema = `#/paths/${pointer(found.path)}/${method}/requestBody/content/application~1json/schema`;
    check(bodies, { $ref: schema }, request.body, "body");
    const properties = Object.keys(resolve(takes).properties ?? {});
    const unknown = Object.keys(request.body).filter((name) => !properties.includes(name));
    if (unknown.length > 0) faults.push(`body: ${unknown} is not known`);
  }
  return faults;
}

// A reference within the document, from outside of it.
function absolute(schema) {
  return JSON.parse(JSON.stringify(schema), (key, value) => (key === "$ref" ? `api${value}` : value));
}

const requests = readFileSync(process.argv[2], "utf8").trim().split("\n").map((line) => JSON.parse(line));
const loaded = servers.map(load);
const kinds = new Set();
const faults = [];
for (const request of requests) {
  const server = loaded.find(({ prefix }) => request.path.startsWith(`${prefix}/`));
  const what = `${request.method} ${request.path}?${request.query}`;
  faults.push(...faultsOf(request, server).map((fault) => `${what}: ${fault} in ${JSON.stringify(request.body)}`));
  kinds.add(`${server.prefix} ${request.method} ${request.path.replace(/\d+/g, "N")} ${Object.keys(request.body ?? {})}`);
}
// A start with and without the question for its run, a search, a run's state and a cancellation, on both servers.
if (kinds.size < 9) faults.push(`only these kinds of requests were made: ${[...kinds].join("; ")}`);
// What is checked must be able to fail.
const broken = requests.find((request) => request.path.endsWith("/dispatches"));
for (const spoilt of [{ ...broken.body, ref: 7 }, { inputs: {} }, { ...broken.body, commit: "x" }]) {
  const server = loaded.find(({ prefix }) => broken.path.startsWith(`${prefix}/`));
  if (faultsOf({ ...broken, body: spoilt }, server).length === 0) faults.push(`this is no fault: ${JSON.stringify(spoilt)}`);
}
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${requests.length} requests of ${kinds.size} kinds are as GitHub describes them`);
