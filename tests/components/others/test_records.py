"""A record of others under the service's name in an existing zone: told in the preview, as Route 53 refuses the up."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pytest
from botocore.exceptions import ConnectTimeoutError

from tests.components.conftest import Program
from tests.components.test_ingress import OTHER_STANDS

NAME = "www.dr.example.com"


class Zone:
    """A hosted zone with these records; None for one that does not answer."""

    def __init__(self, records: Sequence[Mapping[str, Any]] | None) -> None:
        self.records, self.asked = records, 0

    def list_resource_record_sets(self, **_: Any) -> dict[str, Any]:
        self.asked += 1
        if self.records is None:
            raise ConnectTimeoutError(endpoint_url="https://route53")
        return {"ResourceRecordSets": list(self.records)}


def record(name: str = NAME, kind: str = "A", identifier: str = "") -> dict[str, Any]:
    return {"Name": f"{name}.", "Type": kind, **({"SetIdentifier": identifier} if identifier else {})}


def run(zone: Zone, held: Sequence[Mapping[str, Any]] = ()) -> Program:
    answers = {"name": "dr.example.com", "privateZone": False, "zoneId": "Z1"}
    program = Program("osaka", OTHER_STANDS, aws=lambda _: answers, route53=zone, held=held)
    return program.run(dns=json.dumps({"name": NAME, "zoneId": "Z1"}))


@pytest.mark.parametrize("kind", ["A", "AAAA", "CNAME"])
def test_a_record_of_others_is_refused_by_name(kind: str) -> None:
    with pytest.raises(pulumi.RunError) as refused:
        run(Zone([record(kind=kind)]))
    assert f"dns.name: expected a name without a record of others, found the record {kind} {NAME} of Z1" in str(
        refused.value
    )


@pytest.mark.parametrize(
    "records",
    [
        pytest.param([], id="none"),
        pytest.param([record(identifier="tokyo"), record(identifier="osaka")], id="those of both sites"),
        pytest.param([record("www2.dr.example.com"), record(kind="TXT")], id="other names and types"),
        pytest.param(None, id="no answer"),
    ],
)
def test_a_run_goes_on_with(records: Sequence[Mapping[str, Any]] | None) -> None:
    run(Zone(records))


def test_a_stack_that_has_its_record_asks_route_53_nothing() -> None:
    zone = Zone(None)
    run(zone, held=[{"type": "aws:route53/record:Record", "outputs": {"name": NAME}}])
    assert zone.asked == 0
