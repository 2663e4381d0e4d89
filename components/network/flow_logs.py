"""The VPC's flow logs: accepted and rejected traffic, kept in S3."""

from __future__ import annotations

import json

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_aws import ec2, s3

from components.private_bucket import close, encrypt, only_tls
from components.stack import Stack
from topology import FlowLogs as Plan


class FlowLogs(pulumi.ComponentResource):
    """The flow log, and its bucket unless the configuration names one.

    The bucket is encrypted, reached by TLS only, closed to the public, and its objects expire. A bucket that holds logs
    is not deleted with the stack: AWS refuses that, so empty it first.
    """

    def __init__(
        self,
        name: str,
        stack: Stack,
        *,
        plan: Plan,
        vpc_id: Input[str],
        opts: ResourceOptions,
    ) -> None:
        super().__init__("nc2dr:index:FlowLogs", name, None, opts)
        self._name, self._child = f"{name}-flow-logs", ResourceOptions(parent=self)
        ready: list[pulumi.Resource] = []
        destination: Input[str] | None = plan.bucket_arn
        if destination is None:
            bucket = s3.Bucket(self._name, tags=stack.tags.named("flow-logs"), opts=self._child)
            destination, ready = bucket.arn, self._guards(bucket, stack, plan.retention_days)
        ec2.FlowLog(
            self._name,
            vpc_id=vpc_id,
            traffic_type=plan.traffic_type.upper(),
            log_destination_type="s3",
            log_destination=destination,
            tags=stack.tags.named("flow-logs"),
            opts=ResourceOptions(parent=self, depends_on=ready),
        )
        self.register_outputs({})

    def _guards(self, bucket: s3.Bucket, stack: Stack, days: int) -> list[pulumi.Resource]:
        closed = close(self._name, bucket, self._child)
        encrypted = encrypt(self._name, bucket, self._child)
        forgets = s3.BucketLifecycleConfiguration(
            self._name,
            bucket=bucket.id,
            rules=[{"id": "forget", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": days}}],
            opts=self._child,
        )
        account, region = stack.account, stack.site.region
        policy = s3.BucketPolicy(
            self._name,
            bucket=bucket.id,
            policy=bucket.arn.apply(lambda arn: _policy(arn, account, region)),
            # Two changes of a bucket's policy and of its public access at once are refused as conflicting. In a
            # failover that STS does not answer in, the policy stays as it is.
            opts=ResourceOptions(parent=self, depends_on=[closed], ignore_changes=None if account else ["policy"]),
        )
        return [closed, encrypted, forgets, policy]


def _policy(bucket_arn: str, account: str, region: str) -> str:
    """The log delivery of this account and region may write; nobody may come without TLS."""
    partition = bucket_arn.split(":")[1]
    delivery = {"Service": "delivery.logs.amazonaws.com"}
    source = {
        "StringEquals": {"aws:SourceAccount": account},
        "ArnLike": {"aws:SourceArn": f"arn:{partition}:logs:{region}:{account}:*"},
    }
    acl = {"s3:x-amz-acl": "bucket-owner-full-control"}
    written = {**source, "StringEquals": {**source["StringEquals"], **acl}}
    statements = [
        {"Effect": "Allow", "Principal": delivery, "Action": "s3:PutObject", "Resource": f"{bucket_arn}/*"}
        | {"Sid": "WriteLogs", "Condition": written},
        {"Effect": "Allow", "Principal": delivery, "Action": "s3:GetBucketAcl", "Resource": bucket_arn}
        | {"Sid": "CheckOwner", "Condition": source},
        only_tls(bucket_arn, Sid="OnlyTls"),
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
