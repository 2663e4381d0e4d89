"""What this stack's state holds of things that AWS cannot tag: nothing else tells ours from those of others.

The outputs of the last run do not tell it: a first run that was interrupted has published none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi

from components.published import full_name

_ROUTES = {
    "aws:ec2/route:Route": ("routeTableId", "destinationCidrBlock"),
    "aws:ec2transitgateway/route:Route": ("transitGatewayRouteTableId", "destinationCidrBlock"),
}
_RECORD = "aws:route53/record:Record"


def own_routes(site: str) -> frozenset[tuple[str, str]] | None:
    """Table and destination of each route; None where the engine does not say what the state holds."""
    held = _held(site)
    if held is None:
        return None
    found = ((_ROUTES[kind], outputs) for kind, outputs in held if kind in _ROUTES)
    return frozenset((str(outputs.get(table)), str(outputs.get(to))) for (table, to), outputs in found)


def holds_record(site: str, name: str) -> bool | None:
    """Whether the state holds a record of this name; None where the engine does not say what it holds."""
    held = _held(site)
    if held is None:
        return None
    return any(kind == _RECORD and str(outputs.get("name")).rstrip(".") == name for kind, outputs in held)


def _held(site: str) -> Sequence[tuple[str, Mapping[str, Any]]] | None:
    """Type and outputs of each resource; None also where nobody runs an engine, as in readiness."""
    stack = ""
    try:
        stack = full_name(site)
        answer = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack}).value
    except Exception as error:
        # As of a stack's outputs: the engine has no error code for a stack that is not there yet.
        return () if stack and f'unknown stack "{stack}"' in str(error) else None
    held = (answer or {}).get("outputs")
    if not isinstance(held, Mapping):
        return None
    return [(str(one.get("type", "")), one.get("outputs") or {}) for one in held.values()]
