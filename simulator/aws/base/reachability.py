"""Asking the simulator of a region's VMs: whether one answers at an address, and which routes its cluster wants."""

from collections.abc import Mapping
from typing import Any

import requests

_PATIENCE_SECONDS = 5.0


def answers(control: Mapping[str, str], address: str) -> bool:
    """Whether the control API at `control["endpoint"]` says so. `control["ca_bundle"]` vouches for its certificate.

    False when the control API cannot be asked.
    """
    found = _asked(control, "answers", {"address": address})
    return bool(found and found.get("answers"))


def cloud_routes(control: Mapping[str, str]) -> dict[str, Any] | None:
    """What the cluster wants in the route table of its VPC; None when the control API cannot be asked."""
    found = _asked(control, "cloud-routes", {})
    return found if found is not None and "prefixes" in found else None


def _asked(control: Mapping[str, str], what: str, params: Mapping[str, str]) -> dict[str, Any] | None:
    with requests.Session() as session:
        # The proxies of the environment are for other hosts.
        session.trust_env = False
        try:
            answer = session.get(
                f"{control['endpoint']}/simulator/v1/{what}",
                params=params,
                verify=control.get("ca_bundle", True),
                timeout=_PATIENCE_SECONDS,
            )
            answer.raise_for_status()
            found: dict[str, Any] = answer.json()
        except (requests.RequestException, ValueError):
            return None
    return found
