"""Whoever simulates the machines of a region says whether one answers behind an address."""

import requests

_PATIENCE_SECONDS = 5.0


def answers(control: dict[str, str], address: str) -> bool:
    """Asks the control API at `control["endpoint"]`, whose certificate `control["ca_bundle"]` vouches for.

    Nobody answers where it cannot be told.
    """
    with requests.Session() as session:
        # Proxies of the environment are for other hosts than this one.
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
