"""The routes that this stack's state holds: AWS has no tags on routes, so nothing else tells ours from those of others.

The outputs of the last run do not tell it: a first run that was interrupted has published none.
"""

from collections.abc import Mapping
from typing import Any

import pulumi

_TABLES = {
    "aws:ec2/route:Route": ("routeTableId", "destinationCidrBlock"),
    "aws:ec2transitgateway/route:Route": ("transitGatewayRouteTableId", "destinationCidrBlock"),
}


def own_routes(site: str) -> frozenset[tuple[str, str]] | None:
    """Table and destination of each; None where the engine does not say what the state holds."""
    stack = f"organization/{pulumi.get_project()}/{site}"
    try:
        answer = pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", {"stackName": stack}).value
    except Exception as error:
        # As of a stack's outputs: the engine has no error code for a stack that is not there yet.
        return frozenset() if f'unknown stack "{stack}"' in str(error) else None
    held = (answer or {}).get("outputs")
    return frozenset(_routes(held)) if isinstance(held, Mapping) else None


def _routes(held: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = []
    for one in held.values():
        keys = _TABLES.get(one.get("type", ""))
        if keys:
            outputs = one.get("outputs") or {}
            found.append((str(outputs.get(keys[0])), str(outputs.get(keys[1]))))
    return found
