"""What is assumed of AWS."""

from operations.assumptions.assumption import Assumption, Verdict

AWS = (
    Assumption(
        "peering-across-accounts",
        "Transit gateways of two accounts in one region can be peered",
        ("topology/existing/gateway_requests.py",),
        "the owner attaches the site's VPC to its gateway and leads the prefixes by hand at each failover",
        Verdict.SHARPENED,
        "EC2's CreateTransitGatewayPeeringAttachment takes the account of the peer, and AWS announced peering within a "
        "region for separately administered gateways; of two editions of its guide one says that the peer may be of "
        "another account, the other that it must be of the same",
        unprobed="it needs a gateway of another account",
    ),
    Assumption(
        "refused-targets",
        "AWS refuses a call of many targets for one of them with `InvalidTarget`, `TooManyTargets`, "
        "`TooManyRegistrationsForTargetId` or `ValidationError`",
        ("providers/target_registrations/run.py",),
        "the registration fails as a whole, with AWS's words, until that target is mended",
        unprobed="a refused registration is a write to a load balancer that serves",
    ),
    Assumption(
        "failing-ec2-comes-back",
        "An EC2 control plane that answers with failures in a disaster works again while the AWS provider tries, or "
        "before the next run",
        ("components/answers.py",),
        "the VMs are recovered and the run fails at their routes, again with each run, until EC2 works",
        unprobed="it needs EC2's control plane to fail",
    ),
    Assumption(
        "prefix-list-reference",
        "Traffic continues while AWS changes the attachment of a prefix-list reference, and BGP announces references "
        "like static routes",
        ("components/gateway/workload_routes.py", "components/on_premises/connection.py"),
        "a failover has a moment without a route; a VPN needs static routes in its route table",
        Verdict.SHARPENED,
        "AWS documents a reference's routes as of type propagated, a static route of the same prefix as stronger, and "
        "a state `modifying`; of traffic meanwhile and of BGP it says nothing",
        probe="the types of the routes that prefix lists have made in the transit gateway's tables",
    ),
    Assumption(
        "peering-in-one-region",
        "A peering inside one region is one attachment, with one set of tags, known to the route tables of both "
        "gateways",
        ("components/tags.py", "simulator/aws/transit_gateway/peering.py"),
        "a refresh shows tags that differ",
        probe="how many attachments each peering inside the region has",
    ),
    Assumption(
        "gateway-endpoint-names",
        "Gateway endpoints' service names begin with `com.amazonaws.` where NC2 is offered",
        ("components/network/gateway_endpoints.py",),
        "AWS names the service it does not know; set `gatewayEndpoints: []`",
        Verdict.CONFIRMED,
        "NC2's published list of regions has none in China",
        probe="the names of the region's endpoint services",
    ),
    Assumption(
        "run-command-rights",
        "An SSM agent needs no other rights for Run Command than those listed",
        ("components/migration/migration.py",),
        "capture by SSM reports the instance as unknown. Add the rights that the agent's log names",
        Verdict.OPEN,
        "the rights are the Run Command part of AWS's own policy AmazonSSMManagedInstanceCore",
        probe="whether instances with this role's profile are managed instances",
    ),
    Assumption(
        "deleted-peering-association",
        "Disassociating a peering that the other site has deleted is answered with `InvalidAssociation.NotFound` or "
        "`Resource.NotFound`",
        ("simulator/aws/transit_gateway/relations.py",),
        "`pulumi destroy --refresh` on the second",
        Verdict.CONFIRMED,
        "public controllers (AWS Landing Zone Accelerator, Gardener) take both for gone",
        unprobed="it needs a peering to be deleted",
    ),
    Assumption(
        "price-list-words",
        "AWS's price list has the service codes, usage types and attributes that public copies of it show",
        ("costs/refresh/queries.py",),
        "the refresh names each missing charge",
        unprobed="`prices refresh` asks with each of them and names what is missing",
    ),
    Assumption(
        "transfer-across-zones",
        "Transfer across zones of one region through a transit gateway costs only its data processing",
        ("costs/peering.py",),
        "the comparison for two sites in one region is wrong",
        Verdict.CONFIRMED,
        "AWS's announcement of April 2022",
        unprobed="only a bill shows it",
    ),
    Assumption(
        "osaka-prices",
        "Osaka's prices are Tokyo's, except S3's",
        ("prices/aws-2026-09.yaml", "costs/tables/estimate.py"),
        "refresh or override them; `make cost` marks them",
        unprobed="`prices refresh` reads AWS's price list itself",
    ),
    Assumption(
        "quota-codes",
        "Codes of AWS's service quotas; NC2 makes its nodes in the account that this project runs in",
        ("aws/quotas.py",),
        "the quota is reported as unknown; with another account, look at its quota by hand",
        Verdict.CONFIRMED,
        "AWS's pages of quotas, and public checkers that use the same codes",
        probe="the name that Service Quotas has for each code",
    ),
    Assumption(
        "github-commands",
        "GitHub's runner takes `::name` at the beginning of a line and `##[name]` anywhere as a command",
        ("plain_text.py",),
        "a name of others has an effect on the CI run",
        unprobed="it is the CI's runner, which no site has",
    ),
    Assumption(
        "store-bucket-rights",
        "These S3 actions are enough for MST",
        ("components/protection/recovery_point_bucket.py",),
        "the store is unhealthy and says why. Add the action to its user by hand",
        Verdict.OPEN,
        "NC2's own S3 role has the same actions on objects and multipart uploads",
        probe="the states of the recovery point stores",
    ),
)
