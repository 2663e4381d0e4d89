"""Errors of a capture, other than AWS's own."""

from errors import OperatorError


class CaptureError(OperatorError):
    """No instance was found to capture, or the capture is not configured."""
