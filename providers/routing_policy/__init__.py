"""A routing policy of a VPC: which traffic of its VMs is permitted, denied, rerouted or forwarded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi

from prism import Collection, PrismCentral
from prism.networking import RoutingPolicies
from prism.networking import RoutingPolicy as PrismPolicy
from providers.base import Inputs, PrismProvider, describe, owner_of, signatures
from providers.routing_policy.rule import Rule, faults, from_rule, to_rule

__all__ = ["RoutingPolicy", "RoutingPolicyInputs", "RoutingPolicyProvider", "Rule", "from_rule", "to_rule"]


class RoutingPolicyInputs(Inputs):
    """``priority`` is 1 to 1000. A policy with a higher priority counts first."""

    name: str
    vpc_id: str
    priority: int
    rules: list[Rule]


class RoutingPolicyProvider(PrismProvider[RoutingPolicyInputs, PrismPolicy]):
    """A routing policy. Another VPC replaces it."""

    inputs = RoutingPolicyInputs
    replace_on = ("vpc_id",)

    def problems(self, inputs: RoutingPolicyInputs) -> Iterable[tuple[str, str]]:
        """The rules of the API."""
        if not 1 <= inputs.priority <= 1000:
            yield "priority", f"is {inputs.priority}; expected 1 to 1000"
        if not inputs.rules:
            yield "rules", "is empty; expected at least one rule"
        for index, rule in enumerate(inputs.rules):
            yield from ((f"rules[{index}]", fault) for fault in faults(rule))

    def collection(self, client: PrismCentral, inputs: RoutingPolicyInputs) -> Collection[PrismPolicy]:
        return RoutingPolicies(client)

    def same_thing(self, found: PrismPolicy, inputs: RoutingPolicyInputs) -> bool:
        """A VPC has each priority once. Our own policy may have another priority if a run was killed."""
        ours = owner_of(found.description) == inputs.owner
        return found.vpc_ext_id == inputs.vpc_id and (ours or found.priority == inputs.priority)

    def desired(self, inputs: RoutingPolicyInputs) -> PrismPolicy:
        return PrismPolicy(
            name=inputs.name,
            description=describe(inputs.owner),
            vpc_ext_id=inputs.vpc_id,
            priority=inputs.priority,
            policies=[to_rule(rule) for rule in inputs.rules],
        )

    def observe(self, client: PrismCentral, found: PrismPolicy, inputs: RoutingPolicyInputs) -> dict[str, Any]:
        return {
            "name": found.name,
            "vpc_id": found.vpc_ext_id,
            "priority": found.priority,
            "rules": [from_rule(rule) for rule in found.policies or []],
        }


class RoutingPolicy(signatures.RoutingPolicy, module="prism", name="RoutingPolicy", provider=RoutingPolicyProvider):
    """Permits, denies, reroutes or forwards the traffic that its rules match.

    Each of ``rules`` is ``{action, source?, destination?, protocol?, source_ports?, destination_ports?, icmp_type?,
    icmp_code?, service_ips?, fallback?, nexthop?, bidirectional?}``.
    """

    @property
    def policy_id(self) -> pulumi.Output[str]:
        """The policy's ``extId``."""
        return self.id
