"""The router's own settings, which AWS cannot know: from a file, options, or both."""

from ipaddress import IPv4Address, IPv4Network
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from mikrotik.errors import MikrotikError, Refused

_MOST_ANNOUNCED = 100
"""What a VPN gateway or transit gateway accepts from one BGP session."""


def _distinct(networks: list[IPv4Network]) -> list[IPv4Network]:
    for index, one in enumerate(networks):
        if one.prefixlen == 0:
            raise ValueError("an IPsec policy cannot tell 0.0.0.0/0 from the Internet. Name the prefixes")
        for other in networks[:index]:
            if one.overlaps(other):
                raise ValueError(f"{other} and {one} overlap. Name each address once")
    return networks


Networks = Annotated[list[IPv4Network], AfterValidator(_distinct)]


class Router(BaseModel):
    """The router's settings. Prefixes are exact: only `lan` is announced, only `aws` is accepted."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True, validate_by_name=True)

    wan_interface: str = Field(min_length=1, max_length=64, pattern=r"^[\x20-\x7e]+$")
    wan_address: IPv4Address
    lan_prefixes: Networks = Field(min_length=1, max_length=_MOST_ANNOUNCED)
    aws_prefixes: Networks = Field(min_length=1, max_length=1000)
    asn: int | None = Field(default=None, ge=1, le=4294967294)
    nat_traversal: bool = False
    router_id: IPv4Address | None = None
    wan_mtu: int = Field(default=1500, ge=1280, le=9000)
    primary: int = Field(default=1, ge=1, le=2)


def router(file_text: str | None, options: dict[str, Any]) -> Router:
    """The settings of a YAML or JSON text. An option overrides the setting of its name.

    Raises Refused with every missing or wrong value.
    """
    values: Any = {}
    if file_text is not None:
        try:
            values = yaml.safe_load(file_text) or {}
        except yaml.YAMLError as error:
            raise MikrotikError(f"The router's file is not YAML: {str(error).splitlines()[0]}.") from None
        if not isinstance(values, dict):
            raise MikrotikError("The router's file is not a mapping of names to values, such as wanInterface: ether1.")
    try:
        return Router.model_validate(
            {**values, **{name: value for name, value in options.items() if value is not None}}
        )
    except ValidationError as error:
        raise Refused(
            "The router's settings are missing or wrong. Needed are wanInterface, wanAddress, lanPrefixes and "
            "awsPrefixes, for example --wan-interface ether1 --wan-address 198.51.100.7 --lan-prefix "
            "192.168.10.0/24 --aws-prefix 10.0.0.0/16, or a file with --router",
            [_sentence(item) for item in error.errors()],
        ) from None


def _sentence(error: Any) -> str:
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "missing":
        return f"{name} is missing: {_EXPECTED.get(name, 'expected a value')}."
    if error["type"] == "extra_forbidden":
        return f"{name} is unknown. Known settings are {', '.join(to_camel(field) for field in Router.model_fields)}."
    if error["type"] == "ip_v4_network":
        return f"{name} is {error['input']!r}: expected an IPv4 network by its own address, such as 10.0.0.0/16."
    return f"{name} is {error['input']!r}: {error['msg']}."


_EXPECTED = {
    "wanInterface": "expected the interface that faces AWS, as the router names it, such as ether1 or pppoe-out1",
    "wanAddress": "expected the IPv4 address on that interface",
    "lanPrefixes": "expected the prefixes behind the router, such as [192.168.10.0/24]",
    "awsPrefixes": "expected the prefixes to reach through AWS, such as [10.0.0.0/16]",
}
