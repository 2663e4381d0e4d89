"""One site as the operator's commands see it: its model, its Prism Central and its AWS region."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from pulumi.automation.errors import CommandError

from aws import PATIENCE, client
from operations.errors import OperationsError
from operations.look.heard import Heard
from operations.run import Project, Stack
from prism import PrismCentral, Timeouts
from providers.failover import FailoverInputs, FailoverView, declared, foretell_now
from providers.recovery import Foreseen
from topology import SiteModel

_PATIENCE = Timeouts(connect=5.0, read=20.0, call=40.0)
_STATE_SECONDS = 20.0
# What the configuration asks of one failover says nothing about the next.
_LATER = {"reference_time", "live_migrate", "instant_restore", "flip_number", "accepted_risks"}


@dataclass(frozen=True)
class Survivor:
    """The site, and the environment that its own stack runs in."""

    model: SiteModel
    project: Project
    environment: Mapping[str, str]
    asked: str = ""
    """The active site that the configuration asks for, where the stack has published another one."""

    @classmethod
    def of(cls, project: Project, site: str, environment: Mapping[str, str]) -> "Survivor":
        """Raises ConfigurationError for a configuration, or a site, that the stack itself would refuse."""
        return cls(project.model(site), project, environment)

    def as_published(self) -> "Survivor":
        """The same site with the active site that its stack has published, whatever the configuration asks for since.

        As it is where the stack has published none, and where its state cannot be read, which a check tells.
        """
        try:
            outputs = self.stack.published(_STATE_SECONDS)
        except (OperationsError, CommandError):
            return self
        # A program of before the generations has published the second one alone.
        active = self.model.sites.get(str(outputs.get("activeSite") or outputs.get("activeRegion")), self.model.active)
        asked = self.model.active.name if active.name != self.model.active.name else ""
        found = replace(self, model=replace(self.model, active=active), asked=asked)
        found.__dict__["outputs"] = outputs  # asked for once
        return found

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
    def failover(self) -> FailoverView:
        """An unplanned failover to this site, to be looked at: the kind that asks nothing of the other site."""
        asked = {"active_site": self.name, "mode": "unplanned", "without_plan": False}
        given = {
            name: value for name, value in declared(self.model).items() if name not in _LATER and value is not None
        }
        word = self.heard.for_plan(in_store=self.model.protection.in_store)
        inputs = FailoverInputs.model_validate({"owner": self.owner("failover"), **given, **asked, **word})
        return FailoverView(self.prism, inputs, self.other, 0)

    @cached_property
    def foreseen(self) -> Foreseen:
        """What a failover to this site would do now, and where its transit gateway would lead the workload."""
        return replace(foretell_now(self.failover), routes=_routes(self.model))

    @property
    def foreseen_already(self) -> Foreseen | None:
        """That value, if somebody has asked for it and got it; asks nothing."""
        found = self.__dict__.get("foreseen")
        return found if isinstance(found, Foreseen) else None

    def owner(self, resource: str) -> str:
        """Whose marks the resource of this name sets."""
        return f"{self.model.project}/{self.name}/{resource}"

    @cached_property
    def stack(self) -> Stack:
        return Stack(self.name, self.project, self.environment)

    @cached_property
    def outputs(self) -> dict[str, Any]:
        """What the stack has published, read from the state backend alone."""
        return self.stack.published()

    @cached_property
    def heard(self) -> Heard:
        """What this site's stack remembers of the other's word: which VMs that has taken over, by their ids.

        Nothing where the state cannot be read, which a check of its own tells. Then copies are known by their marks.
        """
        try:
            return Heard.of(self.outputs)
        except (OperationsError, CommandError):
            return Heard()

    def aws(self, service: str) -> Any:
        """A boto3 client in the site's region, by the endpoint and the credentials of the environment."""
        return client(service, self.model.me.region, self.environment, config=PATIENCE)


def _routes(model: SiteModel) -> tuple[tuple[str, str, str], ...]:
    """(prefix, target now, target then) of the workload's routes on this site's transit gateway."""
    standby, active = replace(model, active=model.other), replace(model, active=model.me)
    now = {route.prefix: route.target.value for route in standby.routes.workload}
    then = {route.prefix: route.target.value for route in active.routes.workload}
    return tuple((prefix, now.get(prefix, "none"), target) for prefix, target in then.items())
