"""The commands of `python -m operations`, one file each; a command's own imports wait until it is asked for."""

from operations.cli.main import main, options_of, parse, reported

__all__ = ["main", "options_of", "parse", "reported"]
