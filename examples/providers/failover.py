import pulumi

from providers.failover import Failover

# The flip is one line of configuration, the same for both stacks.
active = pulumi.Config("example").get("activeRegion") or "tokyo"

failover = Failover(
    "failover",
    site="tokyo",
    active_site=active,
    home_site="tokyo",
    recovery_plan="workload-recovery",
    category={"key": "DisasterRecovery", "value": "Protected"},
    sites={"tokyo": "pc-tokyo", "osaka": "pc-osaka"},
    mode="planned",
)

pulumi.export("state", failover.state)
