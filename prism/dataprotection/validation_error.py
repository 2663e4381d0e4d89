"""Findings of a recovery plan's validation.
API: ``dataprotection/v4.2+/config/recovery-plan-jobs/{recoveryPlanJobExtId}/validation-errors``.
"""

from __future__ import annotations

from plain_text import one_line, plain, shortened
from prism.fallback import WithOlder
from prism.model import Entity, Model


class RootCause(Model):
    """The cause, and Prism's advice."""

    cause: str | None = None
    resolutions: list[str] | None = None


class AffectedEntity(Model):
    """An object that the finding is about."""

    name: str | None = None
    ext_id: str | None = None


class ValidationError(Entity):
    """``severity`` is ERROR or WARNING.

    ``error_group`` CONNECTIVITY, NETWORK, RECOVERY_POINT, CATEGORY, ENTITY, ...
    """

    error_code: str | None = None
    error_group: str | None = None
    message: str | None = None
    severity: str | None = None
    affected_entities: list[AffectedEntity] | None = None
    root_cause_analysis: RootCause | None = None

    def sentence(self) -> str:
        """The finding as one sentence: what is wrong, with which objects, Prism's code and its advice."""
        names = [plain(e.name or e.ext_id or "") for e in self.affected_entities or []]
        about = f" ({shortened([name for name in names if name], ', ')})" if any(names) else ""
        advice = one_line(" ".join((self.root_cause_analysis and self.root_cause_analysis.resolutions) or []))
        text = one_line(self.message or self.error_code or "unspecified").rstrip(".")
        code = f" [{one_line(self.error_code)}]" if self.error_code and self.message else ""
        return f"{self.error_group or 'UNKNOWN'}: {text}{about}{code}.{' ' + advice if advice else ''}"


class ValidationErrors(WithOlder[ValidationError]):
    """``ValidationErrors(central, job_id)``: the findings of one job."""

    namespace = "dataprotection"
    path, kind, minor = "config/recovery-plan-jobs/{}/validation-errors", "validation error", 2
    model = ValidationError
