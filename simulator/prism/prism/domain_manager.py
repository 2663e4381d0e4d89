"""Domain manager: this Prism Central. GET /api/prism/v4.N/config/domain-managers."""

from __future__ import annotations

from simulator.prism.model import Noun, fields


class DomainManager(Noun):
    """Read only. The list has no pages."""

    kind = "domain_manager"
    namespace = "prism"
    path = "config/domain-managers"
    object_type = "prism.v4.config.DomainManager"
    plural = "DomainManager"
    verbs = frozenset({"list", "get"})
    query = frozenset({"$select"})
    fields = fields(
        "config isRegisteredWithHostingCluster network hostingClusterExtId shouldEnableHighAvailability nodeExtIds"
        " createdTime"
    )
