"""Where a load balancer's access logs go: a bucket that is there, or one that is made, closed to all but the logs."""

import json
from typing import Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import s3

from components.names import Names
from topology import AccessLogs as AccessLogsModel

# Every region takes this principal; the older ones took an AWS account of their own each.
_WRITER = "logdelivery.elasticloadbalancing.amazonaws.com"


class AccessLogs(pulumi.ComponentResource):
    """`bucket` and `prefix` for the load balancer, which AWS lets write once the bucket's policy says so."""

    bucket: Input[str]
    prefix: str | None
    ready: tuple[pulumi.Resource, ...] = ()

    @classmethod
    def of(
        cls, plan: AccessLogsModel | None, name: str, *, site: str, names: Names, opts: ResourceOptions
    ) -> Self | None:
        """None where the configuration asks for no access logs."""
        return cls(f"{name}-logs", plan=plan, site=site, names=names, opts=opts) if plan else None

    def __init__(
        self, name: str, *, plan: AccessLogsModel, site: str, names: Names, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("nc2dr:index:AccessLogs", name, None, opts)
        given = plan.bucket_of(site)
        self.prefix = plan.prefix or None
        # A bucket that is there has its owner's policy, which is left alone.
        self.bucket = given or self._make(name, names)
        self.register_outputs({"bucket": self.bucket})

    def _make(self, name: str, names: Names) -> Output[str]:
        child = ResourceOptions(parent=self)
        made = s3.Bucket(name, tags=names.tag("alb", "logs"), opts=child)
        closed = s3.BucketPublicAccessBlock(
            name,
            bucket=made.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        path = f"{self.prefix}/AWSLogs/*" if self.prefix else "AWSLogs/*"
        policy = s3.BucketPolicy(
            name, bucket=made.id, policy=made.arn.apply(lambda arn: _policy(arn, path)), opts=child
        )
        self.ready = (closed, policy)
        return made.id


def _policy(arn: str, path: str) -> str:
    write = {
        "Effect": "Allow",
        "Principal": {"Service": _WRITER},
        "Action": "s3:PutObject",
        "Resource": f"{arn}/{path}",
    }
    plain = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [write, plain]})
