"""`pulumi destroy` is refused before anything has gone: while VMs run, have NICs here, or nobody could look."""

from __future__ import annotations

from typing import Any

import pytest

from prism import ConflictError
from prism.networking import Subnets, Vpcs
from prism.vmm import Vms
from providers.destroy_guard import DestroyGuardProvider
from tests.providers._engine import Engine
from tests.providers._sites import SUBNET, protected_workload
from tests.providers.conftest import Cloud

CATEGORY = {"key": "DisasterRecovery", "value": "Protected"}
ELSEWHERE = {"key": "App", "value": "Elsewhere"}


def guard(cloud: Cloud, site: str = "tokyo", **more: Any) -> tuple[Engine, dict[str, Any]]:
    """The guard of a site's stack, as if it had been up."""
    workload = Vpcs(cloud.client(site)).get_by_name("workload")
    cloud.enter(site)
    engine = Engine(DestroyGuardProvider, owner=f"nc2-dr/{site}/destroy-guard")
    inputs = {"site": site, "categories": [CATEGORY], "vpc_ids": [workload.id], **more}
    assert engine.up(inputs) == "create"
    return engine, inputs


def refused(engine: Engine) -> str:
    with pytest.raises(ConflictError) as told:
        engine.destroy()
    assert engine.id
    return str(told.value)


def test_it_asks_nobody_and_changes_nothing_before_a_destroy(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    protected_workload(cloud)
    engine, inputs = guard(cloud)
    monkeypatch.setenv("PRISM_ENDPOINT", "https://127.0.0.1:1")
    assert engine.refresh()
    assert engine.up(inputs) == "same"
    assert engine.up({**inputs, "categories": [ELSEWHERE]}) == "update"


def test_vms_that_run_are_named_with_what_to_do(cloud: Cloud) -> None:
    protected_workload(cloud)
    text = refused(guard(cloud)[0])
    for words in ("Refused, nothing was deleted", "2 run here: app-1, db-1", "set activeRegion to the other site"):
        assert words in text


def test_a_vm_that_is_off_counts_by_its_nic(cloud: Cloud) -> None:
    protected_workload(cloud)
    vms = Vms(cloud.client("tokyo"))
    for vm in vms.list():
        vms.power_off(vm.id)
    text = refused(guard(cloud)[0])
    assert "2 are powered off and have a NIC in the overlay: app-1, db-1" in text
    assert "run here" not in text
    guard(cloud, vpc_ids=[])[0].destroy()


def test_a_vm_counts_by_its_category_or_by_its_nic(cloud: Cloud) -> None:
    protected_workload(cloud)
    assert "2 run here" in refused(guard(cloud, vpc_ids=[])[0])
    assert "2 run here" in refused(guard(cloud, categories=[ELSEWHERE])[0])
    guard(cloud, categories=[ELSEWHERE], vpc_ids=["another"])[0].destroy()


def test_a_site_without_vms_is_destroyed(cloud: Cloud) -> None:
    protected_workload(cloud)
    guard(cloud, "osaka")[0].destroy()
    vms = Vms(cloud.client("tokyo"))
    for vm in vms.list():
        vms.delete(vm.id)
    engine, _ = guard(cloud)
    engine.destroy()
    assert not engine.id
    assert {subnet.name for subnet in Subnets(cloud.client("tokyo")).list()} >= {SUBNET}, "it deletes nothing itself"


def test_where_nobody_could_look_it_is_refused_with_the_way_out(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    protected_workload(cloud)
    engine, _ = guard(cloud)
    monkeypatch.delenv("PRISM_ENDPOINT")
    text = refused(engine)
    assert "nobody could look whether VMs run in tokyo (PRISM_ENDPOINT" in text
    urn = "urn:pulumi:tokyo::nc2-dr::pulumi-python:dynamic/prism:DestroyGuard::destroy-guard"
    assert f"pulumi state delete '{urn}'" in text


def test_vms_may_stay_in_an_overlay_that_was_there_before(cloud: Cloud) -> None:
    protected_workload(cloud)
    vpcs, mark = Vpcs(cloud.client("tokyo")), "ours since 2024 (CHG1) [nc2-dr:nc2-dr/tokyo/overlay-vpc]"
    assert "To leave the VMs where they are" not in refused(guard(cloud)[0])
    vpcs.update(vpcs.get_by_name("workload").id, lambda vpc: vpc.model_copy(update={"description": mark}))
    text = refused(guard(cloud)[0])
    assert "1. Lead the workload's prefixes to tokyo by routes of your own" in text
    assert "2. Run `pulumi state delete 'urn:pulumi:tokyo::nc2-dr::" in text


def test_a_site_without_a_cluster_asks_nobody(cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Engine(DestroyGuardProvider)
    engine.up({"site": "tokyo", "categories": [], "vpc_ids": []})
    monkeypatch.delenv("PRISM_ENDPOINT")
    engine.destroy()
    assert not engine.id
