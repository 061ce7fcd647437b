// The calls that are measured, in Express with better-sqlite3, as one would write them for speed: one process, one
// connection in WAL, statements prepared once.
import { createHash, randomUUID, timingSafeEqual } from 'node:crypto';
import Database from 'better-sqlite3';
import express from 'express';

const db = new Database(process.env.DATABASE);
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
db.pragma('wal_autocheckpoint = 4000');
db.exec(`
  CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, repository TEXT NOT NULL);
  CREATE TABLE environments (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects, name TEXT NOT NULL,
    frozen INTEGER NOT NULL DEFAULT 0, deployments INTEGER NOT NULL DEFAULT 0, live TEXT, UNIQUE (project_id, name));
  CREATE TABLE releases (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects, version TEXT NOT NULL, head TEXT NOT NULL,
    UNIQUE (project_id, version));
  CREATE TABLE candidates (
    id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects, release_version TEXT NOT NULL,
    version TEXT NOT NULL, "commit" TEXT NOT NULL, created_at TEXT NOT NULL, actor TEXT NOT NULL, UNIQUE (project_id, version));
  CREATE TABLE deployments (
    id TEXT PRIMARY KEY, environment_id INTEGER NOT NULL REFERENCES environments, number INTEGER NOT NULL,
    release_version TEXT NOT NULL, candidate_version TEXT NOT NULL, "commit" TEXT NOT NULL, from_candidate_version TEXT,
    status TEXT NOT NULL, actor TEXT NOT NULL, created_at TEXT NOT NULL, deploy_start_at TEXT, deploy_end_at TEXT,
    error_message TEXT, url TEXT, UNIQUE (environment_id, number));
  CREATE INDEX of_candidate ON deployments (environment_id, candidate_version, number);
  CREATE TABLE events (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, kind TEXT NOT NULL, project TEXT NOT NULL,
    environment TEXT, candidate TEXT NOT NULL, before TEXT, after TEXT NOT NULL);
`);

const sql = Object.fromEntries(Object.entries({
  addProject: 'INSERT INTO projects (name, repository) VALUES (?, ?)',
  addEnvironment: 'INSERT INTO environments (project_id, name) VALUES (?, ?)',
  project: 'SELECT * FROM projects WHERE name = ?',
  environment: 'SELECT * FROM environments WHERE project_id = ? AND name = ?',
  release: 'SELECT * FROM releases WHERE project_id = ? AND version = ?',
  addRelease: 'INSERT INTO releases (project_id, version, head) VALUES (?, ?, ?)',
  setHead: 'UPDATE releases SET head = ? WHERE id = ?',
  candidate: 'SELECT * FROM candidates WHERE project_id = ? AND version = ?',
  addCandidate: `INSERT INTO candidates (project_id, release_version, version, "commit", created_at, actor)
    VALUES (@project_id, @release_version, @version, @commit, @created_at, @actor)`,
  newest: 'SELECT * FROM deployments WHERE environment_id = ? AND candidate_version = ? ORDER BY number DESC LIMIT 1',
  addDeployment: `INSERT INTO deployments VALUES (@id, @environment_id, @number, @release_version, @candidate_version, @commit,
    @from_candidate_version, @status, @actor, @created_at, @deploy_start_at, @deploy_end_at, @error_message, @url)`,
  setDeployment: `UPDATE deployments SET status = @status, deploy_start_at = @deploy_start_at, deploy_end_at = @deploy_end_at,
    error_message = @error_message, url = @url WHERE id = @id`,
  setNumber: 'UPDATE environments SET deployments = ? WHERE id = ?',
  setLive: 'UPDATE environments SET live = ? WHERE id = ?',
  addEvent: 'INSERT INTO events (at, actor, kind, project, environment, candidate, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  page: 'SELECT * FROM deployments WHERE environment_id = ? ORDER BY number DESC LIMIT ? OFFSET ?',
}).map(([name, text]) => [name, db.prepare(text)]));

const TOKEN = createHash('sha256').update(process.env.TOKEN).digest();
const CANDIDATE = /^([0-9A-Za-z](?:[0-9A-Za-z._+-]{0,126}[0-9A-Za-z])?)-rc(0|[1-9][0-9]{0,9})$/;
const COMMIT = /^[0-9a-f]{40}$/;
const OPEN = new Set(['pending', 'in_progress', 'canceling', 'unknown']);
const STATUSES = new Set([...OPEN, 'success', 'failure', 'canceled', 'error']);

class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

const now = () => new Date().toISOString();
const found = (row, what) => {
  if (row === undefined) throw new Refused(404, what);
  return row;
};
const theProject = (name) => found(sql.project.get(name), 'Release project not found');
const theEnvironment = (project, name) => found(sql.environment.get(project.id, name), 'Release environment not found');
const theCandidate = (project, version) => found(sql.candidate.get(project.id, version), 'Release not found');
const checked = (version) => {
  const parts = CANDIDATE.exec(version);
  if (parts === null) throw new Refused(400, 'Invalid release candidate version');
  return parts;
};

const shownCandidate = (project, row) => ({
  project: project.name,
  release_version: row.release_version,
  version: row.version,
  commit: row.commit,
  repository: project.repository,
  build_status: 'ready',
  created_at: row.created_at,
  actor: row.actor,
});
// `undefined` is not written.
const shown = (project, environment, row) => ({
  id: row.id,
  number: row.number,
  project: project.name,
  environment_name: environment.name,
  release_version: row.release_version,
  release_candidate_version: row.candidate_version,
  commit: row.commit,
  from_release_version: row.from_candidate_version?.replace(/-rc\d+$/, ''),
  from_release_candidate_version: row.from_candidate_version ?? undefined,
  status: row.status,
  actor: row.actor,
  created_at: row.created_at,
  deploy_start_at: row.deploy_start_at ?? undefined,
  deploy_end_at: row.deploy_end_at ?? undefined,
  error_message: row.error_message ?? undefined,
  url: row.url ?? undefined,
});

