"""What will be configured, decided from a VPN connection, a router and its version."""
