"""The availability zones of a v3 plan that does not list them, as the official Terraform provider sends it."""

from __future__ import annotations

from simulator.prism.model import Json, SchemaRefusal, Site
from simulator.prism.v3.availability_zone import AvailabilityZone

_LIST = "resources.parameters.availability_zone_list"


def with_zones(site: Site, body: Json) -> Json:
    """The spec of a plan with its two availability zones, the primary one first unless it says otherwise.

    assumed: the zones of the first network mapping count, in their order; without a mapping, this Prism Central and the
    one that it is paired with. Raises SchemaRefusal where that does not make two.
    """
    resources = body.get("resources", {})
    parameters = resources.get("parameters")
    if parameters is None or parameters.get("availability_zone_list"):
        return body
    mappings = parameters.get("network_mapping_list") or [{}]
    sides = mappings[0].get("availability_zone_network_mapping_list", [])
    urls = [str(side["availability_zone_url"]) for side in sides if side.get("availability_zone_url")]
    if len(set(urls)) < 2:
        zones = AvailabilityZone()
        known = [zones.shown(site, zone) for zone in zones.records(site)]
        urls = [str(zone["status"]["resources"]["management_url"]) for zone in known]
    if len(urls) != 2:
        raise SchemaRefusal((_LIST, f"A recovery plan needs two availability zones; {len(urls)} can be told here."))
    told = {**parameters, "availability_zone_list": [{"availability_zone_url": url} for url in urls]}
    return {**body, "resources": {**resources, "parameters": told}}
