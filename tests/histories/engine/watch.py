"""Watches a local cloud while the engine works on it. It asks behind the gateways, so a site that is cut off is seen.

VMs and jobs have the times of the simulators; routes and state are looked at over and over, the route first: what a
route follows is in the state before the route moves, so it is logged before it.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import boto3
import requests

from local_cloud.observation import leads_to
from local_cloud.project import LocalProject
from prism import Credentials, PrismCentral
from prism.dataprotection import RecoveryPlanJobs
from simulator.aws import ONLOOKER
from simulator.cloud import record
from simulator.cloud.start import prism_ready_file, read_ready
from simulator.prism.model import seconds_of
from tests.histories.log.log import Log
from tests.histories.log.moment import OWN, PEERING, Word

_PAUSE = 0.15
_PATIENCE = 10.0
_RUNNING, _VM, _JOB_ENDED, _STATE, _ROUTE = 1, 2, 3, 4, 5
_LEADS = {"vpc": OWN, "peering": PEERING}


@dataclass(frozen=True, order=True)
class Noted:
    """What happened when; of the same millisecond, ``rank`` says what came first."""

    time: float
    rank: int
    number: int
    site: str = field(compare=False)
    kind: str = field(compare=False)
    subject: str = field(compare=False, default="")
    details: dict[str, Any] = field(compare=False, default_factory=dict)


class Watch:
    """Looks in a thread of its own, from ``begin`` to ``end``."""

    def __init__(self, local: LocalProject) -> None:
        self._stacks = local.cloud.directory / "state" / ".pulumi" / "stacks" / local.project.name
        self._prefixes = local.model(local.sites()[0]).overlay.externally_routable_prefixes
        running = record.read(local.cloud.directory)
        assert running is not None
        ready = read_ready(prism_ready_file(local.cloud.directory))
        self._ca_bundle = str(ready["ca_bundle"])
        self._endpoints = {name: site.prism_endpoint for name, site in running.sites.items()}
        credentials = Credentials(ready["username"], ready["password"])
        self._prism = {
            name: PrismCentral(endpoint, credentials, ca_bundle=self._ca_bundle, rate_limit=1000)
            for name, endpoint in self._endpoints.items()
        }
        self._ec2 = {
            name: boto3.client(
                "ec2",
                region_name=site.region,
                endpoint_url=running.aws_endpoint,
                aws_access_key_id=ONLOOKER,
                aws_secret_access_key="testing",
            )
            for name, site in running.sites.items()
        }
        self._noted: list[Noted] = []
        self._known: dict[tuple[str, str], Any] = {}
        self._events = 0
        self._last_vm = 0.0
        self._lock, self._over = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.failure: Exception | None = None

    def begin(self) -> None:
        """Looks once, then goes on looking."""
        self.look()
        self._thread.start()

    def end(self) -> None:
        """Stops."""
        self._over.set()
        self._thread.join(_PATIENCE)

    def note(self, site: str, kind: str, subject: str = "", rank: int = 0, **details: Any) -> None:
        """Something that the one who watches has done."""
        self._add(_now(), rank, site, kind, subject, **details)

    def tell(self, method: str, what: str, said: Mapping[str, Any] | None = None) -> Any:
        """The simulators, through their control API."""
        endpoint = next(iter(self._endpoints.values()))
        with requests.Session() as session:
            session.trust_env = False
            answer = session.request(
                method, f"{endpoint}/simulator/v1/{what}", json=said, verify=self._ca_bundle, timeout=_PATIENCE
            )
        answer.raise_for_status()
        return answer.json()

    def log(self) -> Log:
        """All of it in its order. Raises what has gone wrong meanwhile."""
        if self.failure is not None:
            raise self.failure
        self.look()
        log = Log()
        with self._lock:
            for noted in sorted(self._noted):
                log.add(noted.site, noted.kind, noted.subject, **noted.details)
        return log

    def records(self) -> dict[str, Word]:
        """What the state of each stack says of the failover."""
        return {site: self._words(site)[0] for site in self._endpoints}

    def look(self) -> None:
        """Once at everything."""
        with self._lock:
            for site in self._endpoints:
                self._jobs(site)
            self._vms()
            for site in self._endpoints:
                leads = self._route(site)
                self._state(site)
                if leads is not None and self._news(site, "route", leads):
                    self._add(_now(), _ROUTE, site, "route", leads_to=leads)

    def _watch(self) -> None:
        while not self._over.wait(_PAUSE):
            try:
                self.look()
            except Exception as error:
                self.failure = error
                return

    def _add(self, at: float, rank: int, site: str, kind: str, subject: str = "", **details: Any) -> None:
        self._noted.append(Noted(at, rank, len(self._noted), site, kind, subject, details))

    def _news(self, site: str, kind: str, value: Any) -> bool:
        known = self._known.get((site, kind))
        self._known[site, kind] = value
        return bool(known != value)

    def _vms(self) -> None:
        for event in self.tell("GET", f"events?after={self._events}"):
            self._events = event["seq"]
            told = {"name": event["name"], "lineage": event["lineage"], "ips": tuple(event["ips"])}
            self._last_vm = seconds_of(event["time"])
            self._add(self._last_vm, _VM, event["site"], event["event"], event["vm"], **told)

    def _jobs(self, site: str) -> None:
        for job in RecoveryPlanJobs(self._prism[site]).list():
            action = str(job.action_type)
            if action not in ("PLANNED_FAILOVER", "UNPLANNED_FAILOVER") or job.start_time is None:
                continue
            told = {"action": action}
            if self._news(site, f"job {job.id}", True):
                self._add(
                    seconds_of(job.start_time), _RUNNING, site, "job", job.name or job.id, **told, status="RUNNING"
                )
            if job.ended and job.end_time and self._news(site, f"end of job {job.id}", True):
                # Where nothing takes time, a job ends when it began: what it did with VMs comes before its end.
                self._vms()
                ended = max(seconds_of(job.end_time), self._last_vm)
                self._add(ended, _JOB_ENDED, site, "job", job.name or job.id, **told, status=job.status)

    def _route(self, site: str) -> str | None:
        table = self._outputs(site).get("transitGatewayRouteTableId")
        if not table:
            return None
        found = {leads_to(self._ec2[site], table, prefix) for prefix in self._prefixes}
        return ", ".join(sorted(_LEADS.get(one, one) for one in found))

    def _state(self, site: str) -> None:
        state, published = self._words(site)
        for kind, word in (("record", state), ("published", published)):
            if word.active and self._news(site, kind, word):
                self._add(_now(), _STATE, site, kind, generation=word.generation, active=word.active)

    def _words(self, site: str) -> tuple[Word, Word]:
        resources = self._resources(site)
        held: dict[str, Any] = next(
            (one.get("outputs", {}) for one in resources if one["type"].endswith(":Failover")), {}
        )
        outputs = self._outputs(site)
        return (
            Word(int(held.get("generation") or 0), str(held.get("active_site", ""))),
            Word(int(outputs.get("generation") or 0), str(outputs.get("activeSite", ""))),
        )

    def _outputs(self, site: str) -> dict[str, Any]:
        stack = next((one for one in self._resources(site) if one["type"] == "pulumi:pulumi:Stack"), {})
        outputs: dict[str, Any] = stack.get("outputs", {})
        return outputs

    def _resources(self, site: str) -> list[dict[str, Any]]:
        """As the backend has them at this moment."""
        resources: list[dict[str, Any]] = (
            json.loads((self._stacks / f"{site}.json").read_text())["checkpoint"]["latest"].get("resources") or []
        )
        return resources


def _now() -> float:
    """In whole milliseconds, as the simulators have it."""
    return int(time.time() * 1000) / 1000
