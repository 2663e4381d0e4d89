"""`python -m operations restore-prism-central`: a site's Prism Central from its backup in S3, on a new cluster."""

import argparse
import os

from operations.errors import OperationsError
from operations.prism_central import BackupBucket, Restorable, environment_of, restorable, restored
from operations.run import Project
from prism import PrismCentral, Timeouts

_PATIENCE = Timeouts(connect=5.0, read=60.0, call=120.0)


def options(parser: argparse.ArgumentParser) -> None:
    """Its options."""
    parser.add_argument("--site", required=True, help="the site whose Prism Central comes back")
    parser.add_argument("--bucket", required=True, help="the S3 bucket of its backup target")
    parser.add_argument("--bucket-region", help="the bucket's region; default: the site's")
    parser.add_argument("--point", metavar="ID", help="the restore point; default: the newest")
    parser.add_argument("--list", action="store_true", help="only show what the bucket holds")
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """0 where the Prism Central was restored, or was only looked for; 1 where nobody agreed."""
    me = Project.here().model(arguments.site).me
    bucket = BackupBucket.of(arguments.bucket, arguments.bucket_region or me.region, os.environ)
    element = PrismCentral.from_environment(environment_of(os.environ), _PATIENCE)
    with restorable(element, bucket) as found:
        if arguments.list:
            print("\n".join(_line(one) for one in found) or f"{bucket.name} holds no backup of a Prism Central.")
            return 0
        one = _chosen(found, me.prism_central, bucket.name)
        if not (arguments.yes or _agreed(one, element.endpoint)):
            print("Nothing was changed.")
            return 1
        point = restored(element, one, arguments.point)
    print(
        f"Prism Central '{one.name}' was restored as of {point.creation_time}, with its pairing, categories, policies "
        f"and plans. Set PRISM_ENDPOINT to its address and run pulumi up on the stack of {arguments.site}. Then: "
        f"python -m operations sync --site {arguments.site}."
    )
    return 0


def _chosen(found: list[Restorable], name: str, bucket: str) -> Restorable:
    mine = [one for one in found if one.name == name]
    if len(mine) == 1:
        return mine[0]
    known = ", ".join(one.name for one in found) or "none"
    raise OperationsError(
        f"{bucket} holds {len(mine)} Prism Centrals '{name}'; it holds: {known}. Check --bucket, or let the NC2 "
        "console make a new Prism Central. Nothing was changed."
    )


def _line(one: Restorable) -> str:
    newest = one.points[0].creation_time if one.points else "never"
    return f"{one.name} ({one.ext_id}): {len(one.points)} restore points, newest {newest}"


def _agreed(one: Restorable, endpoint: str) -> bool:
    question = f"Restore Prism Central '{one.name}' on the cluster at {endpoint}? Type {one.name} to go on: "
    return input(question).strip() == one.name
