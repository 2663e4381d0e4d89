"""The names of a stack that change in place, by the key of the configuration that gives them."""

from collections.abc import Mapping

from topology import SiteModel

NAME_PREFIX = "namePrefix"


def named(model: SiteModel) -> Mapping[str, str]:
    """Of the configuration alone."""
    protection = model.protection
    names = {NAME_PREFIX: model.name_prefix, "overlay.vpc": model.overlay.vpc}
    if protection.in_store:
        return names
    policy = {"protection.policy": protection.policy} if model.is_home else {}
    return names | policy | {"protection.recoveryPlan": protection.recovery_plan}
