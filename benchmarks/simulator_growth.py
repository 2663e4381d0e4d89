"""What one VM costs the Prism Central simulator among 100 and among 10,000: `python -m benchmarks.simulator_growth`.

Everything goes through the simulator in process, so that neither sockets nor TLS count. It prints the processor time of
each operation at both sizes and the ratio of the two, which is 1.0 where a VM costs the same however many there are.
Arguments: the two numbers of VMs.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from collections.abc import Callable
from typing import Any

from simulator import SiteSpec, World
from simulator.prism.http import Api, Request

Json = dict[str, Any]
_VMS = "/api/vmm/v4.0/ahv/config/vms"
_POINTS = "/api/vmm/v4.1/ahv/config/vm-recovery-points"
_SUBNETS = "/api/networking/v4.0/config/subnets"
_PLANS = "/api/datapolicies/v4.2/config/recovery-plans"
_TIMES = 30


class Site:
    """A simulated Prism Central, called without a network."""

    def __init__(self, world: World, name: str) -> None:
        self.site = world.site(name)
        self._api, self._key = Api(self.site), world.api_key

    def call(self, method: str, path: str, body: Json | None = None, etag: str = "") -> Any:
        """The reply; raises AssertionError for a refusal."""
        headers = {"x-ntnx-api-key": self._key, "ntnx-request-id": str(uuid.uuid4())} | (
            {"if-match": etag} if etag else {}
        )
        path, _, query = path.partition("?")
        sent = b"" if body is None else json.dumps(body).encode()
        reply = self._api.handle(Request(method, path, query, headers, sent))
        assert reply.status < 300, (method, path, reply.status, reply.body)
        return reply

    def do(self, method: str, path: str, body: Json | None = None, etag: str = "") -> Json:
        """The task of a change, which must have succeeded."""
        ext_id = self.call(method, path, body, etag).body["data"]["extId"]
        task: Json = self.call("GET", f"/api/prism/v4.0/config/tasks/{ext_id}").body["data"]
        assert task["status"] == "SUCCEEDED", task
        return task

    def make(self, path: str, body: Json) -> str:
        """The extId of what a create made."""
        return str(self.do("POST", path, body)["entitiesAffected"][0]["extId"])

    def change(self, method: str, path: str, of: str, body: Json | None = None) -> None:
        """A change that needs the ETag of a VM."""
        self.do(method, path, body, self.call("GET", of).headers["ETag"])


class Estate:
    """Two paired sites whose VMs are protected and in a recovery plan."""

    def __init__(self) -> None:
        world = World([SiteSpec("tokyo", "ap-northeast-1"), SiteSpec("osaka", "ap-northeast-3")])
        self.tokyo, self.osaka = Site(world, "tokyo"), Site(world, "osaka")
        self.managers = [one.site.domain_manager_id for one in (self.tokyo, self.osaka)]
        self.subnet, there = _network(self.tokyo), _network(self.osaka)
        category = {"key": "protect", "value": "gold"}
        self.category = self.tokyo.call("POST", "/api/prism/v4.0/config/categories", category).body["data"]["extId"]
        self.tokyo.do("POST", "/api/datapolicies/v4.2/config/protection-policies", self._policy())
        ends = [{"domainManagerExtId": manager} for manager in self.managers]
        plan = {"name": "plan", "primaryLocation": ends[0], "recoveryLocation": ends[1]}
        self.plan = self.tokyo.make(_PLANS, plan)
        stage = {"entityType": "VM", "categoryExtIds": [self.category]}
        self.tokyo.make(f"{_PLANS}/{self.plan}/stages", stage)
        sides = {"primaryNetwork": {"subnetExtId": self.subnet}, "recoveryNetwork": {"subnetExtId": there}}
        self.tokyo.make(f"{_PLANS}/{self.plan}/network-mappings", sides)
        self.vms: list[str] = []

    def add(self) -> str:
        """Make one more VM."""
        nic = {"nicNetworkInfo": {"subnet": {"extId": self.subnet}}}
        about = {"cluster": {"extId": self.tokyo.site.cluster_id}, "categories": [{"extId": self.category}]}
        body = {"name": f"vm-{len(self.vms)}", "nics": [nic], "memorySizeBytes": 2**30, **about}
        self.vms.append(self.tokyo.make(_VMS, body))
        return self.vms[-1]

    def remove(self) -> None:
        """Delete the newest VM."""
        path = f"{_VMS}/{self.vms.pop()}"
        self.tokyo.change("DELETE", path, path)

    def act(self, number: int, action: str, body: Json | None = None) -> None:
        """An action of one VM."""
        path = f"{_VMS}/{self.vms[number]}"
        self.tokyo.change("POST", f"{path}/$actions/{action}", path, body)

    def walk(self, path: str) -> int:
        """Read a whole list in the order of its ids, as a client does that wants no gaps; returns its length."""
        found, page = 0, 0
        while True:
            reply = self.tokyo.call("GET", f"{path}?%24page={page}&%24limit=100&%24orderby=extId").body
            found, page = found + len(reply.get("data", [])), page + 1
            if found >= reply["metadata"]["totalAvailableResults"]:
                return found

    def fail_over(self) -> None:
        """Bring all VMs to the other site."""
        direction = {"sourceDomainManagerExtId": self.managers[0], "targetDomainManagerExtId": self.managers[1]}
        path = f"/api/dataprotection/v4.2/operations/recovery-plans/{self.plan}/$actions/planned-failover"
        self.osaka.do("POST", path, {"name": "job", "failoverDirections": [direction]})

    def _policy(self) -> Json:
        schedule = {"recoveryPointObjectiveTimeSeconds": 3600, "retention": {"local": 2, "remote": 2}}
        labels = ("one", "other")
        places = [
            {"label": label, "domainManagerExtId": manager, "isPrimary": label == "one"}
            for label, manager in zip(labels, self.managers, strict=True)
        ]
        replication = {"sourceLocationLabel": "one", "remoteLocationLabel": "other", "schedule": schedule}
        about = {"name": "protect", "categoryIds": [self.category]}
        return {**about, "replicationLocations": places, "replicationConfigurations": [replication]}


def operations(estate: Estate) -> dict[str, Callable[[int], Any]]:
    """What is measured: each takes the number of the repetition. The first makes VMs and the last takes them away."""
    tokyo, vms = estate.tokyo, estate.vms
    names = {"categories": [{"extId": estate.category}]}
    protected = "/api/dataprotection/v4.0/config/protected-resources"
    return {
        "create a VM, task read": lambda n: estate.add(),
        "GET a VM": lambda n: tokyo.call("GET", f"{_VMS}/{vms[n]}"),
        "GET a VM by name": lambda n: tokyo.call("GET", f"{_VMS}?%24filter=name+eq+%27vm-{n}%27"),
        "list 100 VMs": lambda n: tokyo.call("GET", f"{_VMS}?%24page=0&%24limit=100"),
        "power a VM on": lambda n: estate.act(n, "power-on"),
        "give a VM a category": lambda n: estate.act(n, "associate-categories", names),
        "GET a VM's protection": lambda n: tokyo.call("GET", f"{protected}/{vms[n]}"),
        "GET a subnet": lambda n: tokyo.call("GET", f"{_SUBNETS}/{estate.subnet}"),
        "list clusters": lambda n: tokyo.call("GET", "/api/clustermgmt/v4.0/config/clusters"),
        "delete a VM": lambda n: estate.remove(),
    }


def whole(estate: Estate) -> dict[str, Callable[[], Any]]:
    """What is done to all VMs at once; its cost is told per VM. The last brings them to the other site."""
    return {
        "list all, per VM": lambda: estate.walk(_VMS),
        "list all points, per VM": lambda: estate.walk(_POINTS),
        "fail over, per VM": estate.fail_over,
    }


def _network(site: Site) -> str:
    vpc = site.make("/api/networking/v4.0/config/vpcs", {"name": "workload"})
    ends = {"startIp": {"value": "172.30.0.10"}, "endIp": {"value": "172.30.255.250"}}
    prefix = {"ip": {"value": "172.30.0.0"}, "prefixLength": 16}
    ipv4 = {"ipSubnet": prefix, "defaultGatewayIp": {"value": "172.30.0.1"}, "poolList": [ends]}
    return site.make(
        _SUBNETS, {"name": "app", "subnetType": "OVERLAY", "vpcReference": vpc, "ipConfig": [{"ipv4": ipv4}]}
    )


def _measured(count: int) -> dict[str, float]:
    """Milliseconds of processor time of each operation among so many VMs."""
    estate, found = Estate(), {}
    while len(estate.vms) < count:
        estate.add()
    for name, operation in operations(estate).items():
        began = time.process_time()
        for number in range(_TIMES):
            operation(number)
        found[name] = (time.process_time() - began) / _TIMES * 1000
    for name, work in whole(estate).items():
        began = time.process_time()
        work()
        found[name] = (time.process_time() - began) / count * 1000
    return found


def main(few: int, many: int) -> int:
    """Print the table; returns the exit code."""
    small, large = _measured(few), _measured(many)
    print(f"{'ms of processor time':26}{f'{few:,} VMs':>14}{f'{many:,} VMs':>14}{'ratio':>8}")
    for name, cost in small.items():
        print(f"{name:26}{cost:14.3f}{large[name]:14.3f}{large[name] / cost:8.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*[int(argument) for argument in sys.argv[1:]] or (100, 10_000)))
