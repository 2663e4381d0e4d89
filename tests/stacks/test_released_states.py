"""States that released versions wrote, held against the code of today without an engine: what would `pulumi up` change?

`test_upgrade.py` asks the engine the same of some of them.
"""

import base64
import copy
import hashlib
import importlib
import json
import pickletools
import re
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from capture import Nic, Table
from capture.record import Snapshot, merged
from simulator.aws import serve
from tests.providers.test_state_abi import ABI
from tests.stacks.keep_state import dumps, fit, only_changed, put_over
from tests.stacks.registration import Registered, differences, loaded, register
from tests.stacks.released import SITES, Released, all_released, moved, resources

STACKS = [pytest.param(one, site, id=f"{one}-{site}") for one in all_released() for site in SITES]
IN_NO_COMPONENT = {
    "providers.category_members.CategoryMembersProvider",
    "providers.routing_policy.RoutingPolicyProvider",
    "providers.vm.VmProvider",
    "providers.vm_nic.VmNicProvider",
}

pytestmark = pytest.mark.slow
