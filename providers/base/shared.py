"""Kinds that paired Prism Centrals share: neither made nor changed while the pairing is down.

Whatever is written then is a state of one side. If the other side writes it too, neither takes the other's when they
meet again, until somebody forces one of them.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Generic, TypeVar

import pulumi
from pulumi.dynamic import CheckResult, DiffResult

from prism import ConfigurationError, ConflictError, Entity, PrismError
from prism.prism import DomainManagers, Registration, Registrations
from providers.base.client import PREVIEW, central
from providers.base.fields import Inputs, known
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
        """Also refuses, at preview and at up, a new object while the pairing is down."""
        result = super().check(olds, news)
        if not olds and not result.failures and known(result.inputs):
            down = self._pairing_that_is_down(result.inputs)
            if down:
                raise ConflictError(f"{self._not_written(result.inputs, down)} {_repair(down)}")
        return result

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Also leaves a change for later while the pairing is down, and warns of it.

        A disaster is no time to refuse a run for it: a failover needs none of these changes. The state keeps the old
        outputs, so each later run sees the change again.
        """
        found = super().diff(id_, olds, news)
        down = self._pairing_that_is_down(news) if found.changes and known(news) else None
        if down is None:
            return found
        if found.replaces:
            raise ConflictError(f"{self._not_written(news, down)} {_repair(down)}")
        pulumi.log.warn(f"{self._not_written(news, down)} A later pulumi up writes it. {_repair(down)}")
        return DiffResult(changes=False)

    def _not_written(self, values: dict[str, Any], down: Registration) -> str:
        what = str(getattr(self.load(values), "name", "") or self.inputs.__name__)
        return (
            f"'{what}' is not written, because the pairing with Prism Central '{_label(down)}' is down: a change "
            "that is made on one side now may have to be forced upon the other later."
        )

    def _pairing_that_is_down(self, values: dict[str, Any]) -> Registration | None:
        """What cannot be looked at stops nothing: then the write itself says what is wrong."""
        remotes = self.remotes(self.load(values))
        try:
            client = central(PREVIEW)
            pairs = [pair for one in DomainManagers(client).list() for pair in Registrations(client, one.id).list()]
        except (PrismError, ConfigurationError):
            return None
        named = (pair for pair in pairs if remotes is None or pair.remote_id in remotes)
        return next((pair for pair in named if pair.connectivity_status == "DISCONNECTED"), None)


def _label(pair: Registration) -> str:
    return pair.name or pair.remote_id


def _repair(down: Registration) -> str:
    return (
        f"Repair the connection, then run pulumi up again. If '{_label(down)}' is gone for good, unregister it in "
        "Prism Central (Availability Zones) first."
    )
