"""A Prism Central seen through plain HTTPS: no more than is needed to ask for things and to wait for tasks."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from simulator import Running
from tests.simulator.https import Connection, Reply

Json = dict[str, Any]

VPCS = "/api/networking/v4.0/config/vpcs"
SUBNETS = "/api/networking/v4.0/config/subnets"
ROUTE_TABLES = "/api/networking/v4.0/config/route-tables"
FLOATING_IPS = "/api/networking/v4.0/config/floating-ips"
VMS = "/api/vmm/v4.0/ahv/config/vms"
CATEGORIES = "/api/prism/v4.0/config/categories"
TASKS = "/api/prism/v4.0/config/tasks"
DOMAIN_MANAGERS = "/api/prism/v4.0/config/domain-managers"
CLUSTERS = "/api/clustermgmt/v4.0/config/clusters"
POLICIES = "/api/datapolicies/v4.2/config/protection-policies"
PLANS = "/api/datapolicies/v4.2/config/recovery-plans"
POINTS = "/api/dataprotection/v4.2/config/recovery-points"
JOBS = "/api/dataprotection/v4.2/config/recovery-plan-jobs"
ACTIONS = "/api/dataprotection/v4.2/operations/recovery-plans"

ENDED = {"SUCCEEDED", "FAILED", "CANCELED"}


class TaskFailed(AssertionError):
    """A task ended FAILED; carries its first error message object."""

    def __init__(self, error: Json):
        super().__init__(error["message"])
        self.error = error


class Prism:
    """One site's Prism Central."""

    def __init__(self, running: Running, site: str):
        self.site = site
        self.model = running.world.site(site)
        self._connection = Connection(running.endpoints[site], running.ca_bundle)
        login = base64.b64encode(f"{running.username}:{running.password}".encode()).decode()
        self.credentials = {"Authorization": f"Basic {login}"}
        """Headers sent with every request; a test may clear them."""

    def close(self) -> None:
        self._connection.close()

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: Mapping[str, str] | None = None,
        etag: str | None = None,
        request_id: str | None = None,
        timeout: float = 10,
        **query: Any,
    ) -> Reply:
        """body: bytes are sent as they are, anything else as JSON."""
        sent = {**self.credentials, "NTNX-Request-Id": request_id or str(uuid.uuid4()), **(headers or {})}
        if etag:
            sent["If-Match"] = etag
        if query:
            path += "?" + urlencode({f"${name}": value for name, value in query.items()})
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        return self._connection.request(method, path, content, sent, timeout)

    def get(self, path: str) -> Json:
        reply = self.request("GET", path)
        assert reply.status_code == 200, reply.text
        return dict(reply.json()["data"])

    def etag(self, path: str) -> str:
        return str(self.request("GET", path).headers["ETag"])

    def list(self, path: str, **query: Any) -> list[Json]:
        reply = self.request("GET", path, **query)
        assert reply.status_code == 200, reply.text
        return list(reply.json().get("data", []))

    def named(self, path: str, name: str) -> Json:
        (found,) = self.list(path, filter=f"name eq '{name}'")
        return found

    def task(self, reply: Reply) -> Json:
        """The ended task of a reply; raises TaskFailed."""
        assert reply.status_code == 202, reply.text
        task_id = reply.json()["data"]["extId"]
        for _ in range(2000):
            task = self.get(f"{TASKS}/{task_id}")
            if task["status"] in ENDED:
                break
        if task["status"] != "SUCCEEDED":
            raise TaskFailed(task["errorMessages"][0])
        return task

    def do(self, method: str, path: str, body: Any = None, **options: Any) -> Json:
        return self.task(self.request(method, path, body, **options))

    def create(self, path: str, body: Json, **options: Any) -> str:
        """The extId of what was made."""
        task = self.do("POST", path, body, **options)
        if "entitiesAffected" in task:
            return str(task["entitiesAffected"][0]["extId"])
        return str(task["completionDetails"][0]["value"])

    def category(self, key: str, value: str) -> str:
        reply = self.request("POST", CATEGORIES, {"key": key, "value": value})
        assert reply.status_code == 201, reply.text
        return str(reply.json()["data"]["extId"])

    def update(self, path: str, **changes: Any) -> Json:
        return self.do("PUT", path, {**self.get(path), **changes}, etag=self.etag(path))

    def vm_action(self, vm_id: str, action: str, body: Any = None) -> Json:
        return self.do("POST", f"{VMS}/{vm_id}/$actions/{action}", body, etag=self.etag(f"{VMS}/{vm_id}"))

    def add_vm(self, name: str, subnet_id: str, ip: str | None = None, *, on: bool = False, **fields: Any) -> str:
        body = {
            "name": name,
            "cluster": {"extId": self.model.cluster_id},
            "nics": [nic(subnet_id, ip)],
            "memorySizeBytes": 2**30,
            **fields,
        }
        vm_id = self.create(VMS, body)
        if on:
            self.vm_action(vm_id, "power-on")
        return vm_id

    def control(self, method: str, name: str, body: Any = None) -> Any:
        reply = self.request(method, f"/simulator/v1/{name}", body)
        assert reply.status_code == 200, reply.text
        return reply.json()


def ip_object(value: str) -> Json:
    return {"value": value}


def prefix_object(cidr: str) -> Json:
    host, length = cidr.split("/")
    return {"ip": ip_object(host), "prefixLength": int(length)}


def pool(start: str, end: str) -> Json:
    return {"startIp": ip_object(start), "endIp": ip_object(end)}


def subnet(name: str, vpc_id: str, cidr: str, gateway: str | None, *pools: tuple[str, str], **fields: Any) -> Json:
    ipv4: Json = {"ipSubnet": prefix_object(cidr), "poolList": [pool(*ends) for ends in pools]}
    if gateway:
        ipv4["defaultGatewayIp"] = ip_object(gateway)
    return {
        "name": name,
        "subnetType": "OVERLAY",
        "vpcReference": vpc_id,
        "ipConfig": [{"ipv4": ipv4}],
        **fields,
    }


def nic(subnet_id: str, ip: str | None = None) -> Json:
    network: Json = {"subnet": {"extId": subnet_id}}
    if ip:
        network["ipv4Config"] = {"shouldAssignIp": True, "ipAddress": ip_object(ip)}
    return {"nicNetworkInfo": network}
