"""The site's model, checked together with the environment before anything is registered."""

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
        prism.check_environment()
    except (topology.ConfigurationError, prism.PrismError) as error:
        raise pulumi.RunError(str(error)) from None
    return model
