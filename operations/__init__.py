"""What an operator runs beside `pulumi up`: `python -m operations COMMAND`.

    cli         one file per command
    readiness   what a failover to a site needs, checked from that site
    drill       a test failover, cleaned up whatever happens
    report      a drill or a failover, measured and written as JSON and as a page
    look        one site as the commands see it, and the checks they make
    run         the project's settings files, its stacks, and the order in which they are upped

It needs requirements/base.txt alone, and imports neither the simulator nor the local cloud.
"""

from operations.errors import OperationsError

__all__ = ["OperationsError"]
