"""The ids of things that AWS holds already, as field types: a typing error shows by the shape of the id."""

import re
from typing import Annotated

from pydantic import BeforeValidator

_HEX = r"([0-9a-f]{8}|[0-9a-f]{17})"
_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"


def _id(what: str, pattern: str, example: str) -> BeforeValidator:
    def check(value: object) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError(f"expected the id of {what}, such as {example}")
        return value

    return BeforeValidator(check)


def _of_kind(what: str, prefix: str) -> BeforeValidator:
    return _id(what, f"{prefix}-{_HEX}", f"{prefix}-0123456789abcdef0")


VpcId = Annotated[str, _of_kind("a VPC", "vpc")]
SubnetId = Annotated[str, _of_kind("a subnet", "subnet")]
TransitGatewayId = Annotated[str, _of_kind("a transit gateway", "tgw")]
TransitGatewayAttachmentId = Annotated[str, _of_kind("a transit gateway attachment", "tgw-attach")]
TransitGatewayRouteTableId = Annotated[str, _of_kind("a transit gateway route table", "tgw-rtb")]
CustomerGatewayId = Annotated[str, _of_kind("a customer gateway", "cgw")]
DirectConnectGatewayId = Annotated[str, _id("a Direct Connect gateway", _UUID, "01234567-89ab-cdef-0123-456789abcdef")]
HostedZoneId = Annotated[str, _id("a hosted zone", "Z[0-9A-Z]{1,31}", "Z0123456789ABCDEFGHIJ")]
CertificateArn = Annotated[
    str,
    _id(
        "a certificate (its ARN)",
        rf"arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{{12}}:certificate/{_UUID}",
        "arn:aws:acm:ap-northeast-1:123456789012:certificate/01234567-89ab-cdef-0123-456789abcdef",
    ),
]
BucketArn = Annotated[
    str, _id("a bucket (its ARN)", r"arn:aws[a-z-]*:s3:::[a-z0-9][a-z0-9.-]{1,61}[a-z0-9](/.*)?", "arn:aws:s3:::logs")
]
