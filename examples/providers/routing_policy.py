import pulumi

from providers.routing_policy import RoutingPolicy
from providers.vpc import Vpc

vpc = Vpc("workload", name="workload", external_subnet_ids=[], externally_routable_prefixes=["172.30.0.0/16"])
policy = RoutingPolicy(
    "no-telnet",
    name="no-telnet",
    vpc_id=vpc.vpc_id,
    priority=100,
    rules=[{"action": "deny", "protocol": "tcp", "destination_ports": [[23, 23]]}],
)

pulumi.export("policy_id", policy.policy_id)
