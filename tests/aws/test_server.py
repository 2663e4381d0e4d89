"""The local AWS as a server, and its repairs as a whole."""

import inspect
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from botocore.exceptions import ClientError
from moto.ec2.models import EC2Backend

from simulator.aws import MOTO_VERSION, UnrepairedMoto, install
from simulator.aws.installation import REPAIRS, check_version
from tests.aws.conftest import Aws
from tests.aws.networks import TOKYO, make_gateway


def test_a_moto_other_than_the_repaired_one_is_refused_in_a_sentence() -> None:
    with pytest.raises(UnrepairedMoto, match=rf"written for moto {MOTO_VERSION}, but moto 9.9.9 is installed"):
        check_version("9.9.9")


def test_installing_twice_changes_nothing() -> None:
    install()
    bases = EC2Backend.__bases__
    install()
    assert EC2Backend.__bases__ == bases


@pytest.mark.slow
def test_what_moto_made_before_it_was_repaired_is_begun_anew() -> None:
    program = """
from moto.ec2.models import ec2_backends
before = ec2_backends["123456789012"]["ap-northeast-1"]
from simulator.aws import install
install()
print(before.prefix_list_references, hasattr(before, "vpcs"))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "{} True\n"


@pytest.mark.parametrize(("target", "repairs"), [pytest.param(*item, id=item[0].__name__) for item in REPAIRS])
def test_repairs_of_one_method_hand_on_to_one_another(target: type, repairs: tuple[type, ...]) -> None:
    """The first base wins: without `super()` it would hide the others."""
    found: dict[str, list[Any]] = defaultdict(list)
    for repair in repairs:
        for name, member in vars(repair).items():
            if not name.startswith("__"):
                found[name].append(member)
    hidden = [
        name
        for name, members in found.items()
        if any(f"super().{name}(" not in inspect.getsource(one) for one in members[:-1])
    ]
    assert hidden == [], target


def test_a_client_that_stops_half_way_holds_up_nobody(aws: Aws) -> None:
    where = urlsplit(aws.endpoint)
    with socket.create_connection((str(where.hostname), where.port or 0)) as half_way:
        half_way.sendall(b"POST / HTTP/1.1\r\nHost: ec2\r\nContent-Length: 1000\r\n\r\nAction=")
        assert aws.client("ec2", TOKYO).describe_transit_gateways()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_many_writers_at_once_lose_nothing(aws: Aws) -> None:
    ec2 = aws.client("ec2", TOKYO)
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: make_gateway(ec2)["TransitGatewayId"], range(40)))
    found = ec2.describe_transit_gateways(TransitGatewayIds=made)["TransitGateways"]
    assert len(found) == len(set(made)) == 40


def test_the_services_a_provider_asks_first_answer(aws: Aws) -> None:
    identity = aws.client("sts", TOKYO).get_caller_identity()
    assert identity["Account"] == "123456789012"
    s3 = aws.client("s3", TOKYO)
    s3.create_bucket(Bucket="state", CreateBucketConfiguration={"LocationConstraint": TOKYO})
    s3.put_object(Bucket="state", Key="stacks/tokyo.json", Body=b"{}")
    assert s3.get_object(Bucket="state", Key="stacks/tokyo.json")["Body"].read() == b"{}"


UNSIMULATED = [
    pytest.param("directconnect", "describe_locations", {}, id="in JSON"),
    pytest.param("ec2", "describe_capacity_reservations", {}, id="in XML"),
    pytest.param(
        "ec2",
        "describe_transit_gateway_attachments",
        {"Filters": [{"Name": "shoe-size", "Values": ["44"]}]},
        id="a filter",
    ),
]


@pytest.mark.parametrize(("service", "action", "arguments"), UNSIMULATED)
def test_what_is_not_simulated_is_answered_at_once_and_not_repeated(
    aws: Aws, service: str, action: str, arguments: dict[str, object]
) -> None:
    with pytest.raises(ClientError) as caught:
        getattr(aws.client(service, TOKYO), action)(**arguments)
    assert caught.value.response["Error"]["Code"] == "NotImplemented"
    assert "The local AWS cannot do this" in caught.value.response["Error"]["Message"]
    assert caught.value.response["ResponseMetadata"]["RetryAttempts"] == 0


@pytest.mark.slow
def test_the_command_serves_on_a_free_port_until_told_to_end(tmp_path: Path) -> None:
    ready = tmp_path / "ready.json"
    command = [sys.executable, "-m", "simulator.aws", "--port=0", f"--ready-file={ready}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        while not ready.exists():
            assert process.poll() is None
            time.sleep(0.05)
        announced = json.loads(ready.read_text())
        assert announced["pid"] == process.pid
        where = urlsplit(announced["endpoint"])
        with socket.create_connection((str(where.hostname), where.port or 0)):
            pass
        os.kill(process.pid, signal.SIGTERM)
        output, _ = process.communicate(timeout=20)
    assert announced["endpoint"] in output
    assert process.returncode == 0
