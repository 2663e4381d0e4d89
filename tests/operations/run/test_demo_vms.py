"""`python -m local_cloud vms`: whoever tries by hand has VMs to fail over, at the active site, and each once."""

from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from local_cloud import LocalProject
from local_cloud.vms import bring
from operations import OperationsError
from operations.run import Result
from prism import PrismCentral
from prism.vmm import Vms
from tests.operations._estate import HOME, OTHER, Estate
from topology import SiteModel

pytestmark = pytest.mark.slow

ALL = {"web-1": "172.30.1.34", "web-2": "172.30.1.35", "db-1": "172.30.1.36"}


@dataclass
class Stack:
    """A stack that has published this, and counts its runs."""

    outputs: dict[str, Any]
    runs: int = 0

    def published(self) -> dict[str, Any]:
        return self.outputs

    def up(self, on_event: object) -> Result:
        self.runs += 1
        return Result({"update": 1}, 1.0, "")


@dataclass
class Local:
    """The local cloud of an estate."""

    estate: Estate
    stacks: dict[str, Stack] = field(
        default_factory=lambda: {site: Stack({"activeSite": HOME, "generation": "0"}) for site in (HOME, OTHER)}
    )
    said: list[str] = field(default_factory=list)

    def sites(self) -> tuple[str, str]:
        return HOME, OTHER

    def prism(self, site: str) -> PrismCentral:
        return self.estate.client(site)

    def model(self, site: str) -> SiteModel:
        return self.estate.model(site)

    def stack(self, site: str) -> Stack:
        return self.stacks[site]

    def vms(self) -> list[str]:
        return bring(cast(LocalProject, self), self.said.append)


@pytest.fixture
def local(sites: Estate) -> Local:
    """Both stacks are up and no VM is there yet."""
    for vm in list(Vms(sites.client(HOME)).list()):
        Vms(sites.client(HOME)).power_off(vm.id)
        Vms(sites.client(HOME)).delete(vm.id)
    return Local(sites)


def test_they_come_to_the_active_site_and_its_floating_ips_lead_to_them(local: Local) -> None:
    assert set(local.vms()) == set(ALL)
    assert local.estate.running_at(HOME) == ALL
    assert local.stacks[HOME].runs == 1
    assert local.said[0] == "tokyo: VM web-1 runs and is protected by DisasterRecovery:Protected"


def test_again_nothing_is_made_and_nothing_runs(local: Local) -> None:
    local.vms()
    assert local.vms() == []
    assert (local.estate.running_at(HOME), local.stacks[HOME].runs) == (ALL, 1)
    assert local.said[-1] == "tokyo: all 3 VMs exist already"


def test_after_a_failover_they_are_looked_for_at_both_sites_and_made_where_the_workload_runs(local: Local) -> None:
    local.stacks[OTHER].outputs = {"activeSite": OTHER, "generation": "1"}
    assert set(local.vms()) == set(ALL)
    assert local.estate.running_at(OTHER) == ALL
    assert local.estate.running_at(HOME) == {}
    local.stacks[HOME].outputs = {"activeSite": HOME, "generation": "2"}
    assert local.vms() == []


def test_without_stacks_it_says_what_to_run_first(local: Local) -> None:
    for stack in local.stacks.values():
        stack.outputs = {}
    with pytest.raises(OperationsError, match="make converge"):
        local.vms()
