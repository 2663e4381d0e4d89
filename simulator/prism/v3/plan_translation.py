"""A recovery plan in the form of v3 and in the form of v4. Only reads: it looks up categories."""

from __future__ import annotations

from simulator.prism.model import Json, Record, Site, invalid, nouns
from simulator.prism.v3.plan_addresses import assignments
from simulator.prism.v3.zone_url import manager_of, url_of

_NETWORKS = (("recovery_network", "Network"), ("test_network", "TestNetwork"))


def to_v3(site: Site, plan: Record) -> Json:
    """The v3 spec of a plan."""
    places = [url_of(plan.data[side]["domainManagerExtId"]) for side in ("primaryLocation", "recoveryLocation")]
    stages = sorted(site.store.all("recovery_stage", plan.ext_id), key=lambda s: int(s.data["priority"]))
    parameters = {
        "availability_zone_list": [{"availability_zone_url": place} for place in places],
        "primary_location_index": 0,
        "network_mapping_list": [_mapping_v3(site, m, places) for m in site.store.all("network_mapping", plan.ext_id)],
    }
    resources = {"parameters": parameters, "stage_list": [_stage_v3(site, stage) for stage in stages]}
    return {"name": plan.name, "description": plan.data.get("description", ""), "resources": resources}


def ends(body: Json) -> tuple[str, str]:
    """The URLs of the primary and of the recovery location."""
    parameters = body["resources"]["parameters"]
    zones = [zone["availability_zone_url"] for zone in parameters["availability_zone_list"]]
    primary = int(parameters.get("primary_location_index", 0))
    return zones[primary], zones[1 - primary]


def plan_of(site: Site, body: Json) -> Json:
    """The v4 body of the plan itself; raises Refusal for a zone that the site does not know."""
    primary, recovery = (manager_of(site, url) for url in ends(body))
    locations = {
        "primaryLocation": {"domainManagerExtId": primary},
        "recoveryLocation": {"domainManagerExtId": recovery},
    }
    return {"name": body["name"], **locations} | ({"description": body["description"]} if "description" in body else {})


def children_of(site: Site, body: Json) -> list[tuple[str, Json]]:
    """The v4 bodies of the plan's stages and network mappings. All are checked before anything is written."""
    resources = body["resources"]
    stages = [_stage(site, stage, number) for number, stage in enumerate(resources.get("stage_list", []), 1)]
    mappings = [_mapping(mapping, ends(body)) for mapping in resources["parameters"].get("network_mapping_list", [])]
    return [("recovery_stage", stage) for stage in stages] + [("network_mapping", mapping) for mapping in mappings]


def _stage(site: Site, stage: Json, number: int) -> Json:
    entities, categories = [], []
    for info in stage["stage_work"]["recover_entities"]["entity_info_list"]:
        if "any_entity_reference" in info:
            entities.append({"extId": info["any_entity_reference"]["uuid"]})
        for key, value in info.get("categories", {}).items():
            found = site.store.where("category", key=key, value=value)
            if not found:
                raise invalid(f"There is no category {key}:{value}.")
            categories.append(found[0].ext_id)
    body: Json = {"entityType": "VM", "priority": number, "entities": entities, "categoryExtIds": categories}
    if stage.get("delay_time_secs"):
        body["postActions"] = [{"config": {"delaySecs": int(stage["delay_time_secs"])}}]
    nouns()["recovery_stage"].shape(body)
    return body


def _stage_v3(site: Site, stage: Record) -> Json:
    infos: list[Json] = [
        {"any_entity_reference": {"kind": "vm", "uuid": entity["extId"]}} for entity in stage.data.get("entities", [])
    ]
    for ext_id in stage.data.get("categoryExtIds", []):
        category = site.store.get("category", ext_id)
        if category is not None:
            infos.append({"categories": {category.data["key"]: category.data["value"]}})
    delay = sum(int(action["config"]["delaySecs"]) for action in stage.data.get("postActions", []))
    work = {"recover_entities": {"entity_info_list": infos}}
    return {"stage_uuid": stage.ext_id, "stage_work": work, "delay_time_secs": delay}


def _mapping(mapping: Json, places: tuple[str, str]) -> Json:
    sides = {side["availability_zone_url"]: side for side in mapping["availability_zone_network_mapping_list"]}
    body: Json = {}
    for end, name in zip(places, ("primary", "recovery"), strict=True):
        for given, field in _NETWORKS:
            network = sides[end].get(given)
            if network:
                config: Json = {"subnetName": network["name"]}
                for subnet in network.get("subnet_list", [])[:1]:
                    addresses = {"defaultGatewayIp": subnet["gateway_ip"], "prefixLength": subnet["prefix_length"]}
                    config["ipConfig"] = {"ipv4": addresses}
                if "vpc_reference" in network:
                    config["vpc"] = {"extId": network["vpc_reference"]["uuid"]}
                body[f"{name}{field}"] = config
    if "is_ip_mapping_enabled" in mapping:
        body["isIpMappingEnabled"] = bool(mapping["is_ip_mapping_enabled"])
    nouns()["network_mapping"].shape(body)
    return body


def _mapping_v3(site: Site, mapping: Record, places: list[str]) -> Json:
    sides = []
    for place, name in zip(places, ("primary", "recovery"), strict=True):
        side: Json = {"availability_zone_url": place, **assignments(site, mapping, name)}
        for given, field in _NETWORKS:
            config = mapping.data.get(f"{name}{field}")
            if config:
                side[given] = {"name": config.get("subnetName", config.get("subnetExtId"))}
                addresses = config.get("ipConfig", {}).get("ipv4")
                if addresses:
                    subnet = {
                        "gateway_ip": addresses["defaultGatewayIp"],
                        "prefix_length": addresses["prefixLength"],
                    }
                    side[given]["subnet_list"] = [subnet]
                if "vpc" in config:
                    side[given]["vpc_reference"] = {"kind": "vpc", "uuid": config["vpc"]["extId"]}
        sides.append(side)
    shown: Json = {"are_networks_stretched": False, "availability_zone_network_mapping_list": sides}
    if "isIpMappingEnabled" in mapping.data:
        shown["is_ip_mapping_enabled"] = mapping.data["isIpMappingEnabled"]
    return shown
