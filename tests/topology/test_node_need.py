"""How many nodes VMs need, and how many a site should have now."""

import pytest

from topology import StandbyMode
from topology.compute import (
    GB,
    GIB,
    NODE_TYPES,
    Compute,
    NodeNeed,
    VmSize,
    may_share_a_cluster,
    minutes_to_create,
    minutes_to_join,
    minutes_to_leave,
    nodes_needed,
    wanted_nodes,
)

I4I = NODE_TYPES["i4i.metal"]
VCPUS, MEMORY, STORAGE = I4I.usable_cores * 4, I4I.usable_memory_bytes, I4I.usable_storage_bytes


@pytest.mark.parametrize(
    ("size", "nodes", "limiting"),
    [
        (VmSize(0, 0, 0), 3, "least"),
        (VmSize(VCPUS, MEMORY, STORAGE), 3, "least"),
        (VmSize(3 * VCPUS, MEMORY, STORAGE), 4, "CPU"),
        (VmSize(VCPUS, 3 * MEMORY + 1, STORAGE), 5, "memory"),
        (VmSize(VCPUS, MEMORY, 9 * STORAGE), 10, "storage"),
        (VmSize(40 * VCPUS, MEMORY, STORAGE), 41, "CPU"),
    ],
    ids=[
        "nothing",
        "one node's worth",
        "by CPU",
        "one byte too much memory",
        "by storage",
        "more than a cluster holds",
    ],
)
def test_the_scarcest_of_cpu_memory_and_storage_decides_with_a_spare_node(
    size: VmSize, nodes: int, limiting: str
) -> None:
    need = nodes_needed([size], I4I)
    assert (need.nodes, need.limiting) == (nodes, limiting)


def test_the_reasons_say_each_reckoning() -> None:
    need = nodes_needed([VmSize(100, 10 * GIB, GB)] * 4, I4I)
    assert need.reasons[0] == "4 VMs: 400 vCPUs need 2 of i4i.metal's 224"
    assert need.reasons[-1] == "1 more as spare, for nodes that fail"
    assert nodes_needed([VmSize(1, 1, 1)], I4I, count=50).reasons[0].startswith("50 VMs: ")


@pytest.mark.parametrize("kind", NODE_TYPES.values(), ids=str)
def test_every_node_type_has_room_for_vms(kind: object) -> None:
    found = NODE_TYPES[str(kind)]
    assert 0 < found.usable_cores < found.cores
    assert 0 < found.usable_memory_bytes < found.memory_gib * GIB
    assert 0 < found.usable_storage_bytes < found.storage_gb * GB // 2


def compute(mode: StandbyMode) -> Compute:
    return Compute(mode, I4I, 6, 3, "ap-northeast-3a")


@pytest.mark.parametrize(
    ("mode", "active", "nodes"),
    [
        (StandbyMode.WARM_STANDBY, False, 6),
        (StandbyMode.WARM_STANDBY, True, 6),
        (StandbyMode.PILOT_LIGHT, False, 3),
        (StandbyMode.PILOT_LIGHT, True, 6),
        (StandbyMode.ZERO_COMPUTE, False, 0),
        (StandbyMode.ZERO_COMPUTE, True, 6),
    ],
)
def test_how_a_site_stands_by_and_whether_it_is_active_decide_its_nodes(
    mode: StandbyMode, active: bool, nodes: int
) -> None:
    assert wanted_nodes(compute(mode), active=active).nodes == nodes


def test_more_nodes_than_configured_are_wanted_where_the_vms_need_them() -> None:
    need = NodeNeed(8, "memory", ("because",))
    wanted = wanted_nodes(compute(StandbyMode.PILOT_LIGHT), active=True, need=need)
    assert (wanted.nodes, wanted.reasons[1:]) == (8, ("the VMs need 8 (memory)", "because"))
    fewer = wanted_nodes(compute(StandbyMode.PILOT_LIGHT), active=True, need=NodeNeed(4, "CPU", ()))
    assert fewer.nodes == 6


def test_no_node_takes_no_time_and_more_take_longer() -> None:
    assert (minutes_to_join(0), minutes_to_leave(0)) == (0, 0)
    assert minutes_to_join(1) < minutes_to_join(3) < minutes_to_create(3) + minutes_to_join(3)
    assert minutes_to_create(3) < minutes_to_create(6)


@pytest.mark.parametrize(
    ("kinds", "allowed"),
    [
        (("m8id.metal-48xl",), True),
        (("i3.metal", "i3en.metal", "i4i.metal"), True),
        (("z1d.metal", "m6id.metal"), True),
        (("i4i.metal", "m6id.metal"), False),
        (("i4i.metal", "i7i.metal-24xl"), False),
        (("g4dn.metal", "m5d.metal"), False),
    ],
)
def test_which_nodes_may_share_a_cluster(kinds: tuple[str, ...], allowed: bool) -> None:
    assert may_share_a_cluster(kinds) is allowed
