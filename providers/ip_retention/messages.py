"""The verdicts as an operator reads them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from providers.ip_retention.inputs import IpRetentionInputs
from providers.ip_retention.policy import Kind, Verdict

_ORDER: tuple[Kind, ...] = ("refused", "waits", "change", "left out", "retained")


def plan_in_words(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> str:
    """A line of counts, then a line for every machine that is not done, those that need a person first."""
    counts = Counter(one.kind for one in plan.values())
    told = ", ".join(f"{counts[kind]} {_word(inputs, kind)}" for kind in _ORDER if counts[kind]) or "none captured yet"
    lines = [f"Addresses of {len(plan)} machines: {told}."]
    for kind in _ORDER[:-1]:
        told_of = {inputs.vms[key].label(key): one for key, one in plan.items() if one.kind == kind}
        lines += [f"  {label}: {in_words(inputs, one)}" for label, one in sorted(told_of.items())]
    return "\n".join(lines)


def in_words(inputs: IpRetentionInputs, verdict: Verdict) -> str:
    """``refused: ...; it keeps 10.0.0.5, which ...``."""
    waits = f"; after VM {', '.join(verdict.blocked_by)} gave it up" if verdict.blocked_by else ""
    return "; ".join([f"{_word(inputs, verdict.kind)}: {verdict.sentence}{waits}", *verdict.notes])


def outputs(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> dict[str, Any]:
    """What the state holds beside the inputs."""
    label = {key: inputs.vms[key].label(key) for key in plan}
    return {
        "status": {label[key]: in_words(inputs, one) for key, one in plan.items()},
        "waiting": sorted(label[key] for key, one in plan.items() if one.kind == "waits"),
    }


def _word(inputs: IpRetentionInputs, kind: str) -> str:
    if kind == "change":
        return {"plan": "would change", "retain": "to retain", "rollback": "to roll back"}[inputs.mode]
    return "waiting" if kind == "waits" else kind
