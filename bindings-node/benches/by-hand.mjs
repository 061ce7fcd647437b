// What a program would write by hand for the same call: the same checks, a row for the deployment, a line of the audit
// log, the environment's counters, in one transaction; over better-sqlite3, and as entities of TypeORM.
import { randomUUID } from 'node:crypto';

import 'reflect-metadata';
import Database from 'better-sqlite3';
import { DataSource, EntitySchema } from 'typeorm';

const SCHEMA = `
  CREATE TABLE project (id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  CREATE TABLE environment (id TEXT PRIMARY KEY, projectId TEXT NOT NULL, name TEXT NOT NULL, frozen INTEGER NOT NULL,
    lastNumber INTEGER NOT NULL, open INTEGER NOT NULL, live TEXT, UNIQUE (projectId, name));
  CREATE TABLE candidate (id TEXT PRIMARY KEY, projectId TEXT NOT NULL, version TEXT NOT NULL, hash TEXT NOT NULL,
    status TEXT NOT NULL, UNIQUE (projectId, version));
  CREATE TABLE deployment (id TEXT PRIMARY KEY, environmentId TEXT NOT NULL, candidateId TEXT NOT NULL, number INTEGER NOT NULL,
    status TEXT NOT NULL, actor TEXT, createdAt TEXT NOT NULL, UNIQUE (environmentId, number));
  CREATE INDEX deploymentOfCandidate ON deployment (candidateId, number);
  CREATE TABLE event (id INTEGER PRIMARY KEY AUTOINCREMENT, projectId TEXT NOT NULL, deploymentId TEXT NOT NULL,
    action TEXT NOT NULL, actor TEXT, at TEXT NOT NULL, after TEXT NOT NULL);
  CREATE INDEX eventOfProject ON event (projectId, id);
`;

function world(path) {
  const db = new Database(path);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.exec(SCHEMA);
  db.prepare('INSERT INTO project VALUES (?, ?)').run('p', 'web');
  db.prepare('INSERT INTO environment VALUES (?, ?, ?, 0, 0, 0, NULL)').run('e', 'p', 'production');
  db.prepare('INSERT INTO candidate VALUES (?, ?, ?, ?, ?)').run('c', 'p', '1.4.0-rc1', 'a1'.repeat(20), 'ready');
  return db;
}

export function betterSqlite3(path) {
  const db = world(path);
  const project = db.prepare('SELECT * FROM project WHERE name = ?');
  const environment = db.prepare('SELECT * FROM environment WHERE projectId = ? AND name = ?');
  const candidate = db.prepare('SELECT * FROM candidate WHERE projectId = ? AND version = ?');
  const counted = db.prepare('UPDATE environment SET lastNumber = ?, open = open + 1 WHERE id = ?');
  const insert = db.prepare('INSERT INTO deployment VALUES (?, ?, ?, ?, ?, ?, ?)');
  const log = db.prepare('INSERT INTO event (projectId, deploymentId, action, actor, at, after) VALUES (?, ?, ?, ?, ?, ?)');
  const deploy = db.transaction((name, place, version) => {
    const of = project.get(name);
    const to = environment.get(of.id, place);
    const what = candidate.get(of.id, version);
    if (what.status !== 'ready' || to.frozen) throw new Error('refused');
    const at = new Date().toISOString();
    const deployment = { id: randomUUID(), number: to.lastNumber + 1, status: 'pending', createdAt: at };
    counted.run(deployment.number, to.id);
    insert.run(deployment.id, to.id, what.id, deployment.number, deployment.status, null, at);
    log.run(of.id, deployment.id, 'deployment.created', null, at, JSON.stringify(deployment));
    return deployment;
  });
  return { deploy: () => deploy.immediate('web', 'production', '1.4.0-rc1'), close: () => db.close() };
}

const text = (more) => ({ type: 'text', ...more });
const number = (more) => ({ type: 'integer', ...more });
const Project = new EntitySchema({ name: 'project', columns: { id: text({ primary: true }), name: text() } });
const Environment = new EntitySchema({
  name: 'environment',
  columns: { id: text({ primary: true }), projectId: text(), name: text(), frozen: number(), lastNumber: number(), open: number(), live: text({ nullable: true }) },
});
const Candidate = new EntitySchema({
  name: 'candidate',
  columns: { id: text({ primary: true }), projectId: text(), version: text(), hash: text(), status: text() },
});
const Deployment = new EntitySchema({
  name: 'deployment',
  columns: { id: text({ primary: true }), environmentId: text(), candidateId: text(), number: number(), status: text(), actor: text({ nullable: true }), createdAt: text() },
});
const Event = new EntitySchema({
  name: 'event',
  columns: { id: number({ primary: true, generated: 'increment' }), projectId: text(), deploymentId: text(), action: text(), actor: text({ nullable: true }), at: text(), after: text() },
});

export async function typeorm(path) {
  world(path).close();
  const source = new DataSource({
    type: 'better-sqlite3',
    database: path,
    entities: [Project, Environment, Candidate, Deployment, Event],
    prepareDatabase: (db) => db.pragma('synchronous = NORMAL'),
  });
  await source.initialize();
  const deploy = () =>
    source.transaction(async (manager) => {
      const of = await manager.findOneByOrFail(Project, { name: 'web' });
      const to = await manager.findOneByOrFail(Environment, { projectId: of.id, name: 'production' });
      const what = await manager.findOneByOrFail(Candidate, { projectId: of.id, version: '1.4.0-rc1' });
      if (what.status !== 'ready' || to.frozen) throw new Error('refused');
      const at = new Date().toISOString();
      const made = { id: randomUUID(), environmentId: to.id, candidateId: what.id, number: to.lastNumber + 1, status: 'pending', actor: null, createdAt: at };
      await manager.update(Environment, to.id, { lastNumber: made.number, open: to.open + 1 });
      await manager.insert(Deployment, made);
      await manager.insert(Event, { projectId: of.id, deploymentId: made.id, action: 'deployment.created', actor: null, at, after: JSON.stringify(made) });
      return made;
    });
  return { deploy, close: () => source.destroy() };
}
