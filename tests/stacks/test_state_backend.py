"""The state in a bucket, its secrets under a key, both outside the sites' regions; and what a killed run leaves there.

A program of one resource stands for the project, so that every run takes seconds.
"""

import contextlib
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3
import pytest
from pulumi import automation

from operations.look import Status
from operations.readiness.state_backend import backend_check, secrets_check
from operations.run import Project
from operations.run.host import Host, now
from operations.run.run_note import RunNotes
from operations.run.stack_lock import Onlooker, Verdict, is_lock, judge, locks
from simulator.aws import serve
from tests import session
from tools import engine

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=3)]

ELSEWHERE, BUCKET, KEY = "us-west-2", "nc2-dr-state", "alias/nc2-dr"
PROGRAM = """
import pathlib, time
import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

HERE = pathlib.Path(__file__).parent


class Slow(ResourceProvider):
    def create(self, props):
        with (HERE / "created").open("a") as made:
            made.write("x")
        while (HERE / "hold").exists():
            time.sleep(0.05)
        return CreateResult("thing", props)


class Thing(Resource):
    def __init__(self, name):
        super().__init__(Slow(), name, {})


if (HERE / "wanted").exists():
    Thing("thing")
pulumi.export("answer", pulumi.Output.secret("nobody may read this"))
"""


@dataclass
class Backend:
    """A project of one resource, whose state is in the bucket."""

    directory: Path
    endpoint: str
    environment: dict[str, str]

    @property
    def stack(self) -> automation.Stack:
        # Version 2 of the SDK now and then closes the connection before it has read the answer.
        provider = f"awskms://{KEY}?region={ELSEWHERE}&awssdk=v1&endpoint={quote(self.endpoint, safe='')}"
        options = automation.LocalWorkspaceOptions(env_vars=self.environment, secrets_provider=provider)
        return automation.create_or_select_stack("osaka", work_dir=str(self.directory), opts=options)

    def want(self) -> None:
        (self.directory / "wanted").touch()

    def killed_up(self) -> int:
        """`pulumi up`, SIGKILLed with all that it started, in the middle of the create; answers its process id."""
        hold, created = self.directory / "hold", self.directory / "created"
        hold.touch()
        created.unlink(missing_ok=True)
        command = ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive", "--stack", "osaka"]
        environment = {**os.environ, **self.environment}
        with subprocess.Popen(
            command,
            cwd=self.directory,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as up:
            while not created.exists():
                assert up.poll() is None, "it ended before it was killed"
                time.sleep(0.05)
            session.end(up.pid)
        hold.unlink()
        return up.pid

    def client(self, service: str) -> Any:
        return boto3.client(
            service,
            region_name=ELSEWHERE,
            endpoint_url=self.endpoint,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )

    def things(self) -> list[str]:
        """The ids of the resources that the state holds."""
        deployment = self.stack.export_stack().deployment or {}
        return [one["id"] for one in deployment.get("resources") or [] if "dynamic" in one["type"] and "id" in one]

    def pending(self) -> list[str]:
        """The operations that the state knows as begun and not ended."""
        deployment = self.stack.export_stack().deployment or {}
        return [operation["type"] for operation in deployment.get("pending_operations") or []]


@pytest.fixture(scope="module")
def backend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Backend]:
    directory = tmp_path_factory.mktemp("backend")
    (directory / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (directory / "__main__.py").write_text(PROGRAM)
    with pytest.MonkeyPatch.context() as patch, serve() as endpoint:
        host = endpoint.removeprefix("http://")
        options = f"endpoint={host}&disableSSL=true&s3ForcePathStyle=true"
        own = {
            "PULUMI_BACKEND_URL": f"s3://{BUCKET}?region={ELSEWHERE}&{options}",
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        environment = {**engine.environment(), **own}
        patch.setenv("PATH", environment["PATH"])
        made = Backend(directory, endpoint, environment)
        place: Any = {"LocationConstraint": ELSEWHERE}
        made.client("s3").create_bucket(Bucket=BUCKET, CreateBucketConfiguration=place)
        key = made.client("kms").create_key()["KeyMetadata"]["KeyId"]
        made.client("kms").create_alias(AliasName=KEY, TargetKeyId=key)
        yield made


def test_the_state_is_in_the_bucket_and_its_secrets_are_not_in_clear(backend: Backend) -> None:
    backend.stack.up(color="never")
    keys = [item["Key"] for item in backend.client("s3").list_objects_v2(Bucket=BUCKET)["Contents"]]
    (state,) = [key for key in keys if key.endswith("stacks/small/osaka.json")]
    text = backend.client("s3").get_object(Bucket=BUCKET, Key=state)["Body"].read().decode()
    assert "nobody may read this" not in text
    assert backend.stack.outputs()["answer"].value == "nobody may read this"


def test_bucket_and_key_are_outside_both_sites_regions(backend: Backend) -> None:
    settings = Project(backend.directory).stack_settings("osaka")
    for site in Project.here().configuration()["sites"].values():
        assert backend_check(backend.environment["PULUMI_BACKEND_URL"], site["region"]).status is Status.PASS
        assert secrets_check(settings, "osaka", site["region"]).status is Status.PASS


class Killed(Exception):
    """A command's engine was killed."""


def noted(notes: RunNotes, run: Callable[[], int]) -> int:
    """The run as a command of this project makes it, with a note, and with its engine killed."""
    pids = []
    with contextlib.suppress(Killed), notes.kept():
        pids.append(run())
        raise Killed
    return pids[0]


def test_a_killed_run_leaves_a_lock_that_names_it_and_cancel_takes_it_away(backend: Backend) -> None:
    backend.want()
    notes = RunNotes(backend.directory / "notes")
    pid = noted(notes, backend.killed_up)
    with pytest.raises(automation.CommandError) as refused:
        backend.stack.up(color="never")
    assert is_lock(str(refused.value))
    held = locks(str(refused.value))
    assert [lock.pid for lock in held] == [pid]
    me = Onlooker(Host.here(), now())
    assert judge(held, notes.all(), me).verdict is Verdict.FREE
    assert judge(held, [], me).verdict is Verdict.ASK, "without a note it is a run of plain pulumi"
    backend.stack.cancel()
    assert backend.pending() == ["creating"]


def test_the_next_up_makes_what_was_pending_and_goes_on_warning_of_it(backend: Backend) -> None:
    result = backend.stack.up(color="never")
    assert backend.things() == ["thing"]
    assert "interrupted while creating" in " ".join((result.stdout + result.stderr).split())
    assert backend.pending() == ["creating"]


def test_a_refresh_forgets_the_create_that_is_done_and_nothing_else(backend: Backend) -> None:
    backend.stack.refresh(color="never", clear_pending_creates=True)
    assert backend.pending() == []
    assert backend.things() == ["thing"]
