"""VPCs: one that is attached to a transit gateway cannot be deleted, and there may be a quota.

moto deletes an attached VPC and leaves an attachment that leads nowhere. It knows no quota of VPCs; here one applies
once the surroundings set it, and the default VPC counts.
"""

from typing import Any

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.vpcs import VPC

from simulator.aws.base import SURROUNDINGS, BackendMixin, VpcLimitExceeded


class VpcBackend(BackendMixin):
    """Repairs of moto's VPC backend."""

    def create_vpc(self, *args: Any, **kwargs: Any) -> VPC:
        quota = SURROUNDINGS.quotas.get("vpcs")
        if quota is not None and len(self.vpcs) >= quota:
            raise VpcLimitExceeded
        return super().create_vpc(*args, **kwargs)

    def delete_vpc(self, vpc_id: str) -> VPC:
        if self.get_vpc_attachments(vpc_id):
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        return super().delete_vpc(vpc_id)
