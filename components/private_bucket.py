"""What every bucket of this project has: no public access, encryption, and TLS as the only way in."""

from __future__ import annotations

from typing import Any

from pulumi import ResourceOptions
from pulumi_aws import s3


def close(name: str, bucket: s3.Bucket, opts: ResourceOptions) -> s3.BucketPublicAccessBlock:
    """Refuse every kind of public access."""
    return s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )


def encrypt(name: str, bucket: s3.Bucket, opts: ResourceOptions) -> s3.BucketServerSideEncryptionConfiguration:
    """Encrypt every object with S3's own key."""
    return s3.BucketServerSideEncryptionConfiguration(
        name,
        bucket=bucket.id,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
        opts=opts,
    )


def only_tls(arn: str, **named: str) -> dict[str, Any]:
    """The statement of a bucket's policy that refuses requests without TLS; `named`: its Sid, if it has one."""
    return {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        **named,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
