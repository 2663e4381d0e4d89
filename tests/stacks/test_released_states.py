"""States that released versions wrote, held against the code of today without an engine: what would `pulumi up` change?

`test_upgrade.py` asks the engine the same of some of them.
"""

import pytest

from tests.stacks.released import SITES, all_released

STACKS = [pytest.param(one, site, id=f"{one}-{site}") for one in all_released() for site in SITES]
IN_NO_COMPONENT = {
    "providers.category_members.CategoryMembersProvider",
    "providers.routing_policy.RoutingPolicyProvider",
    "providers.vm.VmProvider",
    "providers.vm_nic.VmNicProvider",
}

pytestmark = pytest.mark.slow
