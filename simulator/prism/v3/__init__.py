"""The v3 API next to the v4 one, as far as recovery plans and scripts around them need it.

Under /api/nutanix/v3/: recovery_plans, recovery_plan_jobs, availability_zones/list and tasks, and the lists of vms,
subnets, vpcs and clusters, over the records of v4. A kind is one module with one subclass of `Kind`, as a noun is in
v4. Errors are a `message_list`.
"""

from simulator.prism.v3.dispatch import answer, kinds
from simulator.prism.v3.kind import PREFIX, refused

__all__ = ["PREFIX", "answer", "kinds", "refused"]
