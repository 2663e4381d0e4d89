"""The changes of a living pair that the operator accepts although they take something away."""

from dataclasses import dataclass

from topology.config import AcceptedChangesConfig

THINGS = ("categories", "policies", "recoveryPlans", "subnets", "externalSubnets", "hostedZones", "dnsNames")
"""The kinds of what may be given up, as `acceptedChanges` names them."""


@dataclass(frozen=True)
class AcceptedChanges:
    """Each change by its own name, so that an entry which is left over accepts nothing else.

    `home_site`, `other_site` and `name_prefix`: the new one. `lost_state`: the site whose state is missing and not
    expected now; `given_up_site`: the site that will not come back. `prism_central`: the id of the Prism Central that
    has taken the place of the one that the stack worked with. `things`: the kind and the name of each that may be given
    up.
    """

    home_site: str | None = None
    other_site: str | None = None
    lost_state: str | None = None
    given_up_site: str | None = None
    prism_central: str | None = None
    name_prefix: str | None = None
    things: tuple[tuple[str, str], ...] = ()


def build_accepted_changes(config: AcceptedChangesConfig | None) -> AcceptedChanges:
    """The accepted changes of a configuration that has no problems."""
    if config is None:
        return AcceptedChanges()
    given = config.model_dump(by_alias=True)
    return AcceptedChanges(
        home_site=config.home_site,
        other_site=config.other_site,
        lost_state=config.lost_state,
        given_up_site=config.given_up_site,
        prism_central=config.prism_central,
        name_prefix=config.name_prefix,
        things=tuple((kind, name) for kind in THINGS for name in given[kind]),
    )
