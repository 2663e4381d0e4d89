"""Whether both Prism Centrals have the same categories, policies and plan: a failover goes by those of its target."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from prism import PrismCentral
from prism.datapolicies import IN_SYNC, OUT_OF_SYNC, EntitySyncPolicies, EntitySyncPolicy, ProtectionPolicies


@dataclass(frozen=True)
class OutOfStep:
    """A definition that is not the same at both sites. ``writer`` changed it last here, where this is known."""

    subject: str
    status: str
    writer: str = ""

    @property
    def apart(self) -> bool:
        """Whether it stays so until somebody forces one side's state upon the other. Else it is on its way."""
        return self.status == OUT_OF_SYNC

    def sentence(self, here: str, there: str) -> str:
        """What is not the same, and what to do."""
        head = f"The {self.subject} is not the same in {here} and {there} ({self.status}"
        last = f"; here {self.writer} changed it last)" if self.writer else ")"
        if not self.apart:
            return f"{head}{last}: a change is on its way. Run again in a minute."
        return (
            f"{head}{last}. A failover to {here} goes by what {here} has. See what differs, and force the side that is "
            f"right: python -m operations sync --site {here}."
        )


def out_of_step(
    client: PrismCentral, remote_id: str, *, plan_id: str, categories: Collection[str]
) -> tuple[OutOfStep, ...]:
    """The plan, these categories and the policies that name one of them, so far as they differ.

    Raises UnsupportedError where this Prism Central is too old to tell, and other PrismErrors.
    """
    found = [one for one in EntitySyncPolicies(client).list() if _differs(one, remote_id)]
    ids = {plan_id, *categories}
    if any(one.entity_type == "PROTECTION_POLICY" for one in found):
        policies = ProtectionPolicies(client).list()
        ids |= {one.id for one in policies if set(one.category_ids or []) & set(categories)}
    mine = [one for one in found if one.entity_ext_id in ids]
    return tuple(OutOfStep(one.subject, one.status or "", client.last_writer(one.entity_ext_id or "")) for one in mine)


def _differs(one: EntitySyncPolicy, remote_id: str) -> bool:
    return one.remote_domain_manager_ext_id == remote_id and one.status != IN_SYNC
