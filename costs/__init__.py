"""What the sites cost: prices, charges, a month's estimate, and comparisons. Prices come from the files in prices/."""

from costs.charges import HOURS, Usage
from costs.estimate import Estimate, Item, estimate
from costs.peering import Comparison, PeeringCost, compare
from costs.price_files import PRICES, parse_prices, price_book
from costs.prices import GLOBAL, Charge, MissingPriceError, Price, PriceBook, Unit, node_charge
from costs.standby import SETUP_MINUTES, Standby, StandbyComparison, compare_standbys
from costs.standby_usage import StandbyUsage

__all__ = [
    "GLOBAL",
    "HOURS",
    "PRICES",
    "SETUP_MINUTES",
    "Charge",
    "Comparison",
    "Estimate",
    "Item",
    "MissingPriceError",
    "PeeringCost",
    "Price",
    "PriceBook",
    "Standby",
    "StandbyComparison",
    "StandbyUsage",
    "Unit",
    "Usage",
    "compare",
    "compare_standbys",
    "estimate",
    "node_charge",
    "parse_prices",
    "price_book",
]
