"""The site's monthly estimate, logged once in every preview and update."""

import pulumi

from costs import Estimate, Usage, estimate, price_book
from topology import SiteModel


def show_estimate(model: SiteModel) -> None:
    """Log the estimate, from the project's price files alone.

    A log line and not an output: an output would change the stack whenever a price file changes. Nothing about prices
    fails a run, which may be a failover.
    """
    try:
        pulumi.log.info(sentence(estimate(model, Usage(), price_book())))
    except (ValueError, OSError) as error:
        pulumi.log.warn(f"There is no monthly estimate of {model.me.name}; everything else goes on. {error}")


def sentence(shown: Estimate) -> str:
    """The estimate as one line. With a price missing the sum is a lower bound, and the line names what is missing."""
    if shown.dates is None:
        return (
            f"There is no monthly estimate of {shown.site}: no price file has prices of its region. To get them: "
            "python -m operations prices refresh --output prices/aws-YYYY-MM.yaml"
        )
    missing = f" at least, with no price for {', '.join(shown.missing)}" if shown.missing else ""
    days = "prices of {} to {}".format(*shown.dates)
    return (
        f"Monthly estimate of {shown.site}: {shown.total:,.2f} USD{missing} "
        f"({shown.fixed:,.2f} fixed, {shown.traffic:,.2f} for assumed traffic; {days}, {shown.assumed} of "
        f"{len(shown.items)} assumed). NC2's nodes are not in it. Items: python -m operations cost --stack {shown.site}"
    )
