"""The verdicts in the words that an operator reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from providers.ip_retention.inputs import IpRetentionInputs
from providers.ip_retention.policy import Kind, Verdict

_ORDER: tuple[Kind, ...] = ("refused", "waits", "change", "left out", "retained")


def plan_in_words(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> str:
    """One line of counts, then one line per instance that is not done. Those that need a decision come first."""
    counts = Counter(one.kind for one in plan.values())
    summary = (
        ", ".join(f"{counts[kind]} {_word(inputs, kind)}" for kind in _ORDER if counts[kind]) or "none captured yet"
    )
    lines = [f"Addresses of {len(plan)} instances: {summary}."]
    for kind in _ORDER[:-1]:
        of_kind = {inputs.vms[key].label(key): one for key, one in plan.items() if one.kind == kind}
        lines += [f"  {label}: {in_words(inputs, one)}" for label, one in sorted(of_kind.items())]
    return "\n".join(lines)


def in_words(inputs: IpRetentionInputs, verdict: Verdict) -> str:
    """The verdict and its notes, such as ``refused: 10.0.0.5 is in use by VM 'x'. Free the address``."""
    waits = f"; VM {', '.join(verdict.blocked_by)} must free the address first" if verdict.blocked_by else ""
    return "; ".join([f"{_word(inputs, verdict.kind)}: {verdict.sentence}{waits}", *verdict.notes])


def outputs(inputs: IpRetentionInputs, plan: Mapping[str, Verdict]) -> dict[str, Any]:
    """The outputs: what the state holds beside the inputs."""
    label = {key: inputs.vms[key].label(key) for key in plan}
    return {
        "status": {label[key]: in_words(inputs, one) for key, one in plan.items()},
        "waiting": sorted(label[key] for key, one in plan.items() if one.kind == "waits"),
    }


def _word(inputs: IpRetentionInputs, kind: str) -> str:
    if kind == "change":
        return {"plan": "would change", "retain": "to retain", "rollback": "to roll back"}[inputs.mode]
    return "waiting" if kind == "waits" else kind
