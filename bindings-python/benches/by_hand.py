"""The same three operations by hand, as a program without this library might have them: a row each in three tables, by the
standard library's sqlite3 and by SQLAlchemy's ORM. Nothing is checked, logged in or decided, so they do less."""

from __future__ import annotations

import sqlite3
import uuid
from datetime import datetime, timezone
from typing import Any

SCHEMA = """
CREATE TABLE releases (id TEXT PRIMARY KEY, project TEXT, version TEXT, commit_hash TEXT, created_at TEXT, UNIQUE (project, version));
CREATE TABLE deployments (id TEXT PRIMARY KEY, project TEXT, environment TEXT, version TEXT, number INTEGER, status TEXT,
                          url TEXT, created_at TEXT);
CREATE INDEX by_environment ON deployments (project, environment, version, number);
CREATE TABLE events (id INTEGER PRIMARY KEY, at TEXT, action TEXT, subject TEXT);
"""


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds")


class Sqlite3:
    name = "sqlite3"

    def __init__(self, path: str) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; {SCHEMA}")
        self.number = 0

    def _event(self, action: str, subject: str) -> None:
        self.connection.execute("INSERT INTO events (at, action, subject) VALUES (?, ?, ?)", (now(), action, subject))

    def release(self, version: str) -> str:
        identity = str(uuid.uuid4())
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(
            "INSERT INTO releases VALUES (?, ?, ?, ?, ?)", (identity, "web", version, "a1" * 20, now())
        )
        self._event("candidate.created", identity)
        self.connection.execute("COMMIT")
        return identity

    def deployment(self, version: str) -> str:
        identity = str(uuid.uuid4())
        self.number += 1
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(
            "INSERT INTO deployments VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (identity, "web", "environment-0", "1.0.0-rc1", self.number, "pending", None, now()),
        )
        self._event("deployment.created", identity)
        self.connection.execute("COMMIT")
        return identity

    def status(self, version: str) -> str:
        self.connection.execute("BEGIN IMMEDIATE")
        (identity,) = self.connection.execute(
            "SELECT id FROM deployments WHERE project = ? AND environment = ? AND version = ? ORDER BY number DESC LIMIT 1",
            ("web", "environment-0", "1.0.0-rc1"),
        ).fetchone()
        self.connection.execute(
            "UPDATE deployments SET status = ?, url = ? WHERE id = ?", ("in_progress", "https://ci.example.org/1", identity)
        )
        self._event("deployment.in_progress", identity)
        self.connection.execute("COMMIT")
        return str(identity)


class SqlAlchemy:
    name = "SQLAlchemy"

    def __init__(self, path: str) -> None:
        import sqlalchemy as sa
        from sqlalchemy import orm

        class Base(orm.DeclarativeBase):
            pass

        class Release(Base):
            __tablename__ = "releases"
            id = sa.Column(sa.String, primary_key=True)
            project, version = sa.Column(sa.String), sa.Column(sa.String, unique=True)
            commit_hash, created_at = sa.Column(sa.String), sa.Column(sa.String)

        class Deployment(Base):
            __tablename__ = "deployments"
            id = sa.Column(sa.String, primary_key=True)
            project, environment, version = sa.Column(sa.String), sa.Column(sa.String), sa.Column(sa.String)
            number, status = sa.Column(sa.Integer, index=True), sa.Column(sa.String)
            url, created_at = sa.Column(sa.String), sa.Column(sa.String)

        class Event(Base):
            __tablename__ = "events"
            id = sa.Column(sa.Integer, primary_key=True)
            at, action, subject = sa.Column(sa.String), sa.Column(sa.String), sa.Column(sa.String)

        engine = sa.create_engine(f"sqlite:///{path}")

        @sa.event.listens_for(engine, "connect")
        def pragmas(connection: Any, _: Any) -> None:
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")

        Base.metadata.create_all(engine)
        self.session: Any = orm.sessionmaker(engine)
        self.classes: Any = (Release, Deployment, Event)
        self.number = 0

    def release(self, version: str) -> None:
        release, _, event = self.classes
        with self.session.begin() as session:
            made = release(id=str(uuid.uuid4()), project="web", version=version, commit_hash="a1" * 20, created_at=now())
            session.add_all([made, event(at=now(), action="candidate.created", subject=made.id)])

    def deployment(self, version: str) -> None:
        _, deployment, event = self.classes
        self.number += 1
        with self.session.begin() as session:
            made = deployment(
                id=str(uuid.uuid4()), project="web", environment="environment-0", version="1.0.0-rc1",
                number=self.number, status="pending", created_at=now(),
            )  # fmt: skip
            session.add_all([made, event(at=now(), action="deployment.created", subject=made.id)])

    def status(self, version: str) -> None:
        _, deployment, event = self.classes
        with self.session.begin() as session:
            found = session.query(deployment).filter_by(
                project="web", environment="environment-0", version="1.0.0-rc1"
            ).order_by(deployment.number.desc()).limit(1).one()  # fmt: skip
            found.status, found.url = "in_progress", "https://ci.example.org/1"
            session.add(event(at=now(), action="deployment.in_progress", subject=found.id))
