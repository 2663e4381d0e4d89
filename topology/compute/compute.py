"""The nodes of a site's NC2 cluster, where this project manages them."""

from collections.abc import Iterator
from dataclasses import dataclass

from topology.choices import StandbyMode
from topology.compute.node_need import LEAST_NODES, MOST_NODES
from topology.compute.node_type import NODE_TYPES, NodeType, current_types, shares_a_cluster_with
from topology.config import ComputeConfig
from topology.errors import Problem, suggestion


@dataclass(frozen=True)
class NewCluster:
    """What a new cluster is made with; `access_cidrs` may reach its Prism Central."""

    aos_version: str
    prism_central_version: str
    ssh_key: str
    access_cidrs: tuple[str, ...]


@dataclass(frozen=True)
class Compute:
    """How a site stands by, and with which nodes.

    `active_nodes`: while the site is active; `standby_nodes`: while it stands by in pilot light. `availability_zone` is
    where the cluster is: nodes of one cluster share a zone. `new` is what a cluster is made with, in zero compute.
    """

    mode: StandbyMode
    node_type: NodeType
    active_nodes: int
    standby_nodes: int
    availability_zone: str
    new: NewCluster | None = None


def build_compute(config: ComputeConfig, zones: tuple[str, ...]) -> Compute:
    """The compute of a configuration that has no problems."""
    return Compute(
        mode=config.mode,
        node_type=NODE_TYPES[config.node_type],
        active_nodes=config.active_nodes,
        standby_nodes=config.standby_nodes if config.standby_nodes is not None else LEAST_NODES,
        availability_zone=config.availability_zone or zones[0],
        new=_new_cluster(config),
    )


def compute_problems(path: str, config: ComputeConfig, zones: tuple[str, ...]) -> Iterator[Problem]:
    """What is wrong with a site's compute."""
    if config.node_type not in NODE_TYPES:
        expected = f"expected one of {', '.join(NODE_TYPES)}{suggestion(config.node_type, NODE_TYPES)}"
        yield Problem.with_value(f"{path}.nodeType", config.node_type, expected)
    if config.availability_zone is not None and config.availability_zone not in zones:
        expected = f"expected one of the site's availability zones, {' or '.join(zones)}"
        yield Problem.with_value(f"{path}.availabilityZone", config.availability_zone, expected)
    for key, nodes in (("activeNodes", config.active_nodes), ("standbyNodes", config.standby_nodes)):
        if nodes is not None and not LEAST_NODES <= nodes <= MOST_NODES:
            expected = (
                f"expected {LEAST_NODES} to {MOST_NODES} nodes; a cluster of one or two nodes can never be expanded"
            )
            yield Problem.with_value(f"{path}.{key}", nodes, expected)
    yield from _mode_problems(path, config)
    if config.node_type in NODE_TYPES:
        yield from _type_problems(path, config, NODE_TYPES[config.node_type])


def _type_problems(path: str, config: ComputeConfig, kind: NodeType) -> Iterator[Problem]:
    """Problems of a type that a failover could not add nodes of."""
    zero = config.mode is StandbyMode.ZERO_COMPUTE
    grows = zero or (config.standby_nodes or LEAST_NODES) < config.active_nodes
    if kind.legacy and grows and config.mode is not StandbyMode.WARM_STANDBY:
        others = current_types() if zero else shares_a_cluster_with(kind.name)
        expected = (
            f"expected one of {', '.join(others)}: a failover adds nodes, and since 2026-09-08 NC2 adds none of "
            f"{kind.name}{'' if zero else '; the nodes that run stay, and the new ones join beside them'}"
        )
        yield Problem.with_value(f"{path}.nodeType", kind.name, expected)
    if config.aos_version is not None and not kind.runs_on(config.aos_version):
        least = ".".join(map(str, kind.least_aos))
        expected = f"expected {least} or later: earlier ones do not take {kind.name} (change either key)"
        yield Problem.with_value(f"{path}.aosVersion", config.aos_version, expected)


def _mode_problems(path: str, config: ComputeConfig) -> Iterator[Problem]:
    if config.standby_nodes is not None and config.mode is not StandbyMode.PILOT_LIGHT:
        expected = f"expected no such key with mode {config.mode.value}: only pilot-light stands by with fewer nodes"
        yield Problem.with_value(f"{path}.standbyNodes", config.standby_nodes, expected)
    if config.mode is StandbyMode.PILOT_LIGHT and (config.standby_nodes or LEAST_NODES) > config.active_nodes:
        expected = f"expected at least as many as standbyNodes, {config.standby_nodes or LEAST_NODES}"
        yield Problem.with_value(f"{path}.activeNodes", config.active_nodes, expected)
    zero = config.mode is StandbyMode.ZERO_COMPUTE
    for key, value in _made_with(config).items():
        if zero and value is None:
            yield Problem(f"{path}.{key}", "is missing: mode zero-compute makes a new cluster and needs it")
        if not zero and value is not None:
            shown = list(map(str, value)) if isinstance(value, tuple) else value
            expected = f"expected no such key with mode {config.mode.value}: only zero-compute makes a cluster"
            yield Problem.with_value(f"{path}.{key}", shown, expected)


def _made_with(config: ComputeConfig) -> dict[str, object]:
    return {
        "aosVersion": config.aos_version,
        "prismCentralVersion": config.prism_central_version,
        "sshKey": config.ssh_key,
        "accessCidrs": config.access_cidrs,
    }


def _new_cluster(config: ComputeConfig) -> NewCluster | None:
    if config.mode is not StandbyMode.ZERO_COMPUTE:
        return None
    return NewCluster(
        aos_version=config.aos_version or "",
        prism_central_version=config.prism_central_version or "",
        ssh_key=config.ssh_key or "",
        access_cidrs=tuple(str(cidr) for cidr in config.access_cidrs or ()),
    )
