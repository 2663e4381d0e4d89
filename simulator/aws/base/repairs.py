"""What a package of repairs declares."""

Repairs = tuple[tuple[type, tuple[type, ...]], ...]
"""Classes of moto, each with the mixins that `install` puts in front of its own bases."""
