"""New price files, asked of the AWS Price List API."""

from costs.refresh.price_file import write
from costs.refresh.price_list import refresh

__all__ = ["refresh", "write"]
