"""The simulated Prism Central of a cluster, which is told of nodes that join and leave."""

from __future__ import annotations

from dataclasses import dataclass

import requests

_PATIENCE_SECONDS = 10.0


@dataclass(frozen=True)
class PrismSite:
    """`endpoint` is that of the Prism Central itself, not of a gateway: a site that is cut off still gets its nodes."""

    endpoint: str
    ca_bundle: str

    def has(self, nodes: int) -> None:
        """Tell how many nodes there are; 0: neither a cluster nor a Prism Central."""
        with requests.Session() as session:
            session.trust_env = False
            answer = session.put(
                f"{self.endpoint}/simulator/v1/cluster",
                json={"nodes": nodes},
                verify=self.ca_bundle,
                timeout=_PATIENCE_SECONDS,
            )
            answer.raise_for_status()
