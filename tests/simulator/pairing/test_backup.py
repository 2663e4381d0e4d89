"""Prism Central's own backup to a bucket, and a Prism Central restored from it on a new cluster."""

from __future__ import annotations

import pytest

from tests.simulator.estate import Estate
from tests.simulator.harness import CATEGORIES, PLANS, POLICIES, Json, Prism, TaskFailed

BUCKET: Json = {
    "$objectType": "prism.v4.management.ObjectStoreLocation",
    "providerConfig": {
        "$objectType": "prism.v4.management.AWSS3Config",
        "bucketName": "pc-backups",
        "region": "ap-northeast-1",
        "credentials": {"accessKeyId": "AKIA0000000000000000", "secretAccessKey": "secret"},
    },
    "backupPolicy": {"rpoInMinutes": 60},
}
SOURCES = "/api/prism/v4.2/management/restore-sources"


def targets(prism: Prism) -> str:
    return f"/api/prism/v4.2/management/domain-managers/{prism.model.domain_manager_id}/backup-targets"


def restored(prism: Prism, name: str) -> None:
    """Restore the newest backup of a Prism Central in the bucket."""
    location = {key: value for key, value in BUCKET.items() if key != "backupPolicy"}
    source = prism.request("POST", SOURCES, {"location": location}).json()["data"]["extId"]
    managers = prism.list(f"{SOURCES}/{source}/restorable-domain-managers")
    manager = next(one for one in managers if one["config"]["name"] == name)
    points = f"{SOURCES}/{source}/restorable-domain-managers/{manager['extId']}/restore-points"
    newest = max(prism.list(points), key=lambda point: str(point["creationTime"]))
    assert prism.get(f"{points}/{newest['extId']}")["domainManager"]["config"]["name"] == name
    prism.do("POST", f"{points}/{newest['extId']}/$actions/restore", {"domainManager": newest["domainManager"]})


def test_a_target_shows_when_it_was_synchronised_last_and_no_credentials(estate: Estate) -> None:
    osaka = estate.osaka.prism
    osaka.create(targets(osaka), {"location": BUCKET})
    (target,) = osaka.list(targets(osaka))
    first = target["lastSyncTime"]
    assert "secret" not in str(target)
    osaka.control("PUT", "clock", {"seconds": 3601})
    (target,) = osaka.list(targets(osaka))
    assert target["lastSyncTime"] > first
    with pytest.raises(TaskFailed, match="no room for another object store"):
        osaka.create(targets(osaka), {"location": BUCKET})


def test_a_restored_prism_central_has_its_pairing_plans_policies_and_categories(estate: Estate) -> None:
    tokyo, osaka = estate.tokyo.prism, estate.osaka.prism
    osaka.create(targets(osaka), {"location": BUCKET})
    before = {path: sorted(one["extId"] for one in osaka.list(path)) for path in (CATEGORIES, PLANS, POLICIES)}
    manager = osaka.model.domain_manager_id
    osaka.control("PUT", "cluster", {"nodes": 0})
    later = tokyo.category("made", "meanwhile")
    osaka.control("PUT", "cluster", {"nodes": 3})
    assert osaka.list(PLANS) == []
    restored(osaka, "pc-osaka")
    assert osaka.model.domain_manager_id == manager
    after = {path: sorted(one["extId"] for one in osaka.list(path)) for path in (CATEGORIES, PLANS, POLICIES)}
    assert after == {**before, CATEGORIES: sorted([*before[CATEGORIES], later])}, "what the other site made comes too"
    registrations = f"/api/prism/v4.2/management/domain-managers/{manager}/registrations"
    assert [one["connectivityStatus"] for one in osaka.list(registrations)] == ["CONNECTED"]
