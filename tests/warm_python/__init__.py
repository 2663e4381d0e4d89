"""An interpreter that has imported already: what a run of the engine waits for, done once for all runs of the tests.

A run starts Python three times: `pip list`, the program and its dynamic providers. Each imports the same packages, for
half of the run's CPU time. Here a server imports them once, and `python` of a working copy is a client that has the
server fork itself into its place: with its arguments, environment, directory and streams, and killed when it is.
Programs, engine and plugins are those that users run. What the server does not know runs in the real interpreter.
"""

from tests.warm_python.warm_python import WarmPython

__all__ = ["WarmPython"]
