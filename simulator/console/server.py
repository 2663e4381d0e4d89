"""Serving an estate: one HTTPS listener on 127.0.0.1."""

from __future__ import annotations

from pathlib import Path

from simulator.console.api import ConsoleApi
from simulator.console.estate import Estate
from simulator.prism.http import Listener


def serve(estate: Estate, tls_dir: str | Path | None = None, port: int = 0) -> Running:
    """Start serving; the result is a context manager. tls_dir None = a temporary directory."""
    return Running(estate, tls_dir, port)


class Running(Listener):
    """An estate being served: `endpoint`, `ca_bundle`, `api_key`, `key_id`; `close()` ends it."""

    def __init__(self, estate: Estate, tls_dir: str | Path | None, port: int) -> None:
        super().__init__("nc2-console", tls_dir)
        self.estate, self.api_key, self.key_id = estate, estate.api_key, estate.key_id
        self.endpoint = f"https://127.0.0.1:{self.listen(ConsoleApi(estate), port)}"

    def environment(self) -> dict[str, str]:
        """The environment variables with which the product uses this console."""
        return {
            "NC2_CONSOLE_ENDPOINT": self.endpoint,
            "NC2_API_KEY": self.api_key,
            "NC2_KEY_ID": self.key_id,
            "NC2_CA_BUNDLE": self.ca_bundle,
        }
