"""The connection to on-premises: a VPN or Direct Connect, and what ends in which site."""

from topology.on_premises.build import build_on_premises
from topology.on_premises.connection import (
    DirectConnect,
    Ends,
    ExistingDirectConnectGateway,
    OnPremises,
    TransitInterface,
    TunnelOptions,
    Vpn,
)
from topology.on_premises.pre_shared_keys import read_pre_shared_keys
from topology.on_premises.problems import on_premises_problems

__all__ = [
    "DirectConnect",
    "Ends",
    "ExistingDirectConnectGateway",
    "OnPremises",
    "TransitInterface",
    "TunnelOptions",
    "Vpn",
    "build_on_premises",
    "on_premises_problems",
    "read_pre_shared_keys",
]
