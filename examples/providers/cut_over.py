from providers.cut_over import CutOver

# Routes depend on it: it refuses a change of platform until every VM is ready.
cut_over = CutOver(
    "cut-over",
    platform="ec2",
    table="ec2-to-nc2-ip-preservation",
    region="ap-northeast-1",
    vpc_id="8a8f0c5e-5d7c-4f0e-9d0a-2f0a1b9c7d11",
    subnets={"workload": "172.30.1.0/24"},
    vms={"i-0123456789abcdef0": {"name": "web-1", "state": "running", "nics": [{"address": "172.30.1.34"}]}},
)
