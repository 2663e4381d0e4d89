"""Two simulated Prism Centrals and a local AWS in this process, on which estates are built."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
import requests

from prism import Credentials, PrismCentral
from simulator import Running, SiteSpec, World, aws, serve
from tests.estates import in_aws, in_prism
from tests.estates.estate import Estate, Site
from tests.estates.looked_at import look
from tests.estates.snapshot import Snapshot


@dataclass(frozen=True)
class Built:
    """An estate that stands, how to reach it, and what the configuration names by id."""

    estate: Estate
    clients: in_aws.Clients
    centrals: in_prism.Centrals
    ids: in_aws.AwsIds
    prism: in_prism.PrismIds
    environment: Callable[[str], Mapping[str, str]]
    """What a process of a site's stack has to reach its Prism Central."""

    def look(self) -> Snapshot:
        """All that it holds now."""
        return look(self.estate, self.clients, self.centrals)


Build = Callable[[Estate], Built]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """Builds estates; everything ends with the test."""
    with ExitStack() as running, pytest.MonkeyPatch.context() as environment:
        environment.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")

        def building(estate: Estate) -> Built:
            endpoint = running.enter_context(aws.serve())
            # The local AWS of this process may hold what another test has made.
            requests.post(f"{endpoint}/moto-api/reset", timeout=10).raise_for_status()
            sites = [_spec(site) for site in estate.sites]
            served = running.enter_context(serve(World(sites), tmp_path))
            session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing")
            regions = {site.name: site.region for site in estate.sites}
            known: dict[tuple[str, str], Any] = {}

            def clients(service: str, site: str) -> Any:
                if (service, site) not in known:
                    made = session.client(service, region_name=regions[site], endpoint_url=endpoint)
                    known[service, site] = running.enter_context(closing(made))
                return known[service, site]

            credentials = Credentials(served.username, served.password)
            centrals = {
                name: PrismCentral(url, credentials, ca_bundle=served.ca_bundle, rate_limit=10_000)
                for name, url in served.endpoints.items()
            }
            ids, prism = in_aws.build(estate, clients), in_prism.build(estate, centrals.__getitem__)
            return Built(estate, clients, centrals.__getitem__, ids, prism, lambda site: _environment(served, site))

        yield building


def _environment(served: Running, site: str) -> dict[str, str]:
    return {
        "PRISM_ENDPOINT": served.endpoints[site],
        "PRISM_USERNAME": served.username,
        "PRISM_PASSWORD": served.password,
        "PRISM_CA_BUNDLE": str(served.ca_bundle),
        "PRISM_RATE_LIMIT": "10000",
    }


def _spec(site: Site) -> SiteSpec:
    return SiteSpec(site.name, site.region, prism_central=site.prism_central, cluster=site.cluster)
