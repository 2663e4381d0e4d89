"""`python -m local_cloud`: the local cloud, and the operator's commands on it."""

import sys

from local_cloud.commands import main

if __name__ == "__main__":
    sys.exit(main())
