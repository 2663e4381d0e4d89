"""The EC2 instances to migrate, as one resource. Their instance metadata requires tokens and includes their tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, DiffResult, ReadResult, UpdateResult

from aws import AwsError
from capture import name_of
from plain_text import plain, shortened
from providers.base import CheckedProvider, in_a_sentence, known, signatures
from providers.source_instances.run import (
    Options,
    SourceInstancesInputs,
    applied,
    before,
    differs,
    live_of,
    restore,
    unfit_tags,
)

__all__ = ["SourceInstances", "SourceInstancesInputs", "SourceInstancesProvider"]


class SourceInstancesProvider(CheckedProvider[SourceInstancesInputs]):
    """Sets the metadata options of every selected instance, and restores the former options at destroy.

    A tag of the instance records its former options before they are changed.
    """

    inputs = SourceInstancesInputs

    @in_a_sentence
    def diff(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> DiffResult:
        """Names the instances that will change: launched since the last up, or changed by hand."""
        found = super().diff(id_, olds, news)
        if not known(news):
            return found
        try:
            wrong = {key: one for key, one in live_of(self.load(news)).items() if differs(one)}
        except AwsError as error:
            pulumi.log.warn(str(error))
            return found
        if wrong:
            names = ", ".join(sorted(f"{name_of(one)} ({key})" for key, one in wrong.items()))
            pulumi.log.info(f"The metadata of {len(wrong)} instances will require tokens and include tags: {names}.")
            _tell_of_unfit_tags(wrong)
        found.changes = bool(found.changes or wrong)
        return found

    @in_a_sentence
    def create(self, props: dict[str, Any]) -> CreateResult:
        """Called if the state does not hold the resource."""
        inputs = self.load(props)
        return CreateResult(inputs.owner, applied(inputs))

    @in_a_sentence
    def read(self, id_: str, props: dict[str, Any]) -> ReadResult:
        """Called at refresh: the former options of each instance. ``diff`` reads the present ones itself."""
        inputs = self.load(props)
        return ReadResult(id_, {**inputs.dump(), "before": before(live_of(inputs))}, inputs.dump())

    @in_a_sentence
    def update(self, id_: str, olds: dict[str, Any], news: dict[str, Any]) -> UpdateResult:
        """Called if the selection or the selected instances have changed."""
        return UpdateResult(applied(self.load(news)))

    @in_a_sentence
    def delete(self, id_: str, props: dict[str, Any]) -> None:
        """Restores the former options of the instances that still exist."""
        restore(self.load(props))


def _tell_of_unfit_tags(instances: Mapping[str, Mapping[str, Any]]) -> None:
    told = [
        f"{plain(name_of(one))} ({key}): {', '.join(repr(plain(tag)) for tag in unfit_tags(one))}"
        for key, one in sorted(instances.items())
        if unfit_tags(one)
    ]
    if told:
        pulumi.log.info(
            "EC2 takes no tag key with a blank, a slash or the like into the metadata. Tokens will be required, and "
            f"the tags stay out of the metadata; capture takes the names from EC2. {shortened(told)}."
        )


class SourceInstances(
    signatures.SourceInstances, module="migration", name="SourceInstances", provider=SourceInstancesProvider
):
    """The instances to migrate. ``before`` has the former options of each."""

    before: pulumi.Output[dict[str, Options]]
