"""Load balancers: they need two zones, are active at once, and release their certificates when deleted.

moto accepts a load balancer in one zone. It shows a new one as provisioning until the first look, which costs the
Terraform AWS provider half a minute each time. It notes that a listener uses a certificate, but never that the use has
ended.
"""

from typing import Any

from moto.acm.models import acm_backends
from moto.elbv2.exceptions import ValidationError
from moto.elbv2.models import FakeListener, FakeLoadBalancer

from simulator.aws.base import LoadBalancerMixin

_LEAST_ZONES = 2


class LoadBalancerBackend(LoadBalancerMixin):
    """Repairs of moto's load balancing backend."""

    def create_load_balancer(self, *args: Any, **kwargs: Any) -> FakeLoadBalancer:
        made = super().create_load_balancer(*args, **kwargs)
        zones = {subnet.availability_zone for subnet in made.subnets}
        if made.type == "application" and len(zones) < _LEAST_ZONES:
            del self.load_balancers[made.arn]
            raise ValidationError("At least two subnets in two different Availability Zones must be specified")
        made.activate()
        return made

    def delete_load_balancer(self, arn: str) -> None:
        gone = self.load_balancers.get(arn)
        super().delete_load_balancer(arn)
        for listener in gone.listeners.values() if gone else ():
            self._let_go_of_certificates(listener)

    def delete_listener(self, listener_arn: str) -> FakeListener:
        gone = super().delete_listener(listener_arn)
        self._let_go_of_certificates(gone)
        return gone

    def _let_go_of_certificates(self, listener: FakeListener) -> None:
        for certificate in acm_backends[self.account_id][self.region_name]._certificates.values():
            certificate.in_use_by = [arn for arn in certificate.in_use_by if arn != listener.arn]
