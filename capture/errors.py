"""What stops a capture, beside what AWS refuses."""

from errors import OperatorError


class CaptureError(OperatorError):
    """The instances to capture cannot be used as they are."""
