"""Results and versions, as objects of Python."""

from __future__ import annotations

import copy
import enum
import json
import pickle
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, cast

import pytest

import release_core
from release_core import (
    BuildStatus,
    CandidateVersion,
    Deployment,
    InvalidInputError,
    Page,
    ReleaseError,
    Releases,
    ReleaseVersion,
    Status,
    Tier,
    Workflow,
)

from .conftest import COMMIT
from .support.interface import TYPES, python_name


def everything(releases: Releases) -> list[object]:
    """One object of each class of results."""
    workflow = Workflow("command", "deploy", parameters={"region": "eu"})
    releases.connect("deploy", {"kind": "command", "program": "true"})
    known = [{"commit": COMMIT, "subject": "Mend the cart (#12)", "time": "1969-07-20T20:17:40Z", "author": "Ana",
              "paths": ["cart.py"], "tags": ["2.0.0", "x"]},
             {"commit": "b" * 40, "parents": [COMMIT], "time": "2026-11-26T08:00:00.250Z"}]  # fmt: skip
    releases.add_commit_source("acme/web", {"kind": "data", "repositories": {"acme/web": known}})  # type: ignore[dict-item]
    project = releases.update_project("web", build_workflow=workflow, actor="ana@acme.dev")
    environment = releases.update_environment("web", "production", deploy_workflow=workflow)
    second = releases.create_release("web", "1.4.0-rc2", "acme/web", "b" * 40)
    first = releases.create_deployment("web", "production", "1.4.0-rc1")
    ended = releases.wait(first.id, limit=20)
    assert ended.status is Status.SUCCESS
    releases.wait(releases.create_deployment("web", "production", "1.4.0-rc2").id, limit=20)
    back = releases.rollback("web", "production")
    releases.wait(back.deployment.id if back.deployment else "", limit=20)
    live = releases.live("web", "production")
    where = releases.where_is(COMMIT)
    changes = releases.changes("web", "production")
    tags = releases.import_tags("web", dry_run=True)
    frozen = releases.freeze("web", "production", "holidays", until=datetime.now(timezone.utc) + timedelta(hours=1))
    history = releases.history()
    dispatch = releases.get_dispatch(ended.dispatch_id or "")
    gone = releases.where_is("b" * 40)
    declared = '[projects.web]\nversion_scheme = "semver"\n[projects.api]\nrepository = "acme/api"\n'
    applied = releases.apply(declared, dry_run=True)
    found = [project, environment, second, ended, back, live, where, changes, tags, frozen, frozen.freeze, dispatch,
             releases.get_release("web", "1.4.0"), releases.dispatch_pending(), releases.check_runs(), workflow, gone, applied,
             releases.release_notes("web", "1.4.0-rc2"), *history]  # fmt: skip
    seen: list[object] = []

    def add(value: object) -> None:
        if isinstance(value, tuple):
            for item in value:
                add(item)
        elif type(value).__name__ in TYPES and not isinstance(value, enum.Enum):
            seen.append(value)
            for field in TYPES[type(value).__name__]["properties"]:
                add(getattr(value, python_name(field)))

    for value in found:
        add(value)
    return seen


def test_every_class_of_results(releases: Releases) -> None:
    seen = everything(releases)
    # What a webhook did needs one, see test_webhooks; and nothing was skipped.
    assert {type(value).__name__ for value in seen} >= {
        name for name, schema in TYPES.items() if "properties" in schema
    } - {"Delivery", "SkippedTag"}
    for value in seen:
        check(value)


