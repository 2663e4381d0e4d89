"""Security groups that let the other site's cluster and the workload's users in, which NC2's own groups do not.

assumed: NC2 applies them also to interfaces that exist already.
"""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import ResourceOptions
from pulumi_aws import ec2

from components.network import Network
from components.stack import Stack
from topology import EXTERNAL_TAG, PORTS, ClusterAccess, Ports, cluster_access

_EVERY_PORT = Ports("-1", 0, 0)


class ClusterAccessGroups(pulumi.ComponentResource):
    """One group for replication and pairing, and one for the workload's traffic. NC2 applies them, this stack does not.

    Rules are part of the group: as resources of their own they would be two dozen in every state.
    """

    def __init__(self, name: str, stack: Stack, *, network: Network) -> None:
        super().__init__("nc2dr:index:ClusterAccessGroups", name, None, stack.aws)
        self._name, self._network, self._tags = name, network, stack.tags
        access = cluster_access(stack.model)
        self._group("replication", "Replication and pairing with the other site", PORTS, access.peers, _scope(access))
        networks = {f"{EXTERNAL_TAG}:networks": ", ".join(access.flow_subnets)} if access.flow_subnets else {}
        scope = {**_scope(access), **(networks if access.cluster_uuid else {})}
        self._group("workload", "The workload and those who use it", [_EVERY_PORT], access.workload, scope)
        self.register_outputs({})

    def _group(
        self, what: str, description: str, ports: Sequence[Ports], sources: Sequence[str], scope: Mapping[str, str]
    ) -> None:
        ec2.SecurityGroup(
            f"{self._name}-{what}",
            description=description,
            vpc_id=self._network.vpc_id,
            ingress=[
                ec2.SecurityGroupIngressArgs(
                    protocol=one.protocol, from_port=one.first, to_port=one.last, cidr_blocks=list(sources)
                )
                for one in ports
            ],
            egress=[ec2.SecurityGroupEgressArgs(protocol="-1", from_port=0, to_port=0, cidr_blocks=list(sources))],
            tags={**self._tags.named("cluster", what), **scope},
            opts=ResourceOptions(parent=self),
        )


def _scope(access: ClusterAccess) -> dict[str, str]:
    """The tags that tell NC2 what to apply a group to: every cluster of the VPC, or the one of this UUID."""
    uuid = {f"{EXTERNAL_TAG}:cluster-uuid": access.cluster_uuid} if access.cluster_uuid else {}
    return {EXTERNAL_TAG: "", **uuid}
