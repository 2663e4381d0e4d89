"""The base of every object in this package. Fields that we do not use are ignored."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """A part of an answer or a request. Field names are the API's."""

    model_config = ConfigDict(frozen=True, extra="ignore")
