"""The trial's estate on the real engine: nothing of it is lost, a failover arrives or is refused, and it is left.

Default tables, static routes by subnet, peering, load balancers, a zone, two policies, three plans, 40 VMs, floating
IPs with tickets in their descriptions. All of it stands before the first run.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

import pytest
from pulumi.automation import CommandError

from local_cloud.project import LocalProject
from operations.look import Reachability
from operations.run import Project
from tests.estates import configuration, in_aws, in_prism
from tests.estates.handing_over import hand_over_categories, hand_over_overlay
from tests.estates.looked_at import look
from tests.estates.snapshot import Snapshot, lost
from tests.estates.trial import GOLD, SILVER, TRIAL
from tests.histories.engine.leftovers import end_leftovers
from tests.stacks.settings import write

pytestmark = [pytest.mark.slow, pytest.mark.engine(minutes=2)]

HOME, AWAY = TRIAL.home.name, TRIAL.away.name
COMMAND = re.compile(r"`aws ec2 delete-transit-gateway-route --region (\S+) \S+ (\S+) --destination-cidr-block (\S+)`")
VMS = (" VM '", " floating IP ")
"""What a failover moves."""


@dataclass
class Trial:
    """The estate on a local cloud. `before`: what it held before anything of ours was there."""

    local: LocalProject
    ids: in_aws.AwsIds
    before: Snapshot

    def look(self) -> Snapshot:
        return seen(self.local)

    def refused(self, site: str, run: str = "preview") -> str:
        """What the run says, which has to be refused and to change nothing."""
        before = self.look()
        with pytest.raises(CommandError) as caught:
            getattr(self.local.stack(site), run)()
        assert lost(before, self.look()) == []
        return " ".join(str(caught.value).split())

    def ends(self, site: str) -> dict[str, str]:
        """VM -> the VPC to which the site's gateway leads packets that come in from the NC2 VPC of this site."""
        reach = Reachability.read({name: self.local.aws("ec2", name) for name in (HOME, AWAY)})
        (attachment,) = reach.attachments(site, self.ids.sites[site].vpc)
        walks = {one.name: reach.from_outside(site, attachment, IPv4Network(one.address)) for one in TRIAL.machines}
        return {name: str(walk.end if not walk.why else walk) for name, walk in walks.items()}

    def running(self, site: str) -> set[str]:
        held = (name for name, seen in self.look().things.items() if '"power": "ON"' in seen)
        return {name.split("'")[1] for name in held if name.startswith(f"{site} VM ")}


def seen(local: LocalProject) -> Snapshot:
    return look(TRIAL, local.aws, local.prism)


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalProject]:
    """A local cloud for the sites of the estate, and both stacks, empty."""
    directory = tmp_path_factory.mktemp("estate")
    project = Project.here().working_copy(directory / "project")
    write(project, **configuration.changes(TRIAL), sites=configuration.planned(TRIAL))
    local = LocalProject.at(project, directory / "cloud")
    local.start(print)
    yield local
    end_leftovers(local.project.directory)
    local.cloud.down()


@pytest.fixture(scope="module")
def trial(local: LocalProject) -> Trial:
    ids = in_aws.build(TRIAL, local.aws)
    in_prism.build(TRIAL, local.prism)
    write(local.project, sites=configuration.existing(TRIAL, ids, peering=False))
    return Trial(local, ids, seen(local))


def test_the_peering_that_stands_is_named_before_anything_is_made(trial: Trial) -> None:
    said = trial.refused(HOME)
    assert f"{trial.ids.peering} peers {trial.ids.sites[HOME].gateway} with the other site's already" in said
    write(trial.local.project, sites=configuration.existing(TRIAL, trial.ids))


def test_what_others_have_in_prism_central_is_refused_by_name_all_at_once(trial: Trial) -> None:
    said = trial.refused(HOME)
    assert "Refused, nothing was changed: Prism Central has objects already" in said
    names = {TRIAL.overlay: "overlay-vpc", TRIAL.external_name: "overlay-external", "DR:Gold": "protection-DR-Gold"}
    names |= {"gold-15m": "protection-policy", "silver-4h": "protection-silver-policy", "rp-erp": "protection-plan"}
    for name, resource in {**names, **{one.name: f"overlay-{one.name}" for one in TRIAL.segments}}.items():
        assert re.search(rf"'{name}' \([-0-9a-f]+\): \[nc2-dr:nc2-dr/{HOME}/{resource}\]", said), name


