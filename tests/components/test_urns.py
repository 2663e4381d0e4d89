"""Every resource keeps its URN: the state finds a resource by it, so another URN is a deletion and a creation.

`data/urns.json` holds the URNs of each stack over all cases, without stack and project. Add a new resource to the file.
Give a resource that moves an alias first. To write the file anew: `python -m tests.components.test_urns`.
"""

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from pulumi.runtime.mocks import MockMonitor

from tests.components.conftest import OTHER_PUBLISHED, Program
from tests.components.test_on_premises import DX, LINES, VPN
from tests.components.test_on_premises import run as with_on_premises
from tests.components.test_store_tiers import tiers
from tests.components.test_zero_compute import configured as with_zero_compute

pytestmark = pytest.mark.slow

FILE = Path(__file__).parent / "data" / "urns.json"
JOINED = {
    "tokyo": {**OTHER_PUBLISHED, "acceptedPeeringId": "tgw-attach-peering"},
    "osaka": {**OTHER_PUBLISHED, "requestedPeeringId": "tgw-attach-peering"},
}
EC2 = {
    "workloadPlatform": "ec2",
    "ec2Vpc": {"site": "tokyo", "cidr": "172.30.0.0/16", "availabilityZones": ["ap-northeast-1a"]},
}
CASES: dict[str, dict[str, Any]] = {
    "alone": {},
    "joined": {},
    "vpc peering": {"peering": "vpc"},
    "before the migration": EC2,
    "firewall and access logs": {"firewall": {}, "loadBalancer": {"accessLogs": {}}},
    "store tiers, tokyo active": tiers(),
    "store tiers, osaka active": {**tiers(), "activeRegion": "osaka"},
    "zero compute": with_zero_compute(activeRegion="osaka"),
    "vpn": {},
    "direct connect": {},
}


def urns(case: str, stack: str) -> set[str]:
    """The URNs that the program registers, from the type on."""
    found: list[str] = []
    make_urn = MockMonitor.make_urn

    def noted(self: MockMonitor, parent: str, type_: str, name: str) -> str:
        urn = make_urn(self, parent, type_, name)
        # The engine leaves the stack's own type out where the stack is the parent. The mocks do not.
        found.append("::".join(urn.split("::")[2:]).removeprefix("pulumi:pulumi:Stack$"))
        return urn

    program = Program(stack, {} if case == "alone" else JOINED[stack])
    with patch.object(MockMonitor, "make_urn", noted):
        if case == "vpn":
            device = {"customerGateway": {"address": "203.0.113.10"}}
            with_on_premises(program, VPN, {"tokyo": device, "osaka": device})
        elif case == "direct connect":
            with_on_premises(program, DX, LINES)
        else:
            program.run(**CASES[case])
    return {urn for urn in found if not urn.startswith("pulumi:pulumi:Stack")}


def all_urns(stack: str) -> list[str]:
    return sorted({urn for case in CASES for urn in urns(case, stack)})


@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_every_resource_keeps_its_urn(stack: str) -> None:
    assert all_urns(stack) == json.loads(FILE.read_text())[stack]


if __name__ == "__main__":
    import os

    os.environ |= {"PRISM_ENDPOINT": "https://127.0.0.1:9440", "PRISM_USERNAME": "admin", "PRISM_PASSWORD": "unused"}
    FILE.write_text(json.dumps({stack: all_urns(stack) for stack in JOINED}, indent=1) + "\n")
