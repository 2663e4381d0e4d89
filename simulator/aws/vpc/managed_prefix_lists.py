"""Managed prefix lists: they have a maximum size, keep their name, can grow, and cannot be deleted while referred to.

moto forgets the name at every change, knows neither a change of size nor a limit, and deletes a list that is in use.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.exceptions import InvalidParameterCombination, InvalidParameterValue

from simulator.aws.base import BackendMixin, IncorrectState, PrefixListNotFound, ResponseMixin

_GONE = "delete-complete"


class ManagedPrefixListBackend(BackendMixin):
    """Repairs of moto's managed prefix list backend."""

    def get_managed_prefix_list(self, prefix_list_id: str) -> Any:
        """The living list with this id. Raises InvalidPrefixListID.NotFound."""
        found = self.managed_prefix_lists.get(prefix_list_id)
        if found is None or found.state == _GONE:
            raise PrefixListNotFound(prefix_list_id)
        return found

    def create_managed_prefix_list(self, *args: Any, **kwargs: Any) -> Any:
        most = kwargs.get("max_entries")
        if most is not None:
            _check_room(len(kwargs.get("entry") or []), int(most))
        return super().create_managed_prefix_list(*args, **kwargs)

    def modify_managed_prefix_list(  # type: ignore[override]
        self,
        add_entry: list[dict[str, str]],
        remove_entry: list[dict[str, str]],
        prefix_list_id: str,
        current_version: int | None = None,
        prefix_list_name: str | None = None,
        max_entries: int | None = None,
    ) -> Any:
        found = self.get_managed_prefix_list(prefix_list_id)
        entries = list(found.entries.get(found.version) or [])
        if max_entries is not None:
            if add_entry or remove_entry:
                # assumed: code and message. The rule is documented.
                raise InvalidParameterCombination(
                    "You cannot modify the entries and the size of a prefix list at once."
                )
            _check_room(len(entries), max_entries)
            found.max_entries = max_entries
        if current_version is not None and current_version != found.version:
            # assumed: the code. It is documented that any version but the current one is refused.
            raise IncorrectState(f"{prefix_list_id} is in version {found.version}, not {current_version}.")
        removed = {entry["Cidr"] for entry in remove_entry}
        kept = [entry for entry in entries if entry["Cidr"] not in removed]
        _check_room(len(kept) + len(add_entry), int(found.max_entries))
        name = prefix_list_name or found.prefix_list_name
        return super().modify_managed_prefix_list(add_entry, remove_entry, prefix_list_id, prefix_list_name=name)

    def delete_managed_prefix_list(self, prefix_list_id: str) -> Any:
        self.get_managed_prefix_list(prefix_list_id)
        tables = [table for table, referred in self.prefix_list_references if referred == prefix_list_id]
        if tables:
            # assumed: code and message. It is documented that references must be deleted first.
            raise IncorrectState(f"{prefix_list_id} is in use by {', '.join(tables)}.")
        return super().delete_managed_prefix_list(prefix_list_id)


class ManagedPrefixListResponse(ResponseMixin):
    """Repairs of moto's managed prefix list responses."""

    def modify_managed_prefix_list(self) -> ActionResult:
        most, version = self._get_param("MaxEntries"), self._get_param("CurrentVersion")
        changed = self.ec2_backend.modify_managed_prefix_list(
            add_entry=self._get_param("AddEntries", []),
            remove_entry=self._get_param("RemoveEntries", []),
            prefix_list_id=self._get_param("PrefixListId"),
            current_version=int(version) if version else None,
            prefix_list_name=self._get_param("PrefixListName"),
            max_entries=int(most) if most else None,
        )
        return ActionResult({"PrefixList": changed})


def _check_room(entries: int, most: int) -> None:
    if entries > most:
        # assumed: code and message. The rule is documented.
        raise InvalidParameterValue(f"A prefix list of at most {most} entries cannot hold {entries}.")
