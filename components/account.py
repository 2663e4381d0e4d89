"""The AWS account of the site: a stack works in the one that it has begun in, and in no other."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import pulumi

from components.stack import Stack

_OUTPUT = "awsAccount"


@dataclass(frozen=True)
class Account:
    """`id` is empty where nobody knows it yet."""

    id: str

    @classmethod
    def of(cls, stack: Stack) -> Self:
        """The account of the credentials, as STS tells it.

        Raises pulumi.RunError for another one than the configuration or the last run says. Where STS does not tell it,
        a failover goes on.
        """
        site, recorded, found = stack.site, str(stack.own.get(_OUTPUT) or ""), stack.account
        if not found:
            return cls(recorded)
        for wanted, source in (
            (site.aws_account, f"sites.{site.name}.awsAccount"),
            (recorded, "recorded by its first pulumi up"),
        ):
            if wanted and wanted != found:
                raise pulumi.RunError(_another(stack, found, wanted, source))
        return cls(found)

    @property
    def shown(self) -> Mapping[str, str]:
        """What the next run holds its credentials against."""
        return {_OUTPUT: self.id} if self.id else {}


def _another(stack: Stack, found: str, wanted: str, source: str) -> str:
    site, other = stack.site.name, stack.model.other
    whose = f", which is the account of {other.name}" if found == other.aws_account else ""
    return (
        f"Refused, nothing was changed: the AWS credentials are of account {found}{whose}. The stack of {site} works "
        f"in account {wanted} ({source}). Set the credentials of {site}, such as AWS_PROFILE, and run again."
    )
