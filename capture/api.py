"""Capture by EC2's API: works for stopped instances too, needs no agent, and touches no guest."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import IPv4Network
from typing import Any

from aws import asking
from capture.record import Nic, Snapshot
from capture.selection import Selection, name_of, selected, state_of

_HINT = "Check the credentials, their rights and the region, then run again."
_AMAZON_DNS = "AmazonProvidedDNS"


def now() -> str:
    """The current time, RFC 3339 in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def capture_by_api(ec2: Any, selection: Selection, clock: Callable[[], str] = now) -> list[Snapshot]:
    """A snapshot of each selected instance, as EC2's API describes it. Raises AwsError."""
    instances = list(selected(ec2, selection))
    surroundings = Surroundings(ec2, instances)
    return [_snapshot(instance, surroundings, clock()) for instance in instances]


class Surroundings:
    """The subnets of some instances, and the DNS servers of their VPCs."""

    def __init__(self, ec2: Any, instances: Sequence[Mapping[str, Any]]) -> None:
        nics = [nic for instance in instances for nic in instance.get("NetworkInterfaces") or []]
        with asking("read the subnets and DHCP options", _HINT):
            subnets = list(_of_ids(ec2, "describe_subnets", "Subnets", "subnet-id", {nic["SubnetId"] for nic in nics}))
            vpcs = list(_of_ids(ec2, "describe_vpcs", "Vpcs", "vpc-id", {one["VpcId"] for one in subnets}))
            wanted = {str(vpc["DhcpOptionsId"]) for vpc in vpcs if str(vpc.get("DhcpOptionsId")).startswith("dopt-")}
            options = list(_of_ids(ec2, "describe_dhcp_options", "DhcpOptions", "dhcp-options-id", wanted))
        self._cidrs = {str(subnet["SubnetId"]): str(subnet["CidrBlock"]) for subnet in subnets}
        servers = {str(one["DhcpOptionsId"]): _servers(one) for one in options}
        self._dns = {
            str(vpc["VpcId"]): tuple(
                str(IPv4Network(vpc["CidrBlock"])[2]) if server == _AMAZON_DNS else server
                for server in servers.get(str(vpc.get("DhcpOptionsId")), [_AMAZON_DNS])
            )
            for vpc in vpcs
        }

    def cidr(self, subnet_id: str) -> str:
        """The prefix of a subnet; empty if EC2 did not tell it."""
        return self._cidrs.get(subnet_id, "")

    def dns(self, vpc_id: str) -> tuple[str, ...]:
        """The addresses of a VPC's DNS servers."""
        return self._dns.get(vpc_id, ())


def _of_ids(ec2: Any, call: str, answer: str, name: str, ids: set[str]) -> Iterator[Mapping[str, Any]]:
    ordered = sorted(ids)
    for at in range(0, len(ordered), 200):
        filters = [{"Name": name, "Values": ordered[at : at + 200]}]
        for page in ec2.get_paginator(call).paginate(Filters=filters):
            yield from page[answer]


def _servers(options: Mapping[str, Any]) -> list[str]:
    named = (one for one in options.get("DhcpConfigurations") or [] if one["Key"] == "domain-name-servers")
    return [str(value["Value"]) for one in named for value in one["Values"]]


def _snapshot(instance: Mapping[str, Any], surroundings: Surroundings, at: str) -> Snapshot:
    nics = (_nic(nic, surroundings) for nic in instance.get("NetworkInterfaces") or [])
    return Snapshot(
        way="api",
        instance_id=str(instance["InstanceId"]),
        name=name_of(instance),
        state=state_of(instance),
        captured_at=at,
        nics=tuple(sorted(nics, key=lambda nic: nic.device_index)),
        dns=surroundings.dns(str(instance.get("VpcId", ""))),
        os=str(instance.get("PlatformDetails") or instance.get("Platform") or ""),
        vpc_id=str(instance.get("VpcId", "")),
        availability_zone=str(instance.get("Placement", {}).get("AvailabilityZone", "")),
    )


def _nic(nic: Mapping[str, Any], surroundings: Surroundings) -> Nic:
    subnet_id = str(nic["SubnetId"])
    cidr = surroundings.cidr(subnet_id)
    others = [str(one["PrivateIpAddress"]) for one in nic.get("PrivateIpAddresses") or [] if not one.get("Primary")]
    return Nic(
        device_index=int(nic.get("Attachment", {}).get("DeviceIndex", 0)),
        address=str(nic["PrivateIpAddress"]),
        mac=str(nic.get("MacAddress", "")).lower(),
        secondary=tuple(sorted(others)),
        subnet_id=subnet_id,
        cidr=cidr,
        # AWS gives the second address of every subnet to its router.
        gateway=str(IPv4Network(cidr)[1]) if cidr else "",
    )
