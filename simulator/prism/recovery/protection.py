"""The schedules of protection policies, as they apply to the VMs of one site."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.prism.model import Json, Record, Site

_LEAST_INTERVAL = 60.0


@dataclass(frozen=True)
class Protection:
    """One schedule of a policy, as it applies to the VMs of one site.

    `key` names the schedule in the hidden facts of a VM. The recovery points go to another site (`target`), to an S3
    bucket, or nowhere.
    """

    key: str
    policy_id: str
    categories: frozenset[str]
    target: Site | None
    bucket: str | None
    objective: int
    keep_local: int
    keep_remote: int

    @property
    def interval(self) -> float:
        """Seconds from one recovery point to the next."""
        return max(float(self.objective), _LEAST_INTERVAL)


def protections(site: Site) -> list[Protection]:
    """The schedules whose source is this site."""
    found = []
    for policy in site.store.all("protection_policy"):
        locations = {location["label"]: location for location in policy.data["replicationLocations"]}
        for number, config in enumerate(policy.data["replicationConfigurations"]):
            if locations[config["sourceLocationLabel"]]["domainManagerExtId"] == site.domain_manager_id:
                found.append(_protection(site, policy, number, config, locations))
    return found


def _protection(site: Site, policy: Record, number: int, config: Json, locations: Json) -> Protection:
    schedule = config["schedule"]
    retention = schedule.get("retention", {})
    remote = locations[config["remoteLocationLabel"]] if "remoteLocationLabel" in config else None
    bucket = _bucket(site, remote) if remote else None
    return Protection(
        key=f"{policy.ext_id}/{number}",
        policy_id=policy.ext_id,
        categories=frozenset(policy.data.get("categoryIds", [])),
        target=site.world.site_of(remote["domainManagerExtId"]) if remote and not bucket else None,
        bucket=bucket,
        objective=schedule["recoveryPointObjectiveTimeSeconds"],
        keep_local=_count(retention.get("local")),
        keep_remote=_count(retention.get("remote")),
    )


def _bucket(site: Site, location: Json) -> str | None:
    """The S3 bucket of a location that is a recovery point store; None for any other location.

    assumed: the domain manager of the location owns the store.
    """
    place = location.get("replicationSubLocation", {})
    store_id = place.get("recoveryPointStoreExtId") or place.get("recoveryPointRepositoryExtId")
    owner = site.world.site_of(location["domainManagerExtId"])
    store = owner.store.get("recovery_point_store", store_id) if owner and store_id else None
    return str(store.data["bucket"]["bucketName"]) if store else None


def _count(retention: int | Json | None) -> int:
    """How many points a retention keeps. Of a roll-up, that is its frequency."""
    kept = retention.get("frequency", 1) if isinstance(retention, dict) else retention
    return max(int(kept or 1), 1)
