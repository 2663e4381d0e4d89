"""How to get a Pulumi CLI and the AWS plugin, also where neither can be downloaded."""

from engine.cache import Cache
from engine.environment import environment
from engine.errors import EngineError, NothingWorked
from engine.installation import Installation
from engine.set_up import set_up

__all__ = ["Cache", "EngineError", "Installation", "NothingWorked", "environment", "set_up"]