def check(value: Any) -> None:
    """What holds for every result."""
    schema = TYPES[type(value).__name__]
    data = value.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert set(schema["required"]) <= data.keys() <= schema["properties"].keys()
    for name, described in schema["properties"].items():
        attribute = getattr(value, python_name(name))
        if described.get("format") == "date-time" and attribute is not None:
            assert attribute.tzinfo is timezone.utc
            text = attribute.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            assert text == data[name]
        elif isinstance(data.get(name), str):
            assert str(attribute) == data[name]
        elif isinstance(data.get(name), (int, bool)):
            assert attribute == data[name]
        elif name not in data:
            assert not attribute
        assert type(value).__dict__[python_name(name)].__doc__, name
        with pytest.raises(AttributeError):
            setattr(value, python_name(name), attribute)
    shown = repr(value)
    assert shown.startswith(f"{type(value).__name__}(") and shown.endswith(")")
    for again in (pickle.loads(pickle.dumps(value)), copy.copy(value), copy.deepcopy(value)):
        assert again == value and hash(again) == hash(value) and again is not value
        assert not again != value and again.to_dict() == data
    assert value != data and value != 7 and value is not None
    if type(value) is not Workflow:
        with pytest.raises(TypeError):
            type(value)()


def test_what_differs_is_not_equal(releases: Releases) -> None:
    project = releases.get_project("web")
    other = releases.create_project("api", "acme/web")
    assert project == releases.get_project("web") != other
    assert len({project, releases.get_project("web"), other}) == 2


def test_words_are_members_and_texts(releases: Releases) -> None:
    deployment = releases.update_deployment_status("web", "production", "1.4.0-rc1", Status.IN_PROGRESS)
    assert deployment.status is Status.IN_PROGRESS
    status = cast(str, deployment.status)
    assert status == "in_progress" and f"{status}" == str(status) == f"{status:s}" == "in_progress"
    assert json.dumps(status) == '"in_progress"' and {status: 1}["in_progress"] == 1
    assert pickle.loads(pickle.dumps(deployment.status)) is Status.IN_PROGRESS
    assert Status("success") is Status.SUCCESS
    with pytest.raises(ValueError):
        Status("done")
    assert releases.update_environment("web", "production", tier=Tier.STAGING).tier is Tier.STAGING
    assert releases.get_candidate("web", "1.4.0-rc1").build_status is BuildStatus.READY


@pytest.mark.parametrize("name", [name for name, schema in TYPES.items() if "oneOf" in schema])
def test_enumerations_have_all_words(name: str) -> None:
    words = {option["const"] for option in TYPES[name]["oneOf"]}
    assert {member.value for member in getattr(release_core, name)} == words


def test_times_in_and_out(releases: Releases) -> None:
    before = datetime.now(timezone.utc) - timedelta(milliseconds=1)
    created = releases.create_project("api", "acme/api").created_at
    assert before - timedelta(milliseconds=1) <= created <= datetime.now(timezone.utc)
    zone = timezone(timedelta(hours=5, minutes=30))
    until = datetime(2126, 1, 2, 3, 4, 5, 678_912, tzinfo=zone)
    frozen = releases.freeze("web", "production", "holidays", until=until).freeze
    assert frozen and frozen.until == until.replace(microsecond=678_000)
    frozen = releases.freeze("web", "production", "holidays", until="2126-01-01T00:00:00Z").freeze
    assert frozen and frozen.until == datetime(2126, 1, 1, tzinfo=timezone.utc)
    with pytest.raises(InvalidInputError, match="time zone"):
        releases.freeze("web", "production", "holidays", until=datetime(2126, 1, 1))


def test_spans(path: str) -> None:
    for span in (timedelta(seconds=1), 1, 0.5):
        Releases(path, idempotency_ttl=span, dispatch_wait=span).close()


def test_locations(tmp_path: Path) -> None:
    file = tmp_path / "a file.db"
    with Releases(file) as releases:
        releases.create_project("web", "acme/web")
        assert str(file) in releases.location and str(file) in repr(releases)
    with Releases(str(file)) as releases:
        assert releases.get_project("web").name == "web"
    with Releases("memory:") as one, Releases.in_memory() as other:
        assert list(one.list_projects()) == list(other.list_projects()) == []
    for wrong in ("postgres9://x", tmp_path / "none" / "x.db"):
        with pytest.raises(ReleaseError):
            Releases(wrong)


