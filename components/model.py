"""The site's model, checked together with the environment before anything is registered."""

import os

import pulumi

import prism
import topology


def load_model() -> topology.SiteModel:
    """The model of this stack.

    What is wrong with the configuration or the environment ends the program here, in sentences and without a traceback:
    before the first resource, and so before the first API call.
    """
    try:
        model = topology.load()
        if _expects_prism(model):
            prism.check_environment()
    except (topology.ConfigurationError, prism.PrismError) as error:
        raise pulumi.RunError(str(error)) from None
    return model


def _expects_prism(model: topology.SiteModel) -> bool:
    """In zero compute there is no Prism Central yet, and the address of a new one is known once it has been made."""
    return model.has_cluster and (not model.me.zero_compute or bool(os.environ.get("PRISM_ENDPOINT")))
