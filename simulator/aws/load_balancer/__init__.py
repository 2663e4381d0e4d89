"""Load balancers, target groups with the health of their targets, and web ACLs, repaired."""

from moto.elbv2.models import ELBv2Backend, FakeTargetGroup
from moto.wafv2.models import WAFV2Backend

from simulator.aws.base import Repairs
from simulator.aws.load_balancer import load_balancers, target_group, target_groups, web_acls

__all__ = ["REPAIRS"]

REPAIRS: Repairs = (
    (ELBv2Backend, (target_groups.TargetGroupBackend, load_balancers.LoadBalancerBackend)),
    (FakeTargetGroup, (target_group.TargetGroup,)),
    (WAFV2Backend, (web_acls.WebAclBackend,)),
)
