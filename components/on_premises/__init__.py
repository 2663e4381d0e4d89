"""The connection to on-premises that ends in a site: VPN or Direct Connect, with its routes."""

from components.on_premises.connection import OnPremisesConnection

__all__ = ["OnPremisesConnection"]
