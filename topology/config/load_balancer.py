"""The load balancer in front of the web VMs as it is written down."""

from pydantic import Field

from topology.config.section import Section
from topology.values import fields


class HealthCheckConfig(Section):
    """What the load balancer asks of a target, and which answer is a healthy one's."""

    path: fields.HttpPath = "/"
    port: fields.Port | None = None
    status_codes: fields.StatusCodes = "200"
    interval_seconds: fields.HealthInterval = 10


class AccessLogsConfig(Section):
    """Where access logs go: a bucket of each site's region; without buckets one is made in each."""

    buckets: fields.BySite[fields.BucketName] | None = None
    prefix: fields.ObjectPrefix = ""


class LoadBalancerConfig(Section):
    """One application load balancer in each site, alike."""

    targets: tuple[fields.VmName, ...] = Field(description="a list of VM names out of overlay.staticAddresses")
    port: fields.Port = 80
    health_check: HealthCheckConfig = HealthCheckConfig()
    ingress_cidrs: tuple[fields.AnyPrefix, ...] | None = None
    certificates: fields.BySite[fields.CertificateArn] | None = None
    access_logs: AccessLogsConfig | None = None
    deregistration_seconds: fields.DeregistrationDelay = 30
    nat_subnet: fields.NetworkName = "overlay-external-subnet-nat"
