"""DNS names, and the settings of a web server's health check."""

import re
from typing import Annotated

from topology.values.expecting import expecting, matching, read_text

_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"


def _read_host_name(value: object) -> str:
    text = read_text(value)
    if len(text) > 253 or text != text.lower() or not re.fullmatch(rf"{_LABEL}(\.{_LABEL})+", text):
        raise ValueError("no host name")
    return text


def _read_status_codes(value: object) -> str:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else read_text(value)
    if not re.fullmatch(r"[2-4]\d\d([,-][2-4]\d\d)*", text):
        raise ValueError("no status codes")
    if any(first > last for first, last in re.findall(r"(\d{3})-(\d{3})", text)):
        raise ValueError("a range that ends before it begins")
    return text


HostName = Annotated[
    str,
    expecting("expected a DNS name of at least two labels in small letters, such as www.example.com", _read_host_name),
]
DomainName = Annotated[
    str,
    matching(rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*", "expected a DNS domain name such as workload.internal"),
]
HttpPath = Annotated[str, matching(r"/[!-~]{0,1023}", "expected a path that begins with a slash, without blanks")]
StatusCodes = Annotated[
    str,
    expecting('expected HTTP status codes from 200 to 499, such as "200", "200,302" or "200-299"', _read_status_codes),
]
