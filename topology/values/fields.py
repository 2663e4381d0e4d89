"""The field types of the configuration: each turns a raw value into a typed one or says what was expected."""

import re
from datetime import datetime
from enum import StrEnum
from ipaddress import AddressValueError, IPv4Address, IPv4Network, NetmaskValueError
from typing import Annotated, TypeVar

from pydantic import BeforeValidator, ValidationInfo

from topology.errors import suggestion
from topology.network.addressing import LONGEST_SUBNET, LONGEST_VPC, SHORTEST_VPC

_PRIVATE = tuple(IPv4Network(p) for p in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"))
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")
_TAG_SIGNS = "_ . : / = + - @"
_TAG = re.compile(r"[\w .:/=+@-]+")
_CATEGORY_FORBIDDEN = "$/,!\"#%'()*+:;=?\\|[]^&"


def _text(value: object, expected: str) -> str:
    if not isinstance(value, str):
        raise ValueError(expected)
    return value


def _matching(pattern: str, expected: str) -> BeforeValidator:
    compiled = re.compile(pattern)

    def check(value: object) -> str:
        if not compiled.fullmatch(_text(value, expected)):
            raise ValueError(expected)
        return str(value)

    return BeforeValidator(check)


def _name(limit: int, forbidden_first: str = "") -> BeforeValidator:
    expected = f"expected a name of 1 to {limit} characters without blanks around it"

    def check(value: object) -> str:
        text = _text(value, expected)
        if not 0 < len(text) <= limit or text != text.strip() or not text.isprintable():
            raise ValueError(expected)
        if text[0] in forbidden_first:
            raise ValueError(f"expected a name whose first character is none of {forbidden_first}")
        return text

    return BeforeValidator(check)


def _whole(least: int, most: int | None = None) -> BeforeValidator:
    limits = f"of {least} or more" if most is None else f"from {least} to {most}"
    expected = f"expected a whole number {limits}"

    def check(value: object) -> int:
        if isinstance(value, str) and re.fullmatch(r"[0-9]{1,18}", value):
            value = int(value)  # `pulumi config set` stores digits as text
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValueError(expected)
        if value < least or (most is not None and value > most):
            raise ValueError(expected)
        return value

    return BeforeValidator(check)


def choice(kind: type[StrEnum]) -> BeforeValidator:
    """A member of the enumeration, written exactly."""

    def check(value: object) -> StrEnum:
        words = [member.value for member in kind]
        if value not in words:
            raise ValueError(f"expected {', '.join(words[:-1])} or {words[-1]}{suggestion(value, words)}")
        return kind(str(value))

    return BeforeValidator(check)


def _flag(value: object) -> bool:
    if isinstance(value, str) and value in ("true", "false"):
        return value == "true"  # `pulumi config set` stores it as text
    if not isinstance(value, bool):
        raise ValueError("expected true or false")
    return value


def _address(value: object) -> IPv4Address:
    expected = "expected an IPv4 address such as 172.30.1.1"
    try:
        return IPv4Address(_text(value, expected))
    except AddressValueError as error:
        raise ValueError(expected) from error


def _dns_server(value: object) -> IPv4Address:
    address = _address(value)
    if address.is_multicast or address.is_unspecified or address.is_loopback:
        raise ValueError("expected the address of a DNS server that other machines can reach")
    return address


def _prefix(value: object) -> IPv4Network:
    expected = "expected an IPv4 prefix with its length, such as 10.101.0.0/16"
    if not re.fullmatch(r"[0-9.]+/[0-9]{1,2}", _text(value, expected)):
        raise ValueError(expected)
    try:
        network = IPv4Network(str(value), strict=False)
    except (AddressValueError, NetmaskValueError) as error:
        raise ValueError(expected) from error
    if str(network) != value:
        raise ValueError(f"expected a prefix without host bits: {network}")
    return network


def _private_prefix(value: object) -> IPv4Network:
    network = _prefix(value)
    if not any(network.subnet_of(private) for private in _PRIVATE):
        raise ValueError(f"expected a prefix inside private address space ({', '.join(map(str, _PRIVATE))})")
    return network


def _private_prefix_of_length(shortest: int, longest: int) -> BeforeValidator:
    def check(value: object) -> IPv4Network:
        network = _private_prefix(value)
        if not shortest <= network.prefixlen <= longest:
            raise ValueError(f"expected a prefix length from /{shortest} to /{longest}")
        return network

    return BeforeValidator(check)


def _pool(value: object) -> tuple[IPv4Address, IPv4Address]:
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError("expected the first and the last address of a pool: [172.30.1.200, 172.30.1.250]")
    return _address(value[0]), _address(value[1])


def _asn(value: object) -> int:
    expected = "expected a private ASN, 64512 to 65534 or 4200000000 to 4294967294"
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,10}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(expected)
    if not (64512 <= value <= 65534 or 4200000000 <= value <= 4294967294):
        raise ValueError(expected)
    return value


