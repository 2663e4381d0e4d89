"""A refusal of the console, and the forms in which it is answered."""

from __future__ import annotations

from typing import Any

ERROR_FORMS = ("error", "errors", "text")
"""`error` is what the community's Terraform provider reads, `errors` what the published deployer does; `text` is an
answer of neither form."""


class Refusal(Exception):
    """The console refuses a request; `status` is the HTTP status."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


def told(form: str, status: int, detail: str) -> Any:
    """The body of a refusal in one of ERROR_FORMS."""
    if form == "errors":
        return {"errors": [{"status": str(status), "detail": detail}]}
    if form == "text":
        return {"message": detail}
    return {"error": {"code": f"HTTP_{status}", "message": detail}}
