"""What the two AWS nouns of networking have in common: they are asked about one cluster, named in a header."""

from __future__ import annotations

from collections.abc import Mapping

from simulator.prism.model import Noun, Record, SchemaRefusal, Site, not_found

HEADER = "X-Cluster-Id"


class AwsNoun(Noun):
    """Read only; refused without the header, and for what is no AHV cluster of this Prism Central."""

    namespace = "networking"
    verbs = frozenset({"list"})

    def narrow(self, site: Site, records: list[Record], headers: Mapping[str, str]) -> list[Record]:
        cluster = headers.get(HEADER.lower())
        if not cluster:
            raise SchemaRefusal((HEADER, "This header is required."), location="header")
        if cluster != site.cluster_id:
            raise not_found("AHV cluster", cluster)
        return records
