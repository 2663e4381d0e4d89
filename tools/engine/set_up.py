"""Setting the engine up: a CLI and an AWS plugin, each from the first source that works."""

from collections.abc import Callable

from tools.engine import aws_plugin, cli, installation
from tools.engine.cache import Cache
from tools.engine.installation import Installation
from tools.engine.sources import first_that_works


def set_up(cache: Cache, say: Callable[[str], None], refresh: bool = False) -> Installation:
    """The engine's installation, made if need be.

    What an earlier set-up chose is kept while its files are there; `refresh` tries the better sources again.
    Raises NothingWorked when no source gives the CLI or the plugin.
    """
    with cache.locked(lambda: say("Another set-up is running; waiting for it to finish.")):
        known = installation.load(cache)
        if known is not None and not refresh and not known.missing():
            return known
        chosen_cli, cli_refusals = first_that_works("Pulumi CLI", cli.sources(cache), say)
        say(f"Pulumi CLI: {chosen_cli.version}, {chosen_cli.origin}")
        plugin, plugin_refusals = first_that_works("AWS plugin", aws_plugin.sources(cache, chosen_cli), say)
        say(f"AWS plugin: {plugin.version}, {plugin.origin}")
        made = Installation(chosen_cli, plugin, (*cli_refusals, *plugin_refusals))
        installation.save(cache, made)
        return made
