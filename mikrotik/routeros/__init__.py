"""RouterOS: its versions, its values, its exports, and the router's own settings."""
