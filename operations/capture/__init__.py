"""Recording a site's EC2 instances before they move to NC2."""

from operations.capture.instances import Wanted, capture, from_outputs

__all__ = ["Wanted", "capture", "from_outputs"]
