"""What can go wrong with the local cloud.

CloudError
  CloudMissing       there is none in the directory
  CloudDied          a process of it is gone, so its objects and the stacks' state no longer match
  CloudRefused       it cannot be started here
  CloudNotStarted    a process of it did not come up
  SnapshotRefused    no snapshot of it can be written, or none can be read
"""

from errors import OperatorError


class CloudError(OperatorError):
    """Root of the tree; each message is one sentence or two, with what to do."""


class CloudMissing(CloudError):
    """There is no local cloud in the directory."""


class CloudDied(CloudError):
    """A process of the local cloud is gone under a living state."""


class CloudRefused(CloudError):
    """The local cloud cannot be started in this directory or with these sites."""


class CloudNotStarted(CloudError):
    """A process of the local cloud did not come up."""


class SnapshotRefused(CloudError):
    """A snapshot cannot be written from this cloud or to this place, or cannot be read."""
