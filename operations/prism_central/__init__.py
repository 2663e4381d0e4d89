"""A Prism Central restored from its own backup in S3, on a cluster that was made after a disaster."""

from operations.prism_central.backup import BackupBucket, Restorable, environment_of, restorable, restored

__all__ = ["BackupBucket", "Restorable", "environment_of", "restorable", "restored"]
