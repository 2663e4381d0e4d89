"""The query options of a list: `$page`, `$limit`, `$filter`, `$orderby`, `$select`, `$expand` and `$apply`."""

from simulator.prism.odata.filter import FilterError, compile_filter
from simulator.prism.odata.query import Page, detailed, select

__all__ = ["FilterError", "Page", "compile_filter", "detailed", "select"]
