"""The exit codes of every command, which a pipeline can act on. docs/exit-codes.md says for each what they mean."""

from enum import IntEnum


class ExitCode(IntEnum):
    """`FAILED` is a wrong option too, a question that was answered with no, and Python's own code for a defect.

    `WAITS`: what could be done is done, and what is named waits for a person, for the other site or for Nutanix Move.
    `INTERRUPTED` is what shells have for Ctrl-C: 128 and SIGINT's number.
    """

    DONE = 0
    FAILED = 1
    WAITS = 2
    INTERRUPTED = 130
