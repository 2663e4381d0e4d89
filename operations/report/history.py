"""Where reports are kept: a directory, or a prefix of an S3 bucket, which had better lie outside the sites' regions."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from aws import client
from operations.drill.tested import duration
from operations.report.page import page
from operations.report.report import Report
from text_table import table


class Store(Protocol):
    """Files by name."""

    def write(self, name: str, text: str) -> str:
        """Where it was written to, for people."""

    def read(self, name: str) -> str: ...

    def names(self) -> list[str]: ...


@dataclass(frozen=True)
class Directory:
    """A directory, made when it is first written to."""

    path: Path

    def write(self, name: str, text: str) -> str:
        self.path.mkdir(parents=True, exist_ok=True)
        # Whoever looks meanwhile, or after a kill, finds the whole file or none.
        unfinished = self.path / f".{name}"
        unfinished.write_text(text)
        return str(unfinished.replace(self.path / name))

    def read(self, name: str) -> str:
        return (self.path / name).read_text()

    def names(self) -> list[str]:
        return [entry.name for entry in self.path.glob("[!.]*.json")] if self.path.is_dir() else []


@dataclass(frozen=True)
class Bucket:
    """`s3://bucket/prefix`, with `?region=` where the bucket's region is not the environment's."""

    client: Any
    bucket: str
    prefix: str

    def write(self, name: str, text: str) -> str:
        kind = "text/html; charset=utf-8" if name.endswith(".html") else "application/json"
        self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=text.encode(), ContentType=kind)
        return f"s3://{self.bucket}/{self.prefix}{name}"

    def read(self, name: str) -> str:
        answer = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)
        return str(answer["Body"].read().decode())

    def names(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        keys = [item["Key"].removeprefix(self.prefix) for page in pages for item in page.get("Contents", [])]
        return [key for key in keys if key.endswith(".json") and "/" not in key]


def store(place: str, environment: Mapping[str, str]) -> Store:
    """The store that `place` names: a directory's path or `s3://bucket/prefix?region=...`."""
    if not place.startswith("s3://"):
        return Directory(Path(place))
    parts = urlsplit(place)
    prefix = parts.path.strip("/")
    region = (parse_qs(parts.query).get("region") or [environment.get("AWS_REGION", "us-east-1")])[0]
    return Bucket(client("s3", region, environment), parts.netloc, f"{prefix}/" if prefix else "")


def keep(report: Report, into: Store) -> tuple[str, str]:
    """Write the report; answers where its JSON and its page are. The same report again is the same two files."""
    moment = "".join(sign for sign in report.started if sign.isalnum())
    name = f"{moment}-{report.kind.replace(' ', '-')}-{report.target}"
    return into.write(f"{name}.json", report.dump()), into.write(f"{name}.html", page(report))


def kept(of: Store) -> list[Report]:
    """Every report, the oldest first. Raises ValueError for a file that is none."""
    reports = [Report.load(of.read(name)) for name in of.names()]
    return sorted(reports, key=lambda report: report.started)


def listing(reports: list[Report]) -> str:
    """A line for each run."""
    rows = [
        (
            str(report.status),
            report.started,
            report.kind,
            f"{report.source} to {report.target}",
            _seconds(report.rto.seconds),
            _seconds(report.rpo.seconds),
            str(len(report.vms)),
        )
        for report in reports
    ]
    return (
        table(("", "started", "kind", "from", "RTO", "RPO", "machines"), rows) if rows else "No report is kept there."
    )


def _seconds(value: float | None) -> str:
    return "not known" if value is None else duration(value)
