"""The web application firewall in front of the site's load balancer."""

from __future__ import annotations

from typing import Any, Self

import pulumi
from pulumi import ResourceOptions
from pulumi_aws import wafv2

from components.ingress.load_balancer import LoadBalancer
from components.stack import Stack
from topology import MANAGED_RULES, FirewallMode, metric_name
from topology import Firewall as FirewallModel


class Firewall(pulumi.ComponentResource):
    """A web ACL of managed rule groups and a rate limit. In mode `count` it lets everything pass and only counts, which
    shows what a rule would have blocked before it does."""

    @classmethod
    def of(cls, name: str, stack: Stack, *, balancer: LoadBalancer | None) -> Self | None:
        """None where the configuration asks for none, or there is no load balancer to protect."""
        firewall = stack.model.firewall
        return cls(name, stack, firewall=firewall, balancer=balancer) if firewall and balancer else None

    def __init__(self, name: str, stack: Stack, *, firewall: FirewallModel, balancer: LoadBalancer) -> None:
        super().__init__("nc2dr:index:Firewall", name, None, stack.aws)
        child = ResourceOptions(parent=self)
        metric = metric_name(stack.tags.name("web"))
        acl = wafv2.WebAcl(
            name,
            scope="REGIONAL",
            description="Before the load balancer of the web VMs",
            default_action={"allow": {}},
            rules=_rules(firewall, metric),
            visibility_config=_visible(metric),
            tags=stack.tags.named("web-acl"),
            opts=child,
        )
        wafv2.WebAclAssociation(name, resource_arn=balancer.arn, web_acl_arn=acl.arn, opts=child)
        self.register_outputs({"arn": acl.arn})


def _rules(firewall: FirewallModel, metric: str) -> list[wafv2.WebAclRuleArgs]:
    """The rate limit first: it is the cheapest to evaluate and holds for every request."""
    counts = firewall.mode is FirewallMode.COUNT
    action: dict[str, Any] = {"count": {}} if counts else {"block": {}}
    rate: Any = {"rate_based_statement": {"limit": firewall.rate_limit, "aggregate_key_type": "IP"}}
    rules = [
        wafv2.WebAclRuleArgs(
            name="rate-limit",
            priority=0,
            action=action,  # type: ignore[arg-type]
            statement=rate,
            visibility_config=_visible(f"{metric}-rate-limit"),
        )
    ]
    for priority, group in enumerate(firewall.rules, 1):
        managed: Any = {"managed_rule_group_statement": {"vendor_name": "AWS", "name": MANAGED_RULES[group][0]}}
        override: dict[str, Any] = {"count": {}} if counts else {"none": {}}
        rules.append(
            wafv2.WebAclRuleArgs(
                name=group.value,
                priority=priority,
                override_action=override,  # type: ignore[arg-type]
                statement=managed,
                visibility_config=_visible(f"{metric}-{group}"),
            )
        )
    return rules


def _visible(metric: str) -> Any:
    return {"cloudwatch_metrics_enabled": True, "sampled_requests_enabled": True, "metric_name": metric}
