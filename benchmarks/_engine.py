"""The same networks through the real engine: an inline project, its state in a temporary folder."""

from __future__ import annotations

import importlib
import importlib.util
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pulumi import automation

from tools import engine

_ROOT = Path(__file__).parents[1]


def run(tasks: str, subnets: int, nics: list[str]) -> None:
    """Prints the seconds of each verb, or that there is no engine yet (`make setup`)."""
    try:
        environment = engine.environment()
    except engine.EngineError as error:
        print(f"skipped: {error}")
        return
    os.environ["PATH"] = environment["PATH"]
    with tempfile.TemporaryDirectory() as name:
        for folder in ("state", "work"):
            (Path(name) / folder).mkdir()
        known = {key: value for key, value in os.environ.items() if key.startswith("PRISM_")}
        settings = automation.LocalWorkspaceOptions(
            work_dir=str(Path(name) / "work"),
            env_vars={
                **environment,
                **known,
                "PULUMI_BACKEND_URL": f"file://{name}/state",
                "PULUMI_CONFIG_PASSPHRASE": "benchmark",
                "PYTHONPATH": str(_ROOT),
            },
            project_settings=automation.ProjectSettings(name="benchmark", runtime="python"),
        )
        program = Program(subnets, nics)
        stack = automation.create_stack("tokyo", project_name="benchmark", program=program, opts=settings)
        _timed(tasks, f"create {program}", stack.up)
        _timed(tasks, "no-op preview", stack.preview)
        program.changed = True
        _timed(tasks, "change all", stack.up)
        _timed(tasks, f"destroy {program}", stack.destroy)


class Program:
    """What the stack holds; `changed` makes every resource's declaration another: each floating IP leads to a NIC."""

    def __init__(self, subnets: int, nics: list[str]) -> None:
        self.subnets, self.nics, self.changed = subnets, nics, False
        self._has_floating_ips = importlib.util.find_spec("providers.floating_ips") is not None
        if not self._has_floating_ips:
            print("skipped: this version has no providers.floating_ips")

    def __str__(self) -> str:
        more = f", {len(self.nics)} floating IPs" if self._has_floating_ips else ""
        return f"1 VPC, {self.subnets} subnets{more}"

    def __call__(self) -> None:
        from prism.networking import Subnets
        from providers.base import central
        from providers.subnet import OverlaySubnet
        from providers.vpc import Vpc

        nat = Subnets(central()).find_by_name("overlay-external-subnet-nat")
        assert nat is not None
        servers = ["10.0.0.2"] if self.changed else []
        vpc = Vpc(
            "vpc", name="workload", external_subnet_ids=[nat.id], externally_routable_prefixes=[], dns_servers=servers
        )
        for number in range(self.subnets):
            OverlaySubnet(
                f"subnet-{number}",
                name=f"net-{number}",
                vpc_id=vpc.vpc_id,
                cidr=f"172.30.{number}.0/24",
                gateway=f"172.30.{number}.1",
                domain_name="changed.internal" if self.changed else "",
            )
        if self._has_floating_ips:
            leading = [{"vm_nic_id": nic} if self.changed else {} for nic in self.nics]
            members = {f"app-{number}": one for number, one in enumerate(leading)}
            kind: Any = importlib.import_module("providers.floating_ips").FloatingIps
            kind("addresses", members=members)


def _timed(tasks: str, what: str, verb: Callable[..., Any]) -> None:
    began = time.perf_counter()
    verb(color="never")
    print(f"{tasks:10s} {what:46s} {time.perf_counter() - began:7.1f} s through the engine", flush=True)
