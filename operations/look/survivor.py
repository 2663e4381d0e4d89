"""One site as the operator's commands see it: its model, its Prism Central, its region of AWS, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from botocore.config import Config

from aws import client
from operations.run import Project, Stack
from prism import PrismCentral, Timeouts
from providers.failover.inputs import CategoryName, FailoverInputs
from providers.failover.view import Flip
from topology import SiteModel

_PATIENCE = Timeouts(connect=5.0, read=20.0, call=40.0)
_AWS = Config(connect_timeout=5, read_timeout=15, retries={"total_max_attempts": 3, "mode": "standard"})


@dataclass(frozen=True)
class Survivor:
    """The site, and the environment that its own stack runs in."""

    model: SiteModel
    project: Project
    environment: Mapping[str, str]

    @classmethod
    def of(cls, project: Project, site: str, environment: Mapping[str, str]) -> "Survivor":
        """Raises ConfigurationError for a configuration, or a site, that the stack itself would refuse."""
        return cls(project.model(site), project, environment)

    @property
    def name(self) -> str:
        return self.model.me.name

    @property
    def other(self) -> str:
        return self.model.other.name

    @cached_property
    def prism(self) -> PrismCentral:
        """Raises ConfigurationError of prism for an environment without one."""
        return PrismCentral.from_environment(self.environment, _PATIENCE)

    @cached_property
    def flip(self) -> Flip:
        """An unplanned failover to this site, to be looked at: the one that asks nothing of the other site."""
        model, protection = self.model, self.model.protection
        inputs = FailoverInputs(
            owner=f"{model.project}/{self.name}/failover",
            site=self.name,
            active_site=self.name,
            home_site=model.home.name,
            recovery_plan=protection.recovery_plan,
            category=CategoryName(key=protection.category.key, value=protection.category.value),
            more_categories=[
                CategoryName(key=tier.category.key, value=tier.category.value) for tier in protection.cluster_tiers
            ],
            sites={site.name: site.prism_central for site in model.sites.values()},
            mode="unplanned",
            timeout_seconds=protection.timeout_minutes * 60,
            rpo_seconds=protection.rpo_seconds,
        )
        return Flip(self.prism, inputs, self.other, 0)

    @cached_property
    def stack(self) -> Stack:
        return Stack(self.name, self.project, self.environment)

    @cached_property
    def outputs(self) -> dict[str, Any]:
        """What the stack has published, read from the state backend; nothing else is asked."""
        return self.stack.published()

    def aws(self, service: str) -> Any:
        """A boto3 client in the site's region, by the endpoint and the credentials of the environment."""
        return client(service, self.model.me.region, self.environment, config=_AWS)
