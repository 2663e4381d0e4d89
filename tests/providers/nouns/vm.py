"""The look-up of a VM under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.vmm import Vms
from providers.vm import VmProvider
from tests.providers._noun import Noun, new_vm


def _inputs(client: PrismCentral) -> dict[str, Any]:
    # Another that differs in letter case only is another VM.
    new_vm(client, "Seen-1")
    new_vm(client, "seen-1")
    return {"name": "seen-1"}


def _changes(client: PrismCentral) -> dict[str, Any]:
    new_vm(client, "seen-2")
    return {"name": "seen-2"}


def _live(client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
    return [vm.id for vm in Vms(client).list() if vm.name == inputs["name"]]


def _exchange(client: PrismCentral, ext_id: str, state: Mapping[str, Any]) -> object:
    Vms(client).delete(ext_id)
    return new_vm(client, str(state["name"]))


NOUN = Noun(
    name="VM",
    provider=VmProvider,
    inputs=_inputs,
    collection=lambda client, state: Vms(client),
    changes=_changes,
    replaces=frozenset({"name"}),
    live=_live,
    gone=_exchange,
    exclusive=False,
    looked_up=True,
)
