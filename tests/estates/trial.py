"""The estate of the trial of November 2026: a bank's, set up by hand 18 months before."""

from tests.estates.estate import Estate, Front, Machine, Pair, Plan, Policy, Segment, Site

GOLD, SILVER = ("DR", "Gold"), ("DR", "Silver")
ERP_DB, ERP_APP, ERP_WEB, WEB, REST = (("App", value) for value in ("erp-db", "erp-app", "erp-web", "web", "rest"))


def _machines(name: str, count: int, segment: int, first: int, tier: Pair, app: Pair) -> tuple[Machine, ...]:
    return tuple(
        Machine(
            f"{name}-{number:02}",
            f"172.30.{segment}.{first + number}",
            (tier, app),
            f"web front, INC00{number:02} (do not touch)" if app == WEB else "",
        )
        for number in range(1, count + 1)
    )


TRIAL = Estate(
    sites=(
        Site("london", "eu-west-2", "10.20.0.0/16", 64601, "pc-lon", "nc2-lon", "Lon"),
        Site("dublin", "eu-west-1", "10.21.0.0/16", 64602, "pc-dub", "nc2-dub", "Dub"),
    ),
    prefix="172.30.0.0/16",
    overlay="prod-overlay",
    external_name="ext-nonat",
    external_cidr="100.64.20.0/24",
    segments=(Segment("app-1", "172.30.1.0/24"), Segment("app-2", "172.30.2.0/24")),
    machines=(
        *_machines("erp-db", 3, 1, 10, GOLD, ERP_DB),
        *_machines("erp-app", 8, 1, 20, GOLD, ERP_APP),
        *_machines("erp-web", 4, 1, 40, GOLD, ERP_WEB),
        *_machines("web", 6, 2, 10, GOLD, WEB),
        *_machines("misc", 19, 2, 50, SILVER, REST),
    ),
    policies=(Policy("gold-15m", 900, GOLD), Policy("silver-4h", 14400, SILVER)),
    plans=(
        Plan("rp-erp", ((ERP_DB, 60), (ERP_APP, 30), (ERP_WEB, 0))),
        Plan("rp-web", ((WEB, 0),)),
        Plan("rp-rest", ((REST, 0),)),
    ),
    led_by_hand=("172.30.1.0/24", "172.30.2.0/24"),
    front=Front("web", "shop.bank.example", "www.shop.bank.example"),
)
"""Default tables of both gateways, static routes by subnet, a load balancer each, a zone, seven categories, two
policies, three plans, 40 VMs, six floating IPs with tickets in their descriptions."""
