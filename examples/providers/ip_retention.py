import pulumi

from providers.ip_retention import IpRetention

# mode "plan" only tells; "retain" gives the addresses; "rollback" puts the recorded NICs back.
retention = IpRetention(
    "retention",
    mode="plan",
    table="ec2-to-nc2-ip-preservation",
    region="ap-northeast-1",
    vpc_id="8a8f0c5e-5d7c-4f0e-9d0a-2f0a1b9c7d11",
    subnets={"workload": "172.30.1.0/24"},
    vms={"i-0123456789abcdef0": {"name": "web-1", "state": "stopped", "nics": [{"address": "172.30.1.34"}]}},
)

pulumi.export("status", retention.status)
