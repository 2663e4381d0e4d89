"""The stack that runs, which every part of the program is given. Configuration and environment are checked first."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

import prism
from components.memory import OUTPUT, Memory, remembered
from components.published import Published, outputs_of
from components.tags import Tags
from errors import OperatorError
from topology import Site, SiteModel, load


@dataclass(frozen=True)
class Stack:
    """One site's stack: its model, what the other stack has published, its tags, and the options of its AWS resources.

    `aws` holds the AWS provider of the site's own region. The region never follows activeRegion: a changed region
    replaces everything. `own` are the outputs of this stack's last run; `memory` is what the next run will hold this
    one against.
    """

    model: SiteModel
    other: Published
    tags: Tags
    aws: ResourceOptions
    memory: Memory
    own: Mapping[str, Any]

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
        other, memory = remembered(model, own, outputs_of(model.other.name))
        return cls(model, other, Tags.of_model(model), _in_region(model.me), memory, own)

    @property
    def shown(self) -> Mapping[str, str]:
        """What the next run reads of this one."""
        return {OUTPUT: self.memory.dumped()}

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


def _expects_prism_central(model: SiteModel) -> bool:
    """In zero compute there is no Prism Central yet, and the address of a new one is known once it has been made."""
    return model.has_cluster and (not model.me.zero_compute or bool(os.environ.get("PRISM_ENDPOINT")))


def _in_region(site: Site) -> ResourceOptions:
    return ResourceOptions(providers={"aws": aws.Provider("aws", region=site.region)})
