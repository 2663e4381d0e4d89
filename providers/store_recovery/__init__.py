"""The recovery from a recovery point store: VMs whose copies are in S3 and not on a cluster.

Like the failover, it acts only because ``active_site`` changed, and never on refresh, drift or a re-run (it gives
restored VMs back their categories when those become known here). ``create`` is
a baseline and asks nothing: there may be no cluster and no Prism Central before the disaster. ``update`` to this site
restores what the store holds in waves; ``update`` away from it powers off what still runs here. It belongs after the
failover of the tier with the short recovery time, which decides whose turn it is and counts the flips.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from prism import ConflictError, PrismCentral, PrismError
from prism.vmm import Vm
from providers.base.client import PREVIEW, central
from providers.base.fields import known
from providers.base.progress import Progress
from providers.base.provider import CheckedProvider, PrismResource
from providers.base.sentences import in_a_sentence
from providers.failover.messages import strays
from providers.recovery import copies as vms
from providers.store_recovery import messages as words
from providers.store_recovery.categories import give_back, tell_of_missing
from providers.store_recovery.foretell import preview
from providers.store_recovery.inputs import StoreRecoveryInputs, find_problems
from providers.store_recovery.look import StoreLook
from providers.store_recovery.restore import StoreRun

NOTHING: dict[str, Any] = {"restored": [], "superseded": [], "store_id": "", "captured_categories": {}}


class StoreRecoveryProvider(CheckedProvider[StoreRecoveryInputs]):
    """Restores this site's VMs from a store, or stands them down."""

    inputs = StoreRecoveryInputs

    def problems(self, inputs: StoreRecoveryInputs) -> Iterable[tuple[str, str]]:
        return find_problems(inputs)

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Called at preview and at up; tells what a flip will do. Reads only."""
        if olds.get("site") != news.get("site"):
            return DiffResult(changes=True, replaces=["site"], delete_before_replace=True)
        changed = olds.get("active_site") != news.get("active_site")
        if changed:
            # The flip's number is not known before the failover has run.
            told = {name: value for name, value in news.items() if known(value)}
            if set(news) - set(told) <= {"generation", "floating_ips"}:
                preview(self.load(told))
        elif news.get("active_site") == news.get("site"):
            changed = tell_of_missing(olds)
        return DiffResult(changes=changed, replaces=[])

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called when the state knows none: a baseline."""
        inputs = self.load(props)
        return CreateResult(f"{inputs.store}@{inputs.site}", {**inputs.dump(), **NOTHING})

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: what happened stays what happened."""
        inputs = self.load(props)
        outs = {name: props.get(name, default) for name, default in NOTHING.items()}
        _warn_of_strays(inputs)
        return ReadResult(id_, {**inputs.dump(), **outs}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called when ``active_site`` changed, or VMs lack categories. Killed anywhere, the next call goes on."""
        inputs, client = self.load(news), central()
        outs = dict(NOTHING)
        if inputs.here_active and olds.get("active_site") == inputs.site:
            give_back(client, olds)
            outs = {name: olds.get(name, default) for name, default in NOTHING.items()}
        elif inputs.here_active:
            if inputs.mode != "unplanned":
                raise ConflictError(words.no_way_without_loss(inputs.site, [tier.name for tier in inputs.tiers]))
            outs |= StoreRun(StoreLook(client, inputs), Progress()).run()
        elif str(olds.get("active_site", "")) == inputs.site:
            outs["superseded"] = vms.stand_down(client, _to_stand_down(client, inputs, olds), inputs.owner)
        return UpdateResult({**inputs.dump(), **outs})


def _of_tiers(client: PrismCentral, inputs: StoreRecoveryInputs) -> list[Vm]:
    return [vm for tier in inputs.tiers for vm in vms.protected(client, tier.category.key, tier.category.value)]


def _to_stand_down(client: PrismCentral, inputs: StoreRecoveryInputs, olds: Mapping[str, Any]) -> list[Vm]:
    """The VMs of the tiers, and those restored here that have no category, as this Prism Central knew none."""
    restored = vms.present(client, (str(one["vm_id"]) for one in olds.get("restored") or []))
    return list({vm.id: vm for vm in [*_of_tiers(client, inputs), *restored]}.values())


def _warn_of_strays(inputs: StoreRecoveryInputs) -> None:
    """Warns of VMs of the tiers that run here while another site is active."""
    if inputs.here_active:
        return
    try:
        here = vms.running(_of_tiers(central(PREVIEW), inputs))
    except PrismError:
        # Before the disaster there may be no Prism Central at all.
        return
    if here:
        pulumi.log.warn(strays([vm.label for vm in here], inputs.site, inputs.active_site))


class StoreRecovery(PrismResource, module="prism", name="StoreRecovery"):
    """Restores the VMs of the tiers from a recovery point store when ``active_site`` becomes ``site``.

    Each of ``tiers`` is ``{name, category: {key, value}, rpo_seconds, stages: [{category, delay_seconds?}]}``, each of
    ``before`` the ``{key, value}`` of a tier that comes first; ``node`` is ``{name, vcpus, memory_bytes,
    storage_bytes}``, what VMs get of a node, and ``nodes`` how many the cluster has once this run has scaled it.
    """

    restored: pulumi.Output[list[dict[str, str]]]
    superseded: pulumi.Output[list[str]]

    def __init__(
        self,
        resource_name: str,
        *,
        site: pulumi.Input[str],
        active_site: pulumi.Input[str],
        store: pulumi.Input[str],
        clusters: pulumi.Input[Sequence[pulumi.Input[str]]],
        vpc: pulumi.Input[str],
        tiers: pulumi.Input[Sequence[pulumi.Input[Mapping[str, Any]]]],
        before: pulumi.Input[Sequence[pulumi.Input[Mapping[str, Any]]]] = (),
        mode: pulumi.Input[str] = "planned",
        generation: pulumi.Input[int] | None = None,
        reference_time: pulumi.Input[str] | None = None,
        accepted_risks: pulumi.Input[Mapping[str, Any]] | None = None,
        node: pulumi.Input[Mapping[str, Any]] | None = None,
        nodes: pulumi.Input[int] | None = None,
        category_ids: pulumi.Input[Mapping[str, pulumi.Input[str]]] | None = None,
        floating_ips: pulumi.Input[Mapping[str, Any]] | None = None,
        opts: pulumi.ResourceOptions | None = None,
    ) -> None:
        props = {
            "site": site,
            "active_site": active_site,
            "store": store,
            "clusters": clusters,
            "vpc": vpc,
            "tiers": tiers,
            "before": before,
            "mode": mode,
            "generation": generation,
            "reference_time": reference_time,
            "accepted_risks": accepted_risks,
            "node": node,
            "nodes": nodes,
            "category_ids": category_ids,
            "floating_ips": floating_ips,
            **dict.fromkeys(NOTHING),
        }
        super().__init__(StoreRecoveryProvider(), resource_name, props, opts)
