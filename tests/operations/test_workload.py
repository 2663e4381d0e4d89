"""Which machines the local cloud gets, whatever overlay is configured."""

from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest

from local_cloud.workload import machines
from operations.run import Project
from topology import SiteModel, StaticAddress, build


def model(**overlay: Any) -> SiteModel:
    configuration = Project.here().configuration()
    configuration["overlay"] = configuration["overlay"] | overlay
    for part in ("loadBalancer", "dns") if overlay else ():  # they name machines of the project's own overlay
        del configuration[part]
    return build(configuration, "tokyo", "nc2-dr")


def subnet(cidr: str, first: int, last: int) -> dict[str, Any]:
    network = IPv4Network(cidr)
    return {
        "name": "apps",
        "cidr": cidr,
        "gateway": str(network[1]),
        "dhcpPools": [[str(network[first]), str(network[last])]],
        "dnsServers": ["10.0.0.2"],
    }


def test_the_overlay_s_static_addresses_name_the_machines() -> None:
    assert StaticAddress("web-1", "172.30.1.34") in machines(model())


@pytest.mark.parametrize(
    ("cidr", "first", "last"),
    [
        pytest.param("10.60.4.0/24", 100, 200, id="a pool above"),
        pytest.param("10.60.4.0/24", 10, 120, id="a pool over the usual place"),
        pytest.param("10.60.4.0/28", 2, 8, id="a subnet smaller than the usual place"),
    ],
)
def test_without_static_addresses_they_lie_clear_of_gateway_and_pool(cidr: str, first: int, last: int) -> None:
    network = IPv4Network(cidr)
    given = model(externallyRoutablePrefixes=["10.60.0.0/16"], subnets=[subnet(cidr, first, last)], staticAddresses=[])
    chosen = [IPv4Address(machine.address) for machine in machines(given)]
    assert len(set(chosen)) == 3
    assert all(address in network and address != network[1] for address in chosen)
    assert not any(network[first] <= address <= network[last] for address in chosen)
