"""A site's VPC with its subnets, gateways to the internet, endpoints and flow logs."""

from components.network.network import Network

__all__ = ["Network"]
