"""The base of every object in this package. Fields that we do not use are ignored."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from plain_text import one_line, plain

Shown = Annotated[str, AfterValidator(plain)]
"""A name or a word of the console that is shown and not sent, made harmless."""
Message = Annotated[str, AfterValidator(one_line)]
"""A message of the console, made harmless."""


class Model(BaseModel):
    """A part of an answer or a request. Field names are the API's."""

    model_config = ConfigDict(frozen=True, extra="ignore")
