"""Buckets that are there already: whether they are there."""

from components.existing.lookup import LookUps
from topology import SiteModel


def look_up_bucket(ask: LookUps, model: SiteModel) -> None:
    """The bucket of the recovery point store; problems go to `ask`. The home site has none."""
    store = model.recovery_point_store
    if store is not None and store.bucket is not None and not model.is_home:
        _look_up(ask, "recoveryPointStore.bucket", store.bucket)


def look_up_log_buckets(ask: LookUps, model: SiteModel) -> None:
    """Where AWS writes logs to: looked at by nobody who may not list them, so by no run; problems go to `ask`."""
    site, balancer, flow_logs = model.me.name, model.load_balancer, model.me.flow_logs
    access_logs = balancer.access_logs.bucket_of(site) if balancer and balancer.access_logs else None
    if access_logs is not None:
        _look_up(ask, f"loadBalancer.accessLogs.buckets.{site}", access_logs)
    if flow_logs is not None and flow_logs.bucket_arn is not None:
        # arn:aws:s3:::bucket/prefix
        _look_up(ask, f"sites.{site}.flowLogs.bucketArn", flow_logs.bucket_arn.split(":::")[-1].partition("/")[0])


def _look_up(ask: LookUps, key: str, bucket: str) -> None:
    ask.look_up(key, bucket, "a bucket", lambda: ask.ask("s3", "head_bucket", Bucket=bucket))
