"""Names of a living pair that change in place: what that does, told before it is done, and where it would delete."""

from collections.abc import Iterator, Mapping

from components.memory.memory import Memory
from components.memory.named import NAME_PREFIX, named
from topology import SiteModel


def renamed(memory: Memory, model: SiteModel) -> Iterator[str]:
    """One sentence for each name that changes in place, and for another kind of peering."""
    does = _does(model)
    for key, (was, now) in _changed(memory, model).items():
        yield f"{key} changes from '{was}' to '{now}': {does[key]}"
    if memory.peering not in (None, model.peering.value):
        yield (
            f"peering changes from {memory.peering} to {model.peering.value}: the peering and its routes are deleted "
            "and made anew, and until then nothing passes between the sites. They are protected in the state: run "
            f"`pulumi state unprotect --all --stack {model.me.name}` first. The next run protects everything again."
        )


def made_anew(memory: Memory, model: SiteModel) -> tuple[str, ...]:
    """What another name prefix would delete and make anew, or lose sight of."""
    if NAME_PREFIX not in _changed(memory, model):
        return ()
    existing, found = model.me.existing, []
    if existing.vpc_id is not None or existing.transit_gateway_id is not None:
        found.append("what this stack has added to the existing VPC and transit gateway, which it knows by Name tags")
    direct_connect = model.on_premises.direct_connect if model.on_premises else None
    if direct_connect is not None and direct_connect.interface is not None:
        found.append("the transit virtual interface, and with it the traffic of Direct Connect")
    return tuple(found)


def _changed(memory: Memory, model: SiteModel) -> Mapping[str, tuple[str, str]]:
    """The old and the new name, by key. A program that kept no names told none."""
    now = named(model)
    return {key: (was, now[key]) for key, was in memory.named.items() if key in now and now[key] != was}


def _does(model: SiteModel) -> Mapping[str, str]:
    return {
        NAME_PREFIX: "the Name tags and the name of the prefix list change in place. Nothing else is touched.",
        "overlay.vpc": "Prism Central renames the VPC in place. No network and no VM is touched.",
        "protection.policy": "Prism Central renames the protection policy in place. Replication goes on.",
        "protection.recoveryPlan": (
            "the recovery plan is renamed in place by the stack of "
            f"{model.home.name}. Both stacks look for it by its name: run pulumi up on both before the next failover."
        ),
    }
