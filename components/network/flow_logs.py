"""The VPC's flow logs: which traffic was let through and which was not, kept in S3."""

import json

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import ec2, get_caller_identity_output, s3

from components.names import Names
from topology import FlowLogs as Plan
from topology import Site


class FlowLogs(pulumi.ComponentResource):
    """The flow log, and the bucket where the configuration names none.

    The bucket is encrypted, spoken to by TLS only, closed to the public, and forgets after a time. A bucket that holds
    logs is not deleted with the stack: AWS refuses that, and whoever may delete logs empties it first.
    """

    def __init__(
        self,
        name: str,
        *,
        flow_logs: Plan,
        site: Site,
        vpc_id: Input[str],
        names: Names,
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("nc2dr:index:FlowLogs", name, None, opts)
        self._name, self._child = f"{name}-flow-logs", ResourceOptions(parent=self)
        ready: list[pulumi.Resource] = []
        destination: Input[str] | None = flow_logs.bucket_arn
        if destination is None:
            bucket = s3.Bucket(self._name, tags=names.tag("flow-logs"), opts=self._child)
            destination, ready = bucket.arn, self._guards(bucket, site, flow_logs.retention_days)
        ec2.FlowLog(
            self._name,
            vpc_id=vpc_id,
            traffic_type=flow_logs.traffic_type.upper(),
            log_destination_type="s3",
            log_destination=destination,
            tags=names.tag("flow-logs"),
            opts=ResourceOptions(parent=self, depends_on=ready),
        )
        self.register_outputs({})

    def _guards(self, bucket: s3.Bucket, site: Site, days: int) -> list[pulumi.Resource]:
        closed = s3.BucketPublicAccessBlock(
            self._name,
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        encrypted = s3.BucketServerSideEncryptionConfiguration(
            self._name,
            bucket=bucket.id,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            opts=self._child,
        )
        forgets = s3.BucketLifecycleConfiguration(
            self._name,
            bucket=bucket.id,
            rules=[{"id": "forget", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": days}}],
            opts=self._child,
        )
        account = get_caller_identity_output(opts=pulumi.InvokeOutputOptions(parent=self)).account_id
        policy = s3.BucketPolicy(
            self._name,
            bucket=bucket.id,
            policy=Output.all(bucket.arn, account).apply(lambda both: _policy(both[0], both[1], site.region)),
            # Two changes of a bucket's policy and of its public access at once are refused as conflicting.
            opts=ResourceOptions(parent=self, depends_on=[closed]),
        )
        return [closed, encrypted, forgets, policy]


def _policy(bucket_arn: str, account: str, region: str) -> str:
    """The log delivery of this account and region may write; nobody comes without TLS."""
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
        {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [bucket_arn, f"{bucket_arn}/*"]}
        | {"Sid": "OnlyTls", "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
