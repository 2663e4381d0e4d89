"""Estates from a seed: the same seed gives the same estate. Sizes, names and what is there at all vary."""

from __future__ import annotations

import random
from ipaddress import IPv4Network

from tests.estates.estate import Estate, Front, Machine, Pair, Plan, Policy, Segment, Site

_COMPANIES = ("bank", "retail", "clinic", "port")
_PLACES = (
    ("london", "eu-west-2", "Lon"),
    ("dublin", "eu-west-1", "Dub"),
    ("frankfurt", "eu-central-1", "Fra"),
    ("virginia", "us-east-1", "IAD"),
    ("oregon", "us-west-2", "PDX"),
)
_PREFIXES = ("172.30.0.0/16", "172.31.64.0/18", "10.77.0.0/16", "192.168.128.0/18")
_RPOS = (0, 900, 3600, 14400, 86400)
_LED = ("by subnet", "whole", "none", "by half")
_MOST_OF_A_SEGMENT = 180


def estate(seed: int) -> Estate:
    """The estate of a seed."""
    chance = random.Random(f"estate {seed}")
    company = chance.choice(_COMPANIES)
    prefix = chance.choice(_PREFIXES)
    segments = _segments(chance, prefix, company)
    tiers = tuple(("DR", value) for value in ("Gold", "Silver", "Bronze")[: chance.randint(1, 3)])
    nat = chance.random() < 0.7
    apps = tuple(("App", f"{company}-{number}") for number in range(1, chance.randint(2, 6)))
    return Estate(
        sites=_sites(chance, company),
        prefix=prefix,
        overlay=chance.choice(("prod-overlay", f"{company}-vpc", "VPC 1", "workload")),
        external_name=chance.choice(("ext-nonat", "external-no-nat", "to-aws")),
        external_cidr=chance.choice(("100.64.20.0/24", "100.64.96.0/24")),
        segments=segments,
        machines=_machines(chance, segments, tiers, apps, nat),
        policies=tuple(Policy(f"{tier[1].lower()}-{company}", chance.choice(_RPOS), tier) for tier in tiers),
        plans=_plans(chance, apps),
        led_by_hand=_led(chance, prefix, segments),
        joined=chance.random() < 0.8,
        nat=nat,
        front=Front("web", f"shop.{company}.example", f"www.shop.{company}.example") if chance.random() < 0.6 else None,
        ticket=f"CHG{chance.randint(0, 9_999_999):07}",
    )


def _sites(chance: random.Random, company: str) -> tuple[Site, Site]:
    """ASNs may be equal: 64512 is the default of AWS's console."""
    places = chance.sample(_PLACES, 2)
    asns = chance.choice(((64601, 64602), (64512, 64512), (65001, 4_200_000_001)))
    zones = chance.choice((("a",), ("a", "b"), ("a", "b")))
    one, other = (
        Site(name, region, f"10.{20 + number}.0.0/16", asn, f"pc-{company}-{label}", f"nc2-{label}", label, zones)
        for number, ((name, region, label), asn) in enumerate(zip(places, asns, strict=True))
    )
    return one, other


def _segments(chance: random.Random, prefix: str, company: str) -> tuple[Segment, ...]:
    subnets = list(IPv4Network(prefix).subnets(new_prefix=24))
    numbers = sorted(chance.sample(range(1, len(subnets)), chance.randint(1, 4)))
    return tuple(
        Segment(
            f"{chance.choice(('app', 'net', company))}-{number}", str(subnets[number]), domain=f"{company}.internal"
        )
        for number in numbers
    )


def _machines(
    chance: random.Random, segments: tuple[Segment, ...], tiers: tuple[Pair, ...], apps: tuple[Pair, ...], nat: bool
) -> tuple[Machine, ...]:
    """Some are in no tier, so nothing protects them. Floating IPs need the external subnet with NAT."""
    count = chance.choice((3, 8, 20, 40))
    hosts = [(segment, number) for segment in segments for number in range(10, _MOST_OF_A_SEGMENT)]
    return tuple(
        Machine(
            f"vm-{number:02}",
            segment.host(host),
            (*((chance.choice(tiers),) if chance.random() < 0.9 else ()), chance.choice(apps)),
            f"INC{chance.randint(0, 99_999):05}" if chance.random() < 0.15 and nat else "",
        )
        for number, (segment, host) in enumerate(sorted(chance.sample(hosts, count), key=str), 1)
    )


def _plans(chance: random.Random, apps: tuple[Pair, ...]) -> tuple[Plan, ...]:
    """Each application is in one plan."""
    left, plans = list(apps), []
    while left:
        taken = [left.pop(0) for _ in range(min(len(left), chance.randint(1, 3)))]
        plans.append(Plan(f"rp-{taken[0][1]}", tuple((one, chance.choice((0, 30, 60))) for one in taken)))
    return tuple(plans)


def _led(chance: random.Random, prefix: str, segments: tuple[Segment, ...]) -> tuple[str, ...]:
    match chance.choice(_LED):
        case "by subnet":
            return tuple(one.cidr for one in segments)
        case "whole":
            return (prefix,)
        case "by half":
            return tuple(str(half) for half in IPv4Network(prefix).subnets())
        case _:
            return ()
