"""`python -m mikrotik`: the command without the stacks' outputs, for a connection by id, tag or file."""

import argparse
import sys

from errors import OperatorError
from mikrotik.command import add_options, run_command


def main() -> int:
    """Run the command; answers its exit code."""
    parser = argparse.ArgumentParser(prog="python -m mikrotik", description=__doc__)
    add_options(parser)
    try:
        return run_command(parser.parse_args())
    except OperatorError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
