"""What is assumed of NC2 on AWS: its console, its nodes, and what it does in a VPC."""

from operations.assumptions.assumption import Assumption, Verdict

NC2 = (
    Assumption(
        "nc2-writes-routes",
        "NC2 writes the externally routable prefixes of its transit VPC into the main route table of its AWS VPC, to "
        "the interface of the active gateway",
        ("components/network/network.py",),
        "readiness names the table without the route; add it by hand",
        Verdict.SHARPENED,
        "Nutanix TN-2028 v2.6 section 3, BP-2202 v1.4, the example `nc2-fvn_nat-nonat-vms` of the official Terraform "
        "provider, published landing zones",
        probe="the VPC's route tables: which of them lead an overlay prefix to a network interface",
    ),
    Assumption(
        "floating-ips-are-in-flow-subnets",
        "Floating IPs of NC2's external NAT subnet are in the Flow subnets",
        ("components/ingress/load_balancer.py",),
        "the security group blocks the way to the targets, and all targets are unhealthy",
        Verdict.CONFIRMED,
        "Nutanix TN-2028 v2.6; 60 % of a Flow subnet can be used, and each node's interface takes one",
        probe="the addresses of floating IPs beside the VPC's subnets",
    ),
    Assumption(
        "nc2-needs-no-tags",
        "NC2 requires no tags on the VPC and its subnets, and the tags that it sets itself begin with `nutanix`",
        ("topology/site/site.py", "topology/values/names.py"),
        "add them to `tags`; a tag of NC2's with another prefix is removed by a refresh and an up: add the prefix to "
        "`TF_AWS_IGNORE_TAGS_KEY_PREFIXES`",
        Verdict.SHARPENED,
        "NC2's published cluster role may create and delete tags on subnets, interfaces and security groups",
        probe="the keys of the tags on the VPC, its subnets, interfaces and security groups",
    ),
    Assumption(
        "transit-vpc-description",
        "Prism Central takes another description for NC2's transit VPC",
        ("providers/transit_vpc_prefixes.py",),
        "the run ends with Prism Central's words; add the prefix to the transit VPC by hand, and it is used",
        unprobed="it would change the transit VPC",
    ),
    Assumption(
        "gateway-address",
        "The address of an active gateway node is one of its interface's",
        ("operations/readiness/overlay_road.py",),
        "readiness warns of NC2's route although it is right",
        unprobed="readiness itself looks at it",
    ),
    Assumption(
        "groups-of-standing-interfaces",
        "NC2 applies security groups with the tag `tag:nutanix:clusters:external` also to interfaces that exist "
        "already",
        ("components/cluster/access.py",),
        "attach the groups by hand in EC2",
        Verdict.SHARPENED,
        "the Nutanix Bible: when an interface is attached",
        unprobed="readiness itself looks whether the groups are there",
    ),
    Assumption(
        "replication-ports",
        "The ports of the group `replication` are enough for pairing and replication",
        ("topology/cluster_access.py",),
        "open more in the group",
        Verdict.SHARPENED,
        "Nutanix BP-2005 v7.4: TCP 2009, 2020, 9440 and UDP 53; published labs: 2030, 2036, 2073, 2090",
        unprobed="it needs replication that is blocked",
    ),
    Assumption(
        "least-subnet-sizes",
        "Hosts need a subnet of /25 at least, Flow /24, Prism Central /28; AWS's five addresses of a subnet do not "
        "count towards the 60 % that Flow gives to floating IPs",
        ("topology/network/tier_sizes.py",),
        "a smaller subnet is refused needlessly, or a floating IP a few addresses early",
        Verdict.SHARPENED,
        "hosts /25, Prism Central /28, Flow /24, 60 % (Nutanix TN-2028 v2.6, BP-2202 v1.4)",
        probe="the sizes of the subnets that a cluster uses now",
    ),
    Assumption(
        "node-capacity",
        "The controller VM and AHV reserve 8 cores and 64 GiB of a node; 4 virtual CPUs per core; two copies of all "
        "data, 10 % of storage free",
        ("topology/compute/node_type.py", "topology/compute/node_need.py"),
        "too few or too many nodes are requested. Correct `activeNodes` by what Prism Central shows",
        unprobed="no API shows what the controller VM and AHV keep for themselves",
    ),
    Assumption(
        "most-nodes",
        "A cluster has at most 28 nodes, and at most 4 for each placement partition that its region has for the type; "
        "12 nodes of a type are taken in every region that has it",
        ("topology/compute/node_need.py",),
        "readiness warns of more than 12 nodes needlessly, or the NC2 console refuses fewer. Lower `activeNodes`",
        Verdict.SHARPENED,
        "the published OpenAPI document takes 3 to 28 hosts of a type and names no partitions; notes of a Nutanix "
        "engineer: 3 partitions or more, and 7 for 28 nodes; Nutanix TN-2028 v2.6: nodes are in partition placement "
        "groups",
        probe="the placement partitions of the VPC's bare-metal instances, and how many of one type share one",
    ),
    Assumption(
        "compatibility-matrix",
        "`GET /compatibility-matrix` of the NC2 console tells the instance types of a region and their versions of AOS",
        ("nc2_console/compatibility.py",),
        "nothing is known in advance; a request for nodes that the console refuses says why",
        Verdict.OPEN,
        "the published OpenAPI document has the schema, without a number of nodes, and no operation for it",
        probe="whether the console answers there, and for how many regions",
    ),
    Assumption(
        "node-times",
        "How long nodes take to join and to leave, and a hibernated cluster to come back",
        ("topology/compute/node_times.py",),
        "previews and `dr-cost` show wrong durations; the run itself waits as long as needed",
        Verdict.SHARPENED,
        "notes of a Nutanix engineer: a cluster takes about 30 minutes, without Prism Central; Nutanix TN-2028 v2.6: "
        "9.74 TB between a cluster and S3 took 110 minutes, 34 of them for metadata and 59 for data",
        unprobed="it needs a node to come; the report of a failover that changes nodes has the durations",
    ),
    Assumption(
        "node-prices",
        "Prices of bare-metal nodes",
        ("prices/aws-2026-11-nodes.yaml",),
        "previews and `dr-cost` are wrong. Run `prices refresh`",
        unprobed="`prices refresh` reads AWS's price list itself",
    ),
    Assumption(
        "console-words",
        "The NC2 console's words for the state of a host, its list of clusters in one answer, and the fields of a new "
        "cluster as the published deployer sends them",
        ("nc2_console/cluster.py",),
        "the run waits until its timeout, or the console refuses. Scale by hand in the console, without a key",
        Verdict.SHARPENED,
        "the published OpenAPI document has the states of clusters and tasks; a host's `state` is a free string",
        probe="the states of all hosts, and how many clusters one answer has",
    ),
    Assumption(
        "console-errors",
        "The NC2 console returns errors as `error` with code and message, as `errors`, or as text",
        ("nc2_console/answered_errors.py",),
        "the HTTP status and the body of an error are shown as they are",
        Verdict.SHARPENED,
        "a community Terraform provider reads `error`, a published deployer `errors`",
        probe="the answer to a question for a cluster that does not exist",
    ),
    Assumption(
        "new-prism-central-address",
        "The NC2 console shows the address of a new Prism Central as `pc_virtual_ip` or `virtual_ip`, and the other "
        "Prism Central reaches it there; where the console shows none, at the address that the new one's stack uses",
        ("components/cluster/prism_central.py", "nc2_console/prism_central.py"),
        "pair the two by hand; the stack adopts the pairing",
        Verdict.SHARPENED,
        "a published deployer of NC2 on AWS reads `pc_virtual_ip`, `vm_ips` and `vpc`; the published OpenAPI document "
        "describes the same list with `virtual_ip` and `vnet`. How the other site reaches it is not said",
        probe="the Prism Central instances that the console lists beside the clusters, by which fields, and whether "
        "this stack uses one of their addresses",
    ),
)
