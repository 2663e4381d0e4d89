"""The health of target groups: only of those that a load balancer sends traffic to."""

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import TargetGroupNotFoundError
from moto.elbv2.models import ELBv2Backend

if TYPE_CHECKING:
    Base = ELBv2Backend
else:
    Base = object


class TargetGroupBackend(Base):
    """Repairs of moto's load balancing backend."""

    def describe_target_health(self, target_group_arn: str, targets: list[dict[str, Any]]) -> list[Any]:
        group: Any = self.target_groups.get(target_group_arn)
        if group is None:
            raise TargetGroupNotFoundError()
        in_use = any(arn in self.load_balancers for arn in group.load_balancer_arns)
        described: list[Any] = group.describe_health(targets, in_use)
        return described
