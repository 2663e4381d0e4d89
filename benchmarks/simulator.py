"""The rate of answers of the Prism Central simulator: `python -m benchmarks.simulator [VMS]`.

Starts it as a program of its own, makes VMs (1,000 unless told otherwise) on one overlay subnet over HTTPS with
keep-alive, and prints rates. "A core-second" is a second of the simulator's processor time, so that what this client
and the machine's other work take does not count.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

_SITES = ("tokyo=ap-northeast-1", "osaka=ap-northeast-3")
_VMS = "/api/vmm/v4.0/ahv/config/vms"
_GETS, _LISTS = 3000, 100


class Client:
    """One bare TLS connection, so that the client's own time hardly counts."""

    def __init__(self, directory: Path):
        known = json.loads((directory / "endpoints.json").read_text())
        host, port = known["endpoints"]["tokyo"].removeprefix("https://").split(":")
        login = base64.b64encode(f"{known['username']}:{known['password']}".encode()).decode()
        self._head = f"Host: {host}\r\nAuthorization: Basic {login}\r\n"
        plain = socket.create_connection((host, int(port)))
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        context = ssl.create_default_context(cafile=known["ca_bundle"])
        self._socket = context.wrap_socket(plain, server_hostname=host)

    def call(self, method: str, path: str, body: Any = None) -> bytes:
        """The body of the reply."""
        sent = json.dumps(body).encode() if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}NTNX-Request-Id: {uuid.uuid4()}\r\n"
        self._socket.sendall(f"{head}Content-Length: {len(sent)}\r\n\r\n".encode() + sent)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._socket.recv(1 << 20)
        head_bytes, _, rest = received.partition(b"\r\n\r\n")
        (length,) = [int(h.split(b":")[1]) for h in head_bytes.split(b"\r\n") if h.startswith(b"Content-Length")]
        while len(rest) < length:
            rest += self._socket.recv(1 << 20)
        return rest

    def data(self, method: str, path: str, body: Any = None) -> Any:
        """The data of the reply."""
        return json.loads(self.call(method, path, body))["data"]

    def create(self, path: str, body: Any) -> str:
        """Creates an object; its extId."""
        task = self.data("GET", f"/api/prism/v4.0/config/tasks/{self.data('POST', path, body)['extId']}")
        assert task["status"] == "SUCCEEDED", task
        return str(task["entitiesAffected"][0]["extId"])


def main(count: int) -> int:
    """Print the figures; returns the exit code."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        sites = [part for site in _SITES for part in ("--site", site)]
        began = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, "-m", "simulator", *sites, "--directory", name],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[1],
        ) as simulator:
            try:
                assert simulator.stdout is not None
                simulator.stdout.readline()
                print(f"start, certificates included    {time.perf_counter() - began:10.2f} s")
                _measure(Client(directory), simulator.pid, count)
            finally:
                simulator.terminate()
    return 0


def _measure(client: Client, pid: int, count: int) -> None:
    vms: list[str] = []
    body = _vm_body(client)
    _rate(
        f"create {count} VMs, task read",
        pid,
        count,
        lambda n: vms.append(client.create(_VMS, body | {"name": f"vm-{n}"})),
    )
    _rate("GET a VM", pid, _GETS, lambda n: client.call("GET", f"{_VMS}/{vms[n % count]}"))
    _rate("GET a VM by name", pid, _LISTS, lambda n: client.call("GET", f"{_VMS}?%24filter=name+eq+%27vm-{n}%27"))
    pages = max(count // 100, 1)
    _rate("list 100 VMs", pid, _LISTS, lambda n: client.call("GET", f"{_VMS}?%24page={n % pages}&%24limit=100"))


def _rate(what: str, pid: int, count: int, ask: Callable[[int], Any]) -> None:
    before, began = _processor_seconds(pid), time.perf_counter()
    for number in range(count):
        ask(number)
    wall, used = time.perf_counter() - began, max(_processor_seconds(pid) - before, 0.01)
    per_core = f"{count / used:8.0f} in a core-second"
    print(f"{what:28s} {count / wall:10.0f} in a second, {per_core}, {1000 * wall / count:8.2f} ms each")


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _vm_body(client: Client) -> dict[str, Any]:
    vpc = client.create("/api/networking/v4.0/config/vpcs", {"name": "workload"})
    ends = {"startIp": {"value": "172.30.0.10"}, "endIp": {"value": "172.30.255.250"}}
    prefix = {"ip": {"value": "172.30.0.0"}, "prefixLength": 16}
    ipv4 = {"ipSubnet": prefix, "defaultGatewayIp": {"value": "172.30.0.1"}, "poolList": [ends]}
    subnet = {"name": "app", "subnetType": "OVERLAY", "vpcReference": vpc, "ipConfig": [{"ipv4": ipv4}]}
    subnet_id = client.create("/api/networking/v4.0/config/subnets", subnet)
    clusters = client.data("GET", "/api/clustermgmt/v4.0/config/clusters")
    (cluster,) = [c["extId"] for c in clusters if c["config"]["clusterFunction"] == ["AOS"]]
    category = client.data("POST", "/api/prism/v4.0/config/categories", {"key": "protect", "value": "gold"})["extId"]
    nics = [{"nicNetworkInfo": {"subnet": {"extId": subnet_id}}}]
    return {"cluster": {"extId": cluster}, "categories": [{"extId": category}], "nics": nics, "memorySizeBytes": 2**30}


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
