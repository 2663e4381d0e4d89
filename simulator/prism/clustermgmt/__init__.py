"""The nouns of the namespace clustermgmt: the clusters with their nodes and their storage container."""

__all__: list[str] = []
