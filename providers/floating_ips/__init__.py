"""The floating IPs of a site, as one resource. A stack does not grow with the number of its VMs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult

from prism import PrismCentral
from providers.base import (
    PREVIEW,
    CheckedProvider,
    Inputs,
    central,
    foresee,
    in_a_sentence,
    known,
    raise_failed,
    serve_the_others,
    signatures,
    tell_of_failed,
)
from providers.floating_ips.arrivals import arrived, waiting
from providers.floating_ips.changes import Member, in_words
from providers.floating_ips.foresight import obstacles
from providers.floating_ips.run import Wishes, addresses, converge, live_members
from providers.floating_ips.seen import seen
from providers.floating_ips.targets import targets

__all__ = ["FloatingIps", "FloatingIpsInputs", "FloatingIpsProvider", "Member", "Wishes", "converge"]


class FloatingIpsInputs(Inputs):
    """``members`` are by name, which is also the name of the floating IP.

    With ``await_vms`` a VM may be missing. The next up that finds the VM leads the floating IP to it. A member that
    cannot be changed stops no other: ``failed`` says why, and each up tries it again.
    """

    members: dict[str, Member]
    external_subnet_id: str | None = None
    await_vms: bool = False


class FloatingIpsProvider(CheckedProvider[FloatingIpsInputs]):
    """Each member is found by its marker ``[nc2-dr:<owner>/<member>]``, because others may use the same name."""

    inputs = FloatingIpsInputs
    replace_on = ("external_subnet_id",)

    def problems(self, inputs: FloatingIpsInputs) -> Iterable[tuple[str, str]]:
        """Members that contradict themselves or one another."""
        leading: dict[tuple[str | None, ...], str] = {}
        for name, member in sorted(inputs.members.items()):
            if not name or set(name) & set("/]"):
                yield "members", f"has the name '{name}'; expected one without / and ]"
            if (member.vm is None) != (member.private_ip is None) or (member.vm and member.vm_nic_id):
                yield "members", f"'{name}' needs vm_nic_id, or vm and private_ip, or none of them"
            place = (member.vm_nic_id, member.vm, member.private_ip)
            if any(place) and place in leading:
                yield "members", f"'{name}' leads where '{leading[place]}' does; a NIC has one floating IP"
            leading.setdefault(place, name)

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also warns of each changed member whose VM or address is missing. With ``await_vms`` a VM may come later."""
        result = super().check(olds, news)
        if not result.failures and known(result.inputs):
            was, inputs = olds.get("members") or {}, self.load(result.inputs)
            new = {name: one for name, one in inputs.members.items() if was.get(name) != result.inputs["members"][name]}
            if new:
                foresee(lambda: obstacles(central(PREVIEW), inputs.owner, new, inputs.await_vms))
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Says what will happen to each member."""
        found = super().diff(id_, olds, news)
        members = news.get("members")
        if found.changes and isinstance(members, Mapping):
            for sentence in in_words(olds.get("members") or {}, members):
                pulumi.log.info(sentence)
        elif not known(members):
            pulumi.log.info("The members of the floating IPs are not known yet.")
        elif not found.changes and tell_of_failed("Floating IP", olds.get("failed")):
            return DiffResult(changes=True, replaces=[])
        elif not found.changes and olds.get("waiting"):
            inputs = self.load(news)
            return DiffResult(changes=bool(arrived(inputs.owner, inputs.members, olds["waiting"])), replaces=[])
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource: adopts floating IPs with its marker."""
        inputs = self.load(props)
        return CreateResult(inputs.owner, _applied(central(), inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the members that exist, and where they lead."""
        inputs, client = self.load(props), central()
        live = live_members(client, inputs.owner)
        if inputs.members and not live:
            return ReadResult("", {})
        wanted, _ = targets(client, inputs.members)
        absent = waiting(inputs.members, live) if inputs.await_vms else []
        now = inputs.model_copy(update={"members": seen(inputs.members, live, wanted, absent)})
        failed = props.get("failed") or {}
        outs = {"addresses": addresses(live, failed), "waiting": absent, "failed": failed}
        return ReadResult(id_, {**now.dump(), **outs}, now.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the members have changed."""
        return UpdateResult(_applied(central(), self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Releases all of them. Raises MembersFailedError for those that cannot be released."""
        inputs = self.load(props)
        served = converge(central(), inputs.owner, {}, Wishes(inputs.external_subnet_id))
        raise_failed("floating IPs", served.failed, max(len(inputs.members), len(served.failed)))


def _applied(client: PrismCentral, inputs: FloatingIpsInputs) -> dict[str, Any]:
    wishes = Wishes(inputs.external_subnet_id, inputs.await_vms)
    served = converge(client, inputs.owner, inputs.members, wishes)
    failed = serve_the_others("floating IPs", served.failed, len(inputs.members.keys() | served.failed.keys()))
    absent = [name for name in waiting(inputs.members, served.live) if name not in failed] if inputs.await_vms else []
    for name in absent:
        pulumi.log.warn(
            f"Floating IP '{name}' leads to nothing yet, because VM '{inputs.members[name].vm}' is not here."
        )
    return {**inputs.dump(), "addresses": addresses(served.live, failed), "waiting": absent, "failed": failed}


class FloatingIps(signatures.FloatingIps, module="prism", name="FloatingIps", provider=FloatingIpsProvider):
    """The floating IPs of a site.

    ``members`` are ``{name: {vm_nic_id} | {vm, private_ip} | {}}``. ``addresses`` are the public addresses by member.
    ``waiting`` are the members whose VM is not here yet. ``failed`` are the reasons of the members that could not be
    changed. A program that must not end well while something failed asks for ``failed``.
    """

    addresses: pulumi.Output[dict[str, str]]
    waiting: pulumi.Output[list[str]]
    failed: pulumi.Output[dict[str, str]]
