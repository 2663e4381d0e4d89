"""Our prefixes among the transit VPC's under the lifecycle recipe."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from prism import PrismCentral
from prism.networking import Vpc, Vpcs, prefixes_of, with_prefixes
from providers.transit_vpc_prefixes import TransitVpcPrefixesProvider
from tests.providers._noun import Noun, transit_vpc

_OURS = ("172.30.0.0/16", "172.31.0.0/16", "172.29.0.0/16")


def _live(client: PrismCentral, inputs: Mapping[str, Any], owner: str) -> list[str]:
    return [one for one in prefixes_of(Vpcs(client).get(transit_vpc(client))) if one in _OURS]


def _without(client: PrismCentral, *prefixes: str) -> None:
    def change(vpc: Vpc) -> Vpc:
        return with_prefixes(vpc, [one for one in prefixes_of(vpc) if one not in prefixes])

    Vpcs(client).update(transit_vpc(client), change)


NOUN = Noun(
    name="transit VPC prefixes",
    provider=TransitVpcPrefixesProvider,
    inputs=lambda client: {"transit_vpc_id": transit_vpc(client), "prefixes": list(_OURS[:2])},
    collection=lambda client, state: Vpcs(client),
    changes=lambda client: {"prefixes": [_OURS[0], _OURS[2]]},
    drifts={"one taken away by hand": lambda client, ext_id, state: _without(client, _OURS[0])},
    live=_live,
    parts=2,
    gone=lambda client, ext_id, state: _without(client, *_OURS),
    exclusive=False,
)
