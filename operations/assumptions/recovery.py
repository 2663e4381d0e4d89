"""What is assumed of protection and of recovery plan jobs."""

from operations.assumptions.assumption import Assumption, Verdict

RECOVERY = (
    Assumption(
        "pairing-synchronises",
        "Paired Prism Centrals synchronise categories, protection policies and recovery plans under the same ids; "
        "what both sides have changed while apart stays as it is at each until one side is forced",
        ("components/protection/protection.py",),
        "the recovery site's stack refuses: it does not find the plan. Create the plan there too",
        Verdict.SHARPENED,
        "Nutanix BP-2005 v7.4: the categories used in policies and plans are synchronised too; if both sides change "
        "while they are apart, it stops until a forced synchronisation. The Python SDK ntnx-datapolicies 4.1.1 has "
        "`entity-sync-policies` with one id for both sides",
        probe="`entity-sync-policies`: which kinds are in step",
    ),
    Assumption(
        "task-names-job",
        "A failover action's task names the job (`dataprotection:config:recovery-plan-job`)",
        ("prism/dataprotection/recovery_plan_job.py",),
        "it is found by its name",
        Verdict.CONFIRMED,
        "comments of the official Go client: the completion detail `recoveryPlanJobExtId`, and the entities affected",
        probe="the newest tasks of a plan's actions; with --scratch the task of a validation",
    ),
    Assumption(
        "task-names-plan",
        "The task of a plan's creation names the plan",
        ("prism/datapolicies/recovery_plan.py",),
        "it is found by its name",
        Verdict.SHARPENED,
        "the Ansible collection of 2026 fails unless it finds `datapolicies:config:recovery-plan` there",
        probe="the newest tasks that made a plan; with --scratch the task of a plan's creation",
    ),
    Assumption(
        "points-show-vms",
        "Replicated recovery points show the captured VM, with its memory and NICs, in `vmm/.../vm-recovery-points`",
        ("providers/failover/facts.py",),
        "capacity, networks and addresses are not checked before a failover. Prism Central's validation still checks "
        "them",
        Verdict.SHARPENED,
        "the Python SDK's `VmRecoveryPoint.vm` is a whole VM; nothing says that it is filled for replicated points",
        probe="memory and NICs of the recovery points that came from the other site",
    ),
    Assumption(
        "parts-that-stay-behind",
        "A VM's category does not protect the volume groups of its disks, and a GPU or a vTPM's secrets need not come "
        "over; recovery points show these parts of the VM that they captured. Affinity policies are not carried over",
        ("providers/recovery/not_brought.py", "operations/readiness/vm_parts.py"),
        "a failover warns of parts that come, or does not warn of those that stay",
        Verdict.SHARPENED,
        "the Python SDKs: a recovery point has `volumeGroupRecoveryPoints` beside those of its VMs, and a VM's disk is "
        "either a `VmDisk` or an `ADSFVolumeGroupReference`; nothing says what becomes of GPUs and vTPMs",
        unprobed="it needs a failover of a VM with such parts",
    ),
    Assumption(
        "ip-mapping-flag",
        "Without `isIpMappingEnabled` a recovered VM may get any address of the target's DHCP, and a plan ignores the "
        "static IP mappings and floating IPs of its settings",
        ("providers/recovery_plan/parts.py",),
        "the flag has no effect",
        Verdict.SHARPENED,
        "the Python SDK ntnx-datapolicies 4.3.2: without it a VM may come with any address of the target's DHCP",
        unprobed="it needs a failover with the flag and one without",
    ),
    Assumption(
        "schedule-is-filled-in",
        "Prism may fill in a schedule's start time and suspend timeout",
        ("providers/protection_policy/schedules.py",),
        "nothing: undeclared fields are not compared",
        Verdict.SHARPENED,
        "the policy's documentation has a default for the suspend timeout; without a start time it begins at once",
        probe="those fields of the protection policies",
    ),
    Assumption(
        "recovered-vm-times",
        "The creation time of a recovered VM is when it was recovered, and a recovered VM keeps its BIOS UUID",
        ("prism/vmm/vm.py", "providers/recovery/making_way.py"),
        "only where the other stack's program publishes no ids, and in tiers of a store: a stale copy is kept and "
        "named although it could be removed, or it is removed for an older recovery point",
        probe="VMs that a failover job brought here: their times beside the job's, their BIOS UUIDs beside those of "
        "their recovery points",
    ),
    Assumption(
        "job-names-both-vms",
        "The result of a recovery plan job names the VM at the source and the VM at the target",
        ("prism/dataprotection/execution_step.py",),
        "nothing is known by id: a site stands down by category, and stale copies go by BIOS UUID or name",
        Verdict.CONFIRMED,
        "the Python SDK's `EntityRecoveryResult` has `sourceEntityExtId` and `recoveredEntityExtId`",
        probe="the results of the newest failover jobs",
    ),
    Assumption(
        "step-names-vm",
        "A step of a job names the recovered VM, and its result names the source VM",
        ("operations/report/job_times.py",),
        "a report names copies instead of machines",
        Verdict.CONFIRMED,
        "the Python SDK: a step's `affectedEntities`, a result's `name` of the recovered entity",
        probe="the steps of the newest failover jobs",
    ),
    Assumption(
        "recovery-point-names",
        "A protection policy names its recovery points after the VM and the moment",
        ("prism/dataprotection/recovery_point.py",),
        "a preview shows the newest recovery point under another name",
        probe="the names of recovery points whose VM is here",
    ),
    Assumption(
        "planned-failover-moves",
        "A planned failover removes the source copies when it has succeeded",
        ("providers/failover/takeover.py",),
        "the source stack's next up powers them off",
        Verdict.SHARPENED,
        'the official Go client: "VMs are powered off on the source before migrating it"; published labs find them '
        "gone from the source",
        probe="VMs that a planned failover has taken from here",
    ),
    Assumption(
        "validation-finds-lost-source",
        "`validate` reports an unreachable source in the error group CONNECTIVITY, or counts as unplanned without it",
        ("providers/failover/takeover.py",),
        "a planned failover fails with Prism Central's own message",
        Verdict.SHARPENED,
        "the Python SDK ntnx-dataprotection 4.4.2: the kind of a validation follows the source's reachability, so a "
        "lost source may be reported as nothing. The pairing is looked at as well",
        unprobed="it needs a source that does not answer",
    ),
    Assumption(
        "address-is-kept",
        "A recovered VM keeps its address if the mapped subnets have the same CIDR and the mapping keeps addresses, "
        "with AHV IPAM or Nutanix Guest Tools",
        ("providers/failover/facts.py",),
        "it is compared with its recovery point's after each failover and given back; what cannot be is told by VM",
        Verdict.SHARPENED,
        "Nutanix BP-2005 v7.4: it does with addresses that AHV manages; without those it needs Nutanix Guest Tools",
        probe="VMs that a failover job brought here: their addresses beside those of their recovery points",
    ),
    Assumption(
        "stores-of-its-own",
        "A Prism Central lists the recovery point stores of its own domain manager",
        ("providers/protection_policy/stores.py",),
        "the preview refuses a store that exists",
        probe="the list of stores",
    ),
    Assumption(
        "new-prism-central",
        "A new Prism Central is unpaired and has no categories and no recovery point store. Pairing brings the "
        "categories, with the other Prism Central's ids",
        ("providers/store_recovery/categories.py",),
        "restored VMs have no category. Add it by hand before the failback",
        Verdict.SHARPENED,
        "Prism Central can back itself up to S3 and come back with plans, categories and pairing (official Go client, "
        "`domain_manager_backups`)",
        unprobed="it needs a new Prism Central",
    ),
    Assumption(
        "test-network",
        "A test VPC can have the overlay's prefixes in the same Prism Central, and the copies of a test failover keep "
        "their addresses in it",
        ("components/overlay/overlay.py", "operations/report/recovered_vms.py"),
        "the drill's network and address checks fail",
        Verdict.SHARPENED,
        "addresses of overlays may overlap across VPCs; only externally routable prefixes may not. The addresses of "
        "copies are as for any recovered VM",
        probe="VPCs whose subnets have the same prefix",
    ),
    Assumption(
        "address-warnings",
        "A validation warning about the address of a VM is of the error group NETWORK",
        ("providers/failover/takeover.py",),
        "a VM may come with another address, which is compared and given back afterwards",
        unprobed="it needs a plan whose validation warns of an address",
    ),
    Assumption(
        "nics-keep-order",
        "The NICs of a recovered VM keep their MAC addresses or their order",
        ("providers/recovery/kept_addresses.py",),
        "the addresses of a VM with several NICs may be given to the wrong ones. Check them by hand",
        unprobed="it needs a failover of a VM with several NICs",
    ),
    Assumption(
        "guest-tools-are-shown",
        "VMs and captured VMs show `guestTools` and the addresses that were learned from the guest",
        ("operations/readiness/guest_tools.py",),
        "VMs whose address only the guest knows are not named before a failover",
        Verdict.SHARPENED,
        "the Python SDK ntnx-vmm 4.3.2 has both fields",
        unprobed="a VM without them is not told from one without Nutanix Guest Tools",
    ),
    Assumption(
        "prism-central-restore",
        "The restore actions answer at the Prism Element of the new cluster, and a restored Prism Central brings "
        "pairing, categories, policies, plans and stores",
        ("operations/prism_central/backup.py",),
        "use the new Prism Central as it is: the stacks make its objects anew",
        Verdict.SHARPENED,
        "the official Go client's `domain_manager_backups`: backup targets, restore points and `$actions/restore`",
        unprobed="it needs a new Prism Central",
    ),
    Assumption(
        "clean-up-takes-all",
        "The clean-up of a plan removes the copies of its last test alone",
        ("operations/drill/drill.py",),
        "nothing: a drill waits for the clean-up of an earlier one, and deletes what is left by the ids of its job",
        Verdict.CONFIRMED,
        'the official Go client: "entities recovered in the last test failover action"',
        probe="copies of test failovers that are here although their plan was tested again since",
    ),
    Assumption(
        "first-stage-starts",
        "If several stages of a plan match a VM, the first one starts it",
        ("topology/protection/category.py",),
        "the validation of a failover names the VM. Put every protected VM into exactly one stage",
        unprobed="it needs a failover of a VM of two stages",
    ),
    Assumption(
        "policy-names-store",
        "A protection policy names the recovery point store together with the Prism Central that it was added to",
        ("components/protection/tier.py",),
        "Prism Central refuses the tier's policy",
        Verdict.SHARPENED,
        "the Python SDK's `ReplicationLocation` has both; whose Prism Central it is is not said",
        probe="the locations of the protection policies that name a store",
    ),
    Assumption(
        "stores-show-vms",
        "The VM service shows the configuration of VMs in a recovery point store",
        ("providers/store_recovery/look.py",),
        "the preview says that sizes are unknown; Prism Central maps the networks",
        probe="memory and NICs of recovery points that no cluster holds",
    ),
    Assumption(
        "restore-task",
        'A restore task that names no object yet has an operation with "restore" in its name; a done one names its '
        "VMs in "
        "the detail `vmExtIds`, one text with commas or a list",
        ("providers/store_recovery/restore.py",),
        "a run does not wait for a restore that a killed run left. Look for a second copy of its VM",
        Verdict.SHARPENED,
        "the official Go client names the completion details `vmExtIds` and `volumeGroupExtIds`, not the operation",
        probe="the operations of the newest tasks with those details",
    ),
)
