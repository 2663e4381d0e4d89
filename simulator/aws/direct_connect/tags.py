"""Tags of Direct Connect, kept by ARN, whichever region a request reaches.

moto keeps them by region and by its id of a connection, but a gateway belongs to no region.
"""

from typing import Any

from moto.directconnect.models import directconnect_backends

from simulator.aws.base import DirectConnectMixin

_HOME = "us-east-1"


class DirectConnectTagBackend(DirectConnectMixin):
    """Repairs of moto's tags, and the one backend for what belongs to no region."""

    @property
    def home(self) -> Any:
        """The backend that keeps the account's gateways."""
        return directconnect_backends[self.account_id][_HOME]

    def arn(self, kind: str, resource_id: str) -> str:
        """The ARN of a resource of this region. The ARN of a gateway has no region."""
        region = "" if kind == "dx-gateway" else self.region_name
        return f"arn:aws:directconnect:{region}:{self.account_id}:{kind}/{resource_id}"

    def list_tags_for_resource(self, resource_arn: str) -> list[dict[str, str]]:
        if not resource_arn.startswith("arn:"):
            resource_arn = self.arn("dxcon", resource_arn)
        tags = self.home.tagger.get_tag_dict_for_resource(resource_arn)
        return [{"key": key, "value": value} for key, value in tags.items()]

    def tag_resource(self, arn: str, tags: dict[str, str]) -> None:
        self.home.tagger.tag_resource(arn, [{"key": key, "value": value} for key, value in tags.items()])

    def untag_resource(self, arn: str, tag_keys: list[str]) -> None:
        self.home.tagger.untag_resource_using_names(arn, tag_keys)

    def tag_new(self, kind: str, resource_id: str, tags: list[dict[str, str]] | None) -> None:
        """Keep the tags given at creation."""
        self.tag_resource(self.arn(kind, resource_id), {tag["key"]: tag.get("value", "") for tag in tags or []})
