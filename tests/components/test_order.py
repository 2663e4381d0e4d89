"""Routes, floating IPs, targets and outputs follow what the failover has done, not what the configuration asks for.

In a run of some resources alone (`--target`) the engine answers for each other one with what its state holds.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pulumi
import pytest
from pulumi.runtime.settings import get_root_resource
from pulumi.runtime.sync_await import _sync_await

from aws import AwsError
from tests.components.conftest import OTHER_PUBLISHED, Program
from tests.components.test_on_premises import BOTH, DX, LINES, VPN
from tests.components.test_on_premises import run as with_on_premises
from tests.components.test_store_tiers import with_nodes
from tests.components.test_zero_compute import configured as with_zero_compute

pytestmark = pytest.mark.slow

REFERENCE = "prefixListReference:PrefixListReference"
REQUESTED = {**OTHER_PUBLISHED, "requestedPeeringId": "tgw-attach-peering", "generation": "4", "activeSite": "tokyo"}
WEB = ("web-1", "web-2")
STANDBY = {"active_site": "tokyo", "generation": 4, "state": "standby"}
TAKEN_OVER = {"active_site": "osaka", "generation": 5, "state": "active"}


@dataclass
class Partial(Program):
    """A run in which these resources answer with what the state holds, by name."""

    kept: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        id, outputs = super().new_resource(args)
        return id, {**outputs, **self.kept.get(args.name, {})}


def osaka(preview: bool = False, **kept: Mapping[str, Any]) -> Partial:
    """The stack of osaka, in a checkout that wants the failover to it."""
    names = {name.replace("_", "-"): outputs for name, outputs in kept.items()}
    return Partial("osaka", REQUESTED, preview=preview, kept=names)


def led(program: Program, name: str = "workload") -> Any:
    return program.of_type(REFERENCE)[name]["transitGatewayAttachmentId"]


def published() -> dict[str, Any]:
    """The outputs of the last run."""
    root: Any = get_root_resource()
    found: Any = pulumi.Output.all(**root.outputs).future()
    return dict(_sync_await(found))


def test_where_aws_does_not_answer_the_run_ends_before_its_first_resource() -> None:
    made = Program("osaka", REQUESTED, silent=AwsError("AWS does not answer in ap-northeast-3"))
    with pytest.raises(pulumi.RunError, match="AWS does not answer in ap-northeast-3"):
        made.run(activeRegion="osaka")
    assert not [one for one in made.names if one != "aws"], "nothing but the provider itself"


def test_a_run_of_the_route_alone_leads_where_the_failover_has_come() -> None:
    assert led(osaka(failover=STANDBY).run(activeRegion="osaka")) == "peering-tgw-id"
    assert led(osaka(failover=TAKEN_OVER).run(activeRegion="osaka")) == "tgw-vpc-id"


def test_nothing_follows_a_state_that_was_put_back_from_before_the_others_takeover() -> None:
    """A run of the route alone would lead the workload back to where it ran once."""
    others = {**REQUESTED, "generation": "5", "activeSite": "osaka"}
    old = {"active_site": "tokyo", "generation": 4, "state": "active"}
    made = Partial("tokyo", others, kept={"failover": old})
    with pytest.raises(Exception, match=r"osaka has published that it took over in flip 5.*without --target"):
        made.run(activeRegion="tokyo")
    assert "workload" not in made.of_type(REFERENCE)


@pytest.mark.parametrize("peering", ["vpc", "none"])
def test_a_route_that_the_site_has_only_once_it_is_active_is_not_made_before(peering: str) -> None:
    with pytest.raises(Exception, match=r"route workload was not changed: tokyo is still active.*without --target"):
        osaka(failover=STANDBY).run(activeRegion="osaka", peering=peering)


def test_what_is_announced_to_on_premises_follows_the_failover() -> None:
    made = with_on_premises(osaka(failover=STANDBY), VPN, {"osaka": BOTH["osaka"]}, activeRegion="osaka")
    assert led(made, "on-premises-workload") == "peering-tgw-id"
    with pytest.raises(Exception, match="route on-premises-workload was not changed"):
        with_on_premises(osaka(failover=STANDBY), DX, LINES, activeRegion="osaka")


def test_a_preview_of_a_failover_tells_where_the_routes_will_lead() -> None:
    """A resource that a preview would change shows its new inputs, and nothing else of it is known."""
    made = osaka(preview=True)
    made.aws = lambda _: {"names": ["ap-northeast-3a", "ap-northeast-3b"], "zoneIds": []}
    made.run(activeRegion="osaka")
    assert led(made) == "tgw-vpc-id"
    root: Any = get_root_resource()
    told: Any = pulumi.Output.all(*(root.outputs[name] for name in ("activeSite", "activeRegion", "workloadRoutes")))
    assert _sync_await(told.future()) == ["osaka", "osaka", {"172.30.0.0/16": "nc2-vpc"}]
    (addresses,) = made.of_type("prism:FloatingIps").values()
    assert all(addresses["members"][name]["vm"] == name for name in WEB)


def test_floating_ips_and_targets_alone_stay_as_the_failover_left_them() -> None:
    made = osaka(failover=STANDBY).run(activeRegion="osaka")
    (addresses,) = made.of_type("prism:FloatingIps").values()
    (targets,) = made.of_type("aws:TargetRegistrations").values()
    assert addresses["members"] == {name: {} for name in WEB}
    assert not any(targets["targets"].values())


def test_the_outputs_of_a_site_whose_failover_is_not_done_say_so() -> None:
    osaka(failover=STANDBY).run(activeRegion="osaka")
    seen = published()
    assert (seen["activeSite"], seen["activeRegion"], seen["generation"]) == ("tokyo", "tokyo", "4")
    assert set(seen["workloadRoutes"].values()) == {"transit-gateway-peering"}


@pytest.mark.parametrize(
    ("kept", "what"),
    [
        ({"workload": {"transitGatewayAttachmentId": "peering-tgw-id"}}, "route workload leads to peering-tgw-id"),
        ({"on-premises-workload": {"transitGatewayAttachmentId": "tgw-other"}}, "route on-premises-workload leads to"),
        ({"on-premises-dx": {"allowedPrefixes": ["10.102.0.0/16"]}}, "Direct Connect announces 10.102.0.0/16, not"),
    ],
    ids=["the route", "the route for on-premises", "the announcement"],
)
def test_a_run_of_the_failover_alone_publishes_nothing_and_says_why(kept: dict[str, dict[str, Any]], what: str) -> None:
    made = Partial("osaka", REQUESTED, kept={"failover": TAKEN_OVER, **kept})
    with pytest.raises(Exception, match=f"active site is not published.*{what}.*without --target"):
        with_on_premises(made, DX, LINES, activeRegion="osaka")


def test_where_everything_is_in_the_store_the_routes_wait_for_the_restore() -> None:
    """The failover only counts there: what it says alone leads nobody to VMs that are not restored."""
    kept: dict[str, dict[str, Any]] = {"failover": TAKEN_OVER, "store-recovery": {"active_site": "tokyo"}}
    made = Partial("osaka", REQUESTED, kept=kept)
    with pytest.raises(Exception, match="the recovery of a tier says tokyo"):
        made.run(**with_zero_compute(activeRegion="osaka"))
    assert led(made) == "peering-tgw-id"


@pytest.mark.parametrize("runs", ["failover", "store-recovery"])
def test_no_node_is_given_back_while_a_tier_is_still_here(runs: str) -> None:
    made = Partial("osaka", REQUESTED, kept={runs: {"active_site": "osaka"}})
    # The run ends as failed, because the word of a failover that only a part has followed is not published.
    with suppress(pulumi.RunError):
        made.run(**with_nodes("osaka"))
    assert made.of_type("nc2:Nc2Cluster")["nodes"]["nodes"] == 6


def test_a_floating_ip_or_a_target_that_failed_ends_the_run_by_name_and_everything_else_is_done() -> None:
    kept: dict[str, dict[str, Any]] = {
        "targets-floating-ips": {"failed": {"web-1": "VM 'web-1' has no NIC with the address 172.30.1.34."}},
        "targets": {"failed": {"web-2": "AWS refused it."}},
    }
    made = Partial("osaka", REQUESTED, kept={"failover": TAKEN_OVER, **kept})
    with pytest.raises(pulumi.RunError) as ended:
        made.run(activeRegion="osaka")
    assert "floating IP 'web-1': VM 'web-1' has no NIC" in str(ended.value)
    assert "target 'web-2': AWS refused it." in str(ended.value)
    assert led(made) == "tgw-vpc-id"


def test_a_floating_ip_that_there_is_not_keeps_no_other_from_being_a_target() -> None:
    made = osaka(targets_floating_ips={"addresses": {"web-2": "10.102.4.151"}}).run(activeRegion="osaka")
    (targets,) = made.of_type("aws:TargetRegistrations").values()
    assert targets["targets"] == {"web-1": "", "web-2": "10.102.4.151"}
