"""Prism Central's own backup: its age in readiness, and a Prism Central that comes back from it in zero compute."""

from __future__ import annotations

from typing import Any

import pytest

from operations.cli.main import main
from operations.look import Status, validation_checks
from operations.readiness import prism_central_backup, protection_limits
from prism.datapolicies import ProtectionPolicies, RecoveryPlans
from prism.dataprotection import ValidationError
from prism.prism import BackupTarget, BackupTargets, DomainManagers
from tests.operations._estate import OTHER, Estate

pytestmark = pytest.mark.slow

LOCATION: dict[str, Any] = {
    "$objectType": "prism.v4.management.ObjectStoreLocation",
    "providerConfig": {
        "$objectType": "prism.v4.management.AWSS3Config",
        "bucketName": "pc-backups",
        "region": "ap-northeast-1",
        "credentials": {"accessKeyId": "AKIA0000000000000000", "secretAccessKey": "hush"},
    },
    "backupPolicy": {"rpoInMinutes": 60},
}
KEYS = {"PC_BACKUP_ACCESS_KEY_ID": "AKIA0000000000000000", "PC_BACKUP_SECRET_ACCESS_KEY": "hush"}
COMMAND = ["restore-prism-central", "--site", OTHER, "--bucket", "pc-backups"]


def manager(sites: Estate) -> str:
    return next(iter(DomainManagers(sites.client(OTHER)).list())).id


@pytest.fixture
def backed_up(sites: Estate, monkeypatch: pytest.MonkeyPatch) -> Estate:
    """Osaka's Prism Central has a backup in a bucket; the environment names the Prism Element of its cluster."""
    BackupTargets(sites.client(OTHER), manager(sites)).create(BackupTarget(location=LOCATION))
    environment = sites.environment(OTHER)
    element = {f"PRISM_ELEMENT_{name}": environment[f"PRISM_{name}"] for name in ("ENDPOINT", "USERNAME", "PASSWORD")}
    for name, value in {**element, **KEYS, "PRISM_CA_BUNDLE": environment["PRISM_CA_BUNDLE"]}.items():
        monkeypatch.setenv(name, value)
    return sites


def test_without_a_backup_readiness_warns(sites: Estate) -> None:
    (check,) = prism_central_backup.look(sites.survivor())
    assert (check.status, check.subject, check.found) == (Status.WARN, "pc-osaka", "no backup target")


def test_a_backup_is_judged_by_its_age(backed_up: Estate, monkeypatch: pytest.MonkeyPatch) -> None:
    (check,) = prism_central_backup.look(backed_up.survivor())
    assert (check.status, check.subject) == (Status.PASS, "pc-backups")
    (target,) = backed_up.world.site(OTHER).store.all("backup_target")
    target.data["isBackupPaused"], target.data["backupPauseReason"] = True, "the key is refused"
    (check,) = prism_central_backup.look(backed_up.survivor())
    assert (check.status, check.found) == (Status.FAIL, "paused: the key is refused")
    target.data |= {"isBackupPaused": False, "lastSyncTime": "2020-01-01T00:00:00Z"}
    monkeypatch.setattr("simulator.prism.world.simulation.back_up_what_is_due", lambda _: None)
    (check,) = prism_central_backup.look(backed_up.survivor())
    assert (check.status, check.expected) == (Status.FAIL, "2 h 30 min at most")


def test_a_new_cluster_gets_its_prism_central_back_with_pairing_plan_and_policy(
    backed_up: Estate, capsys: pytest.CaptureFixture[str]
) -> None:
    before = manager(backed_up)
    site = backed_up.world.site(OTHER)
    names = [one.name for one in RecoveryPlans(backed_up.client(OTHER)).list()]
    backed_up.control(OTHER, nodes=0)
    backed_up.control(OTHER, nodes=3)
    assert site.domain_manager_id != before
    assert list(ProtectionPolicies(backed_up.client(OTHER)).list()) == []
    assert main([*COMMAND, "--list"]) == 0
    assert f"pc-osaka ({before}): 1 restore points" in capsys.readouterr().out
    assert main([*COMMAND, "--yes"]) == 0
    out = capsys.readouterr().out
    assert "Prism Central 'pc-osaka' was restored as of" in out
    assert "hush" not in out
    assert manager(backed_up) == before
    assert [one.name for one in RecoveryPlans(backed_up.client(OTHER)).list()] == names
    assert backed_up.survivor().failover.pairing == "CONNECTED"
    assert site.store.all("restore_source") == [], "nothing of it stays"


def test_what_is_missing_is_named_and_nothing_is_done(
    backed_up: Estate, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["restore-prism-central", "--site", OTHER, "--bucket", "another", "--yes"]) == 1
    assert "another holds 0 Prism Centrals 'pc-osaka'; it holds: none" in capsys.readouterr().err
    monkeypatch.setattr("builtins.input", lambda _: "no")
    assert main(COMMAND) == 1
    monkeypatch.delenv("PRISM_ELEMENT_ENDPOINT")
    assert main([*COMMAND, "--yes"]) == 1
    assert "PRISM_ELEMENT_ENDPOINT is not set" in capsys.readouterr().err


def test_a_cluster_without_a_data_services_address_and_a_vm_in_two_policies_are_told(sites: Estate) -> None:
    found = protection_limits.look(sites.survivor())
    assert [(one.name, one.status) for one in found] == [
        ("data services address", Status.PASS),
        ("protection", Status.PASS),
        ("one policy per VM", Status.PASS),
    ]
    client, site = sites.client(OTHER), sites.world.site(OTHER)
    (plan,) = site.store.all("recovery_plan")
    plan.data["isProtectionPausedPostFailover"] = True
    paused = next(one for one in protection_limits.look(sites.survivor()) if one.name == "protection")
    assert (paused.status, paused.found) == (Status.FAIL, "paused after a failover")
    site.store.require("cluster", site.cluster_id).data["network"] = {}
    (policy,) = ProtectionPolicies(client).list()
    near = policy.model_copy(deep=True)
    (near.replication_configurations or [])[0].schedule.recovery_point_objective_time_seconds = 300
    twice = list(protection_limits.policy_checks(sites.survivor().failover.coming_over() * 100, [policy, near]))
    assert next(one.status for one in protection_limits.look(sites.survivor())) is Status.FAIL
    assert twice[-1].name == "VMs under NearSync"
    assert (twice[-1].status, twice[-1].found) == (Status.FAIL, "300 VMs")
    other = policy.model_copy(update={"ext_id": "another", "name": "second"})
    (several, *_) = protection_limits.policy_checks(sites.survivor().failover.coming_over(), [policy, other])
    assert (several.status, several.subject) == (Status.WARN, "3 VMs")
    assert f"web-1: {policy.name}, second" in several.found


def test_a_missing_licence_is_named_with_what_it_means() -> None:
    finding = ValidationError(error_group="CLUSTER_LICENSE", severity="WARNING", message="No license")
    (check,) = validation_checks([finding], "plan")
    assert check.status is Status.WARN
    assert check.what_to_do.startswith("Add the licence to the cluster")
