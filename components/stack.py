"""The stack that runs, which every part of the program is given. Configuration and environment are checked first."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

import pulumi
import pulumi_aws
from pulumi import ResourceOptions

import prism
from aws import Answers
from components.answers import changes_active_site, expect_answers
from components.memory import OUTPUT, Memory, remembered
from components.published import Published, outputs_of
from components.tags import Tags
from errors import OperatorError
from topology import ConfigurationError, Problem, Site, SiteModel, load, model_warnings, nc2_problems

_PLAN_OUTPUT, _PLAN = "subnetPlan", "2"
"""Which plan the derived subnets follow. A stack that does not say is older, and keeps the subnets that it has."""

_TRIES = 10
"""How often the AWS plugin sends a call. It repeats also a call whose credentials have expired, because EC2's
RequestExpired may be a wrong clock: with its own 25 that is eight minutes of silence, with these about one."""


@dataclass(frozen=True)
class Stack:
    """One site's stack: its model, what the other stack has published, its tags, and the options of its AWS resources.

    `aws` holds the AWS provider of the site's own region. The region never follows activeRegion: a changed region
    replaces everything. `own` are the outputs of this stack's last run; `memory` is what the next run will hold this
    one against. `registered` grows: every custom resource of the program so far.
    """

    model: SiteModel
    other: Published
    tags: Tags
    aws: ResourceOptions
    memory: Memory
    own: Mapping[str, Any]
    account: str = ""
    """The id of the AWS account; empty in a failover that STS does not answer in."""
    registered: Sequence[pulumi.Resource] = field(default_factory=list, repr=False)

    @classmethod
    def load(cls) -> Self:
        """The stack of the running program.

        A mistake in the configuration or in the environment ends the program here, before the first resource and so
        before the first API call. So does something of the other stack that was there and is missing. Raises
        pulumi.RunError, which Pulumi prints without a traceback.
        """
        model = _checked_model()
        # The state backend alone is asked: the endpoints of the other site may be dead.
        own = outputs_of(model.me.name)
        model = _as_it_stands(model, own)
        _held_to_nc2(model, own)
        other, memory = remembered(model, own, outputs_of(model.other.name))
        answers, registered = expect_answers(model, own), _noted()
        provider = _in_region(model.me, answers)
        return cls(model, other, Tags.of_model(model), provider, memory, own, answers.account, registered)

    @property
    def changes_active_site(self) -> bool:
        """Whether this run is a failover's, as far as the last run's outputs tell: of either site."""
        return changes_active_site(self.model, self.own)

    @property
    def kept(self) -> ResourceOptions:
        """The options of what carries the workload's traffic in AWS: the state refuses to delete it."""
        return ResourceOptions.merge(self.aws, ResourceOptions(protect=True))

    @property
    def shown(self) -> Mapping[str, str]:
        """What the next run reads of this one."""
        plan = {_PLAN_OUTPUT: _PLAN} if not self.own or self.own.get(_PLAN_OUTPUT) == _PLAN else {}
        return {OUTPUT: self.memory.dumped(), **plan}

    def hold_to(self, problems: Sequence[Problem], refuse: Callable[[Sequence[Problem]], None]) -> None:
        """Have a new stack refused for these. One that exists is warned: a rule that came later must not stop it."""
        _hold_to(problems, self.own, refuse)

    @property
    def site(self) -> Site:
        """The stack's own site."""
        return self.model.me


def _checked_model() -> SiteModel:
    try:
        model = load()
        if _expects_prism_central(model):
            prism.check_environment()
    except OperatorError as error:
        raise pulumi.RunError(str(error)) from None
    return model


def _as_it_stands(model: SiteModel, own: Mapping[str, Any]) -> SiteModel:
    """The model with the derived subnets that an older stack has: another plan would replace them with all in them."""
    if own and own.get(_PLAN_OUTPUT) != _PLAN:
        return replace(model, me=model.me.as_planned_before)
    return model


def _held_to_nc2(model: SiteModel, own: Mapping[str, Any]) -> None:
    def refuse(problems: Sequence[Problem]) -> None:
        if problems:
            raise pulumi.RunError(str(ConfigurationError(problems, f"The new stack {model.me.name}")))

    _hold_to(list(nc2_problems(model)), own, refuse)
    for sentence in model_warnings(model):
        pulumi.log.warn(sentence)


def _hold_to(problems: Sequence[Problem], own: Mapping[str, Any], refuse: Callable[[Sequence[Problem]], None]) -> None:
    if not own:
        refuse(problems)
        return
    for problem in problems:
        pulumi.log.warn(f"{problem} This stack exists, so the run goes on.")


def _expects_prism_central(model: SiteModel) -> bool:
    """In zero compute there is no Prism Central yet, and the address of a new one is known once it has been made."""
    return model.has_cluster and (not model.me.zero_compute or bool(os.environ.get("PRISM_ENDPOINT")))


def _noted() -> Sequence[pulumi.Resource]:
    """Grows by every custom resource that the program makes from now on, whatever component makes it."""
    found: list[pulumi.Resource] = []

    def note(args: pulumi.ResourceTransformationArgs) -> None:
        if isinstance(args.resource, pulumi.CustomResource):
            found.append(args.resource)

    pulumi.runtime.register_stack_transformation(note)
    return found


def _in_region(site: Site, answers: Answers) -> ResourceOptions:
    """The provider asks STS who it is before anything else, unless it is told not to."""
    skips = True if "sts" in answers.silent else None
    provider = pulumi_aws.Provider(
        "aws",
        region=site.region,
        max_retries=_TRIES,
        skip_credentials_validation=skips,
        skip_requesting_account_id=skips,
    )
    return ResourceOptions(providers={"aws": provider})
