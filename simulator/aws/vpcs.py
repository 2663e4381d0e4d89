"""VPCs: one that is attached to a transit gateway cannot be deleted.

moto deletes it and leaves an attachment that leads nowhere.
"""

from moto.ec2.exceptions import DependencyViolationError
from moto.ec2.models.vpcs import VPC

from ._repair import BackendMixin


class VpcBackend(BackendMixin):
    """Repairs of moto's VPC backend."""

    def delete_vpc(self, vpc_id: str) -> VPC:
        if self.get_vpc_attachments(vpc_id):
            raise DependencyViolationError(f"The vpc '{vpc_id}' has dependencies and cannot be deleted.")
        return super().delete_vpc(vpc_id)
