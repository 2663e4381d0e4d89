"""Prism Central, simulated: sites with their entities, what recovers VMs between sites, and HTTPS in front of them.

Packages import downwards only, and each other only by what the other's `__init__` names:

    http                                  requests and replies, the control API, the listeners
    world                                 how the world begins, goes on and is kept on disk
    v3                                    the v3 API over the same records
    vmm, dataprotection, datapolicies,
    prism, clustermgmt                    the nouns of the v4 API, one module each
    recovery                              recovery points, replication, recovery plan jobs
    networking                            the nouns of networking, and the management of addresses
    tasks, vms, pairing, odata            what nouns are built with
    model                                 sites, records, the state of the world, the base of nouns
"""

__all__: list[str] = []
