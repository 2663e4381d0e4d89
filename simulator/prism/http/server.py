"""Serving a world: one HTTPS listener per site."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from simulator.prism.http.api import Api
from simulator.prism.http.listener import Listener
from simulator.prism.http.request_log import RequestLog
from simulator.prism.world import World


def serve(
    world: World,
    tls_dir: str | Path | None = None,
    ports: Mapping[str, int] | None = None,
    log: Path | None = None,
) -> Running:
    """Start serving the world; the result is a context manager.

    tls_dir None = a temporary directory; ports are by site, 0 or absent = a free one; log = the file that every
    request is written to. Raises OSError.
    """
    return Running(world, tls_dir, ports or {}, log)


class Running(Listener):
    """A world being served: `endpoints` by site, `ca_bundle`, `username`, `password`, `api_key`; `close()` ends it."""

    def __init__(self, world: World, tls_dir: str | Path | None, ports: Mapping[str, int], log: Path | None = None):
        self._log = RequestLog(log) if log else None
        super().__init__("prism-simulator", tls_dir)
        self.world = world
        self.username, self.password, self.api_key = world.username, world.password, world.api_key
        self.endpoints: dict[str, str] = {}
        try:
            for name, site in world.sites.items():
                api = Api(site)
                api.log = self._log
                site.port = self.listen(api, ports.get(name, 0))
                self.endpoints[name] = f"https://127.0.0.1:{site.port}"
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Stop listening, drop the connections, and write what is left to disk."""
        super().close()
        self.world.close()
        if self._log:
            self._log.close()
