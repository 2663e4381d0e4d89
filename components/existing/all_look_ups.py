"""Everything that the configuration names by id, looked up: by a run, and by readiness."""

from components.existing.facts import Facts
from components.existing.ingress import look_up_certificate, look_up_zone
from components.existing.lookup import LookUps
from components.existing.network import look_up_network
from components.existing.on_premises import look_up_on_premises
from components.existing.store import look_up_bucket
from components.existing.transit_gateway import look_up_transit_gateway
from components.tags import Tags
from topology import SiteModel


def look_up_all(ask: LookUps, model: SiteModel, tags: Tags) -> Facts:
    """What the program is built on; problems of everything go to `ask`."""
    found = look_up_built_on(ask, model, tags)
    look_up_on_premises(ask, model)
    look_up_certificate(ask, model)
    look_up_zone(ask, model)
    look_up_bucket(ask, model)
    return found


def look_up_built_on(ask: LookUps, model: SiteModel, tags: Tags) -> Facts:
    """Only what the program cannot do without; problems go to `ask`."""
    return Facts(look_up_network(ask, model, tags), look_up_transit_gateway(ask, model, tags))
