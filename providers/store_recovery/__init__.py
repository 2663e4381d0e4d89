"""The recovery from a recovery point store: VMs whose copies are in S3 and not on a cluster.

Every verb goes by one decision, a transition. Its whole table stands in transition.py.

- Baseline: a stack without a state begins to record, and asks nothing: before the disaster there may be no cluster and
  no Prism Central.
- TakeOver: the VMs are restored from the store, in waves. Only a change of ``active_site`` brings it about, and only in
  mode unplanned.
- GiveBack: restored VMs get back the categories that they had, once this Prism Central knows them.
- StandDown: a change of ``active_site`` to the other site powers the VMs here off.
- Quiet: stale copies that run again at a site that has stood down are powered off. No input needs to change.
- Stay: nothing; only floating IPs that failed are tried again.
- Refuse: the VMs in the store cannot come in a planned failover, which loses nothing.

``create`` does Baseline, ``update`` the others. ``diff`` tells what will happen. ``read`` warns of VMs that run at a
standby, and never acts. ``delete`` leaves every VM where it is.

It belongs after the Failover of the tier with the short recovery time, which decides whose turn it is and counts the
flips. It acts at this site's own Prism Central alone, and looks first whose it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from prism import ConflictError
from providers.base import CheckedProvider, Progress, central, in_a_sentence, known, signatures, tell_of_failed
from providers.recovery import Baseline, Quiet, Refuse, StandDown, Stay, TakeOver
from providers.store_recovery.categories import give_back
from providers.store_recovery.floating_ips import lead
from providers.store_recovery.inputs import StoreRecoveryInputs, declared, find_problems
from providers.store_recovery.look import StoreLook
from providers.store_recovery.preview import foretell, tell
from providers.store_recovery.restore import StoreRun
from providers.store_recovery.standby import look_at_site, own_site, quiet, stand_down
from providers.store_recovery.state import NOTHING, outputs_of
from providers.store_recovery.transition import GiveBack, Here, decide

__all__ = [
    "Here",
    "StoreLook",
    "StoreRecovery",
    "StoreRecoveryInputs",
    "StoreRecoveryProvider",
    "decide",
    "declared",
    "foretell",
]

# What only a run knows: a preview does without.
_LATER = {"generation", "floating_ips"}


class StoreRecoveryProvider(CheckedProvider[StoreRecoveryInputs]):
    """Restores this site's VMs from a store, or stands them down."""

    inputs = StoreRecoveryInputs

    def problems(self, inputs: StoreRecoveryInputs) -> Iterable[tuple[str, str]]:
        return find_problems(inputs)

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Called at preview and at up: decides, and tells what will happen. Reads only."""
        if olds.get("site") != news.get("site"):
            return DiffResult(changes=True, replaces=["site"], delete_before_replace=True)
        told = {name: value for name, value in news.items() if known(value)}
        if set(news) - set(told) - _LATER:
            return DiffResult(changes=olds.get("active_site") != news.get("active_site"), replaces=[])
        inputs = self.load(told)
        match decide(inputs, olds, look_at_site(inputs, olds, preview=True)):
            case Refuse(why):
                raise ConflictError(why)
            case TakeOver() | StandDown() as coming:
                tell(coming, inputs, olds)
            case Stay():
                again = inputs.here_active and tell_of_failed("Floating IP", olds.get("failed"))
                return DiffResult(changes=again, replaces=[])
        return DiffResult(changes=True, replaces=[])

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state knows none: a baseline."""
        inputs = self.load(props)
        assert decide(inputs, None) == Baseline()
        return CreateResult(f"{inputs.store}@{inputs.site}", {**inputs.dump(), **NOTHING})

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: what happened stays what happened."""
        inputs = self.load(props)
        look_at_site(inputs, props, preview=True)
        return ReadResult(id_, {**inputs.dump(), **outputs_of(props)}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when diff saw a change. Killed anywhere, the next call goes on."""
        inputs = self.load(news)
        match decide(inputs, olds, look_at_site(inputs, olds, preview=False)):
            case Refuse(why):
                raise ConflictError(why)
            case TakeOver():
                outs = StoreRun(StoreLook(central(), inputs), own_site(central(), inputs), Progress()).run()
            case GiveBack():
                outs = give_back(own_site(central(), inputs), olds)
            case StandDown():
                outs = stand_down(own_site(central(), inputs), inputs, olds)
            case Quiet():
                outs = quiet(own_site(central(), inputs), inputs, olds)
            case Stay():
                outs = outputs_of(olds)
                if outs["failed"] and inputs.here_active:
                    outs["failed"] = lead(central(), inputs)
        return UpdateResult({**inputs.dump(), **NOTHING, **outs})


class StoreRecovery(signatures.StoreRecovery, module="prism", name="StoreRecovery", provider=StoreRecoveryProvider):
    """Restores the VMs of the tiers from a recovery point store when ``active_site`` becomes ``site``.

    Each of ``tiers`` is ``{name, category: {key, value}, rpo_seconds, stages: [{category, delay_seconds?}]}``. Each of
    ``before`` is the ``{key, value}`` of a tier that comes first. ``node`` is ``{name, vcpus, memory_bytes,
    storage_bytes}``, what VMs get of a node. ``nodes`` is how many the cluster has once this run has scaled it.
    """

    restored: pulumi.Output[list[dict[str, str]]]
    superseded: pulumi.Output[list[str]]
    store_id: pulumi.Output[str]
    captured_categories: pulumi.Output[dict[str, list[str]]]
    taken_over: pulumi.Output[str]
    failed: pulumi.Output[dict[str, str]]
