"""The recovery point store of a site: looked up, never made, because the API has no call that makes one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pulumi
from pulumi.dynamic import CheckFailure, CheckResult, CreateResult, ReadResult, UpdateResult

from prism import NotFoundError, PrismCentral, PrismError
from prism.dataprotection import RecoveryPointStores
from providers.base import PREVIEW, CheckedProvider, Inputs, central, in_a_sentence, known, signatures, tell_silence


class RecoveryPointStoreInputs(Inputs):
    """``name`` is the name that Prism Central shows. ``site`` is the name of the site in messages."""

    name: str
    site: str


class RecoveryPointStoreProvider(CheckedProvider[RecoveryPointStoreInputs]):
    """Looks up the store by its name. Deleting the resource deletes nothing."""

    inputs = RecoveryPointStoreInputs

    def problems(self, inputs: RecoveryPointStoreInputs) -> Iterable[tuple[str, str]]:
        """Warns at preview if the up would fail. The operator may do the steps by hand before the up."""
        try:
            _look_up(central(PREVIEW), inputs)
        except PrismError as error:
            tell_silence(error)
        return ()

    @in_a_sentence
    def check(self, olds: dict[str, Any], news: dict[str, Any]) -> CheckResult:
        """Also refuses another name than that of the store in use, where no store has it: a mistyped one."""
        result = super().check(olds, news)
        if result.failures or not known(result.inputs) or olds.get("name") in (None, news["name"]):
            return result
        try:
            _look_up(central(PREVIEW), self.load(result.inputs))
        except NotFoundError as error:
            result.failures.append(CheckFailure("name", str(error)))
        except PrismError:
            pass  # `problems` has told it
        return result

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource. Raises NotFoundError with the steps to do by hand."""
        outs = _look_up(central(), self.load(props))
        return CreateResult(outs["store_id"], outs)

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh."""
        inputs = self.load(props)
        return ReadResult(id_, _look_up(central(), inputs), inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the name has changed."""
        return UpdateResult(_look_up(central(), self.load(news)))


def _look_up(client: PrismCentral, inputs: RecoveryPointStoreInputs) -> dict[str, Any]:
    stores = list(RecoveryPointStores(client).list())
    found = next((store for store in stores if store.name == inputs.name), None)
    if found is None:
        raise NotFoundError(no_store(inputs.name, client.endpoint, inputs.site, [store.label for store in stores]))
    bucket = (found.bucket and found.bucket.bucket_name) or ""
    if found.is_healthy is False:
        pulumi.log.warn(
            f"Recovery point store '{found.label}' ({found.id}) is not healthy, so replication to it waits. Check "
            "it in Prism Central."
        )
    return {**inputs.dump(), "store_id": found.id, "bucket": bucket}


def no_store(name: str, endpoint: str, site: str, known: Sequence[str]) -> str:
    """The message about a missing store, with the steps to do by hand, because the API can only list stores."""
    there = ", ".join(f"'{store}'" for store in known) or "none"
    return (
        f"The Prism Central at {endpoint} has no recovery point store '{name}'. It lists {there}. Nothing was changed. "
        f"The API cannot make a store. Make it by hand in the Prism Central of {site}: 1. Deploy Multicloud Snapshot "
        f"Technology from the Marketplace. 2. Add an S3 recovery point store named '{name}'. Its bucket, region and "
        "access key are outputs of the stack of the recovery site (docs/pilot-light.md). 3. Wait until the store is "
        "healthy. Then run pulumi up again."
    )


class RecoveryPointStore(
    signatures.RecoveryPointStore, module="prism", name="RecoveryPointStore", provider=RecoveryPointStoreProvider
):
    """The id of the recovery point store of this site, and the bucket that it writes to."""

    store_id: pulumi.Output[str]
    bucket: pulumi.Output[str]
