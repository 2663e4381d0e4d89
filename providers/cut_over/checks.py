"""What stands in the way of a cut-over, in either direction."""

from __future__ import annotations

from collections.abc import Iterator

from aws import AwsError, client
from capture import TERMINATED, by_id, state_of
from prism import PrismCentral
from providers.ip_retention import CapturedWorkload, JournalError, planned

_SAFE = ("stopped", TERMINATED)


def obstacles(prism: PrismCentral, inputs: CapturedWorkload, platform: str) -> list[str]:
    """A sentence for every machine that must not be cut over yet. Raises PrismError where it cannot be told."""
    return list(_to_nc2(prism, inputs) if platform == "nc2" else _to_ec2(prism, inputs))


def _to_nc2(prism: PrismCentral, inputs: CapturedWorkload) -> Iterator[str]:
    """Every captured machine has its address in the overlay, and no original runs beside it."""
    for key, one in planned(prism, inputs, again=True).items():
        if one.kind not in ("retained", "left out"):
            yield f"{inputs.vms[key].label(key)} is not retained: {one.sentence}"
    for key, state in sorted(_states(inputs).items()):
        if state not in _SAFE:
            label = inputs.vms[key].label(key)
            yield f"{label} is {state} on EC2: two machines would have one address. Stop it"


def _to_ec2(prism: PrismCentral, inputs: CapturedWorkload) -> Iterator[str]:
    """No VM runs beside the original that takes over again."""
    for key, one in planned(prism, inputs, again=True).items():
        if one.vm is not None and one.vm.power_state != "OFF":
            label = inputs.vms[key].label(key)
            yield f"{label} is {one.vm.power_state} on NC2: two machines would have one address. Power it off"


def _states(inputs: CapturedWorkload) -> dict[str, str]:
    """The originals' states by instance id, as far as EC2 still knows them."""
    ids = sorted(inputs.vms)
    try:
        ec2 = client("ec2", inputs.region)
        return {key: state_of(instance) for key, instance in by_id(ec2, ids).items()}
    except AwsError as error:
        raise JournalError(str(error)) from None
