"""The RouterOS scripts that create a configuration and remove it."""
