"""The addresses of what a failover has brought, and Prism Central's warnings about them before it begins."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

import pulumi

from plain_text import shortened
from prism import ConflictError, PrismError
from prism.dataprotection import RecoveryResult, ValidationError
from prism.vmm import AhvVmRecoveryPoints, Vm
from providers.base import Progress
from providers.failover import messages
from providers.failover.address_map import address_map
from providers.failover.view import FailoverView
from providers.recovery import Astray, Risk, astray, copies, open_risks, repair, when
from topology import RiskKind

_NEVER = datetime.min.replace(tzinfo=UTC)


def expect_no_warning(view: FailoverView, findings: Iterable[ValidationError]) -> None:
    """Raises ConflictError for a warning about the VMs' networks, unless the operator has accepted the risk.

    The failover itself ignores warnings, so this is where one about addresses is heard. Its words are not published,
    so every warning of the group NETWORK counts.
    """
    found = [one for one in findings if one.severity == "WARNING" and one.error_group == "NETWORK"]
    risks = [Risk(RiskKind.ADDRESS_NOT_KEPT, "", one.sentence()) for one in found]
    if view.inputs.keeps_addresses and open_risks(risks, view.inputs.acceptance, view.generation):
        raise ConflictError(messages.warned(risks, view.inputs, view.generation))


def keep(view: FailoverView, results: Iterable[RecoveryResult], recovered: list[Vm], progress: Progress) -> list[Vm]:
    """Compares each VM's addresses with its recovery point and gives back what it lost; the VMs as they are then.

    Raises ConflictError where an address cannot be given back, unless accepted: no route leads to such a VM.
    """
    if not view.inputs.keeps_addresses:
        return recovered
    try:
        found, compared = lost_addresses(view, results, recovered)
    except PrismError as error:
        pulumi.log.warn(
            f"Could not compare the VMs' addresses with their recovery points: {error} Compare them yourself."
        )
        return recovered
    if not found:
        progress.say(
            f"{compared} of {len(recovered)} VMs compared: addresses as in their recovery points.", always=True
        )
        return recovered
    done = repair(view.own, found)
    if done.sentences():
        pulumi.log.warn(shortened(done.sentences(), "\n"))
    text = messages.not_kept(done.risks, view.inputs, view.generation)
    if open_risks(done.risks, view.inputs.acceptance, view.generation):
        raise ConflictError(text)
    if done.risks:
        pulumi.log.warn(text)
    return copies.present(view.client, [vm.id for vm in recovered])


def lost_addresses(
    view: FailoverView, results: Iterable[RecoveryResult], recovered: Iterable[Vm], *, test: bool = False
) -> tuple[list[Astray], int]:
    """The NICs without the address of their recovery point, and how many VMs could be compared. Reads only.

    Recovery points are listed anew: a planned failover has made the one that it recovered from.
    """
    here = {vm.id: vm for vm in recovered}
    pairs = [(one.source_entity_ext_id or "", here.get(one.recovered_entity_ext_id or "")) for one in results]
    captured = _captured(view)
    known = [(source, captured[source], vm) for source, vm in pairs if vm is not None and source in captured]
    if not known:
        return [], 0
    target = address_map(view, test=test)
    return [one for source, was, vm in known for one in astray(source, was, vm, target)], len(known)


def _captured(view: FailoverView) -> dict[str, Vm]:
    """By id at the source, the VM as its newest recovery point (as of the reference time) captured it."""
    moment = when.instant(view.inputs.reference_time)
    found: dict[str, Vm] = {}
    for one in sorted(AhvVmRecoveryPoints(view.client).list(), key=lambda one: one.creation_time or _NEVER):
        if one.vm is not None and one.vm_ext_id and (moment is None or (one.creation_time or _NEVER) <= moment):
            found[one.vm_ext_id] = one.vm
    return found
