"""What the world does between and inside of runs, and what operators do beside them: one function for each verb."""

from __future__ import annotations

from collections.abc import Callable

from errors import OperatorError
from prism.networking import Subnets
from prism.prism import Categories
from prism.vmm import Vms
from simulator.prism.model import Record, Site, hidden
from simulator.prism.vms import power
from tests.histories.invariants import WORLD
from tests.histories.lab.laboratory import NAMES
from tests.histories.log.foreign import Foreign
from tests.histories.operators.checkout import Checkout
from tests.histories.script.step import Step
from tests.histories.world import others
from tests.histories.world.estate import BASTION
from tests.histories.world.scene import Scene
from tests.histories.world.stack import Kept
from tests.providers._sites import SUBNET, WORKLOAD, add_vm

_LONG = 960
"""Characters of a description that leave no room for a mark: Prism Central takes 1,000."""


def act(world: Scene, step: Step) -> None:
    """Does what the verb says."""
    _DEEDS[step.verb](world, step)


def _as_the_world(world: Scene, done: Callable[[], object]) -> None:
    """What no run of ours does."""
    world.settle()
    lab, observer = world.lab, world.observer
    outer, observer.by = observer.by, WORLD
    site, lab.site = lab.site, ""
    trap, lab.wire.trap = lab.wire.trap, None
    try:
        done()
        observer.look()
    except OperatorError:
        observer.look()
    finally:
        observer.by, lab.site, lab.wire.trap = outer, site, trap


def _commit(world: Scene, step: Step) -> None:
    newest = max(stack.record.generation for stack in world.stacks.values())
    number = newest + 1 if world.numbered else None
    world.commits.append(Checkout(step.site, step.how or "planned", number))


def _cut(world: Scene, step: Step) -> None:
    if step.how != "link":
        world.lab.wire.modes[f"{step.site}.test"] = step.how
        world.stacks[step.site].gateway.lost = True
    world.sites.set_links({step.site: "down"})
    world.log.add(step.site, "cut", how=step.how)


def _back(world: Scene, step: Step) -> None:
    world.lab.wire.modes.pop(f"{step.site}.test", None)
    world.stacks[step.site].gateway.lost = False
    world.log.add(step.site, "back")
    world.sites.set_links({step.site: "up"})


def _darken(world: Scene, step: Step) -> None:
    site = world.sites.site(step.site)
    on = [vm for vm in site.store.all("vm") if power.is_on(vm)]
    world.dark[step.site] = [vm.ext_id for vm in on]
    _as_the_world(world, lambda: _switch(site, on, to=False))


def _lighten(world: Scene, step: Step) -> None:
    site, ids = world.sites.site(step.site), world.dark.pop(step.site, [])
    off = [vm for vm in site.store.all("vm") if vm.ext_id in ids and not power.is_on(vm)]
    _as_the_world(world, lambda: _switch(site, off, to=True))


def _wait(world: Scene, step: Step) -> None:
    world.lab.clock.sleep(step.seconds)


def _fault(world: Scene, step: Step) -> None:
    world.sites.faults.order({**step.fault, "site": step.site})


def _aws(world: Scene, step: Step) -> None:
    world.stacks[step.site].gateway.faults.append(step.how)


def _lead_route(world: Scene, step: Step) -> None:
    """Another team makes a route."""
    prefix, leads_to, kind = step.how.split()
    world.route_of_others(step.site, Foreign(prefix, leads_to if leads_to != "nowhere" else "", kind))


def _unlead(world: Scene, step: Step) -> None:
    """They take it away."""
    world.no_route_of_others(step.site, step.how.split()[0])


def _mute(world: Scene, step: Step) -> None:
    world.stacks[step.site].gateway.silent = True
    world.log.add(step.site, "mute", on=True)


def _unmute(world: Scene, step: Step) -> None:
    world.stacks[step.site].gateway.silent = False
    world.log.add(step.site, "mute", on=False)


def _found(world: Scene, step: Step) -> None:
    client, other = (world.lab.client(name) for name in sorted(NAMES, key=lambda name: name != step.site))
    world.observer.others = True
    _as_the_world(world, lambda: others.make(client, other, step.how))


