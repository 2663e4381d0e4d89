"""The name of an operation's reply on the wire: `<module>.<Operation>ApiResponse`."""

from __future__ import annotations

from simulator.prism.model import Noun


def response_type(noun: Noun, verb: str, action: str | None = None, *, flat: bool = False) -> str:
    """The objectType of the reply to a verb or an action. `Noun.responses` names the replies that break the rule.

    flat: a list over all parents (`list-all` in `responses`).
    """
    if verb == "list" and flat:
        verb = "list-all"
    module, _, name = noun.object_type.rpartition(".")
    return f"{module}.{noun.responses.get(action or verb) or _regular(noun, name, verb, action)}ApiResponse"


def _regular(noun: Noun, name: str, verb: str, action: str | None) -> str:
    if verb in {"list", "list-all"}:
        return f"List{noun.plural or name + 's'}"
    if verb == "get":
        return f"Get{name}"
    if noun.namespace == "networking":
        return "TaskReference"
    return f"{(action or verb).replace('-', ' ').title().replace(' ', '')}{name}"
