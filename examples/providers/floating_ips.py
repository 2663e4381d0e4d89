import pulumi

from providers.floating_ips import FloatingIps

# One resource for all of them, however many. Without a target a floating IP is kept for later.
addresses = FloatingIps(
    "addresses",
    members={"app": {"vm": "app-1", "private_ip": "172.30.1.11"}, "spare": {}},
)

pulumi.export("addresses", addresses.addresses)
