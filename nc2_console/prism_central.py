"""The Prism Central instances of a region. API: GET /cloud-accounts/{id}/regions/{region}/prism-centrals.

The OpenAPI document describes the answer with Azure's names (`virtual_ip`, `vnet`); a published deployer of NC2 on AWS
reads `pc_virtual_ip` and `vpc`, and sends `availability_zone`. Both are read. assumed: no other is used.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import quote

from pydantic import AliasChoices, Field

from nc2_console.model import Model, Shown
from nc2_console.session import Session


class PrismCentral(Model):
    """A Prism Central. `virtual_ip` leads to whichever of its VMs serves."""

    virtual_ip: Shown | None = Field(None, validation_alias=AliasChoices("pc_virtual_ip", "virtual_ip"))
    vm_ips: tuple[Shown, ...] | None = None
    vpc: str | None = Field(None, validation_alias=AliasChoices("vpc", "vnet"))
    management_subnet: str | None = None

    @property
    def addresses(self) -> tuple[str, ...]:
        """Its IP addresses, the virtual one first. Empty as long as the console does not know them."""
        found = dict.fromkeys((self.virtual_ip or "", *(self.vm_ips or ())))
        return tuple(address for address in found if _is_address(address))


class PrismCentrals:
    """The Prism Central instances that the key may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def list(self, cloud_account_id: str, region: str, availability_zone: str) -> list[PrismCentral]:
        """Those of an availability zone."""
        path = f"/cloud-accounts/{quote(cloud_account_id, safe='')}/regions/{quote(region, safe='')}/prism-centrals"
        what = f"list the Prism Central instances in {availability_zone}"
        return self._session.several(what, PrismCentral, f"{path}?availability_zone={quote(availability_zone)}")

    def in_subnet(
        self, cloud_account_id: str, region: str, availability_zone: str, vpc: str, subnet: str
    ) -> PrismCentral | None:
        """The one of this VPC and, where the console shows subnets, of this subnet. None where that is not one."""
        listed = self.list(cloud_account_id, region, availability_zone)
        found = [one for one in listed if one.vpc == vpc and one.management_subnet in (None, subnet)]
        return found[0] if len(found) == 1 else None


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
