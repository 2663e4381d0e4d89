"""The schema of a price file."""

from typing import Annotated

from pydantic import Field

from costs import price_fields as prices
from costs.prices import Charge, Unit
from topology import values
from topology.config import Section


class PriceConfig(Section):
    """One price."""

    charge: Annotated[Charge, values.choice(Charge)] = Field(description="what AWS charges for")
    region: prices.PriceRegion = Field(description="an AWS region such as ap-northeast-1, or global")
    to: values.Region | None = None
    unit: Annotated[Unit, values.choice(Unit)] = Field(description="hour, month, GB, GB-month or million")
    usd: prices.Usd = Field(description="a price in US dollars, such as 0.07")
    source: prices.Source = Field(description="where the price was read")
    date: prices.PriceDate = Field(description="the day the price was valid, such as 2026-09-25")
    assumed: bool = False


class PriceFileConfig(Section):
    """A file of prices, all in one currency."""

    currency: prices.Currency = Field(description="USD")
    prices: tuple[PriceConfig, ...] = Field(description="a list of prices")
