"""The recovery plan as it stands: whether its mappings keep addresses, and whether protection goes on."""

from collections.abc import Iterator

from operations.look import Check, Status, Survivor
from prism.datapolicies import NetworkMapping, NetworkMappings

_MAPPED, _PAUSED = "addresses mapped", "protection"


def look(survivor: Survivor) -> list[Check]:
    if survivor.model.protection.in_store and not survivor.model.is_home:
        found = "no plan leads here: VMs are restored from the store with their addresses"
        return [Check(_MAPPED, Status.PASS, survivor.name, found)]
    return [*_mappings(survivor), *_protection(survivor)]


def _mappings(survivor: Survivor) -> Iterator[Check]:
    """One check, or one per mapping that leaves the address to DHCP."""
    plan, wanted = survivor.failover.plan, survivor.model.protection.keeps_addresses
    found = list(NetworkMappings(survivor.prism, plan.id).list())
    off = [one for one in found if not one.is_ip_mapping_enabled]
    if not wanted:
        yield Check(
            _MAPPED, Status.PASS, plan.label, "as protection.keepAddresses: false asks", "left to Prism Central"
        )
    elif not off:
        yield Check.of(_MAPPED, plan.label, f"{len(found)} mappings keep addresses", good=True, expected="all of them")
    else:
        yield from (_left_to_dhcp(one, survivor.model.home.name) for one in off)


def _left_to_dhcp(one: NetworkMapping, home: str) -> Check:
    todo = (
        f"Run pulumi up on the stack of {home}: it writes isIpMappingEnabled. Until then a recovered VM may get any "
        "address of the target network."
    )
    return Check.of(_MAPPED, one.label, "any address may come", good=False, expected="addresses kept", what_to_do=todo)


def _protection(survivor: Survivor) -> Iterator[Check]:
    """An unplanned failover may leave the protection of what it recovered paused."""
    plan = survivor.failover.plan
    paused = plan.is_protection_paused_post_failover
    todo = "Resume protection of the recovered VMs in Prism Central (Recovery Plans): nothing is replicated until then."
    if paused is not None:
        found = "paused since the last failover" if paused else "goes on"
        yield Check.of(_PAUSED, plan.label, found, good=not paused, expected="not paused", what_to_do=todo)
