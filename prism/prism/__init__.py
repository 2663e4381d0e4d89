"""Categories, tasks, domain managers and their registrations. API: ``prism/v4.x``."""

from prism.prism.category import Categories, Category
from prism.prism.domain_manager import DomainManager, DomainManagerConfig, DomainManagers
from prism.prism.registration import Registration, Registrations, RemoteClusterDetails
from prism.prism.task import AffectedEntity, CompletionDetail, Task, TaskOwner, Tasks

__all__ = [
    "AffectedEntity",
    "Categories",
    "Category",
    "CompletionDetail",
    "DomainManager",
    "DomainManagerConfig",
    "DomainManagers",
    "Registration",
    "Registrations",
    "RemoteClusterDetails",
    "Task",
    "TaskOwner",
    "Tasks",
]