def test_the_first_runs_only_add(trial: Trial) -> None:
    for site in (HOME, AWAY):
        hand_over_overlay(TRIAL, trial.local.prism(site), f"nc2-dr/{site}")
    hand_over_categories(trial.local.prism(HOME), f"nc2-dr/{HOME}", GOLD, SILVER)
    write(trial.local.project, protection=configuration.protection(TRIAL, "nc2-plan", policies="nc2-"))
    handed_over = trial.look()
    for site in (AWAY, HOME):
        trial.local.stack(site).up()
    found = lost(handed_over, trial.look())
    # The prefix is added to those of NC2's VPC, and the mark there says whose it is.
    assert [line for line in found if f"VPC '{in_prism.TRANSIT}'" not in line] == []
    assert [line.partition("prefixes ")[2] for line in found] == [f'[] -> ["{TRIAL.prefix}"]'] * 2
    assert set(trial.ends(HOME).values()) == set(trial.ends(AWAY).values()) == {trial.ids.sites[HOME].vpc}


def test_a_failover_is_refused_for_the_routes_that_somebody_made_by_hand(trial: Trial) -> None:
    trial.local.project.set("activeRegion", AWAY)
    said = trial.refused(AWAY)
    assert f"Refused, nothing was changed: a failover to {AWAY}" in said
    for prefix in TRIAL.led_by_hand:
        assert f"the static route of {prefix} inside {TRIAL.prefix} leads to {trial.ids.peering}" in said
    assert trial.running(HOME) == {one.name for one in TRIAL.machines}
    assert carry_out(trial, said) == {(site, prefix) for site in (HOME, AWAY) for prefix in TRIAL.led_by_hand}


def test_the_failover_arrives(trial: Trial) -> None:
    trial.local.stack(AWAY).up()
    assert set(trial.ends(AWAY).values()) == {trial.ids.sites[AWAY].vpc}
    assert trial.running(AWAY) == {one.name for one in TRIAL.machines}


def test_the_site_that_is_left_leads_there_too(trial: Trial) -> None:
    trial.local.stack(HOME).up()
    assert trial.running(HOME) == set()
    assert set(trial.ends(HOME).values()) == {trial.ids.sites[AWAY].vpc}


def test_destroy_is_refused_while_nobody_else_leads_packets_to_the_vms(trial: Trial) -> None:
    trial.local.stack(HOME).destroy()
    said = trial.refused(AWAY, "destroy")
    assert f"Refused, nothing was deleted: VMs of the workload are in {AWAY}." in said
    for site in (HOME, AWAY):
        lead_by_hand(trial, site)
    urn = said.partition("`pulumi state delete '")[2].partition("'")[0]
    pulumi(trial.local, "state", "delete", urn, "--force", "--yes")


def test_destroy_leaves_what_stood_before(trial: Trial) -> None:
    trial.local.stack(AWAY).destroy()
    found = lost(trial.before.without(*VMS), trial.look())
    by_the_operator = [f"route {prefix} (static)" for prefix in TRIAL.led_by_hand]
    assert [line for line in found if not any(word in line for word in by_the_operator)] == []
    assert set(trial.ends(AWAY).values()) == set(trial.ends(HOME).values()) == {trial.ids.sites[AWAY].vpc}
    assert trial.running(AWAY) == {one.name for one in TRIAL.machines}


def lead_by_hand(trial: Trial, site: str) -> None:
    """The operator leads the workload to the site where it runs now, as before this project came."""
    ids = trial.ids.sites[site]
    for prefix in TRIAL.led_by_hand:
        trial.local.aws("ec2", site).create_transit_gateway_route(
            TransitGatewayRouteTableId=ids.gateway_table,
            DestinationCidrBlock=prefix,
            TransitGatewayAttachmentId=ids.attachment if site == AWAY else trial.ids.peering,
        )


def pulumi(local: LocalProject, *words: str) -> None:
    """What an operator types about the stack of the other site."""
    environment = {**os.environ, **local.environment(AWAY)}
    command = ["pulumi", *words, "--stack", AWAY, "--non-interactive"]
    subprocess.run(command, cwd=local.project.directory, env=environment, check=True, timeout=300)


def carry_out(trial: Trial, said: str) -> set[tuple[str, str]]:
    """Run the commands that the refusal names; site and prefix of the routes that are gone."""
    regions = {site.region: site.name for site in TRIAL.sites}
    found: set[tuple[str, ...]] = set(COMMAND.findall(said))
    for region, table, prefix in found:
        ec2 = trial.local.aws("ec2", regions[region])
        ec2.delete_transit_gateway_route(TransitGatewayRouteTableId=table, DestinationCidrBlock=prefix)
    return {(regions[region], prefix) for region, _, prefix in found}
