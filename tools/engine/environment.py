"""The environment in which `pulumi` runs on the engine that was set up."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.engine import installation
from tools.engine.cache import Cache
from tools.engine.errors import EngineError
from tools.engine.installation import Installation


def environment(cache: Cache | None = None, base: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables to add to `base` so that `pulumi` is the engine's and programs run in this interpreter.

    Backend, passphrase and credentials are not part of it. Raises EngineError when the engine is not set up.
    """
    cache = cache or Cache.of_user()
    known = installation.load(cache)
    if known is None:
        raise EngineError("The Pulumi engine is not set up here. Run: python -m tools.engine setup")
    gone = known.missing()
    if gone:
        raise EngineError(f"A file of the Pulumi engine is missing: {gone[0]}. Run: python -m tools.engine setup")
    return of_installation(known, base)


def of_installation(known: Installation, base: Mapping[str, str]) -> dict[str, str]:
    """The variables for one installation."""
    # The virtual environment leads PATH because the language host that is built from Go modules ignores the
    # virtualenv option of Pulumi.yaml and takes the first python it finds.
    leading = [str(Path(sys.prefix) / "bin"), str(known.cli.command.parent)]
    path = base.get("PATH", os.defpath).split(os.pathsep)
    rest = [entry for entry in path if entry and entry not in leading]
    variables = {
        "PATH": os.pathsep.join([*leading, *rest]),
        "PULUMI_HOME": str(known.aws_plugin.home),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
    }
    if known.cli.ours:
        # Otherwise a plugin that happens to lie on PATH is used instead of the chosen one, with a warning a run.
        variables["PULUMI_IGNORE_AMBIENT_PLUGINS"] = "true"
    return variables
