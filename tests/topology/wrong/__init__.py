"""Wrong configurations, by subject: what each is refused for."""
