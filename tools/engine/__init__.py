"""How to get a Pulumi CLI and the AWS plugin, also where neither can be downloaded."""

from tools.engine.cache import Cache
from tools.engine.environment import environment
from tools.engine.errors import EngineError, NothingWorked
from tools.engine.installation import Installation
from tools.engine.set_up import set_up

__all__ = ["Cache", "EngineError", "Installation", "NothingWorked", "environment", "set_up"]