def _rpo(value: object) -> int:
    expected = "expected seconds: 0 (synchronous), whole minutes from 60 to 900, or whole hours from 3600"
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,9}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(expected)
    if not (value % 3600 == 0 or (value % 60 == 0 and 60 <= value <= 900)):
        raise ValueError(expected)
    return value


def _tags(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise ValueError("expected a mapping of tags")
    for key, text in value.items():
        if not isinstance(key, str) or not _TAG.fullmatch(key) or len(key) > 128:
            raise ValueError(f"expected tag keys of 1 to 128 letters, digits, blanks and {_TAG_SIGNS}")
        if key == "Name" or key.casefold().startswith("aws:"):
            raise ValueError("expected other tags than Name, which this project sets, and aws:..., which AWS keeps")
        if not isinstance(text, str) or not _TAG.fullmatch(text or " ") or len(text) > 256:
            raise ValueError(f"expected values of up to 256 letters, digits, blanks and {_TAG_SIGNS}, in quotes")
    return dict(value)


def _instant(value: object) -> str:
    expected = 'expected an RFC 3339 time with its zone, in quotes: "2026-01-31T04:05:06+09:00"'
    if not _RFC3339.fullmatch(_text(value, expected)):
        raise ValueError(expected)
    try:
        datetime.fromisoformat(str(value).upper())
    except ValueError as error:
        raise ValueError(expected) from error
    return str(value)


def _site_name(value: object, info: ValidationInfo) -> str:
    """One of the sites; the context maps each site's name to its region, for those who write the region."""
    sites: dict[str, str] = (info.context or {}).get("sites", {})
    text = _text(value, "expected the name of a site")
    if not sites or text in sites:
        return text
    named = [name for name, region in sites.items() if region == text.strip().casefold()]
    hint = f" (did you mean {named[0]}?)" if len(named) == 1 else suggestion(text, sites)
    raise ValueError(f"expected the name of a site, {' or '.join(sites)}{hint}")


def _host_name(value: object) -> str:
    expected = "expected a DNS name of at least two labels in small letters, such as www.example.com"
    text = _text(value, expected)
    if len(text) > 253 or text != text.lower() or not re.fullmatch(rf"{_LABEL}(\.{_LABEL})+", text):
        raise ValueError(expected)
    return text


def _status_codes(value: object) -> str:
    expected = 'expected HTTP status codes from 200 to 499, such as "200", "200,302" or "200-299"'
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = _text(value, expected)
    if not re.fullmatch(r"[2-4]\d\d([,-][2-4]\d\d)*", text):
        raise ValueError(expected)
    if any(first > last for first, last in re.findall(r"(\d{3})-(\d{3})", text)):
        raise ValueError(expected)
    return text


def _bucket(value: object) -> str:
    expected = "expected the name of an S3 bucket: 3 to 63 small letters, digits, dots and hyphens"
    text = _text(value, expected)
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", text) or ".." in text:
        raise ValueError(expected)
    return text


def _role_arn(value: object) -> str:
    expected = "expected the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME, or of an account's root"
    text = _text(value, expected)
    if not re.fullmatch(r"arn:aws[a-z-]*:iam::\d{12}:(role/[\w+=,.@/-]{1,512}|root)", text):
        raise ValueError(expected)
    return text


SITE_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
SiteName = Annotated[str, BeforeValidator(_site_name)]
REGION = r"[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2}"
Region = Annotated[str, _matching(REGION, "expected an AWS region such as ap-northeast-1")]
Zone = Annotated[
    str,
    _matching(r"[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2}[a-z]", "expected an availability zone such as ap-northeast-1a"),
]
NamePrefix = Annotated[
    str,
    _matching(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", "expected 1 to 100 letters, digits, dots, hyphens or underscores"),
]
DomainName = Annotated[
    str,
    _matching(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*", "expected a DNS domain name such as workload.internal"),
]
TableName = Annotated[
    str, _matching(r"[A-Za-z0-9_.-]{3,255}", "expected a table's name of 3 to 255 letters, digits, dots, - and _")
]
TagValue = Annotated[str, _name(256)]
VmName = Annotated[str, _name(80)]
ClusterName = Annotated[str, _name(75)]
NetworkName = Annotated[str, _name(128)]
PlanName = Annotated[str, _name(256)]
CategoryWord = Annotated[str, _name(64, forbidden_first=_CATEGORY_FORBIDDEN)]

Address = Annotated[IPv4Address, BeforeValidator(_address)]
DnsServer = Annotated[IPv4Address, BeforeValidator(_dns_server)]
Pool = Annotated[tuple[IPv4Address, IPv4Address], BeforeValidator(_pool)]
VpcPrefix = Annotated[IPv4Network, _private_prefix_of_length(SHORTEST_VPC, LONGEST_VPC)]
Ec2VpcPrefix = Annotated[IPv4Network, _private_prefix_of_length(16, 24)]
SubnetPrefix = Annotated[IPv4Network, _private_prefix_of_length(16, LONGEST_SUBNET)]
OverlayPrefix = Annotated[IPv4Network, _private_prefix_of_length(8, 30)]

Asn = Annotated[int, BeforeValidator(_asn)]
Rpo = Annotated[int, BeforeValidator(_rpo)]
Retention = Annotated[int, _whole(1)]
Rto = Annotated[int, _whole(60, 7 * 86400)]
Days = Annotated[int, _whole(1, 3653)]
Delay = Annotated[int, _whole(0, 86400)]
FlipNumber = Annotated[int, _whole(1)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Minutes = Annotated[int, _whole(1, 1440)]
Instant = Annotated[str, BeforeValidator(_instant)]
Tags = Annotated[dict[str, str], BeforeValidator(_tags)]

V = TypeVar("V")
BySite = dict[SiteName, V]
"""One value for each site, by its name."""
AnyPrefix = Annotated[IPv4Network, BeforeValidator(_prefix)]
HostName = Annotated[str, BeforeValidator(_host_name)]
HostedZoneId = Annotated[str, _matching(r"Z[A-Z0-9]{1,31}", "expected the id of a hosted zone, such as Z0123456789ABC")]
HttpPath = Annotated[str, _matching(r"/[!-~]{0,1023}", "expected a path that begins with a slash, without blanks")]
Port = Annotated[int, _whole(1, 65535)]
StatusCodes = Annotated[str, BeforeValidator(_status_codes)]
# AWS wants the interval longer than the time-out of 5 s.
HealthInterval = Annotated[int, _whole(6, 300)]
DeregistrationDelay = Annotated[int, _whole(0, 3600)]
RoleArn = Annotated[str, BeforeValidator(_role_arn)]
TierName = Annotated[
    str,
    _matching(r"[a-z][a-z0-9-]{0,31}", "expected a name of up to 32 lower-case letters, digits and hyphens"),
]
BucketName = Annotated[str, BeforeValidator(_bucket)]
ObjectPrefix = Annotated[
    str,
    _matching(
        r"([A-Za-z0-9!_.*'()-][A-Za-z0-9!_.*'()/-]{0,199}(?<!/))?", "expected a prefix without slashes around it"
    ),
]
CertificateArn = Annotated[
    str,
    _matching(
        r"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]{36}",
        "expected the ARN of a certificate of AWS Certificate Manager: arn:aws:acm:REGION:ACCOUNT:certificate/ID",
    ),
]
RateLimit = Annotated[int, _whole(10, 2_000_000_000)]
FirewallCapacity = Annotated[int, _whole(1, 5000)]
InstanceType = Annotated[
    str, _matching(r"[a-z0-9-]+\.metal(-[0-9]+xl)?", "expected a bare-metal instance type such as i4i.metal")
]
Nodes = Annotated[int, _whole(1)]
Version = Annotated[
    str, _matching(r"(pc\.)?\d+(\.\d+){1,4}", 'expected a version in quotes, such as "7.3" or "pc.7.3"')
]
KeyName = Annotated[str, _name(255)]
