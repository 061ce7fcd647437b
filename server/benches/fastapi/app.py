"""The calls that are measured, in FastAPI with SQLAlchemy's ORM, as one would write them for speed: one process, one
connection in WAL, statements that SQLAlchemy and sqlite3 keep prepared, and coroutines that call the database without a
thread between, because it answers faster than a thread is changed."""

import hashlib
import hmac
import os
import re
import uuid
from datetime import datetime, timezone

import uvicorn
from fastapi import Depends, FastAPI, Header
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlalchemy import ForeignKey, Index, UniqueConstraint, create_engine, event, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, sessionmaker
from sqlalchemy.pool import StaticPool

TOKEN = hashlib.sha256(os.environ["TOKEN"].encode()).digest()
CANDIDATE = re.compile(r"([0-9A-Za-z](?:[0-9A-Za-z._+-]{0,126}[0-9A-Za-z])?)-rc(0|[1-9][0-9]{0,9})")
COMMIT = re.compile(r"[0-9a-f]{40}")
OPEN = ("pending", "in_progress", "canceling", "unknown")
STATUSES = (*OPEN, "success", "failure", "canceled", "error")


class Base(DeclarativeBase):
    pass


class Project(Base):
    __tablename__ = "projects"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    repository: Mapped[str]


class Environment(Base):
    __tablename__ = "environments"
    __table_args__ = (UniqueConstraint("project_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    name: Mapped[str]
    frozen: Mapped[bool] = mapped_column(default=False)
    deployments: Mapped[int] = mapped_column(default=0)
    live: Mapped[str | None]


class Release(Base):
    __tablename__ = "releases"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    version: Mapped[str]
    head: Mapped[str]


class Candidate(Base):
    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("project_id", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    release_version: Mapped[str]
    version: Mapped[str]
    commit: Mapped[str]
    created_at: Mapped[str]
    actor: Mapped[str]


class Deployment(Base):
    __tablename__ = "deployments"
    __table_args__ = (
        UniqueConstraint("environment_id", "number"),
        Index("of_candidate", "environment_id", "candidate_version", "number"),
    )
    id: Mapped[str] = mapped_column(primary_key=True)
    environment_id: Mapped[int] = mapped_column(ForeignKey("environments.id"))
    number: Mapped[int]
    release_version: Mapped[str]
    candidate_version: Mapped[str]
    commit: Mapped[str]
    from_candidate_version: Mapped[str | None]
    status: Mapped[str]
    actor: Mapped[str]
    created_at: Mapped[str]
    deploy_start_at: Mapped[str | None]
    deploy_end_at: Mapped[str | None]
    error_message: Mapped[str | None]
    url: Mapped[str | None]


class Event(Base):
    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str]
    actor: Mapped[str]
    kind: Mapped[str]
    project: Mapped[str]
    environment: Mapped[str | None]
    candidate: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str]


engine = create_engine(f"sqlite:///{os.environ['DATABASE']}", poolclass=StaticPool, connect_args={"cached_statements": 512})


@event.listens_for(engine, "connect")
def configured(connection, _):
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA wal_autocheckpoint = 4000")


Base.metadata.create_all(engine)
session = sessionmaker(engine, expire_on_commit=False)


class Refused(Exception):
    def __init__(self, status: int, text: str):
        self.status, self.text = status, text


app = FastAPI(openapi_url=None)


@app.exception_handler(Refused)
async def refused(_, error: Refused):
    return JSONResponse({"error": error.text}, error.status)


async def actor(authorization: str = Header("")) -> str:
    token = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).digest()
    if not hmac.compare_digest(token, TOKEN):
        raise Refused(401, "Unauthorized")
    return "admin"


def now() -> str:
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def the_project(db: Session, name: str) -> Project:
    found = db.scalar(select(Project).where(Project.name == name))
    if found is None:
        raise Refused(404, "Release project not found")
    return found


def the_environment(db: Session, project: Project, name: str) -> Environment:
    found = db.scalar(select(Environment).where(Environment.project_id == project.id, Environment.name == name))
    if found is None:
        raise Refused(404, "Release environment not found")
    return found


def the_candidate(db: Session, project: Project, version: str) -> Candidate:
    found = db.scalar(select(Candidate).where(Candidate.project_id == project.id, Candidate.version == version))
    if found is None:
        raise Refused(404, "Release not found")
    return found


def newest(db: Session, environment: Environment, version: str) -> Deployment | None:
    of_candidate = Deployment.environment_id == environment.id, Deployment.candidate_version == version
    return db.scalar(select(Deployment).where(*of_candidate).order_by(Deployment.number.desc()).limit(1))


def shown_candidate(project: Project, candidate: Candidate) -> dict:
    return {
        "project": project.name,
        "release_version": candidate.release_version,
        "version": candidate.version,
        "commit": candidate.commit,
        "repository": project.repository,
        "build_status": "ready",
        "created_at": candidate.created_at,
        "actor": candidate.actor,
    }


def shown(project: Project, environment: Environment, deployment: Deployment) -> dict:
    start = deployment.from_candidate_version
    row = {
        "id": deployment.id,
        "number": deployment.number,
        "project": project.name,
        "environment_name": environment.name,
        "release_version": deployment.release_version,
        "release_candidate_version": deployment.candidate_version,
        "commit": deployment.commit,
        "from_release_version": start and start.rsplit("-rc", 1)[0],
        "from_release_candidate_version": start,
        "status": deployment.status,
        "actor": deployment.actor,
        "created_at": deployment.created_at,
        "deploy_start_at": deployment.deploy_start_at,
        "deploy_end_at": deployment.deploy_end_at,
        "error_message": deployment.error_message,
        "url": deployment.url,
    }
    return {name: value for name, value in row.items() if value is not None}


