"""Gateway endpoints: S3 and DynamoDB from every subnet, without a NAT gateway and its price per gigabyte."""

from collections.abc import Mapping

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2

from components.stack import Stack


class GatewayEndpoints(pulumi.ComponentResource):
    """One endpoint per service, associated with each of the network's tables.

    An association is a resource of its own, so that a table that comes or goes touches no other.
    """

    def __init__(
        self,
        name: str,
        stack: Stack,
        *,
        vpc_id: Input[str],
        table_ids: Mapping[str, Output[str]],
        opts: ResourceOptions,
    ) -> None:
        super().__init__("nc2dr:index:GatewayEndpoints", name, None, opts)
        child = ResourceOptions(parent=self)
        for service in stack.site.gateway_endpoints:
            endpoint = ec2.VpcEndpoint(
                f"{name}-{service}",
                vpc_id=vpc_id,
                # assumed: regions in China put "cn." in front of the name; none of them has NC2.
                service_name=f"com.amazonaws.{stack.site.region}.{service}",
                vpc_endpoint_type="Gateway",
                tags=stack.tags.named(service),
                opts=child,
            )
            for key, table_id in table_ids.items():
                ec2.VpcEndpointRouteTableAssociation(
                    f"{name}-{service}-{key}", vpc_endpoint_id=endpoint.id, route_table_id=table_id, opts=child
                )
        self.register_outputs({})
