"""The health of target groups: only of those that a load balancer sends traffic to."""

from typing import Any

from moto.elbv2.exceptions import TargetGroupNotFoundError

from simulator.aws.base import LoadBalancerMixin


class TargetGroupBackend(LoadBalancerMixin):
    """Repairs of moto's load balancing backend."""

    def describe_target_health(self, target_group_arn: str, targets: list[dict[str, Any]]) -> list[Any]:
        group: Any = self.target_groups.get(target_group_arn)
        if group is None:
            raise TargetGroupNotFoundError()
        in_use = any(arn in self.load_balancers for arn in group.load_balancer_arns)
        described: list[Any] = group.describe_health(targets, in_use)
        return described
