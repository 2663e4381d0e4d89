"""The site's monthly estimate, said once in every preview and update."""

import pulumi

from costs.charges import Usage
from costs.estimate import Estimate, estimate
from costs.price_files import price_book
from topology import SiteModel


def show_estimate(model: SiteModel) -> None:
    """Log the estimate. It reads the project's price files and asks nobody.

    A log line and not an output: an output would be a change of the stack whenever a price file changes. Nothing about
    prices ever fails a run, which may be a failover.
    """
    try:
        pulumi.log.info(sentence(estimate(model, Usage(), price_book())))
    except (ValueError, OSError) as error:
        pulumi.log.warn(f"There is no monthly estimate of {model.me.name}, which changes nothing else. {error}")


def sentence(shown: Estimate) -> str:
    """The estimate as one line; with a price missing the sum is a lower bound and the line says of what."""
    missing = f" at least, with no price for {', '.join(shown.missing)}" if shown.missing else ""
    days = "prices of {} to {}".format(*shown.dates) if shown.dates else "no prices"
    return (
        f"Monthly estimate of {shown.site}: {shown.total:,.2f} USD{missing} "
        f"({shown.fixed:,.2f} fixed, {shown.traffic:,.2f} for assumed traffic; {days}, {shown.assumed} of "
        f"{len(shown.items)} assumed). NC2's nodes are not in it. Items: python -m operations cost --stack {shown.site}"
    )
