"""The stack's state and the key of its secrets: whether they can be read, and are outside the region at risk."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from operations.look import Check, Status, Survivor

_REGION = re.compile(r"[a-z]{2,4}(?:-[a-z]+){1,2}-\d{1,2}")
_DOCS = "docs/runbook.md says how to move it."


def look(survivor: Survivor) -> list[Check]:
    return list(_checks(survivor))


def _checks(survivor: Survivor) -> Iterator[Check]:
    outputs = survivor.outputs
    found = f"{len(outputs)} outputs" if outputs else "the stack has never been upped"
    todo = f"Run pulumi up on the stack of {survivor.name}."
    yield Check.of("state", survivor.name, found, good=bool(outputs), expected="readable", what_to_do=todo)
    at_risk = survivor.model.other.region
    yield backend_check(survivor.environment.get("PULUMI_BACKEND_URL", ""), at_risk)
    yield secrets_check(survivor.project.stack_settings(survivor.name), survivor.name, at_risk)


def backend_check(url: str, at_risk: str) -> Check:
    """Where the state is kept. `at_risk`: the other site's region."""
    name, scheme = "state backend", urlsplit(url).scheme
    expected = f"outside {at_risk}"
    if scheme == "s3":
        regions = parse_qs(urlsplit(url).query).get("region", [])
        if not regions:
            todo = "Write the bucket's region into PULUMI_BACKEND_URL: s3://BUCKET?region=REGION."
            return Check(name, Status.WARN, _place(url), "does not say its region", expected, todo)
        if at_risk in regions:
            todo = f"A loss of {at_risk} would take the state as well. Move it to another region. {_DOCS}"
            return Check(name, Status.WARN, _place(url), f"in {at_risk}", expected, todo)
        return Check(name, Status.PASS, _place(url), f"in {regions[0]}", expected)
    if scheme == "file":
        todo = f"The state is lost with this computer, and no colleague can go on. Keep it in a bucket. {_DOCS}"
        return Check(name, Status.WARN, "files", "on this computer", expected, todo)
    if scheme in ("", "https"):
        todo = "Make sure that a failover can wait while Pulumi Cloud is down, or keep the state in a bucket."
        return Check(name, Status.WARN, url or "Pulumi Cloud", "a service outside of both sites", expected, todo)
    return Check.unknown(
        name, _place(url), f"a {scheme} backend does not say its region", f"Make sure that it is {expected}."
    )


def secrets_check(settings: dict[str, object], site: str, at_risk: str) -> Check:
    """Which key the stack's secrets need."""
    name, provider = "secrets provider", str(settings.get("secretsprovider") or "passphrase")
    expected = f"a key outside {at_risk}"
    if provider.startswith("awskms"):
        # Either an alias with ?region=, or a key's ARN, which contains the region.
        regions = parse_qs(urlsplit(provider).query).get("region") or _REGION.findall(provider)
        if not regions:
            todo = "Write the key's region into secretsprovider: awskms://alias/NAME?region=REGION."
            return Check(name, Status.WARN, site, "awskms, without a region", expected, todo)
        bad = at_risk in regions
        todo = f"Change to a key in another region with pulumi stack change-secrets-provider. {_DOCS}" if bad else ""
        return Check(name, Status.WARN if bad else Status.PASS, site, f"awskms in {regions[0]}", expected, todo)
    todo = (
        "Everybody on call must know the passphrase, and it opens every secret. Use a key instead: pulumi stack "
        'change-secrets-provider "awskms://alias/NAME?region=REGION".'
    )
    if provider == "passphrase":
        return Check(name, Status.WARN, site, "a passphrase", expected, todo)
    return Check.unknown(
        name,
        site,
        f"{urlsplit(provider).scheme or provider} does not say a region",
        f"Make sure that it is {expected}.",
    )


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"
