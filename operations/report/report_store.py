"""Where reports are kept: a directory, or a prefix of an S3 bucket, best outside both sites' regions."""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from aws import asking, client
from errors import OperatorError
from operations.look import duration
from operations.report.page import page
from operations.report.report import Report
from text_table import table

_HINT = "Check the bucket's name, its region (--reports s3://BUCKET?region=REGION) and the credentials."


class Store(Protocol):
    """Files by name."""

    def write(self, name: str, text: str) -> str:
        """Write a file; answers its place, for people."""

    def read(self, name: str) -> str: ...

    def names(self) -> list[str]: ...


@dataclass(frozen=True)
class Directory:
    """A directory, made when it is first written to."""

    path: Path

    def write(self, name: str, text: str) -> str:
        # A report names every VM and its address: it is for its owner, until its owner shares it.
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Whoever reads meanwhile, or after a kill, finds the whole file or none.
        descriptor, draft = tempfile.mkstemp(prefix=f".{name}.", dir=self.path)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        return str(Path(draft).replace(self.path / name))

    def read(self, name: str) -> str:
        return (self.path / name).read_text(encoding="utf-8")

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
        with asking(f"write {name} to bucket {self.bucket}", _HINT):
            self.client.put_object(Bucket=self.bucket, Key=self.prefix + name, Body=text.encode(), ContentType=kind)
        return f"s3://{self.bucket}/{self.prefix}{name}"

    def read(self, name: str) -> str:
        with asking(f"read {name} in bucket {self.bucket}", _HINT):
            answer = self.client.get_object(Bucket=self.bucket, Key=self.prefix + name)
            return str(answer["Body"].read().decode())

    def names(self) -> list[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=self.prefix)
        with asking(f"list the reports in bucket {self.bucket}", _HINT):
            keys = [item["Key"].removeprefix(self.prefix) for page in pages for item in page.get("Contents", [])]
        return [key for key in keys if key.endswith(".json") and "/" not in key]


def store(place: str, environment: Mapping[str, str]) -> Store:
    """The store at `place`: a directory's path or `s3://bucket/prefix?region=...`."""
    if not place.startswith("s3://"):
        return Directory(Path(place))
    parts = urlsplit(place)
    prefix = parts.path.strip("/")
    region = (parse_qs(parts.query).get("region") or [environment.get("AWS_REGION", "us-east-1")])[0]
    return Bucket(client("s3", region, environment), parts.netloc, f"{prefix}/" if prefix else "")


def keep(report: Report, into: Store) -> tuple[str, str]:
    """Write the report; answers where its JSON and its page are. Writing it again replaces both files."""
    moment = "".join(sign for sign in report.started if sign.isalnum())
    name = f"{moment}-{report.kind.replace(' ', '-')}-{report.target}"
    return into.write(f"{name}.json", report.dump()), into.write(f"{name}.html", page(report))


@dataclass(frozen=True)
class Kept:
    """What a store holds: the reports, the oldest first, and by its name why a file could not be read as one."""

    reports: tuple[Report, ...]
    broken: Mapping[str, str]


def kept(of: Store) -> Kept:
    """Every report. A file that is none is named and hides no other."""
    reports: list[Report] = []
    broken: dict[str, str] = {}
    for name in sorted(of.names()):
        try:
            reports.append(Report.load(of.read(name)))
        except OperatorError as error:
            broken[name] = str(error)
        except UnicodeError:
            broken[name] = "This is no text. Move it elsewhere."
        except OSError as error:
            broken[name] = f"{error.strerror}."
    return Kept(tuple(sorted(reports, key=lambda report: report.started)), broken)


def listing(reports: Sequence[Report]) -> str:
    """One line per report."""
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
    return table(("", "started", "kind", "from", "RTO", "RPO", "VMs"), rows) if rows else "No report is kept there yet."


def _seconds(value: float | None) -> str:
    return "not known" if value is None else duration(value)
