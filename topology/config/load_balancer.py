"""The load balancer in front of the web VMs as it is written down."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class HealthCheckConfig(Section):
    """What the load balancer asks of a target, and which answer is a healthy one's."""

    path: values.HttpPath = "/"
    port: values.Port | None = None
    status_codes: values.StatusCodes = "200"
    interval_seconds: values.HealthInterval = 10


class AccessLogsConfig(Section):
    """Where access logs go: a bucket of each site's region; without buckets one is made in each."""

    buckets: values.BySite[values.BucketName] | None = None
    prefix: values.ObjectPrefix = ""


class LoadBalancerConfig(Section):
    """One application load balancer in each site, alike."""

    targets: tuple[values.VmName, ...] = Field(description="a list of VM names out of overlay.staticAddresses")
    port: values.Port = 80
    health_check: HealthCheckConfig = HealthCheckConfig()
    ingress_cidrs: tuple[values.AnyPrefix, ...] | None = None
    certificates: values.BySite[values.CertificateArn] | None = None
    access_logs: AccessLogsConfig | None = None
    deregistration_seconds: values.DeregistrationDelay = 30
    nat_subnet: values.NetworkName = "overlay-external-subnet-nat"
