"""Whatever stands where in a configuration: a model, or a ConfigurationError; never another failure."""

import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from topology import ConfigurationError, Problem, build

Change = Callable[[dict[str, Any]], dict[str, Any]]

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.dates(),
    st.sampled_from(["10.0.0.0/16", "172.30.1.1", "0.0.0.0/0", "", "[]", "{}", "null", "north", "60"]),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=5),
        st.dictionaries(st.one_of(st.text(max_size=8), st.integers(), st.none()), inner, max_size=3),
    ),
    max_leaves=6,
)

ON_PREMISES: dict[str, Any] = {
    "onPremises": {
        "connection": "vpn",
        "prefixes": ["10.128.0.0/16"],
        "asn": 65010,
        "vpn": {"phase1": {"encryption": ["AES256"], "dhGroups": [14]}, "dpdTimeoutSeconds": 30},
    },
    "sites.south.onPremises": {
        "customerGateway": {"address": "203.0.113.10"},
        "tunnelInsideCidrs": ["169.254.10.0/30", "169.254.10.4/30"],
        "directConnect": {"gatewayAsn": 64550, "connectionId": "dxcon-ffabc123", "vlan": 1, "mtu": 1500},
    },
}


def paths(value: object, path: str = "") -> Iterator[str]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from paths(inner, f"{path}.{key}" if path else key)
    if isinstance(value, list):
        for number, inner in enumerate(value):
            yield from paths(inner, f"{path}[{number}]")


def problems_of(config: dict[str, Any]) -> tuple[Problem, ...] | None:
    """What a configuration is refused for; None when it makes a model."""
    try:
        build(config, "south", "shop-dr")
    except ConfigurationError as error:
        return error.problems
    return None


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_model_or_a_configuration_error(changed: Change, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(paths(changed(copy.deepcopy(ON_PREMISES))))))
    problems = problems_of(changed({**copy.deepcopy(ON_PREMISES), path: data.draw(VALUES)}))
    assert problems is None or all(problem.key and problem.expected for problem in problems)
    assert problems != ()
