"""A site's monthly cost, item by item, from its model, a price book and assumptions on its traffic.

The cluster's bare-metal nodes are not in it, nor what Nutanix charges.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from costs.charges import ROWS, Row, Usage
from costs.prices import MissingPriceError, Price, PriceBook, Unit
from topology import SiteModel


@dataclass(frozen=True)
class Item:
    """One line of an estimate: `quantity` is in the units of the price."""

    what: str
    quantity: Decimal
    price: Price

    @property
    def usd(self) -> Decimal:
        return self.quantity * self.price.usd

    @property
    def is_fixed(self) -> bool:
        """Whether it costs the same whatever the traffic."""
        return self.price.charge.unit in (Unit.HOUR, Unit.MONTH)


@dataclass(frozen=True)
class Estimate:
    """A site's month. `missing`: what there is no price for, as sentences' subjects; it is not in the total."""

    site: str
    items: tuple[Item, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        return total(self.items)

    @property
    def fixed(self) -> Decimal:
        return total(item for item in self.items if item.is_fixed)

    @property
    def traffic(self) -> Decimal:
        return total(item for item in self.items if not item.is_fixed)

    @property
    def assumed(self) -> int:
        """The number of items whose price has no public source."""
        return sum(item.price.assumed for item in self.items)

    @property
    def dates(self) -> tuple[date, date] | None:
        """The days of the oldest and of the newest price; None without items."""
        days = sorted(item.price.date for item in self.items)
        return (days[0], days[-1]) if days else None


def total(items: Iterable[Item]) -> Decimal:
    """The sum in US dollars, exact."""
    return sum((item.usd for item in items), Decimal(0))


def estimate(model: SiteModel, usage: Usage, book: PriceBook, rows: Iterable[Row] = ROWS) -> Estimate:
    """The month of the model's own site. A price that is missing is named in the estimate, and never guessed."""
    items: list[Item] = []
    missing: list[str] = []
    for what, charge, units in rows:
        quantity = Decimal(units(model, usage))
        if quantity == 0:
            continue
        try:
            items.append(Item(what, quantity, book.price(charge, model.me.region, model.other.region)))
        except MissingPriceError as error:
            missing.append(error.what)
    return Estimate(model.me.name, tuple(items), tuple(missing))
