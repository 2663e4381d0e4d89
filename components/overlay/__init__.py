"""The overlay VPC of a site, and the addresses that its DHCP leaves out during a migration."""

from components.overlay.overlay import Overlay

__all__ = ["Overlay"]
