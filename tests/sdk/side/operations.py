"""The operations of all official SDKs, as their sources tell them, and the versions that they speak.

Run as a program with the SDKs' interpreter, it writes the list that the simulator's coverage page is made from:
`<interpreter> -m tests.sdk.side.operations`.
"""

from __future__ import annotations

import importlib
import json
import re
import ssl
import urllib.request
from base64 import b64encode
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.sdk.side._world import World

_FILE = Path(__file__).parents[3] / "simulator" / "official_operations.json"
_NAMESPACES = ("networking", "vmm", "prism", "datapolicies", "dataprotection", "clustermgmt")
_CALL = re.compile(r"'/api/\w+/(v4\.\d+)/([^']+)', '([A-Z]+)'")


def list_of_operations_is_that_of_these_clients(world: World) -> None:
    kept = json.loads(_FILE.read_text())
    assert kept == _found(), f"{_FILE.name} is not of these SDKs; this module, run as a program, writes it"


def version_that_each_client_speaks_is_the_one_that_is_offered(world: World) -> None:
    login = b64encode(f"{world.given['username']}:{world.given['password']}".encode()).decode()
    context = ssl.create_default_context(cafile=world.given["ca_bundle"])
    offered, spoken = {}, {}
    for namespace in _NAMESPACES:
        url = f"{world.given['endpoints']['tokyo']}/api/{namespace}/unversioned/info"
        request = urllib.request.Request(url, method="OPTIONS", headers={"Authorization": f"Basic {login}"})
        with urllib.request.urlopen(request, context=context, timeout=10) as reply:
            offered[namespace] = json.load(reply)["data"]
        spoken[namespace] = {found for _, found in _calls(namespace)}
    assert {name: {one} for name, one in offered.items()} == spoken


def _found() -> dict[str, Any]:
    clients = {name: version(f"ntnx-{name}-py-client") for name in _NAMESPACES}
    return {
        name: {"release": release, "operations": sorted({call for call, _ in _calls(name)})}
        for name, release in clients.items()
    }


def _calls(namespace: str) -> list[tuple[str, str]]:
    """Every operation of an SDK as `METHOD path`, with its version."""
    package = Path(str(importlib.import_module(f"ntnx_{namespace}_py_client").__file__)).parent
    sources = "\n".join(path.read_text() for path in sorted((package / "api").glob("*.py")))
    return [(f"{method} {path}", minor) for minor, path, method in _CALL.findall(sources)]


if __name__ == "__main__":
    _FILE.write_text(json.dumps(_found(), indent=1) + "\n")
