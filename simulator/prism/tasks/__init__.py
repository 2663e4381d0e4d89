"""Tasks: what was asked is written down as data and carried out when it is due, so a task survives a restart.

`queue` keeps the tasks of a site; `operation` carries out what a task, or a request that is answered at once, asks for.
"""

from simulator.prism.tasks import queue
from simulator.prism.tasks.operation import FORMLESS, Operation, acted_on, etag_mismatch, formless, perform

__all__ = ["FORMLESS", "Operation", "acted_on", "etag_mismatch", "formless", "perform", "queue"]
