"""Load balancers of the local AWS: two zones, active at once, healthy by the machines behind their targets."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from botocore.exceptions import ClientError

from simulator.aws import SURROUNDINGS
from tests.aws.conftest import Aws
from tests.aws.networks import OSAKA, TOKYO, make_vpc


def make(aws: Aws, name: str, *zones: str) -> dict[str, object]:
    ec2, client = aws.client("ec2", TOKYO), aws.client("elbv2", TOKYO)
    vpc_id, first = make_vpc(ec2)
    subnets = [first] + [
        ec2.create_subnet(VpcId=vpc_id, CidrBlock=f"10.101.{20 + at}.0/24", AvailabilityZone=zone)["Subnet"]["SubnetId"]
        for at, zone in enumerate(zones)
    ]
    made: dict[str, object] = client.create_load_balancer(Name=name, Subnets=subnets)["LoadBalancers"][0]
    return made | {"VpcId": vpc_id}


def test_one_zone_is_refused_and_leaves_nothing(aws: Aws) -> None:
    with pytest.raises(ClientError, match="two different Availability Zones"):
        make(aws, "in-one-zone")
    names = [
        found["LoadBalancerName"] for found in aws.client("elbv2", TOKYO).describe_load_balancers()["LoadBalancers"]
    ]
    assert "in-one-zone" not in names


@pytest.mark.parametrize("gone", ["listener", "load_balancer"])
def test_a_certificate_is_in_use_until_its_listener_is_gone(aws: Aws, gone: str) -> None:
    acm, client = aws.client("acm", TOKYO), aws.client("elbv2", TOKYO)
    certificate = acm.request_certificate(DomainName=f"{gone.replace('_', '-')}.example.com")["CertificateArn"]
    arns = {"load_balancer": str(make(aws, f"with-a-{gone.replace('_', '-')}", f"{TOKYO}c")["LoadBalancerArn"])}
    refuse = {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "404"}}
    arns["listener"] = client.create_listener(
        LoadBalancerArn=arns["load_balancer"],
        Protocol="HTTPS",
        Port=443,
        Certificates=[{"CertificateArn": certificate}],
        DefaultActions=[refuse],
    )["Listeners"][0]["ListenerArn"]
    assert acm.describe_certificate(CertificateArn=certificate)["Certificate"]["InUseBy"] == [arns["listener"]]
    getattr(client, f"delete_{gone}")(**{f"{gone.title().replace('_', '')}Arn": arns[gone]})
    assert acm.describe_certificate(CertificateArn=certificate)["Certificate"]["InUseBy"] == []


def test_in_two_zones_it_is_active_at_once(aws: Aws) -> None:
    assert make(aws, "in-two-zones", f"{TOKYO}c")["State"] == {"Code": "active"}


class Machines(BaseHTTPRequestHandler):
    """A control API that knows who runs."""

    running: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        address = parse_qs(urlsplit(self.path).query)["address"][0]
        body = json.dumps({"address": address, "answers": address in self.running}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        return


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[str]]:
    """The addresses behind which a machine of Tokyo runs."""
    server = HTTPServer(("127.0.0.1", 0), Machines)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    monkeypatch.setattr(Machines, "running", set())
    control = {"region": TOKYO, "endpoint": f"http://127.0.0.1:{server.server_port}"}
    monkeypatch.setitem(SURROUNDINGS.machines, "tokyo", control)
    yield Machines.running
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_target_is_healthy_while_its_machine_runs(machines: set[str]) -> None:
    assert SURROUNDINGS.answer_of("10.101.4.130", 80, TOKYO) == "down"
    machines.add("10.101.4.130")
    assert SURROUNDINGS.answer_of("10.101.4.130", 80, TOKYO) == "up"
    assert SURROUNDINGS.answer_of("10.102.4.130", 80, OSAKA) == "up", "nobody is asked of another region"


def test_what_was_said_of_an_address_counts_more_than_its_machine(
    machines: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    machines.add("10.101.4.130")
    monkeypatch.setitem(SURROUNDINGS.targets, "10.101.4.130:80", "503")
    assert SURROUNDINGS.answer_of("10.101.4.130", 80, TOKYO) == "503"


def test_in_a_region_that_is_lost_nobody_answers(machines: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    machines.add("10.101.4.130")
    monkeypatch.setitem(SURROUNDINGS.regions, TOKYO, "down")
    assert SURROUNDINGS.answer_of("10.101.4.130", 80, TOKYO) == "down"


def test_machines_that_cannot_be_asked_do_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SURROUNDINGS.machines, "osaka", {"region": OSAKA, "endpoint": "http://127.0.0.1:1"})
    assert SURROUNDINGS.answer_of("10.102.4.130", 80, OSAKA) == "down"


@pytest.mark.parametrize(
    ("what", "said", "why"),
    [
        ("machines", {"tokyo": {"endpoint": "http://127.0.0.1:1"}}, "no region"),
        ("machines", {"tokyo": {"region": TOKYO, "endpoint": "ftp://127.0.0.1"}}, "no endpoint"),
        ("regions", {TOKYO: "slow"}, "slow is not up or down"),
    ],
)
def test_what_makes_no_sense_is_refused(aws: Aws, what: str, said: dict[str, object], why: str) -> None:
    answer = requests.put(f"{aws.endpoint}/simulator/v1/{what}", json=said, timeout=10)
    assert answer.status_code == 400
    assert why in answer.json()["error"]
