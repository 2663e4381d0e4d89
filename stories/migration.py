"""The migration, shown: EC2 instances become VMs on NC2 at their old addresses, every claim checked."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import requests
from pulumi.automation import CommandError

from aws import client
from local_cloud.project import LocalProject
from operations.cli.capture import capture, from_outputs, use
from operations.look import tables
from operations.run.project import Project
from operations.run.stack import Result, Stack
from prism import PrismCentral
from prism.vmm import Vms

Say = Callable[[str], None]
_IMAGE = "ami-12c6146b"
_SECTIONS = """
  ec2Vpc:
    type: object
    default: {{site: {site}, cidr: {cidr}, availabilityZones: [{zone}]}}

  migration:
    type: object
    default:
      retention: plan
"""


@dataclass(frozen=True)
class Machine:
    """An instance to be: one address a NIC, the primary one first."""

    name: str
    addresses: tuple[str, ...]
    running: bool = True


@dataclass
class Demo:
    """One run of the demonstration. `problems` holds a sentence for everything that was not as claimed."""

    local: LocalProject
    say: Say
    site: str = ""
    problems: list[str] = field(default_factory=list)
    phases: list[tuple[str, float]] = field(default_factory=list)

    def run(self) -> list[str]:
        """Everything in order; answers the problems found, none when all is as it should be."""
        self.site = self.local.sites()[0]
        self._configure()
        self._phase("local cloud", lambda: self.local.start(self.say))
        use(self.local.environment(self.site))
        self._up("the site, with its EC2 VPC")
        machines = self._machines()
        ids = self._seed(machines)
        self.say("\n=== Capture ===")
        self._phase("capture --via api", self._capture)
        self._up("pools clear of what was captured, tokens and tags for the instances, a plan", show=True)
        self._move(machines)
        self.say(f"\n=== Retain: one line ===\n{self._set('retention', 'retain')}")
        self._up("the new NICs, then the old ones go", show=True)
        self._expect_addresses(machines)
        self.say(f"\n=== Cut over: one line ===\n{self._set('workloadPlatform', 'nc2')}")
        self._expect_refusal("is running on EC2")
        self._ec2().stop_instances(InstanceIds=ids)
        self._up("the EC2 VPC is detached, the route follows")
        self._expect_route("network")
        self.say(f"\n=== The way back: the same line ===\n{self._set('workloadPlatform', 'ec2')}")
        self._expect_refusal("is ON on NC2")
        for vm in Vms(self._prism()).list():
            Vms(self._prism()).power_off(vm.id)
        self._up("the EC2 VPC is attached again")
        self._expect_route("ec2")
        self.say("\n" + tables.table(("phase", "seconds"), [(name, f"{took:.1f}") for name, took in self.phases]))
        return self.problems

    def _configure(self) -> None:
        model = self.local.model(self.site)
        cidr = model.overlay.externally_routable_prefixes[0]
        file = self.local.project.settings_file
        text = _SECTIONS.format(site=self.site, cidr=cidr, zone=model.me.availability_zones[0])
        file.write_text(file.read_text() + text)
        self._set("workloadPlatform", "ec2")

    def _set(self, key: str, value: str) -> str:
        """Writes one word into the working copy's Pulumi.yaml; answers the line."""
        file = self.local.project.settings_file
        pattern = {
            "retention": r"(\n      retention: )(?:plan|retain|rollback)\n",
            "workloadPlatform": r"(\n  workloadPlatform:\n(?:    .*\n)*?    default: )\w+\n",
        }[key]
        after, count = re.subn(pattern, rf"\g<1>{value}\n", file.read_text())
        if count != 1:
            raise ValueError(f"{file} has {count} places for {key}; expected one.")
        file.write_text(after)
        return f"+  {key}: {value}"

    def _machines(self) -> tuple[Machine, ...]:
        """A few, in the first overlay subnet: one with two NICs, one that is stopped, one inside of the DHCP pool."""
        overlay = self.local.model(self.site).overlay
        subnet, wanted = overlay.subnets[0], [one.address for one in overlay.static_addresses]
        inside = [first for first, _ in subnet.dhcp_pools]
        hosts = [str(host) for host in list(IPv4Network(subnet.cidr).hosts())[40:50]]
        free = [one for one in (*wanted, *inside, *hosts) if IPv4Address(one) in IPv4Network(subnet.cidr)]
        return (
            Machine("web-1", (free[0],)),
            Machine("web-2", (free[1],)),
            Machine("db-1", (free[2], free[3])),
            Machine("batch-1", (free[4],), running=False),
        )

    def _seed(self, machines: tuple[Machine, ...]) -> list[str]:
        """The instances' ids."""
        ec2, overlay = self._ec2(), self.local.model(self.site).overlay
        vpc = self._outputs()["migration"]["ec2VpcId"]
        filters = [{"Name": "vpc-id", "Values": [vpc]}, {"Name": "cidr-block", "Values": [overlay.subnets[0].cidr]}]
        (subnet,) = ec2.describe_subnets(Filters=filters)["Subnets"]
        ids = []
        for machine in machines:
            nics = [
                {"DeviceIndex": number, "SubnetId": subnet["SubnetId"], "PrivateIpAddress": address}
                for number, address in enumerate(machine.addresses)
            ]
            tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": machine.name}]}]
            made = ec2.run_instances(
                ImageId=_IMAGE, MinCount=1, MaxCount=1, NetworkInterfaces=nics, TagSpecifications=tags
            )
            ids.append(str(made["Instances"][0]["InstanceId"]))
            if not machine.running:
                ec2.stop_instances(InstanceIds=ids[-1:])
        return ids

    def _capture(self) -> None:
        wanted = from_outputs(self._outputs(), self.local.model(self.site).me.region, "api", {})
        if capture(wanted, lambda line: self.say(f"  {line}")):
            self.problems.append("Every instance should have been captured.")

    def _move(self, machines: tuple[Machine, ...]) -> None:
        """The stand-in for Nutanix Move, which is outside of us."""
        environment, overlay = self.local.environment(self.site), self.local.model(self.site).overlay
        vms = [{"name": machine.name, "nics": len(machine.addresses)} for machine in machines]
        answer = requests.post(
            f"{environment['PRISM_ENDPOINT']}/simulator/v1/move",
            json={"subnet": overlay.subnets[0].name, "vpc": overlay.vpc, "vms": vms},
            verify=environment["PRISM_CA_BUNDLE"],
            timeout=30,
        )
        answer.raise_for_status()
        rows = [(vm["name"], ", ".join(vm["addresses"])) for vm in answer.json()]
        self.say("\n=== Moved, with leased addresses ===\n" + tables.table(("virtual machine", "addresses"), rows))
        expected = {address for machine in machines for address in machine.addresses}
        leased = {address for vm in answer.json() for address in vm["addresses"]}
        if leased & expected:
            self.problems.append(f"DHCP leased captured addresses: {', '.join(sorted(leased & expected))}.")

    def _expect_addresses(self, machines: tuple[Machine, ...]) -> None:
        found = {vm.label: [nic.ip or "none" for nic in vm.nics or []] for vm in Vms(self._prism()).list()}
        rows = [(name, ", ".join(addresses)) for name, addresses in sorted(found.items())]
        self.say("\n" + tables.table(("virtual machine", "addresses"), rows))
        for machine in machines:
            if tuple(found.get(machine.name, ())) != machine.addresses:
                self.problems.append(
                    f"{machine.name} should have {machine.addresses}; it has {found.get(machine.name)}."
                )

    def _expect_refusal(self, words: str) -> None:
        try:
            self._stack().preview()
        except CommandError as error:
            # The engine says each as it comes, and again at the end.
            lines = dict.fromkeys(re.findall(r"cannot become .*", str(error)))
            self.say("\n".join(["  refused at preview:", *(f"  | {line}" for line in lines)]))
            if words in str(error):
                return
        self.problems.append(f"The preview should have been refused as something {words}.")

    def _expect_route(self, kind: str) -> None:
        """`kind`: "network" (the NC2 VPC) or "ec2"."""
        ec2, outputs = self._ec2(), self._outputs()
        ec2_vpc = outputs["migration"]["ec2VpcId"]
        expected = ec2_vpc if kind == "ec2" else outputs["vpcId"]
        rows = []
        for prefix in self.local.model(self.site).overlay.externally_routable_prefixes:
            answer = ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=outputs["transitGatewayRouteTableId"],
                Filters=[{"Name": "route-search.exact-match", "Values": [prefix]}],
            )
            to = {one["ResourceId"] for route in answer["Routes"] for one in route["TransitGatewayAttachments"]}
            rows.append((prefix, ", ".join(sorted(to))))
            if to != {expected}:
                self.problems.append(f"{prefix} should lead to {expected}; it leads to {', '.join(to) or 'nothing'}.")
        self.say("\n" + tables.table(("prefix", f"{self.site}'s transit gateway leads to"), rows))
        attached = ec2.describe_transit_gateway_vpc_attachments(Filters=[{"Name": "vpc-id", "Values": [ec2_vpc]}])
        alive = [one for one in attached["TransitGatewayVpcAttachments"] if one["State"] == "available"]
        if bool(alive) is not (kind == "ec2"):
            self.problems.append(f"The EC2 VPC should {'be' if kind == 'ec2' else 'not be'} attached.")

    def _up(self, what: str, show: bool = False) -> None:
        result: list[Result] = []
        self._phase(f"up: {what}", lambda: result.append(self._stack().up()))
        self.say(f"  pulumi up --stack {self.site} ({what}): {result[0]}")
        if show:
            self.say("\n".join(f"  | {line}" for line in _told(result[0].text)))

    def _stack(self) -> Stack:
        return self.local.stack(self.site)

    def _outputs(self) -> Mapping[str, Any]:
        return self._stack().outputs()

    def _prism(self) -> PrismCentral:
        return self.local.prism(self.site)

    def _ec2(self) -> Any:
        return client("ec2", self.local.model(self.site).me.region)

    def _phase(self, name: str, work: Callable[[], object]) -> None:
        started = time.monotonic()
        work()
        self.phases.append((name, time.monotonic() - started))


def _told(text: str) -> list[str]:
    """What the program and its resources said, once and without the engine's own lines."""
    _, _, diagnostics = text.partition("Diagnostics:")
    told = diagnostics.partition("\nResources:")[0].splitlines()
    return [line for line in told if line.strip()]


def demo(directory: Path, say: Say, keep: bool = False) -> list[str]:
    """Run the demonstration in `directory`, which is made anew; `keep` leaves the local cloud running for a look."""
    project = Project.here().working_copy(directory / "project")
    local = LocalProject.at(project, directory / "cloud")
    local.cloud.down()
    try:
        return Demo(local, say).run()
    finally:
        if not keep:
            local.cloud.down()
