"""Categories, tasks, domain managers, their registrations and their own backups. API: ``prism/v4.x``."""

from prism.prism.backup_target import BackupTarget, BackupTargets
from prism.prism.category import Categories, Category
from prism.prism.domain_manager import DomainManager, DomainManagerConfig, DomainManagers
from prism.prism.registration import Registration, Registrations, RemoteClusterDetails
from prism.prism.restorable_domain_manager import RestorableDomainManager, RestorableDomainManagers
from prism.prism.restore_point import RestorePoint, RestorePoints
from prism.prism.restore_source import RestoreSource, RestoreSources
from prism.prism.task import AffectedEntity, CompletionDetail, Task, TaskOwner, Tasks

__all__ = [
    "AffectedEntity",
    "BackupTarget",
    "BackupTargets",
    "Categories",
    "Category",
    "CompletionDetail",
    "DomainManager",
    "DomainManagerConfig",
    "DomainManagers",
    "Registration",
    "Registrations",
    "RemoteClusterDetails",
    "RestorableDomainManager",
    "RestorableDomainManagers",
    "RestorePoint",
    "RestorePoints",
    "RestoreSource",
    "RestoreSources",
    "Task",
    "TaskOwner",
    "Tasks",
]
