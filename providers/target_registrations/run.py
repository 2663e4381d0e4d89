"""Carries out what has to change about the targets of a target group, and waits until those that leave are drained."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pulumi

from aws import asking

NO_GROUP = "TargetGroupNotFound"
_HINT = "Correct the cause, then run pulumi up again."
_LOOK_SECONDS = 1.0
# AWS ends a deregistration when its delay has passed; a little later it says so.
_GRACE_SECONDS = 30.0
_OUTSIDE = "all"
_AT_ONCE = 100
_GONE = ("draining", "unused")


def converge(elb: Any, arn: str, port: int, wanted: Mapping[str, str], cidrs: Sequence[str], patience: float) -> None:
    """Registers what is missing, deregisters what is too much, waits for what that leaves `patience` seconds."""
    live = health(elb, arn)
    there = {address for address, state in live.items() if state != "draining"}
    missing = sorted(set(wanted.values()) - there)
    leaving = sorted(there - set(wanted.values()))
    for some in _portions(missing):
        with asking(f"register {', '.join(some)} with {arn}", _HINT):
            elb.register_targets(TargetGroupArn=arn, Targets=[_target(address, port, cidrs) for address in some])
    deregister(elb, arn, port, leaving)
    # A target that was not healthy was sent no requests that could still be under way.
    _drain(
        elb,
        arn,
        {address for address in live if live[address] in ("healthy", "draining")} - set(wanted.values()),
        patience,
    )


def deregister(elb: Any, arn: str, port: int, addresses: Sequence[str]) -> None:
    """Takes these targets out of the group; AWS drains them from then on."""
    for some in _portions(addresses):
        with asking(f"deregister {', '.join(some)} from {arn}", _HINT):
            elb.deregister_targets(TargetGroupArn=arn, Targets=[{"Id": address, "Port": port} for address in some])


def health(elb: Any, arn: str) -> dict[str, str]:
    """The state of every target by its address: initial, healthy, unhealthy, unused or draining.

    Raises AwsError with the code NO_GROUP for a target group that does not exist.
    """
    with asking(f"read the targets of {arn}", _HINT):
        described = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return {item["Target"]["Id"]: item["TargetHealth"]["State"] for item in described}


def _target(address: str, port: int, cidrs: Sequence[str]) -> dict[str, Any]:
    """AWS finds the zone of an address in the VPC by itself, and takes others for all zones only."""
    inside = any(IPv4Address(address) in IPv4Network(cidr) for cidr in cidrs)
    return {"Id": address, "Port": port} | ({} if inside else {"AvailabilityZone": _OUTSIDE})


def _drain(elb: Any, arn: str, leaving: set[str], patience: float) -> None:
    deadline = time.monotonic() + patience + _GRACE_SECONDS
    told = False
    while leaving:
        leaving = {address for address, state in health(elb, arn).items() if address in leaving and state == "draining"}
        if leaving and not told:
            pulumi.log.info(
                f"Waiting for requests under way to {', '.join(sorted(leaving))}, at most {patience:.0f} s."
            )
            told = True
        if leaving and time.monotonic() > deadline:
            pulumi.log.warn(f"{', '.join(sorted(leaving))} still drain; they get no new requests, and the run goes on.")
            return
        if leaving:
            time.sleep(_LOOK_SECONDS)


def _portions(addresses: Sequence[str]) -> list[Sequence[str]]:
    return [addresses[start : start + _AT_ONCE] for start in range(0, len(addresses), _AT_ONCE)]
