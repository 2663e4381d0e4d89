"""Whether AWS's quota of vCPUs lets the nodes come, said in the preview that asks for them."""

from __future__ import annotations

import pulumi
from botocore.exceptions import BotoCoreError, ClientError

from aws import PATIENCE, client, vcpu_quota
from providers.nc2_cluster.inputs import Nc2ClusterInputs
from topology.compute import NODE_TYPES


def tell_quota(inputs: Nc2ClusterInputs, now: int) -> None:
    """Warns of a quota that is too small for the nodes to come. A quota that cannot be read never fails a preview."""
    more = inputs.nodes - now
    if more <= 0:
        return
    quotas, ec2 = (client(service, inputs.region, config=PATIENCE) for service in ("service-quotas", "ec2"))
    try:
        quota = vcpu_quota(inputs.node_type, quotas, ec2)
    except (BotoCoreError, ClientError) as error:
        pulumi.log.info(f"The quota of vCPUs for {more} more nodes in {inputs.region} could not be read: {error}")
        return
    needed = more * NODE_TYPES[inputs.node_type].vcpus
    if needed > quota.free:
        pulumi.log.warn(
            f"AWS would refuse nodes of '{inputs.name}': {more} more of {inputs.node_type} need {needed:,} vCPUs, and "
            f"of {quota.name} ({quota.code}) in {inputs.region} {quota}. Raise it in Service Quotas to "
            f"{quota.used + needed:,} or more. AWS takes hours or days for it, so in a disaster call AWS support."
        )
