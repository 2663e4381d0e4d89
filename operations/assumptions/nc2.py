"""What is assumed of NC2 on AWS: its console, its nodes, and what it does in a VPC."""

from operations.assumptions.assumption import Assumption, Verdict

NC2 = (
    Assumption(
        "nc2-writes-routes",
        "NC2 writes the overlay's prefixes into its VPC's route tables",
        ("components/network/network.py",),
        "add the routes yourself",
        Verdict.REFUTED,
        "half of it. NC2 writes them for prefixes of its transit VPC only, and into the VPC's main route table only "
        "(Nutanix TN-2028 v2.6, BP-2202 v1.4, published landing zones)",
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
        "least-subnet-sizes",
        "Hosts, Prism Central and Flow need a subnet of /25 at least",
        ("topology/existing/network.py",),
        "smaller existing subnets are refused needlessly",
        Verdict.REFUTED,
        "hosts /25, Prism Central /28, Flow /24 (Nutanix TN-2028 v2.6, BP-2202 v1.4)",
        probe="the sizes of the subnets that a cluster uses now",
    ),
    Assumption(
        "node-capacity",
        "The controller VM and AHV reserve 8 cores and 64 GiB of a node; 4 virtual CPUs per core; two copies of all "
        "data, 10 % of storage free; a cluster has at most 28 nodes",
        ("topology/compute/node_type.py", "topology/compute/node_need.py"),
        "too few or too many nodes are requested. Correct `activeNodes` by what Prism Central shows",
        Verdict.SHARPENED,
        "28 nodes only where a region has 7 placement partitions for the type",
        unprobed="no API shows what the controller VM and AHV keep for themselves",
    ),
    Assumption(
        "node-times",
        "How long nodes take to join and to leave",
        ("topology/compute/node_times.py",),
        "previews and `dr-cost` show wrong durations; the run itself waits as long as needed",
        Verdict.SHARPENED,
        "a cluster takes about 30 minutes by its author, a hibernation of 9.7 TB and its end 34 and 59 minutes",
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
        "The NC2 console returns errors as a list `errors`",
        ("nc2_console/session.py",),
        "only the HTTP status of an error is shown",
        Verdict.REFUTED,
        "a published client reads `error: {code, message}`",
        probe="the answer to a question for a cluster that does not exist",
    ),
    Assumption(
        "new-prism-central-address",
        "The other Prism Central reaches a new one at the address that the new one's stack uses",
        ("components/cluster/prism_central.py",),
        "pair the two by hand; the stack adopts the pairing",
        Verdict.OPEN,
        "the console shows a new Prism Central's address (`pc_virtual_ip`)",
        unprobed="it needs a new Prism Central",
    ),
)
