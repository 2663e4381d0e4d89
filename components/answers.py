"""Whether AWS and Prism Central answer, asked with a deadline before the first resource: a failover needs both."""

import os
from collections.abc import Mapping
from typing import Any

import pulumi

from aws import Answers, AwsError, Kind, expect_answer
from prism import PrismCentral, PrismError, Timeouts
from prism.prism import DomainManagers
from topology import FailoverMode, SiteModel

_PATIENCE = Timeouts(connect=5.0, read=15.0, call=30.0)


def changes_active_site(model: SiteModel, own: Mapping[str, Any]) -> bool:
    """Whether a run is a failover's, of either site, as far as `own` tells: the outputs of its stack's last run."""
    return own.get("activeRegion") not in (None, model.active.name)


def expect_answers(model: SiteModel, own: Mapping[str, Any]) -> Answers:
    """AWS as it answers. Raises pulumi.RunError where this run cannot do without an answer.

    A failover does without STS, and unless it takes VMs from a site that serves, without an EC2 that works.

    assumed: an EC2 that answers with failures works again while the AWS provider tries, or at the next run.
    """
    changes = changes_active_site(model, own)
    taken = model.is_active and model.failover_mode is FailoverMode.PLANNED
    without = {"sts": Kind.SILENT, **({} if taken else {"ec2": Kind.FAILS})} if changes else {}
    try:
        answers = expect_answer(model.me.region, pulumi.log.info, without=without)
        if changes and pulumi.runtime.is_dry_run():
            expect_prism_central(model)
    except (AwsError, PrismError) as error:
        raise pulumi.RunError(str(error)) from None
    for service, silence in answers.silent.items():
        pulumi.log.warn(
            f"{service} of AWS in {model.me.region} {silence}. The failover goes on: VMs need nothing of it. Run "
            "pulumi up again once it answers."
        )
    return answers


def expect_prism_central(model: SiteModel) -> None:
    """Raises PrismError where a preview could not say what a failover would do. An update tells that by itself."""
    if not model.has_cluster or model.me.zero_compute or not os.environ.get("PRISM_ENDPOINT"):
        return  # the Prism Central of a site with zero compute comes with its cluster
    client = PrismCentral.from_environment(timeouts=_PATIENCE)
    try:
        next(iter(DomainManagers(client).list()), None)
    except PrismError as error:
        raise PrismError(
            f"The preview of activeRegion: {model.active.name} fails in {model.me.name}: nobody can say what that "
            f"would do to VMs. {error} Nothing was changed."
        ) from None
    finally:
        client.close()
