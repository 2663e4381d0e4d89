"""The request for a new cluster on AWS."""

from __future__ import annotations

from typing import Any

from nc2_console.model import Model


class NewAwsCluster(Model):
    """The settings of a new cluster on AWS. Its VPC and subnets exist already."""

    name: str
    region: str
    availability_zone: str
    node_type: str
    nodes: int
    vpc_id: str
    vpc_cidr: str
    management_subnet_id: str
    prism_central_subnet_id: str
    flow_subnet_id: str
    flow_subnet_cidr: str
    aos_version: str
    prism_central_version: str
    ssh_key: str
    access_cidrs: tuple[str, ...] = ()

    def body(self, organization_id: str, cloud_account_id: str) -> dict[str, Any]:
        """The request, as the published OpenAPI document has it.

        Of its schema the document leaves out vpc, management_subnet, fvn_config.subnet_cloud_id and subnet_cidr, and
        `data` around the request. Two published deployers send them.
        """
        data: dict[str, Any] = {
            "name": self.name,
            "organization_id": organization_id,
            "cloud_account_id": cloud_account_id,
            "region": self.region,
            "use_case": "general",
            "license": "nci",
            "software_tier": "ultimate",
            "aos_version": self.aos_version,
            "data_at_rest_encryption": False,
            "advanced_replication": False,
            "host_access_ssh_key": self.ssh_key,
            "capacity": [{"host_type": self.node_type, "number_of_hosts": self.nodes, "tenancy": "default"}],
            "cluster_fault_tolerance": {"factor": "1N/1D"},
            "network": self._network(),
            "prism_central": self._prism_central(),
        }
        return {"data": data}

    def _network(self) -> dict[str, Any]:
        access = {"mode": "restricted" if self.access_cidrs else "disabled", "ip_addresses": list(self.access_cidrs)}
        return {
            "mode": "existing",
            "vpc": self.vpc_id,
            "vpc_cidr": self.vpc_cidr,
            "availability_zone": self.availability_zone,
            "management_subnet": self.management_subnet_id,
            "fvn_enabled": True,
            "fvn_config": {"subnet_cloud_id": self.flow_subnet_id, "subnet_cidr": self.flow_subnet_cidr},
            "test_network_connectivity": True,
            "management_services_access_policy": access,
            "prism_element_access_policy": access,
        }

    def _prism_central(self) -> dict[str, Any]:
        return {
            "mode": "new",
            "version": self.prism_central_version,
            "vm_size": "small",
            "management_subnet": self.prism_central_subnet_id,
            # The Amazon Time Sync Service answers at this address in every VPC.
            "ntp_server_ip_list": ["169.254.169.123"],
        }
