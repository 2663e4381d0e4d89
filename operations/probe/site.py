"""What a probe looks at: one site's Prism Central, NC2 console and AWS region, by what its own environment names.

Whatever several probes need is read once.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import requests

import rest
from errors import OperatorError
from nc2_console import Session as ConsoleSession
from nc2_console import read_environment as console_environment
from operations.look import Survivor
from prism import PrismCentral, PrismError, Subject
from prism.dataprotection import ExecutionStep, ExecutionSteps, RecoveryPoint, RecoveryPoints
from prism.prism import DomainManagers
from prism.vmm import AhvVmRecoveryPoint, AhvVmRecoveryPoints, Vm, Vms
from topology import SiteModel

Json = dict[str, Any]
PAGE = 100
_JOBS = 5
_SECRET = re.compile(r"(PRISM|NC2|AWS)_.*(USER|PASSWORD|KEY|TOKEN|ENDPOINT|PROFILE|ORGANIZATION|ACCOUNT|ISSUER|BUNDLE)")
_FAILOVERS = ("PLANNED_FAILOVER", "UNPLANNED_FAILOVER")


class NothingThere(OperatorError):
    """What a probe would look at is not configured."""


@dataclass(frozen=True)
class Site:
    """A site with what it has. `vpc` is the id of its VPC, if the user gave one."""

    survivor: Survivor
    vpc: str = ""

    @property
    def model(self) -> SiteModel:
        return self.survivor.model

    @property
    def prism(self) -> PrismCentral:
        return self.survivor.prism

    def aws(self, service: str) -> Any:
        """A boto3 client in the site's region."""
        return self.survivor.aws(service)

    def get(self, namespace: str, path: str, **params: str | int) -> Any:
        """One GET of the v4 API: the answer with its `data` and `total`. `filter="..."` stands for `$filter`."""
        asked = {f"${name}": value for name, value in params.items()}
        return self.prism.call(Subject("read", path), "GET", namespace, path, params=asked or None)

    def rows(self, namespace: str, path: str, **params: str | int) -> list[Json]:
        """The first page of a list."""
        return list(self.get(namespace, path, limit=PAGE, page=0, **params).data or [])

    @cached_property
    def domain_manager(self) -> str:
        """The id of this Prism Central's own domain manager."""
        found = [manager.id for manager in DomainManagers(self.prism).list()]
        if not found:
            raise NothingThere("Prism Central lists no domain manager")
        return found[0]

    @cached_property
    def tasks(self) -> list[Json]:
        """The newest tasks."""
        return self.rows("prism", "config/tasks", orderby="createdTime desc")

    @cached_property
    def vms(self) -> list[Vm]:
        return list(Vms(self.prism).list())

    @cached_property
    def points(self) -> list[RecoveryPoint]:
        return list(RecoveryPoints(self.prism).list())

    @cached_property
    def captured(self) -> list[AhvVmRecoveryPoint]:
        """VMs as recovery points captured them."""
        return list(AhvVmRecoveryPoints(self.prism).list())

    @cached_property
    def jobs(self) -> list[Json]:
        """Recovery plan jobs, the newest first."""
        found = self.rows("dataprotection", "config/recovery-plan-jobs")
        return sorted(found, key=lambda job: str(job.get("startTime", "")), reverse=True)

    @cached_property
    def failovers(self) -> list[tuple[Json, list[ExecutionStep]]]:
        """The newest failovers that have succeeded, with their steps."""
        done = [job for job in self.jobs if str(job.get("status", "")).startswith("SUCCEEDED")]
        chosen = [job for job in done if job.get("actionType") in _FAILOVERS][:_JOBS]
        return [(job, list(ExecutionSteps(self.prism, str(job["extId"])).list())) for job in chosen]

    @cached_property
    def policies(self) -> list[Json]:
        return self.rows("datapolicies", "config/protection-policies")

    @cached_property
    def stores(self) -> list[Json]:
        """Recovery point stores."""
        return self.rows("dataprotection", "config/recovery-point-stores")

    @cached_property
    def vpc_id(self) -> str:
        """The site's VPC: as given, as configured, or as its stack has published it."""
        found = self.vpc or self.model.me.existing.vpc_id or self.survivor.outputs.get("vpcId")
        if not found:
            raise NothingThere("the site's VPC is not known. Give it with --vpc")
        return str(found)

    @cached_property
    def route_tables(self) -> list[Json]:
        """Those of the VPC."""
        return self.of_vpc("describe_route_tables", "RouteTables")

    @cached_property
    def subnets(self) -> list[Json]:
        """Those of the VPC that have IPv4 addresses."""
        return [one for one in self.of_vpc("describe_subnets", "Subnets") if one.get("CidrBlock")]

    def of_vpc(self, operation: str, key: str) -> list[Json]:
        """What EC2 describes in the VPC."""
        pages = self.aws("ec2").get_paginator(operation).paginate(Filters=[{"Name": "vpc-id", "Values": [self.vpc_id]}])
        return [item for page in pages for item in page[key]]

    @cached_property
    def console(self) -> ConsoleSession:
        settings = console_environment(self.survivor.environment)
        if settings is None:
            raise NothingThere("the environment has no key of the NC2 console (NC2_API_KEY, NC2_KEY_ID)")
        return ConsoleSession(settings)

    def console_answer(self, path: str) -> requests.Response:
        """The console's answer to a GET, whatever it is."""
        outcome, _ = self.console.exchange(rest.Asked("GET", f"/api/v2{path}"), False)
        if isinstance(outcome, requests.Response):
            return outcome
        raise outcome

    @cached_property
    def clusters(self) -> list[Json]:
        """The clusters that the console lists, with their hosts where it tells them."""
        found = self.console.call("list the clusters", "GET", "/clusters") or []
        return [self.console.call("read a cluster", "GET", f"/clusters/{one['id']}") for one in found[:_JOBS]]

    def secrets(self) -> list[str]:
        """What the environment and the configuration name, which no shared file holds."""
        environment: Mapping[str, str] = self.survivor.environment
        values = [value for name, value in environment.items() if _SECRET.match(name)]
        try:
            return [*values, self.prism.endpoint.partition("//")[2].partition(":")[0]]
        except PrismError:
            return values
