"""Probes of overlay networks."""

from collections import Counter
from collections.abc import Mapping

from operations.probe.seen import Look, Seen, judged, unseen
from operations.probe.site import Site
from prism.networking import Subnets


def same_prefixes(site: Site) -> Seen:
    found = [(subnet.vpc_reference, subnet.ipv4) for subnet in Subnets(site.prism).list() if subnet.vpc_reference]
    prefixes = {(vpc, str(ipv4.ip_subnet)) for vpc, ipv4 in found if ipv4 is not None}
    twice = [prefix for prefix, times in Counter(prefix for _, prefix in prefixes).items() if times > 1]
    if not twice:
        return unseen("no two VPCs have a subnet of the same prefix")
    return judged(True, f"in several VPCs: {', '.join(sorted(twice))}", overlap=True)


PROBES: Mapping[str, Look] = {"test-network": same_prefixes}
