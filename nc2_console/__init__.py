"""A client for the NC2 console (cloud.nutanix.com, API v2): clusters on AWS and how many nodes they have.

    console = Console.from_environment()      # None where the environment holds no key
    cluster = console.clusters.find("nc2-osaka", "ap-northeast-3")
    console.clusters.set_nodes(cluster, 6)

The paths, bodies, states and the token are those of Nutanix's own OpenAPI document of the NC2 API v2 (nutanix.dev,
"Nutanix Cloud Clusters API Reference (v2)"); what it leaves open is marked `assumed` where it is used.
"""

from nc2_console.capacity import LEAST_OF_A_TYPE, Capacity, with_nodes
from nc2_console.cluster import Cluster, Clusters, Host
from nc2_console.compatibility import Compatibility, Datacenter, SupportedType, objection
from nc2_console.console import Console
from nc2_console.environment import Settings, read_environment
from nc2_console.errors import (
    ConsoleConfigurationError,
    ConsoleError,
    ConsoleRefusedError,
    ConsoleTaskFailedError,
    ConsoleUnreachableError,
)
from nc2_console.new_cluster import NewAwsCluster
from nc2_console.prism_central import PrismCentral, PrismCentrals
from nc2_console.session import Session
from nc2_console.task import Task
from rest import Timeouts

__all__ = [
    "LEAST_OF_A_TYPE",
    "Capacity",
    "Cluster",
    "Clusters",
    "Compatibility",
    "Console",
    "ConsoleConfigurationError",
    "ConsoleError",
    "ConsoleRefusedError",
    "ConsoleTaskFailedError",
    "ConsoleUnreachableError",
    "Datacenter",
    "Host",
    "NewAwsCluster",
    "PrismCentral",
    "PrismCentrals",
    "Session",
    "Settings",
    "SupportedType",
    "Task",
    "Timeouts",
    "objection",
    "read_environment",
    "with_nodes",
]
