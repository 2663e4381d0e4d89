"""Putting the repairs into moto at run time. Nothing of the installed package changes on disk."""

from collections.abc import Iterable
from importlib.metadata import version
from typing import Literal

from moto.backends import get_backend
from moto.route53.responses import Route53
from moto.route53.urls import url_paths as route53_paths

from simulator.aws import direct_connect, dns, load_balancer, service_quotas, transit_gateway, vpc, vpn
from simulator.aws.base import Repairs

MOTO_VERSION = "5.2.5"

_SERVICES: tuple[Literal["ec2", "directconnect", "elbv2", "route53", "wafv2"], ...] = (
    "ec2",
    "directconnect",
    "elbv2",
    "route53",
    "wafv2",
)
_GRAFTS = (*vpc.GRAFTS, *vpn.GRAFTS)


def _by_class(declared: Iterable[Repairs]) -> Repairs:
    """Every class of moto that is repaired, once, with the mixins of all packages."""
    mixins: dict[type, tuple[type, ...]] = {}
    for repairs in declared:
        for target, more in repairs:
            mixins[target] = (*mixins.get(target, ()), *more)
    return tuple(mixins.items())


_PACKAGES = (transit_gateway, vpc, vpn, direct_connect, load_balancer, dns, service_quotas)
REPAIRS = _by_class(package.REPAIRS for package in _PACKAGES)
"""Every class of moto that is repaired, with its mixins."""


class UnrepairedMoto(AssertionError):
    """The installed moto is not the version that these repairs were written for."""


def install() -> None:
    """Repair the moto of this process. A second call does nothing. Raises UnrepairedMoto."""
    check_version(version("moto"))
    repaired = [_lead_with(target, mixins) for target, mixins in REPAIRS]
    for path in (dns.ANSWER_URL_PATH, dns.FEATURES_URL_PATH):
        route53_paths[path] = Route53.dispatch
    for target, source in _GRAFTS:
        for name, member in vars(source).items():
            if not name.startswith("__"):
                setattr(target, name, member)
    if any(repaired):
        _begin_anew()


def check_version(installed: str) -> None:
    """Raise UnrepairedMoto for another version of moto: the repairs would go wrong without anyone noticing."""
    if installed != MOTO_VERSION:
        raise UnrepairedMoto(
            f"The repairs in simulator/aws were written for moto {MOTO_VERSION}, but moto {installed} is "
            f"installed. Install moto=={MOTO_VERSION}, or check each repair against {installed} and raise "
            f"MOTO_VERSION."
        )


def _begin_anew() -> None:
    """Discard what moto made before it was repaired: the objects lack what the repairs keep."""
    for name in _SERVICES:
        for regions in get_backend(name).values():
            for backend in regions.values():
                backend.reset()


def _lead_with(target: type, mixins: tuple[type, ...]) -> bool:
    """Make `mixins` the first bases of a class: their methods win, and their super() is moto's own method.

    Returns whether a base was missing. The class's own methods would win over any base, so the methods that a mixin
    repairs move to a base behind the mixins.
    """
    missing = tuple(mixin for mixin in mixins if mixin not in target.__bases__)
    repaired = {name for mixin in missing for name in vars(mixin) if not name.startswith("__")} & vars(target).keys()
    behind = type(f"Unrepaired{target.__name__}", (), {name: vars(target)[name] for name in repaired})
    for name in repaired:
        delattr(target, name)
    target.__bases__ = (*missing, *((behind,) if repaired else ()), *target.__bases__)
    return bool(missing)
