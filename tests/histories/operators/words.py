"""Which words in what a run says tell of what: how an operator, and a checker, read them."""

import re

ACCEPT = re.compile(r"acceptedRisks: \{flip: (\d+)")
STRAYS = "POSSIBLE SPLIT BRAIN"
UNLOOKED = ("Could not check whether protected VMs run in", "is not told: objects that differ, VMs, and stale copies")
UNTOUCHED = ("othing is done", "othing was changed", "no VM was touched")
AWS = re.compile(r"`(aws ec2 (?:delete|disable)-[^`]+)`")
LOST = re.compile(r"acceptedChanges: \{lostState: ([a-z]+)\}")
