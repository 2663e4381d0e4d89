"""Prism Central's own backup: without one, its plans, policies, categories and pairing are lost with its cluster."""

from datetime import timedelta

from operations.look import Check, Status, Survivor, duration
from prism.prism import BackupTarget, BackupTargets
from providers.recovery import when

_NAME = "Prism Central backup"
_REFRESHED = timedelta(minutes=30)
_INTERVAL_MINUTES = 60


def look(survivor: Survivor) -> list[Check]:
    targets = list(BackupTargets(survivor.prism, survivor.failover.own.domain_manager_id).list())
    buckets = [target for target in targets if target.bucket]
    if not buckets:
        found = f"{len(targets)} clusters, no bucket" if targets else "no backup target"
        todo = (
            "Add an S3 bucket of another region in Prism Central (Settings, Backup and Restore). With it a new cluster "
            "gets this Prism Central back; without it pairing, policies, plans and categories are made anew."
        )
        return [Check(_NAME, Status.WARN, survivor.model.me.prism_central, found, "a bucket", todo)]
    return [_judged(target, survivor) for target in buckets]


def _judged(target: BackupTarget, survivor: Survivor) -> Check:
    """Two intervals and one refresh may pass before a backup counts as behind."""
    allowed = timedelta(minutes=2 * (target.rpo_minutes or _INTERVAL_MINUTES)) + _REFRESHED
    subject, expected = str(target.bucket), f"{duration(allowed.total_seconds())} at most"
    todo = "Check the backup target in Prism Central (Settings, Backup and Restore), its bucket and its key."
    last = when.instant(target.last_sync_time)
    if target.is_backup_paused:
        reason = target.backup_pause_reason or "no reason given"
        return Check(_NAME, Status.FAIL, subject, f"paused: {reason}", expected, todo)
    if last is None:
        return Check(_NAME, Status.WARN, subject, "never synchronised yet", expected, todo)
    age = when.now_at(survivor.prism) - last
    return Check.of(
        _NAME, subject, f"{duration(age.total_seconds())} old", good=age <= allowed, expected=expected, what_to_do=todo
    )
