"""The entries of each RouterOS menu that a configuration consists of."""