def test_pages(releases: Releases) -> None:
    for number in range(5):
        releases.create_project(f"p{number}", "acme/web")
    page = releases.list_projects(per_page=4)
    assert isinstance(page, Page) and len(page) == 4 == len(list(page)) and page.next
    rest = releases.list_projects(per_page=4, cursor=page.next)
    assert [project.name for project in (*page, *rest)] == ["p0", "p1", "p2", "p3", "p4", "web"]
    assert rest.next is None and "next" not in rest.to_dict()
    assert page == pickle.loads(pickle.dumps(page)) and hash(page)
    assert json.loads(json.dumps(page.to_dict()))["items"][0]["name"] == "p0"
    with pytest.raises(AttributeError):
        page.next = None


def test_workflows() -> None:
    workflow = Workflow("github", "github", settings={"workflow": "deploy.yml"}, parameters={"region": "eu"})
    described = {"trigger": "github", "connection": "github", "settings": {"workflow": "deploy.yml"}, "parameters": {"region": "eu"}}
    assert workflow.to_dict() == described
    with Releases.in_memory() as releases:
        one = releases.create_project("web", "acme/web", build_workflow=workflow)
        other = releases.create_project("api", "acme/api", build_workflow=described)  # type: ignore[arg-type]
        assert one.build_workflow == other.build_workflow == workflow
        assert releases.update_project("web", version_scheme="semver").build_workflow == workflow
        assert releases.update_project("web", build_workflow=None).build_workflow is None
        assert releases.update_project("api", build_workflow=...).build_workflow == workflow  # type: ignore[arg-type]
    settings = workflow.settings
    settings["workflow"] = "another.yml"
    assert workflow.settings == {"workflow": "deploy.yml"}
    with pytest.raises(InvalidInputError):
        Workflow("rm -rf /", "github")
    with pytest.raises(TypeError):
        Workflow(1, "github")  # type: ignore[arg-type]


def test_versions() -> None:
    candidate = CandidateVersion("1.4.0-rc2")
    assert (candidate.release, candidate.number) == (ReleaseVersion("1.4.0"), 2)
    assert str(candidate) == f"{candidate}" == "1.4.0-rc2" and repr(candidate) == "CandidateVersion('1.4.0-rc2')"
    assert candidate == CandidateVersion("1.4.0-rc2") == "1.4.0-rc2" and candidate != "1.4.0-rc3" and candidate != "x"
    assert hash(candidate) == hash("1.4.0-rc2") and {"1.4.0-rc2": 1}[candidate] == 1  # type: ignore[index]
    assert candidate < CandidateVersion("1.4.0-rc10") and candidate < "1.4.0-rc10" and "1.4.0-rc10" > candidate
    assert candidate >= "1.4.0-rc2" and not candidate > "1.4.0-rc2"
    ordered = ["nightly-3", "1.4.0-alpha.9", "1.4.0-alpha.10", "1.4", "v1.4.0", "1.10"]
    shuffled = [ReleaseVersion(text) for text in ordered]
    random.Random(1).shuffle(shuffled)
    assert sorted(shuffled) == ordered and max(shuffled) == "1.10"
    for version in (candidate, candidate.release):
        assert pickle.loads(pickle.dumps(version)) == copy.deepcopy(version) == version
        with pytest.raises(TypeError):
            assert version < 7
        with pytest.raises(TypeError):
            assert version < "no version"
        assert version != 7
    assert candidate != candidate.release
    with pytest.raises(InvalidInputError) as wrong:
        CandidateVersion("1.4.0-rc01")
    assert wrong.value.code == "invalid_release_candidate_version"
    with pytest.raises(TypeError, match="argument 'version' must be str, not int"):
        ReleaseVersion(1)  # type: ignore[arg-type]


def test_versions_are_handed_in_as_objects(releases: Releases) -> None:
    following = releases.next_candidate("web", ReleaseVersion("1.4.0"))
    assert following == CandidateVersion("1.4.0-rc2") and isinstance(following, CandidateVersion)
    cut = releases.create_release("web", following, "acme/web", "c" * 40)
    assert cut.version == following and isinstance(cut.version, CandidateVersion)
    deployment = releases.create_deployment("web", "production", cut.version)
    assert isinstance(deployment, Deployment) and deployment.release_candidate_version == following
    assert releases.next_release("web", bump=release_core.Bump.MINOR) == ReleaseVersion("1.5.0")
