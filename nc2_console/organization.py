"""Organizations and their cloud accounts. API: GET /organizations, GET /organizations/{id}/cloud-accounts."""

from __future__ import annotations

from collections.abc import Sequence

from nc2_console.errors import ConsoleConfigurationError
from nc2_console.model import Model, Shown
from nc2_console.session import Session


class Organization(Model):
    """An organization, which owns clusters."""

    id: str
    name: Shown | None = None
    active: bool = True


class CloudAccount(Model):
    """An AWS account that the console may use; ``cloud_provider`` is amazon, amazon_gov, azure or azure_gov."""

    id: str
    name: Shown | None = None
    cloud_provider: str | None = None
    active: bool = True

    @property
    def is_aws(self) -> bool:
        """Whether the account is one of AWS."""
        return (self.cloud_provider or "amazon").startswith("amazon")


class Organizations:
    """The organizations and accounts that the key may see. Only creating a cluster needs them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def chosen(self, wanted: str | None) -> str:
        """The id of the organization: the wanted one, or the only one."""
        if wanted:
            return wanted
        organizations = self._session.several("list the organizations", Organization, "/organizations")
        return _only([(one.id, one.name) for one in organizations if one.active], "organization", "NC2_ORGANIZATION_ID")

    def cloud_account(self, organization_id: str, wanted: str | None) -> str:
        """The id of the cloud account at AWS: the wanted one, or the only one."""
        if wanted:
            return wanted
        path = f"/organizations/{organization_id}/cloud-accounts"
        accounts = self._session.several("list the organization's cloud accounts", CloudAccount, path)
        known = [(one.id, one.name) for one in accounts if one.active and one.is_aws]
        return _only(known, "AWS cloud account", "NC2_CLOUD_ACCOUNT_ID")


def _only(found: Sequence[tuple[str, str | None]], kind: str, variable: str) -> str:
    if len(found) == 1:
        return found[0][0]
    seen = ", ".join(f"{name or 'unnamed'} ({one})" for one, name in found) or "none"
    raise ConsoleConfigurationError(
        f"The NC2 console shows {len(found)} of the kind {kind}: {seen}. Set {variable} to one of them."
    )
