"""The RouterOS scripts that make a configuration and remove it."""
