"""The schema of `loadBalancer`."""

from pydantic import Field

from topology import values
from topology.config.section import Section


class HealthCheckConfig(Section):
    """The health check of the targets."""

    path: values.HttpPath = "/"
    port: values.Port | None = None
    status_codes: values.StatusCodes = "200"
    interval_seconds: values.HealthInterval = 10


class AccessLogsConfig(Section):
    """The buckets for access logs, one in each site's region; without this key the stacks make them."""

    buckets: values.BySite[values.BucketName] | None = None
    prefix: values.ObjectPrefix = ""


class LoadBalancerConfig(Section):
    """The application load balancer, alike on both sites."""

    targets: tuple[values.VmName, ...] = Field(description="a list of VM names out of overlay.staticAddresses")
    port: values.Port = 80
    health_check: HealthCheckConfig = HealthCheckConfig()
    ingress_cidrs: tuple[values.AnyPrefix, ...] | None = None
    certificates: values.BySite[values.CertificateArn] | None = None
    access_logs: AccessLogsConfig | None = None
    deregistration_seconds: values.DeregistrationDelay = 30
    nat_subnet: values.NetworkName = "overlay-external-subnet-nat"
