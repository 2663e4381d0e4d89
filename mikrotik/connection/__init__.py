"""One VPN connection, read from what AWS says: EC2's answer, or a file saved from it."""
