"""The time of the IP retention of a batch: `python -m benchmarks.retention [--vms 1000] [--nic-task 1] [--rate 30]`.

Captured machines on a local DynamoDB (a table beyond 1 MB), their VMs on a simulator that is a program of its own, one
NIC each; every NIC task takes so many seconds. Prints what the rate allows at best: three requests a machine (its NIC,
the move, that task) and two looks at everything; then what the run took, the ratio of
both, and a second run, which finds everything right.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import boto3

from benchmarks.providers import Requests, simulator
from capture import Nic as CapturedNic
from capture import Snapshot, Table, merged
from prism import PrismCentral, Reference
from prism.clustermgmt import Clusters
from prism.networking import Subnet, Subnets, Vpc, Vpcs
from prism.vmm import Nic, Vm, Vms
from providers.base import ip_config
from providers.ip_retention import IpRetentionProvider
from simulator.aws import serve

_REGION, _TABLE = "ap-northeast-1", "ec2-to-nc2-ip-preservation"
_A_MACHINE = 3
_PAGE = 100
_WORST = 1.3


def main(arguments: list[str]) -> int:
    """Prints the figures; returns 1 if the run took more than 1.3 of what the rate allows."""
    parser = argparse.ArgumentParser(prog="benchmarks.retention")
    parser.add_argument("--vms", type=int, default=1000)
    parser.add_argument("--nic-task", type=float, default=1.0, help="seconds")
    parser.add_argument("--rate", type=float, default=30.0, help="requests/s")
    asked = parser.parse_args(arguments)
    os.environ |= {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}
    os.environ["PRISM_RATE_LIMIT"] = f"{asked.rate:g}"
    requests = Requests()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}", flush=True)
    with serve() as endpoint, simulator(f"seconds:{asked.nic_task:g}"):
        os.environ["AWS_ENDPOINT_URL"] = endpoint
        inputs = _batch(asked.vms)
        best = _best(asked.vms, asked.rate)
        print(f"the limit: {best:.0f} s ({_least(asked.vms)} requests at {asked.rate:g}/s)", flush=True)
        took, sent = _timed(inputs, requests)
        print(
            f"retention of {asked.vms} VMs: {took:.0f} s, {sent} requests, {took / best:.2f} of the limit", flush=True
        )
        again, sent_again = _timed(inputs, requests)
        print(f"once more, all right already: {again:.1f} s, {sent_again} requests", flush=True)
        _verify(inputs)
    return int(took / best > _WORST)


def _least(vms: int) -> int:
    """The fewest requests: a look at subnets, VMs and their NICs in the subnet before and after."""
    return vms * _A_MACHINE + 2 * (1 + 2 * -(-vms // _PAGE))


def _best(vms: int, rate: float) -> float:
    # The first second's requests go at once.
    return (_least(vms) - 1) // rate


def _timed(inputs: dict[str, Any], requests: Requests) -> tuple[float, int]:
    began, before = time.perf_counter(), requests.count
    IpRetentionProvider().create(inputs)
    return time.perf_counter() - began, requests.count - before


def _batch(count: int) -> dict[str, Any]:
    """The inputs of IP retention. The instances are captured and their VMs exist."""
    client = PrismCentral.from_environment({**os.environ, "PRISM_RATE_LIMIT": "100000"})
    vpc = Vpcs(client).create(Vpc(name="overlay"))
    pools = [["172.30.128.1", "172.30.255.250"]]
    config = ip_config("172.30.0.0/16", "172.30.0.1", pools)
    subnet = Subnets(client).create(Subnet(name="workload", subnet_type="OVERLAY", vpc_reference=vpc, ip_config=config))
    cluster = next(one.id for one in Clusters(client).list() if not one.is_prism_central)
    vms = [Vm(name=f"vm-{n}", cluster=Reference(ext_id=cluster), nics=[Nic.leased(subnet)]) for n in range(count)]
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(Vms(client).create, vms))
    machines = dict(_captured(count))
    where = {"table": _TABLE, "region": _REGION, "vpc_id": vpc, "subnets": {"workload": "172.30.0.0/16"}}
    return {"owner": "benchmark/tokyo/retention", "mode": "retain", **where, "vms": machines}


def _captured(count: int) -> Iterator[tuple[str, dict[str, Any]]]:
    dynamodb = boto3.client("dynamodb", region_name=_REGION, endpoint_url=os.environ["AWS_ENDPOINT_URL"])
    dynamodb.create_table(
        TableName=_TABLE,
        KeySchema=[{"AttributeName": "InstanceId", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "InstanceId", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    table = Table(_TABLE, _REGION, dynamodb)
    for number in range(count):
        key, address = f"i-{number:017x}", f"172.30.{number // 200}.{10 + number % 200}"
        table.save(merged({"api": Snapshot("api", key, f"vm-{number}", "stopped", "", (CapturedNic(0, address),))}))
        table.write(key, {"Note": "x" * 1500})
        yield key, {"name": f"vm-{number}", "state": "stopped", "nics": [{"address": address}]}


def _verify(inputs: dict[str, Any]) -> None:
    live = {vm.label: [nic.ip for nic in vm.nics or []] for vm in Vms(PrismCentral.from_environment()).list()}
    wanted = {one["name"]: [nic["address"] for nic in one["nics"]] for one in inputs["vms"].values()}
    assert live == wanted, "every VM has its address and no other"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
