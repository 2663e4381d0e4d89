import pulumi

from providers.target_registrations import TargetRegistrations

# One resource for all targets. One that is taken out is drained before whatever waits for this goes on.
targets = TargetRegistrations(
    "targets",
    region="ap-northeast-1",
    target_group_arn=pulumi.Config("example").require("targetGroup"),
    port=80,
    targets={"web-1": "10.101.4.130", "web-2": "10.101.4.131"},
    cidrs=["10.101.0.0/16"],
    drain_seconds=30,
)

pulumi.export("targets", targets.targets)
