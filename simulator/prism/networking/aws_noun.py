"""The base of the two AWS nouns of networking: a header names the cluster that a request asks about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from simulator.prism.model import Noun, Record, SchemaRefusal, Site, not_found

HEADER = "X-Cluster-Id"


class AwsNoun(Noun):
    """Read only. Refuses a request without the header, or for a cluster that is not this site's."""

    namespace = "networking"
    verbs = frozenset({"list"})

    def narrow(self, site: Site, records: Sequence[Record], headers: Mapping[str, str]) -> Sequence[Record]:
        cluster = headers.get(HEADER.lower())
        if not cluster:
            raise SchemaRefusal((HEADER, "This header is required."), location="header")
        if cluster != site.cluster_id:
            raise not_found("AHV cluster", cluster)
        return records
