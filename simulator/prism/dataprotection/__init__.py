"""The nouns of the namespace dataprotection: recovery points, recovery plan jobs and the running of plans."""

__all__: list[str] = []
