"""Registers and deregisters targets, and waits until the deregistered ones are drained."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pulumi

from aws import AwsError, asking

NO_GROUP = "TargetGroupNotFound"
_HINT = "Correct the cause, then run pulumi up again."
_LOOK_SECONDS = 1.0
# AWS shows the end of a deregistration a little later than the deregistration delay.
_GRACE_SECONDS = 30.0
_OUTSIDE = "all"
_AT_ONCE = 100
# assumed: with these AWS refuses a call for one of its targets. With any other it would refuse each target.
_OF_ONE_TARGET = ("InvalidTarget", "TooManyTargets", "TooManyRegistrationsForTargetId", "ValidationError")
_GONE = ("draining", "unused")


def converge(
    elb: Any, arn: str, port: int, wanted: Mapping[str, str], cidrs: Sequence[str], patience: float
) -> dict[str, AwsError]:
    """Registers missing targets, deregisters others, and waits up to `patience` seconds until those are drained.

    Returns why AWS refused targets, by address. The others are done.
    """
    live = health(elb, arn)
    there = {address for address, state in live.items() if state != "draining"}
    missing = sorted(set(wanted.values()) - there)
    leaving = sorted(there - set(wanted.values()))

    def register(some: Sequence[str]) -> None:
        with asking(f"register {', '.join(some)} with {arn}", _HINT):
            elb.register_targets(TargetGroupArn=arn, Targets=[_target(address, port, cidrs) for address in some])

    failures = _in_portions(missing, register) | deregister(elb, arn, port, leaving)
    # A target that was not healthy got no requests, so it needs no draining.
    _drain(
        elb,
        arn,
        {address for address in live if live[address] in ("healthy", "draining")} - {*wanted.values(), *failures},
        patience,
    )
    return failures


def deregister(elb: Any, arn: str, port: int, addresses: Sequence[str]) -> dict[str, AwsError]:
    """Takes these targets out of the group; AWS drains them from then on. Returns why AWS refused some, by address."""

    def take_out(some: Sequence[str]) -> None:
        with asking(f"deregister {', '.join(some)} from {arn}", _HINT):
            elb.deregister_targets(TargetGroupArn=arn, Targets=[{"Id": address, "Port": port} for address in some])

    return _in_portions(addresses, take_out)


def health(elb: Any, arn: str) -> dict[str, str]:
    """The state of every target by its address: initial, healthy, unhealthy, unused or draining.

    Raises AwsError with the code NO_GROUP for a target group that does not exist.
    """
    with asking(f"read the targets of {arn}", _HINT):
        described = elb.describe_target_health(TargetGroupArn=arn)["TargetHealthDescriptions"]
    return {item["Target"]["Id"]: item["TargetHealth"]["State"] for item in described}


def _target(address: str, port: int, cidrs: Sequence[str]) -> dict[str, Any]:
    """A target in the VPC needs no zone. AWS accepts an address outside of the VPC for all zones only."""
    inside = any(IPv4Address(address) in IPv4Network(cidr) for cidr in cidrs)
    return {"Id": address, "Port": port} | ({} if inside else {"AvailabilityZone": _OUTSIDE})


def _drain(elb: Any, arn: str, leaving: set[str], patience: float) -> None:
    deadline = time.monotonic() + patience + _GRACE_SECONDS
    told = False
    while leaving:
        leaving = {address for address, state in health(elb, arn).items() if address in leaving and state == "draining"}
        if leaving and not told:
            pulumi.log.info(f"Waiting up to {patience:.0f} s for unfinished requests to {', '.join(sorted(leaving))}.")
            told = True
        if leaving and time.monotonic() > deadline:
            pulumi.log.warn(
                f"{', '.join(sorted(leaving))} are still draining and get no new requests. The run goes on."
            )
            return
        if leaving:
            time.sleep(_LOOK_SECONDS)


def _in_portions(addresses: Sequence[str], act: Callable[[Sequence[str]], None]) -> dict[str, AwsError]:
    """Acts on many at once. AWS refuses all of a call for one of them: they are then tried one by one."""
    failures: dict[str, AwsError] = {}
    for start in range(0, len(addresses), _AT_ONCE):
        some = addresses[start : start + _AT_ONCE]
        try:
            act(some)
        except AwsError as error:
            if error.code not in _OF_ONE_TARGET:
                raise
            failures |= {some[0]: error} if len(some) == 1 else _one_by_one(some, act)
    return failures


def _one_by_one(addresses: Sequence[str], act: Callable[[Sequence[str]], None]) -> dict[str, AwsError]:
    failures: dict[str, AwsError] = {}
    for address in addresses:
        failures |= _in_portions([address], act)
    return failures
