"""Whether a drill has a network to recover into: a site that cannot drill is not known to be ready."""

from operations.look import Check, Status, Survivor
from prism.networking import Subnets, Vpcs

_NAME = "test network"


def look(survivor: Survivor) -> list[Check]:
    overlay = survivor.model.overlay
    if overlay.test_vpc is None:
        todo = "Set overlay.testVpc and run pulumi up on both stacks, then run a drill."
        return [Check(_NAME, Status.WARN, survivor.name, "none is configured", "overlay.testVpc", todo)]
    vpcs = {vpc.id for vpc in Vpcs(survivor.prism).list() if vpc.name == overlay.test_vpc}
    there = {subnet.name for subnet in Subnets(survivor.prism).list() if subnet.vpc_reference in vpcs}
    missing = [subnet.name for subnet in overlay.test_subnets if subnet.name not in there]
    found = f"without {', '.join(missing)}" if missing else f"{len(there)} subnets"
    todo = f"Run pulumi up on the stack of {survivor.name}."
    status = Status.WARN if missing else Status.PASS
    return [
        Check(_NAME, status, overlay.test_vpc, found, f"{len(overlay.test_subnets)} subnets", todo if missing else "")
    ]
