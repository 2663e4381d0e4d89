"""Regions, zones, ids and ARNs of AWS. The shape of an id reveals a typing error."""

import re
from typing import Annotated

from pydantic import BeforeValidator

from topology.values.expecting import RefusedError, expecting, matching, read_text
from topology.values.regions import partition_of, regions_like

REGION = r"[a-z]{2,4}(-[a-z]+){1,2}-[0-9]{1,2}"
_HEX = r"([0-9a-f]{8}|[0-9a-f]{17})"
_UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_AWS_FOLDER = "AWSLogs"
"""The folder that AWS makes for logs; it refuses the word in a prefix of flow logs or of a load balancer's."""
_BUCKET = r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]"


def _id(what: str, prefix: str) -> BeforeValidator:
    return matching(rf"{prefix}-{_HEX}", f"expected the id of {what}, such as {prefix}-0123456789abcdef0")


def _read_region(value: object) -> str:
    text = read_text(value)
    if not re.fullmatch(REGION, text):
        raise ValueError("no region")
    if partition_of(text) is None:
        like = regions_like(text)
        known = f"{like[0].rpartition('-')[0]} has {', '.join(like)}" if like else "such as ap-northeast-1"
        raise RefusedError(f"expected a region that AWS has, as the pinned SDK lists them; {known}")
    return text


def _read_bucket(value: object) -> str:
    text = read_text(value)
    if not re.fullmatch(_BUCKET, text) or ".." in text:
        raise ValueError("no bucket")
    return text


Region = Annotated[str, expecting("expected an AWS region such as ap-northeast-1", _read_region)]
Zone = Annotated[str, matching(rf"{REGION}[a-z]", "expected an availability zone such as ap-northeast-1a")]
InstanceType = Annotated[
    str, matching(r"[a-z0-9-]+\.metal(-[0-9]+xl)?", "expected a bare-metal instance type such as i4i.metal")
]
Version = Annotated[str, matching(r"(pc\.)?\d+(\.\d+){1,4}", 'expected a version in quotes, such as "7.3" or "pc.7.3"')]

ClusterUuid = Annotated[
    str, matching(_UUID, "expected the UUID of an NC2 cluster such as 0005f294-0bfb-4011-916d-9b0be0000000")
]
PrismCentralId = Annotated[
    str, matching(_UUID, "expected the id of a Prism Central such as 0005f294-0bfb-4011-916d-9b0be0000000")
]
AwsAccount = Annotated[
    str, matching(r"\d{12}", 'expected the id of an AWS account, 12 digits in quotes, such as "123456789012"')
]
VpcId = Annotated[str, _id("a VPC", "vpc")]
SubnetId = Annotated[str, _id("a subnet", "subnet")]
TransitGatewayId = Annotated[str, _id("a transit gateway", "tgw")]
TransitGatewayAttachmentId = Annotated[str, _id("a transit gateway attachment", "tgw-attach")]
TransitGatewayRouteTableId = Annotated[str, _id("a transit gateway route table", "tgw-rtb")]
CustomerGatewayId = Annotated[str, _id("a customer gateway", "cgw")]
DirectConnectConnectionId = Annotated[
    str, matching(r"dx(con|lag)-[a-z0-9]{8}", "expected the id of a connection such as dxcon-ffabc123, or of a LAG")
]
DirectConnectGatewayId = Annotated[
    str, matching(_UUID, "expected a Direct Connect gateway's id such as 5f294f92-0bfb-4011-916d-9b0be0000000")
]
DirectConnectGatewayName = Annotated[
    str,
    matching(r"[A-Za-z0-9 ,_./()#-]{1,100}", "expected the name of a Direct Connect gateway, up to 100 characters"),
]
HostedZoneId = Annotated[str, matching(r"Z[A-Z0-9]{1,31}", "expected the id of a hosted zone, such as Z0123456789ABC")]
CertificateArn = Annotated[
    str,
    matching(
        rf"arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{{12}}:certificate/{_UUID}",
        "expected the ARN of a certificate of AWS Certificate Manager: arn:aws:acm:REGION:ACCOUNT:certificate/ID",
    ),
]
RoleArn = Annotated[
    str,
    matching(
        r"arn:aws[a-z-]*:iam::\d{12}:(role/[\w+=,.@/-]{1,512}|root)",
        "expected the ARN of a role, arn:aws:iam::ACCOUNT:role/NAME, or of an account's root",
    ),
]
BucketName = Annotated[
    str, expecting("expected the name of an S3 bucket: 3 to 63 small letters, digits, dots and hyphens", _read_bucket)
]
BucketArn = Annotated[
    str,
    matching(
        rf"arn:aws[a-z-]*:s3:::{_BUCKET}(/(?!.*{_AWS_FOLDER}).*)?",
        f"expected the ARN of a bucket, such as arn:aws:s3:::logs, without {_AWS_FOLDER} in its prefix",
    ),
]
ObjectPrefix = Annotated[
    str,
    matching(
        rf"(?!.*{_AWS_FOLDER})([A-Za-z0-9!_.*'()-][A-Za-z0-9!_.*'()/-]{{0,199}}(?<!/))?",
        f"expected a prefix without slashes around it, and without {_AWS_FOLDER}, which AWS adds itself",
    ),
]
