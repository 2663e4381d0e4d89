"""Where a load balancer's access logs go: a bucket that exists, or one that is made, closed to all but the logs."""

from __future__ import annotations

import json
from typing import Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import s3

from components.private_bucket import close, only_tls
from components.stack import Stack
from topology import AccessLogs as AccessLogsModel

# Every region takes this principal; the older ones took an AWS account of their own each.
_WRITER = "logdelivery.elasticloadbalancing.amazonaws.com"


class AccessLogs(pulumi.ComponentResource):
    """`bucket` and `prefix` for the load balancer, which AWS lets write once the bucket's policy says so."""

    bucket: Input[str]
    prefix: str | None
    ready: tuple[pulumi.Resource, ...] = ()

    @classmethod
    def of(cls, name: str, stack: Stack, *, plan: AccessLogsModel | None, opts: ResourceOptions) -> Self | None:
        """None where the configuration asks for no access logs."""
        return cls(name, stack, plan=plan, opts=opts) if plan else None

    def __init__(self, name: str, stack: Stack, *, plan: AccessLogsModel, opts: ResourceOptions) -> None:
        super().__init__("nc2dr:index:AccessLogs", name, None, opts)
        self.prefix = plan.prefix or None
        # A bucket that exists has the policy of its owner, which is left alone.
        self.bucket = plan.bucket_of(stack.site.name) or self._make(name, stack.tags.named("alb", "logs"))
        self.register_outputs({"bucket": self.bucket})

    def _make(self, name: str, tags: dict[str, str]) -> Output[str]:
        child = ResourceOptions(parent=self)
        made = s3.Bucket(name, tags=tags, opts=child)
        closed = close(name, made, child)
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
    return json.dumps({"Version": "2012-10-17", "Statement": [write, only_tls(arn)]})
