"""A stack remembers what it has used of the other site: what is missing or has changed then is refused, not deleted."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pytest

from components.memory import Memory
from components.memory.uses import uses
from components.published import Published
from operations.run import Project
from tests.components.conftest import Program
from tests.components.living import OSAKA, PUBLISHED, living, model_of, without

pytestmark = pytest.mark.slow

NOTHING: dict[str, str] = {}
ZERO = {
    "mode": "zero-compute",
    "nodeType": "i4i.metal",
    "activeNodes": 3,
    "aosVersion": "7.3",
    "prismCentralVersion": "pc.2024.3",
    "sshKey": "nc2",
    "accessCidrs": [],
}
STORE = {
    "recoveryPointStore": {"name": "points"},
    "protection": {"destination": "recovery-point-store", "rpoSeconds": 3600},
}
NEVER_MISSED = {"site", "schema_version", "target_group_arn", "taken_over", "tiers_taken_over"}
"""Fields that no resource of this program is left out for."""


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    monkeypatch.setattr("pulumi.log.warn", lines.append)
    return lines


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_a_missing_state_of_the_other_site_is_refused_and_nothing_is_registered(stack: str, preview: bool) -> None:
    other = {"tokyo": "osaka", "osaka": "tokyo"}[stack]
    program = Program(stack, NOTHING, own=living(stack), preview=preview)
    with pytest.raises(pulumi.RunError) as refused:
        program.run()
    assert program.resources == []
    for words in (
        f"The stack of {other} no longer publishes the outputs generation, activeSite, ",
        "the peering and its routes",
        "Nothing was changed",
        "its state is missing or empty",
        f"pulumi stack import --stack {other}",
        f"acceptedChanges: {{lostState: {other}}}",
        f"acceptedChanges: {{givenUpSite: {other}}}",
        "without --run-program",
    ):
        assert words in str(refused.value)


@pytest.mark.parametrize(
    ("stack", "name", "what"),
    [
        ("tokyo", "domainManagerId", "the protection policies and the recovery plans"),
        ("tokyo", "overlayVpcId", "the protection policies and the recovery plans"),
        ("tokyo", "overlayTestVpcId", "the test networks of the recovery plans"),
        ("tokyo", "transitGatewayId", "the peering and its routes"),
        ("tokyo", "acceptedPeeringId", "the peering and its routes"),
        ("tokyo", "loadBalancerDnsName", "the health check behind the DNS name"),
        ("osaka", "requestedPeeringId", "the peering and its routes"),
        ("osaka", "hostedZoneId", "the DNS record of this site"),
        ("osaka", "generation", "the check whose turn a failover is"),
        ("osaka", "activeSite", "the check whose turn a failover is"),
    ],
)
def test_an_output_that_was_used_and_is_missing_is_refused_by_name(stack: str, name: str, what: str) -> None:
    own, published = living(stack), without(PUBLISHED[stack], name)
    with pytest.raises(pulumi.RunError, match=f"no longer publishes the output {name}.*\n.*change: {what}. Nothing"):
        Program(stack, published, own=own).run()


@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_what_was_never_used_is_not_expected_and_a_pair_from_nothing_goes_on_waiting(stack: str) -> None:
    alone = Program(stack, NOTHING).run()
    again = Program(stack, NOTHING, own=alone.remembered).run()
    assert set(again.names) == set(alone.names)
    half = Program(stack, {"transitGatewayId": "tgw-other"}, own=again.remembered).run()
    whole = Program(stack, PUBLISHED[stack], own=half.remembered).run()
    assert set(alone.names) < set(whole.names)
    assert set(Program(stack, PUBLISHED[stack], own=whole.remembered).run().names) == set(whole.names)


@pytest.mark.parametrize("stack", ["tokyo", "osaka"])
def test_with_consent_a_run_goes_by_what_was_published_last_and_leaves_nothing_out(stack: str, told: list[str]) -> None:
    own, other = living(stack), {"tokyo": "osaka", "osaka": "tokyo"}[stack]
    before = Program(stack, PUBLISHED[stack], own=own).run()
    without_state = Program(stack, NOTHING, own=own).run(acceptedChanges={"lostState": other})
    assert {one.name: one.inputs for one in without_state.resources} == {
        one.name: one.inputs for one in before.resources
    }
    assert without_state.remembered == own, "what was heard is not forgotten for it"
    assert any(f"The state of {other} is lost" in line for line in told)
    told.clear()
    Program(stack, PUBLISHED[stack], own=own).run(acceptedChanges={"lostState": other})
    assert any("Remove that entry" in line for line in told)
    with pytest.raises(pulumi.RunError, match="no longer publishes"):
        Program(stack, NOTHING, own=own).run(acceptedChanges={"lostState": stack})


def test_with_consent_the_stale_copies_are_known_by_what_was_told_of_them_last() -> None:
    took_over = {**PUBLISHED["tokyo"], "generation": "3", "activeSite": "osaka", "takenOver": "1:AAAA"}
    before = Program("tokyo", took_over, own=living("tokyo")).run(activeRegion="osaka")
    lost = Program("tokyo", NOTHING, own=before.remembered)
    others = [
        run.of_type("prism:Failover")["failover"]["others"]
        for run in (before, lost.run(activeRegion="osaka", acceptedChanges={"lostState": "osaka"}))
    ]
    assert others == [{"generation": 3, "active_site": "osaka", "taken_over": "1:AAAA"}] * 2


def test_a_site_that_tells_no_longer_what_it_took_over_is_no_absence() -> None:
    told = {**PUBLISHED["tokyo"], "takenOver": "1:AAAA"}
    own = Program("tokyo", told, own=living("tokyo")).run().remembered
    again = Program("tokyo", PUBLISHED["tokyo"], own=own).run()
    assert again.of_type("prism:RecoveryPlan")
    assert "takenOver" not in again.remembered["remembered"]


def test_a_site_that_is_given_up_is_awaited_again_and_the_preview_tells_what_goes(told: list[str]) -> None:
    program = Program("tokyo", NOTHING, own=living("tokyo")).run(acceptedChanges={"givenUpSite": "osaka"})
    assert program.of_type("prism:RecoveryPlan") == {}
    assert any("osaka is given up" in line and "the recovery plans" in line for line in told)
    assert set(Program("tokyo", NOTHING, own=program.remembered).run().names) == set(program.names)


def test_another_kind_of_peering_is_no_absence() -> None:
    without_peering = without(OSAKA, "transitGatewayId", "acceptedPeeringId")
    for kind in ("none", "vpc"):
        own = living("tokyo")
        program = Program("tokyo", without_peering, own=own).run(peering=kind)
        assert program.of_type("prism:RecoveryPlan")
    away = Program("tokyo", without_peering, own=program.remembered).run(peering="none")
    Program("tokyo", OSAKA, own=away.remembered).run()


def test_a_site_in_zero_compute_may_give_its_prism_central_back() -> None:
    """Only while it is active it has one, and is expected to say so."""
    sites = {"osaka": {**Project.here().configuration()["sites"]["osaka"], "compute": ZERO}}
    changes = {**STORE, "sites": sites, "loadBalancer": None, "dns": None}
    active = {**OSAKA, "prismCentralAddress": "10.102.2.10:9440", "activeSite": "osaka"}
    gave_back = without(active, "domainManagerId", "overlayVpcId", "overlayTestVpcId", "prismCentralAddress")
    own = Program("tokyo", active).run(activeRegion="osaka", **changes).remembered
    with pytest.raises(pulumi.RunError, match="the pairing of the Prism Centrals"):
        Program("tokyo", gave_back, own=own).run(activeRegion="osaka", **changes)
    home = Program("tokyo", active, own=own).run(activeRegion="tokyo", **changes)
    assert Program("tokyo", gave_back, own=home.remembered).run(activeRegion="osaka", **changes)


def test_every_field_that_is_published_is_expected_where_it_is_used() -> None:
    sites = {"osaka": {**Project.here().configuration()["sites"]["osaka"], "compute": ZERO}}
    vpc = {"site": "tokyo", "cidr": "172.30.0.0/16", "availabilityZones": ["ap-northeast-1a"]}
    models = [model_of(stack, peering=kind) for stack in ("tokyo", "osaka") for kind in ("transit-gateway", "vpc")]
    models += [model_of(stack, **STORE, sites=sites, activeRegion="osaka") for stack in ("tokyo", "osaka")]
    models.append(model_of("osaka", ec2Vpc=vpc, migration={}))
    fields = {str(field.alias) for name, field in Published.model_fields.items() if name not in NEVER_MISSED}
    assert {name for model in models for name in uses(model)} == fields


@pytest.mark.parametrize(
    ("own", "published", "absent"),
    [
        ({"requestedPeeringId": "tgw-attach-1", "pending": []}, NOTHING, "transitGatewayId, domainManagerId, overlayV"),
        ({"requestedPeeringId": "tgw-attach-1", "pending": ["x"]}, NOTHING, "output transitGatewayId"),
        ({"requestedPeeringId": "tgw-attach-1", "pending": ["x"]}, OSAKA, None),
        ({"categoryIds": '{"A:B":"id"}', "pending": []}, NOTHING, "outputs domainManagerId, overlayVpcId"),
        ({"vpcId": "vpc-1", "pending": ["the transit gateway of osaka"]}, NOTHING, None),
    ],
)
def test_the_outputs_of_an_older_program_tell_whether_the_pair_was_living(
    own: Mapping[str, Any], published: Mapping[str, str], absent: str | None
) -> None:
    if absent is None:
        assert Program("tokyo", published, own=own).run().remembered
        return
    with pytest.raises(pulumi.RunError, match=absent) as refused:
        Program("tokyo", published, own=own).run()
    assert "lostState does not help here" in str(refused.value)


def test_a_memory_that_cannot_be_read_stops_the_run() -> None:
    for text in ("{", "{}", "[]"):
        with pytest.raises(pulumi.RunError, match="'remembered' of the stack of tokyo cannot be read"):
            Program("tokyo", OSAKA, own={"remembered": text}).run()


def test_what_is_remembered_is_read_as_it_was_written() -> None:
    model = model_of("tokyo")
    memory = Memory.of(model, {"vpcId": "vpc-other"})
    assert Memory.read({"remembered": memory.dumped()}, model) == memory
    assert len(memory.dumped()) < 2000
