"""The VMs that a change leaves without protection, by name, where this site's Prism Central tells them."""

from collections.abc import Sequence

from errors import OperatorError
from prism import PrismCentral
from providers.recovery import CategoryName, listed, of_categories

_SHOWN = 30


def losing_protection(categories: Sequence[str]) -> str:
    """A sentence. It is asked only where a change is refused or accepted, never in a run that changes nothing."""
    where = f"  - Nothing would protect {', '.join(categories)} any longer"
    wanted = [CategoryName(key=key, value=value) for key, _, value in (one.partition(":") for one in categories)]
    try:
        found = of_categories(PrismCentral.from_environment(), wanted)
    except (OperatorError, OSError) as error:
        return f"{where}. Which VMs that are, this site's Prism Central did not tell: {error}"
    return f"{where}: {listed([vm.label for vm in found], _SHOWN)} of this site lose their protection."