/** A deployment with its line of the log. */
function create(project, environment, candidate, status, actor) {
  const at = now();
  const row = {
    id: randomUUID(),
    environment_id: environment.id,
    number: environment.deployments + 1,
    release_version: candidate.release_version,
    candidate_version: candidate.version,
    commit: candidate.commit,
    from_candidate_version: environment.live,
    status,
    actor,
    created_at: at,
    deploy_start_at: status === 'pending' ? null : at,
    deploy_end_at: OPEN.has(status) ? null : at,
    error_message: null,
    url: null,
  };
  sql.setNumber.run(row.number, environment.id);
  sql.addDeployment.run(row);
  sql.addEvent.run(at, actor, 'create_deployment', project.name, environment.name, candidate.version, null, status);
  return row;
}

const createRelease = db.transaction((name, version, { repo, commit }, actor) => {
  const project = theProject(name);
  const there = sql.candidate.get(project.id, version);
  if (there !== undefined) {
    if (there.commit !== commit) throw new Refused(409, 'Candidate exists');
    return shownCandidate(project, there);
  }
  if (String(repo).toLowerCase() !== project.repository.toLowerCase()) throw new Refused(404, 'GitHub repository not found');
  const [, release_version] = checked(version);
  const release = sql.release.get(project.id, release_version);
  if (release === undefined) sql.addRelease.run(project.id, release_version, version);
  else sql.setHead.run(version, release.id);
  const row = { project_id: project.id, release_version, version, commit, created_at: now(), actor };
  sql.addCandidate.run(row);
  sql.addEvent.run(row.created_at, actor, 'create_release', project.name, null, version, null, commit);
  return shownCandidate(project, row);
});

const createDeployment = db.transaction((name, place, version, actor) => {
  const project = theProject(name);
  const environment = theEnvironment(project, place);
  const candidate = theCandidate(project, version);
  if (environment.frozen) throw new Refused(400, 'Environment is frozen');
  const open = sql.newest.get(environment.id, version);
  const row = open !== undefined && OPEN.has(open.status) ? open : create(project, environment, candidate, 'pending', actor);
  return shown(project, environment, row);
});

const updateStatus = db.transaction((name, place, { release_candidate_version: version, status, error_message, url }, actor) => {
  const project = theProject(name);
  const environment = theEnvironment(project, place);
  const candidate = theCandidate(project, version);
  let row = sql.newest.get(environment.id, version);
  if (row === undefined) {
    row = create(project, environment, candidate, status, actor);
  } else if (row.status !== status) {
    const [at, before] = [now(), row.status];
    row.status = status;
    row.error_message = error_message ?? row.error_message;
    row.url = url ?? row.url;
    if (before === 'pending') row.deploy_start_at = at;
    if (!OPEN.has(status)) row.deploy_end_at ??= at;
    sql.setDeployment.run(row);
    sql.addEvent.run(at, actor, 'update_status', project.name, environment.name, version, before, status);
  }
  if (row.status === 'success') sql.setLive.run(version, environment.id);
  return shown(project, environment, row);
});

const app = express();
app.disable('x-powered-by');
app.disable('etag');
app.use(express.json());
app.use((request, response, next) => {
  const text = (request.headers.authorization ?? '').replace(/^Bearer /, '');
  if (!timingSafeEqual(createHash('sha256').update(text).digest(), TOKEN)) throw new Refused(401, 'Unauthorized');
  request.actor = 'admin';
  next();
});
app.put('/api/releases/:project', ({ params, body }, response) => {
  sql.addProject.run(params.project, body.repository);
  response.status(201).json({ name: params.project });
});
app.put('/api/releases/:project/environments/:environment', ({ params }, response) => {
  sql.addEnvironment.run(theProject(params.project).id, params.environment);
  response.status(201).json({ name: params.environment });
});
app.post('/api/releases/:project/releases/:version', ({ params, body, actor }, response) => {
  checked(params.version);
  if (!COMMIT.test(body.commit)) throw new Refused(400, 'Invalid commit hash');
  response.status(201).json(createRelease.immediate(params.project, params.version, body, actor));
});
app.post('/api/releases/:project/environments/:environment/deployments', ({ params, body, actor }, response) => {
  checked(body.release_candidate_version);
  const { project, environment } = params;
  response.status(201).json(createDeployment.immediate(project, environment, body.release_candidate_version, actor));
});
app.patch('/api/releases/:project/environments/:environment/deployments', ({ params, body, actor }, response) => {
  checked(body.release_candidate_version);
  if (!STATUSES.has(body.status)) throw new Refused(400, 'Invalid deployment status');
  response.json(updateStatus.immediate(params.project, params.environment, body, actor));
});
app.get('/api/releases/:project/environments/:environment/deployments', ({ params, query }, response) => {
  const project = theProject(params.project);
  const environment = theEnvironment(project, params.environment);
  const each = Number(query.per_page ?? 10);
  const rows = sql.page.all(environment.id, each, (Number(query.page ?? 1) - 1) * each);
  response.json(rows.map((row) => shown(project, environment, row)));
});
app.use((error, request, response, next) => {
  response.status(error.status ?? 500).json({ error: error.status ? error.message : 'Internal error' });
});

app.listen(Number(process.env.PORT), '127.0.0.1');
