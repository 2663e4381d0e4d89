"""The obstacles to a cut-over, in either direction."""

from __future__ import annotations

from collections.abc import Iterator

from aws import AwsError, client
from capture import TERMINATED, by_id, state_of
from prism import PrismCentral
from providers.ip_retention import CapturedWorkload, JournalError, planned

_SAFE = ("stopped", TERMINATED)


def obstacles(prism: PrismCentral, inputs: CapturedWorkload, platform: str) -> list[str]:
    """One sentence per VM or instance that is not ready. Raises OperatorError if that cannot be read."""
    return list(_to_nc2(prism, inputs) if platform == "nc2" else _to_ec2(prism, inputs))


def _to_nc2(prism: PrismCentral, inputs: CapturedWorkload) -> Iterator[str]:
    """Every captured instance has a VM with its address in the overlay, and no instance runs beside its VM."""
    for key, one in planned(prism, inputs, again=True).items():
        if one.kind not in ("retained", "left out"):
            yield f"{inputs.vms[key].label(key)} is not retained: {one.sentence}"
    for key, state in sorted(_states(inputs).items()):
        if state not in _SAFE:
            label = inputs.vms[key].label(key)
            yield f"{label} is {state} on EC2, so the instance and its VM would have one address. Stop the instance"


def _to_ec2(prism: PrismCentral, inputs: CapturedWorkload) -> Iterator[str]:
    """No VM runs beside its instance, which takes over again."""
    for key, one in planned(prism, inputs, again=True).items():
        if one.vm is not None and one.vm.power_state != "OFF":
            label = inputs.vms[key].label(key)
            state = one.vm.power_state
            yield f"{label} is {state} on NC2, so the VM and its instance would have one address. Power off the VM"


def _states(inputs: CapturedWorkload) -> dict[str, str]:
    """The states of the instances by id, as far as EC2 still lists them."""
    ids = sorted(inputs.vms)
    try:
        ec2 = client("ec2", inputs.region)
        return {key: state_of(instance) for key, instance in by_id(ec2, ids).items()}
    except AwsError as error:
        raise JournalError(str(error)) from None