class NewProject(BaseModel):
    repository: str


class NewCandidate(BaseModel):
    repo: str
    commit: str


class NewDeployment(BaseModel):
    release_candidate_version: str


class Report(BaseModel):
    release_candidate_version: str
    status: str
    error_message: str | None = None
    url: str | None = None


@app.put("/api/releases/{project}")
async def create_project(project: str, body: NewProject, actor: str = Depends(actor)):
    with session() as db, db.begin():
        db.add(Project(name=project, repository=body.repository))
    return JSONResponse({"name": project}, 201)


@app.put("/api/releases/{project}/environments/{environment}")
async def create_environment(project: str, environment: str, actor: str = Depends(actor)):
    with session() as db, db.begin():
        db.add(Environment(project_id=the_project(db, project).id, name=environment))
    return JSONResponse({"name": environment}, 201)


@app.post("/api/releases/{project}/releases/{version}")
async def create_release(project: str, version: str, body: NewCandidate, actor: str = Depends(actor)):
    parts = CANDIDATE.fullmatch(version)
    if parts is None:
        raise Refused(400, "Invalid release candidate version")
    if COMMIT.fullmatch(body.commit) is None:
        raise Refused(400, "Invalid commit hash")
    with session() as db, db.begin():
        found = the_project(db, project)
        of_version = Candidate.project_id == found.id, Candidate.version == version
        candidate = db.scalar(select(Candidate).where(*of_version))
        if candidate is not None and candidate.commit != body.commit:
            raise Refused(409, "Candidate exists")
        if candidate is None:
            if found.repository.lower() != body.repo.lower():
                raise Refused(404, "GitHub repository not found")
            at, release = now(), parts[1]
            of_release = Release.project_id == found.id, Release.version == release
            there = db.scalar(select(Release).where(*of_release))
            if there is None:
                db.add(Release(project_id=found.id, version=release, head=version))
            else:
                there.head = version
            candidate = Candidate(
                project_id=found.id, release_version=release, version=version, commit=body.commit, created_at=at, actor=actor
            )
            db.add(candidate)
            db.add(Event(at=at, actor=actor, kind="create_release", project=project, candidate=version, after=body.commit))
        return JSONResponse(shown_candidate(found, candidate), 201)


@app.post("/api/releases/{project}/environments/{environment}/deployments")
async def create_deployment(project: str, environment: str, body: NewDeployment, actor: str = Depends(actor)):
    version = body.release_candidate_version
    if CANDIDATE.fullmatch(version) is None:
        raise Refused(400, "Invalid release candidate version")
    with session() as db, db.begin():
        found = the_project(db, project)
        place = the_environment(db, found, environment)
        candidate = the_candidate(db, found, version)
        if place.frozen:
            raise Refused(400, "Environment is frozen")
        deployment = newest(db, place, version)
        if deployment is None or deployment.status not in OPEN:
            deployment = create(db, project, place, candidate, "pending", actor)
        return JSONResponse(shown(found, place, deployment), 201)


def create(db: Session, project: str, place: Environment, candidate: Candidate, status: str, actor: str) -> Deployment:
    at = now()
    place.deployments += 1
    deployment = Deployment(
        id=str(uuid.uuid4()),
        environment_id=place.id,
        number=place.deployments,
        release_version=candidate.release_version,
        candidate_version=candidate.version,
        commit=candidate.commit,
        from_candidate_version=place.live,
        status=status,
        actor=actor,
        created_at=at,
        deploy_start_at=None if status == "pending" else at,
        deploy_end_at=None if status in OPEN else at,
    )
    db.add(deployment)
    told = {"project": project, "environment": place.name, "candidate": candidate.version}
    db.add(Event(at=at, actor=actor, kind="create_deployment", after=status, **told))
    return deployment


@app.patch("/api/releases/{project}/environments/{environment}/deployments")
async def update_status(project: str, environment: str, body: Report, actor: str = Depends(actor)):
    version = body.release_candidate_version
    if CANDIDATE.fullmatch(version) is None:
        raise Refused(400, "Invalid release candidate version")
    if body.status not in STATUSES:
        raise Refused(400, "Invalid deployment status")
    with session() as db, db.begin():
        found = the_project(db, project)
        place = the_environment(db, found, environment)
        candidate = the_candidate(db, found, version)
        deployment = newest(db, place, version)
        if deployment is None:
            deployment = create(db, project, place, candidate, body.status, actor)
        elif deployment.status != body.status:
            at, before = now(), deployment.status
            deployment.status = body.status
            deployment.error_message = body.error_message or deployment.error_message
            deployment.url = body.url or deployment.url
            if before == "pending":
                deployment.deploy_start_at = at
            if body.status not in OPEN:
                deployment.deploy_end_at = deployment.deploy_end_at or at
            told = {"project": project, "environment": environment, "candidate": version}
            db.add(Event(at=at, actor=actor, kind="update_status", before=before, after=body.status, **told))
        if deployment.status == "success":
            place.live = version
        return JSONResponse(shown(found, place, deployment))


@app.get("/api/releases/{project}/environments/{environment}/deployments")
async def list_deployments(project: str, environment: str, page: int = 1, per_page: int = 10, actor: str = Depends(actor)):
    with session() as db:
        found = the_project(db, project)
        place = the_environment(db, found, environment)
        of_place = select(Deployment).where(Deployment.environment_id == place.id)
        rows = db.scalars(of_place.order_by(Deployment.number.desc()).limit(per_page).offset((page - 1) * per_page))
        return JSONResponse([shown(found, place, row) for row in rows])


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["PORT"]), loop="uvloop", http="httptools", log_level="warning", access_log=False)
