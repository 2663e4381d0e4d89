"""One VPN connection, read from EC2 or from a saved file."""
