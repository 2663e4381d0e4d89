"""From a running estate to a configuration: read only, both sites side by side.

discovery       both sites looked at, and the configuration that says what was found
settings_files  Pulumi.yaml and the stacks' files, each value with where it was seen
report          seen, used, to be taken over, left alone, in conflict, not expressible, to be decided
"""

from operations.discover.discovery import Access, Discovery, Seen, discovered, look_at
from operations.discover.finding import Finding, Outcome
from operations.discover.report import as_json, as_markdown, as_text, summary
from operations.discover.settings_files import settings_files

__all__ = [
    "Access",
    "Discovery",
    "Finding",
    "Outcome",
    "Seen",
    "as_json",
    "as_markdown",
    "as_text",
    "discovered",
    "look_at",
    "settings_files",
    "summary",
]
