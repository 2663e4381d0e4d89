"""An output of the other stack that was used before and is missing now: never "not yet"."""

from collections.abc import Sequence

from components.memory.memory import Memory
from components.memory.uses import OF_THE_PEERING, uses
from topology import SiteModel


def missing(memory: Memory, model: SiteModel, published: frozenset[str]) -> list[str]:
    """What the program has used, goes by still, and does not find among the published outputs.

    Of another site, or of another kind of peering, nothing is expected yet.
    """
    if memory.other != model.other.name:
        return []
    another = memory.peering != model.peering.value
    wanted = [name for name in uses(model) if name in memory.heard and not (another and name in OF_THE_PEERING)]
    return [name for name in wanted if name not in published]


def refusal(absent: Sequence[str], memory: Memory, model: SiteModel, *, published: bool) -> str:
    """Why this run stops, and what leads out. `published`: whether the other stack publishes anything at all."""
    other, what = model.other.name, dict.fromkeys(uses(model)[name] for name in absent)
    count = f"the output {absent[0]}" if len(absent) == 1 else f"the outputs {', '.join(absent)}"
    return "\n".join(
        [
            f"The stack of {other} no longer publishes {count}, which the stack of {model.me.name} has used.",
            f"Without that, this run would delete or change: {'; '.join(what)}. Nothing was changed.",
            _cause(other, published),
            *_ways_out(other, published, known=all(memory.heard[name] for name in absent)),
        ]
    )


def _cause(other: str, published: bool) -> str:
    if published:
        return f"The state of {other} is there, but an old checkout, `pulumi destroy` or an edited state took that out."
    return (
        f"The stack of {other} publishes nothing: its state is missing or empty, or PULUMI_BACKEND_URL names a state "
        "backend that does not hold it."
    )


def _ways_out(other: str, published: bool, *, known: bool) -> list[str]:
    up = f"; or run `pulumi up --stack {other}` with the newest checkout" if published else ""
    lines = [
        "What to do:",
        f"  - Put the state of {other} back: restore the state backend, or `pulumi stack import --stack {other} "
        f"--file BACKUP`{up}.",
    ]
    if known:
        lines.append(
            "  - If that cannot be done now, as in a disaster, go on with what was last published: set "
            f"acceptedChanges: {{lostState: {other}}}. Nothing is deleted for it."
        )
    else:
        lines.append("  - lostState does not help here: the program that ran last kept no values to go by.")
    return [
        *lines,
        f"  - If {other} is given up for ever: set acceptedChanges: {{givenUpSite: {other}}}. The preview then shows "
        "what is deleted.",
        "  - To destroy this stack too: `pulumi destroy` without --run-program needs nothing of the other one.",
    ]
