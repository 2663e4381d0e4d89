"""How many nodes share a placement partition, and what the NC2 console's compatibility matrix has."""

from collections import Counter

from pydantic import ValidationError

from nc2_console import Datacenter
from operations.probe.seen import Seen, counted, judged, unseen
from operations.probe.site import Json, Site

_IN_A_PARTITION = 4


def partitions(site: Site) -> Seen:
    """AWS's own word: each instance names its placement group and partition."""
    found = [one for group in site.of_vpc("describe_instances", "Reservations") for one in group["Instances"]]
    placed = Counter(place for one in found if "metal" in one["InstanceType"] and (place := _place(one)))
    if not placed:
        return unseen("no bare-metal instance of the VPC is in a placement partition")
    most = max(placed.values())
    told = f"{counted(placed.total(), 'node')} in {counted(len(placed), 'placement partition')}, at most {most} in one"
    return judged(most <= _IN_A_PARTITION, told, partitions=len(placed), mostInOne=most)


def _place(instance: Json) -> tuple[str, str, int] | None:
    placement = instance.get("Placement") or {}
    number = placement.get("PartitionNumber")
    return (str(placement.get("GroupName")), instance["InstanceType"], int(number)) if number else None


def matrix(site: Site) -> Seen:
    """What answers where the matrix is looked for."""
    response = site.console_answer("/compatibility-matrix")
    if not response.ok:
        return unseen(f"the console has no such answer (HTTP {response.status_code})", status=response.status_code)
    try:
        rows = [Datacenter.model_validate(row) for row in response.json()["data"]]
    except (ValueError, KeyError, TypeError, ValidationError):
        return judged(False, "an answer of another form", rows=0)
    regions = [row for row in rows if row.datacenter_region and row.supported_instance_types]
    return judged(bool(regions), f"types of {counted(len(regions), 'region')}", rows=len(regions))
