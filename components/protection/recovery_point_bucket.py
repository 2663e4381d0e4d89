"""The S3 bucket of the recovery point store, in the region that VMs are recovered to, and who may write to it.

It is the recovery site's own, so the loss of the source's region takes nothing from it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Self

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import iam, s3

from aws import partition_of
from components.private_bucket import close, encrypt, only_tls
from components.stack import Stack
from topology import RecoveryPointStore, StoreAccess

_UPLOAD_DAYS = 7


class RecoveryPointBucket(pulumi.ComponentResource):
    """Versioned, encrypted, reached by TLS only, closed to the public; locked and expiring as configured.

    A bucket that holds recovery points is not deleted with the stack: AWS refuses that. Objects in use never expire:
    Multicloud Snapshot Technology (MST) deletes objects by its retention, and the lifecycle removes what MST deleted.
    """

    outputs: Mapping[str, Input[Any]]

    @classmethod
    def of(cls, name: str, stack: Stack) -> Self | None:
        """None without a store, and on the home site: the bucket must survive the loss of that site."""
        store = stack.model.recovery_point_store
        return cls(name, stack, store=store) if store and not stack.model.is_home else None

    def __init__(self, name: str, stack: Stack, *, store: RecoveryPointStore) -> None:
        super().__init__("nc2dr:index:RecoveryPointBucket", name, None, stack.aws)
        self._name, self._child = name, ResourceOptions(parent=self)
        self._tags = stack.tags.named("recovery-points")
        bucket: Output[str]
        if store.bucket is not None:
            # Not looked up: a failover needs no answer of S3, and the name says the ARN.
            bucket = Output.from_input(store.bucket)
            arn = Output.from_input(f"arn:{partition_of(stack.site.region)}:s3:::{store.bucket}")
        else:
            made = s3.Bucket(
                name,
                object_lock_enabled=store.object_lock_days is not None,
                tags=self._tags,
                opts=ResourceOptions(parent=self, protect=True),
            )
            bucket, arn = made.bucket, made.arn
            self._guard(made, store)
        self.outputs = {"recoveryPointBucket": bucket, **self._access(store, arn)}
        self.register_outputs({"bucket": bucket})

    def _guard(self, bucket: s3.Bucket, store: RecoveryPointStore) -> None:
        closed = close(self._name, bucket, self._child)
        encrypt(self._name, bucket, self._child)
        versioned = s3.BucketVersioning(
            self._name, bucket=bucket.id, versioning_configuration={"status": "Enabled"}, opts=self._child
        )
        after = ResourceOptions(parent=self, depends_on=[versioned])
        s3.BucketLifecycleConfiguration(self._name, bucket=bucket.id, rules=[_forgets(store)], opts=after)
        if store.object_lock_days is not None:
            # Governance: an administrator with a permission of its own can still free space that is locked by mistake.
            s3.BucketObjectLockConfiguration(
                self._name,
                bucket=bucket.id,
                rule={"default_retention": {"mode": "GOVERNANCE", "days": store.object_lock_days}},
                opts=after,
            )
        s3.BucketPolicy(
            self._name,
            bucket=bucket.id,
            policy=bucket.arn.apply(_only_tls),
            # Two changes of a bucket's policy and of its public access at once are refused as conflicting.
            opts=ResourceOptions(parent=self, depends_on=[closed]),
        )

    def _access(self, store: RecoveryPointStore, arn: Output[str]) -> dict[str, Input[Any]]:
        """A user without keys, or a role. The operator makes and rotates the keys, so no secret is in the state."""
        policy = arn.apply(_least)
        if store.access is StoreAccess.USER:
            user = iam.User(self._name, tags=self._tags, opts=self._child)
            iam.UserPolicy(self._name, user=user.name, policy=policy, opts=self._child)
            return {"recoveryPointStoreUser": user.name}
        trusted = {"Effect": "Allow", "Principal": {"AWS": store.trusted_principal}, "Action": "sts:AssumeRole"}
        trust = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
        role = iam.Role(self._name, assume_role_policy=trust, tags=self._tags, opts=self._child)
        iam.RolePolicy(self._name, role=role.name, policy=policy, opts=self._child)
        return {"recoveryPointStoreRole": role.arn}


def _forgets(store: RecoveryPointStore) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    return {
        "id": "forget-what-was-deleted",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "noncurrent_version_expiration": {"noncurrent_days": store.noncurrent_days},
        "abort_incomplete_multipart_upload": {"days_after_initiation": _UPLOAD_DAYS},
    }


def _only_tls(arn: str) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Sid": "OnlyTls", **only_tls(arn)}]})


def _least(arn: str) -> str:
    """What MST does with its bucket, and no more: it cannot change the bucket's policy, settings or locks.

    assumed: this is enough for MST, which publishes no list of the actions that it uses.
    """
    of_bucket = ["GetBucketLocation", "GetBucketObjectLockConfiguration", "GetBucketVersioning"]
    of_bucket += ["ListBucket", "ListBucketMultipartUploads", "ListBucketVersions"]
    of_object = ["AbortMultipartUpload", "DeleteObject", "GetObject", "GetObjectVersion"]
    of_object += ["ListMultipartUploadParts", "PutObject"]
    statements = [
        {"Effect": "Allow", "Action": [f"s3:{action}" for action in of_bucket], "Resource": arn},
        {"Effect": "Allow", "Action": [f"s3:{action}" for action in of_object], "Resource": f"{arn}/*"},
    ]
    return json.dumps({"Version": "2012-10-17", "Statement": statements})
