"""Kinds that paired Prism Centrals share: not written while the pairing is down.

Whatever is written then is a state of one side. If the other side writes it too, neither takes the other's when they
meet again, until somebody forces one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Generic, TypeVar

from pulumi.dynamic import CheckResult

from prism import ConfigurationError, ConflictError, Entity, PrismError
from prism.prism import DomainManagers, Registration, Registrations
from providers.base.client import PREVIEW, central
from providers.base.fields import Inputs, changed_fields, known
from providers.base.provider import PrismProvider
from providers.base.sentences import in_a_sentence

I = TypeVar("I", bound=Inputs)  # noqa: E741
E = TypeVar("E", bound=Entity)


class SharedProvider(PrismProvider[I, E], Generic[I, E]):
    """A provider of a kind that paired Prism Centrals share."""

    def remotes(self, inputs: I) -> Collection[str] | None:
        """The ids of the domain managers that the object names; None where it is shared with every one."""
        return None

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also refuses, at preview and at up, a new object or a change while the pairing is down."""
        result = super().check(olds, news)
        written = not olds or bool(changed_fields(self.inputs, olds, result.inputs))
        if written and not result.failures and known(result.inputs):
            inputs = self.load(result.inputs)
            _expect_connected(str(getattr(inputs, "name", "") or self.inputs.__name__), self.remotes(inputs))
        return result


def _expect_connected(what: str, remotes: Collection[str] | None) -> None:
    """Raises ConflictError. What cannot be looked at stops nothing: then the write itself says what is wrong."""
    try:
        client = central(PREVIEW)
        pairs = [pair for one in DomainManagers(client).list() for pair in Registrations(client, one.id).list()]
    except (PrismError, ConfigurationError):
        return
    for pair in pairs:
        if pair.connectivity_status == "DISCONNECTED" and (remotes is None or pair.remote_id in remotes):
            raise ConflictError(_refused(what, pair))


def _refused(what: str, pair: Registration) -> str:
    other = pair.name or pair.remote_id
    return (
        f"'{what}' is not written, because the pairing with Prism Central '{other}' is down: a change that is made on "
        "one side now may have to be forced upon the other later. Repair the connection, then run pulumi up again. If "
        f"'{other}' is gone for good, unregister it in Prism Central (Availability Zones) first."
    )
