"""The Prism Central that comes with a new cluster, as `GET .../prism-centrals` lists it.

Of the fields, a published deployer of NC2 on AWS reads `pc_virtual_ip`, `vm_ips`, `vpc` and `management_subnet`. The
OpenAPI document of the API v2 (schema "Prism Central") says `virtual_ip` and `vnet` instead, because it is that of
Azure. FORMS are the two.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Network

from simulator.prism.model import Json

FORMS = ("deployer", "document")
_FIRST_HOST = 10


@dataclass(frozen=True)
class NewPrismCentral:
    """`addresses`: the virtual one first, then those of its VMs."""

    id: str
    region: str
    zone: str
    vpc: str
    management_subnet: str
    version: str
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, id_: str, asked: Json, addresses: tuple[str, ...]) -> NewPrismCentral | None:
        """That of a request for a cluster; None where the request wants no new one.

        `addresses` are known where it exists already. Otherwise they are of the VPC's prefix, whose subnets the console
        does not look up here.
        """
        central, network = asked.get("prism_central") or {}, asked["network"]
        if central.get("mode") != "new":
            return None
        return cls(
            id_,
            asked["region"],
            network["availability_zone"],
            network.get("vpc", ""),
            central.get("management_subnet", ""),
            central.get("version", ""),
            addresses or tuple(str(IPv4Network(network["vpc_cidr"])[_FIRST_HOST + at]) for at in range(2)),
        )

    def shown(self, form: str) -> Json:
        """As the API shows it, in one of FORMS."""
        azure = form == "document"
        return {
            "id": self.id,
            "region": self.region,
            "version": self.version,
            "status": "running",
            "management_subnet": self.management_subnet,
            "vnet" if azure else "vpc": self.vpc,
            "virtual_ip" if azure else "pc_virtual_ip": self.addresses[0],
            "vm_ips": list(self.addresses[1:]),
        }
