"""What is assumed of Prism Central's API whatever is asked: listings, tasks, versions, objects."""

from operations.assumptions.assumption import Assumption, Verdict

PRISM_CENTRAL = (
    Assumption(
        "refusals-that-pass",
        "A write that is answered with 409 or 423 has done nothing, and another operation on the object may end within "
        "seconds",
        ("prism/contention.py",),
        "what does not pass, such as an object in use, is told a few seconds later",
        Verdict.OPEN,
        "the API's clients list no statuses; Nutanix's Terraform provider repeats refused power actions five times",
        unprobed="two writers at once would be needed",
    ),
    Assumption(
        "listing-totals",
        "`totalAvailableResults` (v3: `total_matches`) counts the objects that the filter lets pass, and a listing "
        "without an order keeps one order",
        ("prism/listing.py", "prism/v3/documents.py"),
        'listings end with "its pages held N of M objects"',
        probe="the totals of two lists of VMs, one with a filter that no VM passes; the order of two equal lists",
    ),
    Assumption(
        "order-by-id",
        "VMs and recovery points can be ordered by `extId`",
        ("prism/collection.py",),
        "they are listed in Prism Central's own order; one more request per kind and run",
        probe="both lists with `$orderby=extId`",
    ),
    Assumption(
        "pages-show-changes",
        "Nothing shows that between two pages one object was deleted and another created",
        ("prism/listing.py",),
        "an object is missed in one look; whatever is powered off or deleted is looked at again",
        unprobed="what nothing shows cannot be looked at",
    ),
    Assumption(
        "no-negotiation-is-v4-0",
        "A Prism Central that answers version negotiation with 404 serves v4.0",
        ("prism/http/negotiation.py",),
        "calls fail with 404, and the error names the path",
        probe="the answer to the negotiation of each namespace; after a 404, a list in v4.0",
    ),
    Assumption(
        "date-is-its-own-clock",
        "The `Date` of Prism Central's answers is its own clock",
        ("providers/recovery/when.py",),
        "ages of recovery points are counted by the clock of a gateway in between",
        probe="that header beside the time of the newest task",
    ),
    Assumption(
        "task-operations",
        "A task that names no objects yet has an operation such as `CreateVpc`",
        ("providers/base/twins.py",),
        "a create that a killed run left running is not waited for; refresh shows the twin, the next up removes it",
        probe="the operations of the newest tasks that made VPCs, subnets, VMs, floating IPs or recovery plans",
    ),
    Assumption(
        "in-use-is-kept",
        "Prism Central refuses to delete an object in use",
        ("providers/base/twins.py",),
        "a twin that somebody has begun to use is deleted",
        probe="the deletion of a category that a VM has",
        scratch=True,
    ),
    Assumption(
        "description-length",
        "A description holds 1,000 characters",
        ("providers/base/marker.py",),
        "a mark is refused and told; the VM is off, and known by its id",
        probe="a VM with such a description, read back",
        scratch=True,
    ),
    Assumption(
        "nic-form-of-v4-0",
        "The v4.0 form of a NIC has the same fields as the newer form",
        ("prism/vmm/vm_nic.py",),
        "Prism Central names the field it refuses",
        Verdict.CONFIRMED,
        "models of the official Python SDK ntnx-vmm 4.3.2: only `ipv6Info` is new",
        probe="the fields of the NICs of the first VMs, in both forms where both are shown",
    ),
    Assumption(
        "subnet-prefix-is-fixed",
        "The prefix of a subnet cannot be changed",
        ("providers/subnet.py", "providers/external_subnet.py"),
        "the subnet is replaced, although an update would be enough",
        unprobed="it needs a network of its own, and an answer of yes would have changed it",
    ),
    Assumption(
        "route-next-hop-changes",
        "A route's next hop can be changed, its destination cannot",
        ("providers/route.py",),
        "the route is replaced, although an update would be enough",
        Verdict.OPEN,
        'the official Go client has "Update the specified user-configured route" and no more',
        unprobed="it needs a VPC of its own",
    ),
    Assumption(
        "unregister-etag",
        "`unregister` takes the domain manager's ETag",
        ("prism/prism/domain_manager.py",),
        "a Pairing cannot be destroyed; unregister by hand, then `pulumi state delete`",
        Verdict.OPEN,
        "two official clients differ: the Terraform provider sends clustermgmt's ETag, the Ansible collection none",
        unprobed="it would end a pairing",
    ),
    Assumption(
        "two-external-subnets",
        "A VPC can have one external subnet with NAT and one without, and it answers through the one that its route "
        "for the client's prefix names",
        ("components/overlay/overlay.py", "providers/vpc.py"),
        "the load balancer's health checks fail. Give the web VMs their own VPC with NAT",
        Verdict.SHARPENED,
        "Nutanix BP-2202 v1.4: at most one of each for a VPC; the field `supportedMultipleExternalSubnetType` of a VPC "
        "says what its Prism Central allows. The way of the answer is not documented",
        probe="that field, and the VPCs that have two external subnets now",
    ),
    Assumption(
        "nic-actions-offered",
        "404, 405 and 501 on an action of a NIC say that it is not offered",
        ("prism/vmm/nic_actions.py",),
        "an address is not given back; it is told by VM",
        unprobed="every version that is known has the actions",
    ),
    Assumption(
        "hot-nics",
        "Where a NIC cannot be moved in place, AHV adds and removes NICs of a running VM, and accepts a new NIC with "
        "the MAC address of a removed one",
        ("providers/ip_retention/run.py",),
        "the VM is refused by name. Power it off for its retention",
        Verdict.CONFIRMED,
        "the official Terraform provider powers a VM off for other changes, not for NICs. Of the address of a removed "
        "NIC nothing is said",
        probe="a NIC added to a VM that runs, removed, and added again with the same MAC address",
        scratch=True,
    ),
)
