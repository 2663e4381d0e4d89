"""The NC2 console: clusters, tasks, organizations and Prism Central instances."""

from __future__ import annotations

from collections.abc import Mapping

from nc2_console.cluster import Clusters
from nc2_console.compatibility import Compatibility
from nc2_console.environment import Settings, read_environment
from nc2_console.new_cluster import NewAwsCluster
from nc2_console.organization import Organizations
from nc2_console.prism_central import PrismCentrals
from nc2_console.session import Session
from nc2_console.task import Task, Tasks
from rest import Timeouts


class Console:
    """``clusters``, ``tasks``, ``organizations``, ``prism_centrals`` and ``compatibility`` of one console.

    Seen with one key.
    """

    def __init__(self, settings: Settings, timeouts: Timeouts | None = None) -> None:
        self._settings = settings
        session = Session(settings, timeouts)
        self.clusters, self.tasks, self.organizations = Clusters(session), Tasks(session), Organizations(session)
        self.prism_centrals, self.compatibility = PrismCentrals(session), Compatibility(session)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Console | None:
        """The console that the environment names; None without a key. Raises ConsoleConfigurationError."""
        settings = read_environment(environment)
        return cls(settings) if settings else None

    def create(self, new: NewAwsCluster) -> Task:
        """Starts creating a cluster in the organization and the AWS account of the environment, or in the only ones."""
        organization = self.organizations.chosen(self._settings.organization_id)
        account = self.organizations.cloud_account(organization, self._settings.cloud_account_id)
        return self.clusters.create(new, organization, account)
