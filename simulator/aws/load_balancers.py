"""Load balancers: an application load balancer stands in two zones at least, and is active as soon as it is made.

moto takes one in a single zone, and calls it provisioning until it is looked at for the first time, for which the
Terraform AWS provider takes half a minute and then another.
"""

from typing import TYPE_CHECKING, Any

from moto.elbv2.exceptions import ValidationError
from moto.elbv2.models import ELBv2Backend, FakeLoadBalancer

if TYPE_CHECKING:
    Base = ELBv2Backend
else:
    Base = object

_LEAST_ZONES = 2


class LoadBalancerBackend(Base):
    """Repairs of moto's load balancing backend."""

    def create_load_balancer(self, *args: Any, **kwargs: Any) -> FakeLoadBalancer:
        made = super().create_load_balancer(*args, **kwargs)
        zones = {subnet.availability_zone for subnet in made.subnets}
        if made.type == "application" and len(zones) < _LEAST_ZONES:
            del self.load_balancers[made.arn]
            raise ValidationError("At least two subnets in two different Availability Zones must be specified")
        made.activate()
        return made
