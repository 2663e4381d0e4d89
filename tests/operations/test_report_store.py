"""Reports kept, in a directory or in a bucket."""

import json
import os
import stat
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import boto3
import pytest

from operations.cli import main
from operations.report import Kept, Store, keep, kept, listing, store
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
    assert kept(place) == Kept((), {})
    later = replace(report(), started="2026-12-01T03:00:00+00:00")
    keep(later, place)
    data, page = keep(report(), place)
    assert (data[-5:], page[-5:]) == (".json", ".html")
    found = kept(place).reports
    assert found == (report(), later)
    assert [line.split()[1] for line in listing(found).splitlines()[2:]] == [report().started, later.started]


def test_the_same_report_again_is_the_same_files(place: Store) -> None:
    assert keep(report(), place) == keep(report(), place)
    assert len(kept(place).reports) == 1


BROKEN = {
    "empty": b"",
    "another format": b'{"format": 99}',
    "no report": b"{}",
    "no text": b"\xff\xfe\x00",
    "nested without end": b"[" * 200_000,
    "a date that is none": report().dump().replace(f'"{report().started}"', "7", 1).encode(),
    "a figure that is none": report().dump().replace("1800.0", '"soon"', 1).encode(),
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_one_broken_file_in_a_history_is_named_and_hides_no_other(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = store(str(tmp_path), {})
    keep(report(), place)
    keep(replace(report(), started="2026-12-01T03:00:00+00:00"), place)
    (tmp_path / "half.json").write_bytes(content)
    assert main(["history", "--reports", str(tmp_path)]) == 1
    printed = capsys.readouterr()
    assert "2026-11-22" in printed.out
    assert "2026-12-01" in printed.out
    assert printed.err.startswith("error: half.json: This ")
    assert len(printed.err.splitlines()) == 1
    assert main(["history", "--reports", str(tmp_path), "--json"]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 2


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "directory.json").mkdir()
    assert kept(store(str(tmp_path), {})) == Kept((), {"directory.json": "Is a directory."})


def test_reports_are_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        files = keep(report(), store(str(tmp_path / "all" / "reports"), {}))
    finally:
        os.umask(before)
    assert [stat.S_IMODE(os.stat(file).st_mode) for file in files] == [0o600, 0o600]
    assert stat.S_IMODE((tmp_path / "all" / "reports").stat().st_mode) == 0o700
    assert len(list((tmp_path / "all" / "reports").iterdir())) == 2, "no draft is left"
