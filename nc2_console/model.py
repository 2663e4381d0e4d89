"""The base of every thing in this package: fields we do not use are not looked at."""

from pydantic import BaseModel, ConfigDict


class Model(BaseModel):
    """Any part of an answer or of a request; the API's names are ours."""

    model_config = ConfigDict(frozen=True, extra="ignore")
