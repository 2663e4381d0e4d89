"""The file that can be shared: what was seen, without a name, address or id of the user's; and two held together."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from errors import OperatorError
from operations.probe.all_probes import Finding
from operations.probe.names import Replacements
from operations.probe.seen import Verdict

_FORMAT = 1


class NotAResult(OperatorError):
    """The file is none that the probe has written."""


def document(findings: Sequence[Finding], secret: Iterable[str]) -> str:
    """JSON. Equal originals have equal replacements."""
    replaced = Replacements(secret)
    rows = [
        {
            "id": one.assumption.id,
            "verdict": str(one.seen.verdict),
            "saw": replaced.of(one.seen.saw if one.seen.shared is None else one.seen.shared),
            "facts": replaced.of(dict(one.seen.facts)),
        }
        for one in findings
    ]
    return json.dumps({"format": _FORMAT, "findings": rows}, indent=2) + "\n"


def read(path: Path) -> Mapping[str, Mapping[str, Any]]:
    """The rows of a file by their ids. Raises NotAResult."""
    try:
        found = json.loads(path.read_text())
        rows = {str(row["id"]): row for row in found["findings"]}
        known = found["format"] == _FORMAT and all({"verdict", "facts"} <= row.keys() for row in rows.values())
    except (ValueError, KeyError, TypeError) as error:
        raise NotAResult(f"{path} is no result of the probe: {error}. Write one with --output.") from None
    if not known:
        raise NotAResult(f"{path} has another format than this version writes. Write it again with --output.")
    return rows


def differences(findings: Sequence[Finding], there: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One sentence per assumption that both have seen, and not alike."""
    replaced = Replacements()
    found = []
    for one in findings:
        other = there.get(one.assumption.id)
        if other is None or Verdict.UNSEEN in (one.seen.verdict, other["verdict"]):
            continue
        facts = replaced.of(dict(one.seen.facts))
        apart = [name for name in {**facts, **other["facts"]} if facts.get(name) != other["facts"].get(name)]
        if one.seen.verdict != other["verdict"] or apart:
            here = _told(str(one.seen.verdict), facts, apart)
            found.append(f"{one.assumption.id}: there {_told(other['verdict'], other['facts'], apart)}; here {here}")
    return found


def _told(verdict: str, facts: Mapping[str, Any], names: Iterable[str]) -> str:
    return ", ".join([verdict.removesuffix(" here"), *(f"{name} = {json.dumps(facts.get(name))}" for name in names)])
