"""The simulated Prism Central of a cluster: told of nodes that join and leave."""

from __future__ import annotations

from dataclasses import dataclass

import requests

_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class PrismSite:
    """`endpoint` is its own, not a gateway's: a site that is cut off still gets its nodes."""

    endpoint: str
    ca_bundle: str

    def has(self, nodes: int) -> None:
        """So many nodes are there; 0: no cluster, and no Prism Central either."""
        with requests.Session() as session:
            session.trust_env = False
            answer = session.put(
                f"{self.endpoint}/simulator/v1/cluster",
                json={"nodes": nodes},
                verify=self.ca_bundle,
                timeout=_PATIENCE_SECONDS,
            )
            answer.raise_for_status()
