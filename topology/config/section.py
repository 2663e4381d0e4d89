"""The base of every section: a frozen mapping with camelCase keys and no unknown key.

A field's description completes "is missing: expected ...".
"""

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel


class Section(BaseModel):
    """A mapping of the configuration: camelCase keys, no others."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        hide_input_in_errors=True,
        regex_engine="python-re",
    )
