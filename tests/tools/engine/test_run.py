"""A program written for pulumi-aws runs on the real engine, and the engine has nothing to warn about."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer

from operations.run.stack import TAGS_LEFT_ALONE
from tests.tools.engine.tiny import environment_of, pulumi
from tools.engine import Cache, Installation, set_up

pytestmark = [pytest.mark.engine, pytest.mark.slow]

PROGRAM = """
import sys
import pulumi
import pulumi_aws as aws
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Echo(ResourceProvider):
    def create(self, props):
        return CreateResult("1", {"said": props["say"]})

class Said(Resource):
    said: pulumi.Output[str]

vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", tags={"Name": "main"})
web = aws.ec2.SecurityGroup(
    "web", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/8"]}]
)
target = aws.lb.TargetGroup("web", port=80, protocol="HTTP", vpc_id=vpc.id, health_check={"path": "/health"})
said = Said(Echo(), "said", {"say": "hello", "said": None})
pulumi.export("said", said.said)
pulumi.export("interpreter", sys.prefix)
pulumi.export("from_port", web.ingress[0].from_port)
pulumi.export("path", target.health_check.path)
pulumi.export("cidr", aws.ec2.get_vpc_output(id=vpc.id).cidr_block)
"""


TAGGED = """
import pulumi
import pulumi_aws as aws

provider = aws.Provider("aws", region="ap-northeast-3")
opts = pulumi.ResourceOptions(provider=provider)
pulumi.export("id", aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", tags=dict(Name="main"), opts=opts).id)
"""


HELD = """
import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

class Echo(ResourceProvider):
    def create(self, props):
        return CreateResult("1", props)

class Route(Resource):
    pass

class Held(pulumi.ComponentResource):
    pass

if pulumi.Config().get_bool("there"):
    route = Route(Echo(), "route", {"say": "hello"})
    Held("example:index:Held", "held", None, pulumi.ResourceOptions(depends_on=[route]))
"""


@pytest.fixture
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"http://{host}:{port}"
    finally:
        server.stop()


@pytest.fixture
def environment(installed_engine: Installation, endpoint: str, tmp_path: Path) -> dict[str, str]:
    return environment_of(installed_engine, endpoint, tmp_path)


def test_a_program_is_previewed_applied_and_destroyed_without_a_warning(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: tiny\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)
    pulumi(tmp_path, environment, "stack", "init", "test")
    pulumi(tmp_path, environment, "up", "--yes", "--skip-preview", "--stack", "test")
    assert "5 unchanged" in pulumi(tmp_path, environment, "preview", "--stack", "test")
    outputs = json.loads(pulumi(tmp_path, environment, "stack", "output", "--json", "--stack", "test"))
    assert outputs == {
        "cidr": "10.0.0.0/16",
        "from_port": 443,
        "interpreter": environment["PATH"].split(os.pathsep)[0].removesuffix("/bin"),
        "path": "/health",
        "said": "hello",
    }
    assert "5 deleted" in pulumi(tmp_path, environment, "destroy", "--yes", "--skip-preview", "--stack", "test")
    assert running_with(environment["PULUMI_BACKEND_URL"]) == {}


def test_tags_that_somebody_else_sets_are_left_alone_where_the_environment_says_so(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """As NC2 does on our subnets."""
    (tmp_path / "Pulumi.yaml").write_text("name: tags\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(TAGGED)

    def ran(verb: str, *more: str) -> str:
        return pulumi(tmp_path, environment, verb, *more, "--stack", "test")

    pulumi(tmp_path, environment, "stack", "init", "test")
    ran("up", "--yes", "--skip-preview")
    session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing", region_name="ap-northeast-3")
    ec2 = session.client("ec2", endpoint_url=environment["AWS_ENDPOINT_URL"])
    vpc = json.loads(ran("stack", "output", "--json"))["id"]
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "nutanix:clusters:id", "Value": "1"}])
    assert "1 to update" in ran("preview", "--refresh"), "otherwise an up would remove the tag"
    environment |= TAGS_LEFT_ALONE
    ran("up", "--yes", "--skip-preview", "--refresh")
    assert {tag["Key"] for tag in ec2.describe_vpcs(VpcIds=[vpc])["Vpcs"][0]["Tags"]} == {"Name", "nutanix:clusters:id"}
    assert "3 unchanged" in ran("preview", "--refresh")


def test_what_another_resource_needs_is_not_deleted_by_a_run_of_it_alone(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """`HeldWhileActive` of the workload's routes goes by it."""
    (tmp_path / "Pulumi.yaml").write_text("name: held\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(HELD)
    up = ("up", "--yes", "--skip-preview", "--stack", "test")
    pulumi(tmp_path, environment, "stack", "init", "test")
    pulumi(tmp_path, environment, "config", "set", "there", "true", "--stack", "test")
    pulumi(tmp_path, environment, *up)
    pulumi(tmp_path, environment, "config", "set", "there", "false", "--stack", "test")
    alone = [*up, "--target", "urn:pulumi:test::held::pulumi-python:dynamic:Resource::route"]
    refused = subprocess.run(
        ["pulumi", *alone, "--non-interactive"],
        cwd=tmp_path,
        env=environment,
        text=True,
        capture_output=True,
        timeout=300,
    )
    assert refused.returncode != 0
    assert "::held' will be destroyed but was not specified in --target list" in refused.stdout + refused.stderr
    assert "2 deleted" in pulumi(tmp_path, environment, *up), "a run of everything deletes both"


def test_when_pulumi_is_killed_nothing_goes_on_talking_to_aws(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: killed\nruntime: python\n")
    (tmp_path / "__main__.py").write_text("import pulumi_aws as aws\naws.ec2.Vpc('main', cidr_block='10.0.0.0/16')\n")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(120)
        environment["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{silent.getsockname()[1]}"
        command = ["pulumi", "up", "--yes", "--skip-preview", "--stack", "organization/killed/test"]
        subprocess.run(["pulumi", "stack", "init", "test"], cwd=tmp_path, env=environment, check=True, timeout=60)
        with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.DEVNULL) as up:
            connection, _ = silent.accept()
            up.kill()
        with connection:
            left = remaining(environment["PULUMI_BACKEND_URL"], "aws")
    # The language host only looks every few minutes whether Pulumi is there.
    for process in running_with(environment["PULUMI_BACKEND_URL"]):
        os.kill(process, signal.SIGKILL)
    assert left == []


def remaining(value: str, word: str) -> list[str]:
    """The commands with a word in them that go on running with a value in their environment."""
    for _ in range(200):
        found = [command for command in running_with(value).values() if word in command]
        if not found:
            break
        time.sleep(0.1)
    return found


def running_with(value: str) -> dict[int, str]:
    """The commands, by process, that have a value in their environment, where the system lets one look."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if value.encode() in (process / "environ").read_bytes():
                found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
    return found


def test_a_second_set_up_has_nothing_to_do(installed_engine: Installation) -> None:
    told: list[str] = []
    assert set_up(Cache.of_user(), told.append) == installed_engine
    assert told == []
