"""The prices of AWS: one per charge and region, with its source and its date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Self

from errors import OperatorError

GLOBAL = "global"
"""The region of charges with one price everywhere."""


class Unit(StrEnum):
    """The unit that a price is for."""

    HOUR = "hour"
    MONTH = "month"
    GB = "GB"
    GB_MONTH = "GB-month"
    MILLION = "million"


class Charge(StrEnum):
    """What AWS charges for, as price files write it."""

    TGW_VPC_ATTACHMENT = "transit-gateway-vpc-attachment"
    TGW_PEERING_ATTACHMENT = "transit-gateway-peering-attachment"
    TGW_VPN_ATTACHMENT = "transit-gateway-vpn-attachment"
    TGW_DIRECT_CONNECT_ATTACHMENT = "transit-gateway-direct-connect-attachment"
    TGW_DATA = "transit-gateway-data"
    INTER_REGION_TRANSFER = "inter-region-transfer"
    INTER_ZONE_TRANSFER = "inter-zone-transfer"
    INTERNET_TRANSFER = "internet-transfer"
    NAT_GATEWAY = "nat-gateway"
    NAT_DATA = "nat-gateway-data"
    PUBLIC_IPV4 = "public-ipv4-address"
    VPN_CONNECTION = "vpn-connection"
    LOAD_BALANCER = "application-load-balancer"
    LOAD_BALANCER_CAPACITY = "load-balancer-capacity-unit"
    WEB_ACL = "web-acl"
    WEB_ACL_RULE = "web-acl-rule"
    WEB_ACL_REQUESTS = "web-acl-requests"
    HOSTED_ZONE = "hosted-zone"
    HEALTH_CHECK = "health-check"
    DNS_QUERIES = "dns-queries"
    INTERFACE_ENDPOINT = "interface-endpoint"
    INTERFACE_ENDPOINT_DATA = "interface-endpoint-data"
    LOG_DELIVERY = "log-delivery-to-s3"
    S3_STORAGE = "s3-standard-storage"
    KMS_KEY = "kms-key"
    NODE_C6ID = "node-c6id.metal"
    NODE_C8ID_48XL = "node-c8id.metal-48xl"
    NODE_C8ID_96XL = "node-c8id.metal-96xl"
    NODE_G4DN = "node-g4dn.metal"
    NODE_I3 = "node-i3.metal"
    NODE_I3EN = "node-i3en.metal"
    NODE_I4I = "node-i4i.metal"
    NODE_I7I_24XL = "node-i7i.metal-24xl"
    NODE_I7I_48XL = "node-i7i.metal-48xl"
    NODE_I7IE_24XL = "node-i7ie.metal-24xl"
    NODE_I7IE_48XL = "node-i7ie.metal-48xl"
    NODE_M5D = "node-m5d.metal"
    NODE_M6ID = "node-m6id.metal"
    NODE_M6IDN = "node-m6idn.metal"
    NODE_M8ID_48XL = "node-m8id.metal-48xl"
    NODE_M8ID_96XL = "node-m8id.metal-96xl"
    NODE_R6ID = "node-r6id.metal"
    NODE_R6IDN = "node-r6idn.metal"
    NODE_R8ID_48XL = "node-r8id.metal-48xl"
    NODE_R8ID_96XL = "node-r8id.metal-96xl"
    NODE_X2IDN = "node-x2idn.metal"
    NODE_X2IEDN = "node-x2iedn.metal"
    NODE_Z1D = "node-z1d.metal"

    @property
    def unit(self) -> Unit:
        return _UNITS[self]

    @property
    def is_global(self) -> bool:
        """Whether the price is one for all regions."""
        return self in _GLOBAL

    @property
    def is_between_regions(self) -> bool:
        """Whether its price depends on a second region, the one that receives."""
        return self is Charge.INTER_REGION_TRANSFER


_PER_GB = ("-data", "-transfer", "log-delivery-to-s3")
_PER_MONTH = {Charge.WEB_ACL, Charge.WEB_ACL_RULE, Charge.HOSTED_ZONE, Charge.HEALTH_CHECK, Charge.KMS_KEY}
_PER_MILLION = {Charge.WEB_ACL_REQUESTS, Charge.DNS_QUERIES}
_GLOBAL = {Charge.HOSTED_ZONE, Charge.HEALTH_CHECK, Charge.DNS_QUERIES}
_UNITS = (
    dict.fromkeys(Charge, Unit.HOUR)
    | {charge: Unit.GB for charge in Charge if charge.value.endswith(_PER_GB)}
    | dict.fromkeys(_PER_MONTH, Unit.MONTH)
    | dict.fromkeys(_PER_MILLION, Unit.MILLION)
    | {Charge.S3_STORAGE: Unit.GB_MONTH}
)


@dataclass(frozen=True)
class Price:
    """US dollars for one unit of a charge, before taxes and discounts, on demand, in the first tier that is paid.

    `to` is the region that receives, for what is charged between regions. `assumed`: no public source was found for
    this region, and `source` says what was taken instead.
    """

    charge: Charge
    region: str
    usd: Decimal
    source: str
    date: date
    to: str | None = None
    assumed: bool = False

    @property
    def key(self) -> tuple[Charge, str, str | None]:
        return self.charge, self.region, self.to


def node_charge(node_type: str) -> Charge:
    """The charge of an hour of a bare-metal node of this type. Raises ValueError for a type without a charge."""
    return Charge(f"node-{node_type}")


class MissingPriceError(OperatorError, LookupError):
    """The price book has no price for a charge in a region; `what` names both."""

    def __init__(self, charge: Charge, region: str, to: str | None) -> None:
        self.what = f"{charge.value} in {region}" + (f" to {to}" if to else "")
        super().__init__(no_price([self.what]))


def no_price(missing: Iterable[str]) -> str:
    """Which prices are missing, and what to do."""
    return (
        f"There is no price for {', '.join(missing)}. Add it to a file in prices/, give a file with --prices, "
        "or ask AWS: python -m operations prices refresh --output prices/aws-YYYY-MM.yaml"
    )


@dataclass(frozen=True)
class PriceBook:
    """Prices by charge and regions."""

    prices: tuple[Price, ...]

    @classmethod
    def merged(cls, *files: Iterable[Price]) -> Self:
        """One book of several files' prices; of two prices for the same thing, the later file's prevails."""
        return cls(tuple({price.key: price for prices in files for price in prices}.values()))

    def price(self, charge: Charge, region: str, to: str | None = None) -> Price:
        """The price of a charge in a region; `to` matters only between regions. Raises MissingPriceError."""
        region = GLOBAL if charge.is_global else region
        key = (charge, region, to if charge.is_between_regions else None)
        for price in self.prices:
            if price.key == key:
                return price
        raise MissingPriceError(*key)
