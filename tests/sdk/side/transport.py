"""What all SDKs share beneath their operations: sessions, version negotiation, retries. Seen through two of them."""

from __future__ import annotations

import json
import ssl
from typing import Any
from urllib.request import Request, urlopen

import ntnx_networking_py_client as networking
import ntnx_prism_py_client as sdk

from tests.sdk.side._world import World, refusal


def _control(world: World, method: str, name: str, body: dict[str, Any]) -> Any:
    """Ask the simulator's control API at Tokyo."""
    request = Request(
        f"{world.given['endpoints']['tokyo']}/simulator/v1/{name}", json.dumps(body).encode(), method=method
    )
    context = ssl.create_default_context(cafile=world.given["ca_bundle"])
    with urlopen(request, context=context, timeout=10) as reply:
        return json.load(reply)


def _categories(world: World) -> Any:
    return sdk.CategoriesApi(world.tokyo.client(sdk))


def client_keeps_the_cookie_it_is_given_and_goes_on_with_it(world: World) -> None:
    _categories(world).list_categories()
    # From here on the SDK sends the cookie and no credentials.
    assert "NTNX_IGW_SESSION=" in world.tokyo.client(sdk)._ApiClient__cookie
    assert _categories(world).list_categories().metadata.total_available_results == 0


def client_authenticates_anew_when_its_session_has_expired(world: World) -> None:
    assert _control(world, "PUT", "sessions", {})["ended"] >= 1
    assert _categories(world).create_category(sdk.Category(key="protect", value="gold")).data.ext_id


def throttled_request_is_sent_again_and_done_once(world: World) -> None:
    _control(world, "POST", "faults", {"kind": "status", "status": 429, "method": "POST", "retryAfter": 0})
    assert _categories(world).create_category(sdk.Category(key="protect", value="silver")).data.ext_id
    found = _categories(world).list_categories(_filter="value eq 'silver'")
    assert found.metadata.total_available_results == 1


def newer_client_speaks_the_version_of_an_older_prism_central(world: World) -> None:
    _control(world, "PUT", "versions", {"networking": "v4.2"})
    # The SDK is of v4.4, and paths of v4.4 are not found now.
    (vpc,) = networking.VpcsApi(world.tokyo.client(networking)).list_vpcs().data
    assert vpc.name == "transit-vpc"


def what_came_later_than_the_version_served_is_not_found(world: World) -> None:
    _control(world, "PUT", "versions", {"prism": "v4.1"})
    manager = sdk.DomainManagerApi(world.tokyo.client(sdk))
    # Below v4.2 nothing is negotiated: the SDK keeps to its own version, which is not served.
    assert refusal(manager.list_domain_managers).status == 404
