"""Reports kept, in a directory or in a bucket."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest

from operations import OperationsError
from operations.report import Store, keep, kept, listing, store
from simulator.aws import serve
from tests.operations.test_report_page import report


@pytest.fixture(params=["directory", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "directory":
        yield store(str(tmp_path / "reports"), {})
        return
    # The served AWS keeps its buckets for as long as this process lives.
    bucket = f"evidence-{uuid.uuid4()}"
    with serve() as endpoint:
        environment = {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
        }
        client = boto3.client(
            "s3",
            region_name="us-west-2",
            endpoint_url=endpoint,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "us-west-2"})
        yield store(f"s3://{bucket}/drills?region=us-west-2", environment)


def test_what_is_kept_is_listed_the_oldest_first(place: Store) -> None:
    assert kept(place) == []
    later = replace(report(), started="2026-12-01T03:00:00+00:00")
    keep(later, place)
    data, page = keep(report(), place)
    assert (data[-5:], page[-5:]) == (".json", ".html")
    assert kept(place) == [report(), later]
    assert [line.split()[1] for line in listing(kept(place)).splitlines()[2:]] == [report().started, later.started]


def test_the_same_report_again_is_the_same_files(place: Store) -> None:
    assert keep(report(), place) == keep(report(), place)
    assert len(kept(place)) == 1


def test_a_file_that_is_no_report_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}")
    with pytest.raises(OperationsError, match=r"x\.json: This is no report"):
        kept(store(str(tmp_path), {}))
