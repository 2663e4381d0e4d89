"""A router's export, compared with the configuration."""
