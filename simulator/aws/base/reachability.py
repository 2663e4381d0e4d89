"""Asking the simulator of a region's VMs whether one of them answers at an address."""

import requests

_PATIENCE_SECONDS = 5.0


def answers(control: dict[str, str], address: str) -> bool:
    """Whether the control API at `control["endpoint"]` says so. `control["ca_bundle"]` vouches for its certificate.

    False when the control API cannot be asked.
    """
    with requests.Session() as session:
        # The proxies of the environment are for other hosts.
        session.trust_env = False
        try:
            answer = session.get(
                f"{control['endpoint']}/simulator/v1/answers",
                params={"address": address},
                verify=control.get("ca_bundle", True),
                timeout=_PATIENCE_SECONDS,
            )
            answer.raise_for_status()
            return bool(answer.json()["answers"])
        except (requests.RequestException, ValueError, KeyError):
            return False
