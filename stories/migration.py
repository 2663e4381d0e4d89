"""The migration: EC2 instances become VMs on NC2 at their old addresses, every claim checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Any, ClassVar

import requests

from operations.capture import capture, from_outputs
from operations.exit_code import ExitCode
from operations.look import Survivor
from operations.migration import look
from operations.run import Project
from prism.vmm import Vms
from stories.scenario import Scenario
from text_table import table

_IMAGE = "ami-12c6146b"


@dataclass(frozen=True)
class Machine:
    """An EC2 instance that becomes a VM: one address per NIC, the primary one first."""

    name: str
    addresses: tuple[str, ...]
    running: bool = True


class Migration(Scenario):
    """Captured, moved by a stand-in for Nutanix Move, given their addresses, cut over, and back."""

    claim = "Every VM kept its addresses, and the routes followed."
    stays_attached: ClassVar[bool] = False
    """Whether the EC2 VPC's attachment is its owner's, so that a cut-over leaves it."""

    @classmethod
    def configure(cls, project: Project) -> None:
        model = project.model(project.sites()[0])
        site, cidr = model.home, model.overlay.externally_routable_prefixes[0]
        where = {"site": site.name, "cidr": cidr, "availabilityZones": [site.availability_zones[0]]}
        project.set("ec2Vpc", where)
        project.set("migration", {"retention": "plan"})
        project.set("workloadPlatform", "ec2")

    def play(self) -> None:
        self.local.enter(self.home)
        self.up(self.home, "the site, with its EC2 VPC")
        machines = self._machines()
        ids = self._launch(machines)
        self.heading("Capture")
        self.phase("capture --via api", self._capture)
        self.up(self.home, "pools clear of what was captured, tokens and tags for the instances, a plan")
        self._expect_progress(ExitCode.WAITS)
        self._move(machines)
        self._expect_progress(ExitCode.WAITS)
        self.heading("Retain: one line")
        self.set("migration.retention", "retain")
        self.up(self.home, "the new NICs, then the old ones go")
        self._expect_addresses(machines)
        self._expect_progress(ExitCode.DONE)
        self._cut_over(ids)
        self._way_back()

    def _cut_over(self, ids: list[str]) -> None:
        self.heading("Cut over: one line")
        self.set("workloadPlatform", "nc2")
        self.preview_refused(self.home, "is running on EC2")
        self.ec2().stop_instances(InstanceIds=ids)
        self.up(self.home, "the EC2 VPC is detached, the route follows")
        self._expect_route("network")

    def _way_back(self) -> None:
        self.heading("The way back: the same line")
        self.set("workloadPlatform", "ec2")
        self.preview_refused(self.home, "is ON on NC2")
        vms = Vms(self.local.prism(self.home))
        for vm in vms.list():
            vms.power_off(vm.id)
        self.up(self.home, "the EC2 VPC is attached again")
        self._expect_route("ec2")

    def _machines(self) -> tuple[Machine, ...]:
        """A few, in the first overlay subnet: one with two NICs, one that is stopped, one inside of the DHCP pool."""
        overlay = self.local.model(self.home).overlay
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

    def _launch(self, machines: tuple[Machine, ...]) -> list[str]:
        """The instances' ids."""
        ec2, overlay = self.ec2(), self.local.model(self.home).overlay
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
        wanted = from_outputs(self._outputs(), self.local.model(self.home).me.region, "api", {})
        code = capture(wanted, lambda line: self.say(f"  {line}"))
        self.expect("the exit code of the capture", code, ExitCode.DONE)

    def _move(self, machines: tuple[Machine, ...]) -> None:
        """The stand-in for Nutanix Move, which is outside of this project."""
        environment, overlay = self.local.environment(self.home), self.local.model(self.home).overlay
        vms = [{"name": machine.name, "nics": len(machine.addresses)} for machine in machines]
        answer = requests.post(
            f"{environment['PRISM_ENDPOINT']}/simulator/v1/move",
            json={"subnet": overlay.subnets[0].name, "vpc": overlay.vpc, "vms": vms},
            verify=environment["PRISM_CA_BUNDLE"],
            timeout=30,
        )
        answer.raise_for_status()
        self.heading("Moved, with leased addresses")
        self._say_addresses({vm["name"]: vm["addresses"] for vm in answer.json()})
        captured = {address for machine in machines for address in machine.addresses}
        leased = {address for vm in answer.json() for address in vm["addresses"]}
        self.expect("captured addresses that DHCP leased", sorted(leased & captured), [])

    def _expect_addresses(self, machines: tuple[Machine, ...]) -> None:
        vms = Vms(self.local.prism(self.home)).list()
        found = {vm.label: [nic.ip or "none" for nic in vm.nics or []] for vm in vms}
        self.say("")
        self._say_addresses(dict(sorted(found.items())))
        for machine in machines:
            self.expect(f"the addresses of {machine.name}", tuple(found.get(machine.name, ())), machine.addresses)

    def _expect_progress(self, code: ExitCode) -> None:
        """What `python -m operations migration` answers a pipeline."""
        survivor = Survivor.of(self.local.project, self.home, self.local.environment(self.home))
        self.expect("the exit code of the migration", look(survivor).exit_code, code)

    def _say_addresses(self, found: Mapping[str, list[str]]) -> None:
        rows = [(name, ", ".join(addresses)) for name, addresses in found.items()]
        self.say(table(("virtual machine", "addresses"), rows))

    def _expect_route(self, kind: str) -> None:
        """`kind`: "network" (the NC2 VPC) or "ec2"."""
        ec2, outputs = self.ec2(), self._outputs()
        ec2_vpc = outputs["migration"]["ec2VpcId"]
        expected = ec2_vpc if kind == "ec2" else outputs["vpcId"]
        rows = []
        for prefix in self.local.model(self.home).overlay.externally_routable_prefixes:
            answer = ec2.search_transit_gateway_routes(
                TransitGatewayRouteTableId=outputs["transitGatewayRouteTableId"],
                Filters=[{"Name": "route-search.exact-match", "Values": [prefix]}],
            )
            to = {one["ResourceId"] for route in answer["Routes"] for one in route["TransitGatewayAttachments"]}
            rows.append((prefix, ", ".join(sorted(to))))
            self.expect(f"where {prefix} leads", to, {expected})
        self.say("\n" + table(("prefix", f"{self.home}'s transit gateway leads to"), rows))
        attached = ec2.describe_transit_gateway_vpc_attachments(Filters=[{"Name": "vpc-id", "Values": [ec2_vpc]}])
        alive = [one for one in attached["TransitGatewayVpcAttachments"] if one["State"] == "available"]
        self.expect("whether the EC2 VPC is attached", bool(alive), kind == "ec2" or self.stays_attached)

    def _outputs(self) -> Mapping[str, Any]:
        return self.stack(self.home).outputs()

    def ec2(self) -> Any:
        """EC2 in the home site's region."""
        return self.local.aws("ec2", self.home)


STORY = Migration
