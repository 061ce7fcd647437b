// Holds what GitHub is asked to its own description of its API, of github.com and of the newest Enterprise Server: method,
// path, query and body of each request, and the members that are read of the answers.
// What the description does not name is a fault too, because GitHub refuses some of it.
//
//     node requests.mjs FILE…     each with a request a line: {"method": …, "path": …, "query": …, "body": …}
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv";

const descriptions = createRequire(import.meta.url).resolve("@octokit/openapi/package.json").replace(/package\.json$/, "generated/");
const enterprise = readdirSync(descriptions).filter((name) => /^ghes-\d+\.\d+\.json$/.test(name));
const newest = enterprise.sort((a, b) => a.localeCompare(b, "en", { numeric: true })).at(-1);
// The one with the longer prefix first.
const servers = [{ file: newest, prefix: "/api/v3" }, { file: "api.github.com.json", prefix: "" }].map(load);
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
  return { file, prefix, document, bodies, texts, resolve, paths };
}

const serverOf = ({ path }) => servers.find(({ prefix }) => path.startsWith(`${prefix}/`));

/** The kind of a request, and what is wrong with it. */
function check(request) {
  const { file, prefix, document, bodies, texts, resolve, paths } = serverOf(request);
  const asked = request.path.slice(prefix.length);
  const method = request.method.toLowerCase();
  const found = paths.find(({ path, pattern }) => pattern.test(asked) && document.paths[path][method]);
  if (!found) return { kind: `${request.method} ${request.path}`, faults: [`${file} knows no such path and method`] };
  const operation = document.paths[found.path][method];
  const faults = [];
  const validate = (ajv, schema, value, where) => {
    const check = ajv.compile(schema.$ref ? { $ref: `api${schema.$ref}` } : schema);
    if (!check(value)) faults.push(`${where}: ${ajv.errorsText(check.errors)}`);
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
    validate(texts, { type: "object", properties, required, additionalProperties: false }, { ...given[place] }, place);
  }
  const takes = operation.requestBody && resolve(operation.requestBody).content["application/json"]?.schema;
  if (request.body === null) {
    if (operation.requestBody?.required) faults.push("body: it is needed");
  } else if (!takes) {
    faults.push("body: none is taken");
  } else {
    const schema = `#/paths/${pointer(found.path)}/${method}/requestBody/content/application~1json/schema`;
    validate(bodies, { $ref: schema }, request.body, "body");
    const properties = Object.keys(resolve(takes).properties ?? {});
    const unknown = Object.keys(request.body).filter((name) => !properties.includes(name));
    if (unknown.length > 0) faults.push(`body: ${unknown} is not known`);
  }
  const said = Object.keys(request.body ?? {});
  return { kind: `${request.method} ${prefix}${found.path}${said.length > 0 ? ` with ${said.join(", ")}` : ""}`, faults };
}

// A reference within the document, from outside of it.
function absolute(schema) {
  return JSON.parse(JSON.stringify(schema), (key, value) => (key === "$ref" ? `api${value}` : value));
}

/** What the commit source reads of the answers. */
const READ = {
  "/repos/{owner}/{repo}/commits/{ref}":
    "sha parents.sha commit.message commit.author.name commit.committer.date files.filename files.previous_filename",
  "/repos/{owner}/{repo}/compare/{basehead}": "total_commits merge_base_commit.sha commits.sha status",
  "/repos/{owner}/{repo}/tags": "name commit.sha",
};

/** The members of answers that the description does not have. */
function checkAnswers({ file, document, resolve }) {
  const member = (schema, name) => {
    const here = resolve(schema.type === "array" ? resolve(schema.items) : schema);
    const found = [here, ...(here.anyOf ?? []).map(resolve)].find(({ properties }) => properties?.[name]);
    return found && resolve(found.properties[name]);
  };
  const faults = [];
  for (const [path, members] of Object.entries(READ)) {
    const answer = resolve(document.paths[path].get.responses["200"].content["application/json"].schema);
    for (const name of members.split(" ")) {
      const found = name.split(".").reduce((schema, part) => schema && member(schema, part), answer);
      if (!found) faults.push(`${file}: the answer of GET ${path} has no ${name}`);
      const words = [...(found?.enum ?? [])].sort().join();
      if (name === "status" && words !== "ahead,behind,diverged,identical") faults.push(`${file}: ${path}: ${name} is one of ${words}`);
    }
  }
  return faults;
}

const lines = process.argv.slice(2).flatMap((file) => readFileSync(file, "utf8").trim().split("\n"));
const requests = lines.map((line) => JSON.parse(line));
const kinds = new Map();
const faults = servers.flatMap(checkAnswers);
for (const request of requests) {
  const { kind, faults: found } = check(request);
  const what = `${request.method} ${request.path}?${request.query}`;
  faults.push(...found.map((fault) => `${what}: ${fault} in ${JSON.stringify(request.body)}`));
  kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
}
// On both servers: a start (on github.com with and without the question for its run), a search, a run's state, a
// cancellation; a commit, a comparison, the tags, the repository.
if (kinds.size < 17) faults.push(`only these kinds of requests were made: ${[...kinds.keys()].join("; ")}`);
// What is checked must be able to fail.
const start = requests.find(({ path }) => path.endsWith("/dispatches"));
const spoilt = [
  { ...start, body: { ...start.body, ref: 7 } },
  { ...start, body: { inputs: {} } },
  { ...start, body: { ...start.body, commit: "x" } },
  { ...start, query: "page=1" },
  { ...start, path: `${start.path}/x` },
];
for (const request of spoilt) if (check(request).faults.length === 0) faults.push(`this is no fault: ${JSON.stringify(request)}`);
if (faults.length > 0) {
  console.error(faults.join("\n"));
  process.exit(1);
}
console.log(`${requests.length} requests are as github.com and ${newest.replace(".json", "")} describe them:`);
for (const [kind, times] of [...kinds].sort()) console.log(`  ${String(times).padStart(4)} ${kind}`);