def _squat(world: Scene, step: Step) -> None:
    client, name = world.lab.client(step.site), f"squatter-{step.site}"

    def squat() -> None:
        category = Categories(client).find("Role", f"Bastion-{step.site}")
        subnet = Subnets(client).find_by_name(SUBNET)
        if Vms(client).find_by_name(name) is None and category and subnet:
            add_vm(client, name, WORKLOAD["db-1"], subnet.id, category.id)

    _as_the_world(world, squat)


def _leave(world: Scene, step: Step) -> None:
    client = world.lab.client(step.site)

    def leave() -> None:
        for vm in Vms(client).list():
            if vm.label == f"squatter-{step.site}":
                Vms(client).delete(vm.id)

    _as_the_world(world, leave)


def _add(world: Scene, step: Step) -> None:
    """A new protected VM; ``how`` is its name, if it is to have that of another."""
    client = world.lab.client(step.site)
    addresses = {ip for event in world.log.events if event.kind == "vm.created" for ip in event.details["ips"]}
    number = sum(1 for ip in addresses if ip.startswith("172.30.1.6"))

    def add() -> None:
        category = Categories(client).find("DisasterRecovery", "Protected")
        subnet = Subnets(client).find_by_name(SUBNET)
        if category and subnet and any(copy.site == step.site for copy in world.workload()):
            name = step.how or f"late-{number}"
            add_vm(client, name, f"172.30.1.{60 + number}", subnet.id, category.id)

    _as_the_world(world, add)


def _untag(world: Scene, step: Step) -> None:
    """Somebody takes a VM out of its category."""
    site = world.sites.site(step.site)

    def untag() -> None:
        for vm in _named(site, step.how):
            vm.data["categories"] = []
            site.store.touch(vm)
            world.log.add(step.site, "vm.untagged", vm.ext_id, name=vm.name, by=WORLD)

    _as_the_world(world, untag)


def _describe(world: Scene, step: Step) -> None:
    """Somebody writes a long description."""
    site = world.sites.site(step.site)

    def describe() -> None:
        for vm in _named(site, step.how):
            vm.data["description"] = "x" * _LONG
            site.store.touch(vm)

    _as_the_world(world, describe)


def _forget(world: Scene, step: Step) -> None:
    """Somebody deletes the recovery points of a VM."""
    site = world.sites.site(step.site)
    for point in site.store.all("recovery_point"):
        if hidden.of_point(point)["vm"]["name"] == step.how:
            site.store.remove(point)


def _readdress(world: Scene, step: Step) -> None:
    bastion = world.stacks[step.site].bastion
    bastion["ip_address"] = BASTION[1] if bastion["ip_address"] == BASTION[0] else BASTION[0]


def _lose(world: Scene, step: Step) -> None:
    world.restore_to(step.site, Kept())


def _keep(world: Scene, step: Step) -> None:
    world.kept[step.site] = world.stacks[step.site].keep()


def _restore(world: Scene, step: Step) -> None:
    if step.site in world.kept:
        world.restore_to(step.site, world.kept[step.site])


def _named(site: Site, name: str) -> list[Record]:
    return [vm for vm in site.store.all("vm") if vm.name == name]


def _switch(site: Site, machines: list[Record], *, to: bool) -> None:
    for vm in machines:
        power.switch(site, vm, on=to)


_DEEDS: dict[str, Callable[[Scene, Step], None]] = {
    "commit": _commit,
    "cut": _cut,
    "back": _back,
    "dark": _darken,
    "light": _lighten,
    "wait": _wait,
    "fault": _fault,
    "aws": _aws,
    "lead": _lead_route,
    "unlead": _unlead,
    "mute": _mute,
    "unmute": _unmute,
    "found": _found,
    "squat": _squat,
    "leave": _leave,
    "add": _add,
    "untag": _untag,
    "describe": _describe,
    "forget": _forget,
    "readdress": _readdress,
    "lose": _lose,
    "keep": _keep,
    "restore": _restore,
}
