"""Where the code breaks a rule of this folder. A list may only get shorter.

A test fails when an entry is no longer needed. `test_exceptions.py` holds the number of entries.
"""

UPWARD: tuple[str, ...] = ()
"""Imports from a layer above."""

CIRCLES: tuple[tuple[str, ...], ...] = ()
"""Modules that import each other."""

LONG_FILES: dict[str, int] = {
    "prism/collection.py": 306,
    "tests/aws/test_vpn_connections.py": 316,
    "tests/capture/test_capture.py": 348,
    "tests/histories/invariants.py": 350,
    "tests/histories/world.py": 323,
    "tests/mikrotik/model_router.py": 329,
    "tests/providers/test_decisions.py": 352,
    "tests/providers/test_failover.py": 476,
    "tests/providers/test_failover_safety.py": 363,
    "tests/providers/test_failover_v3.py": 361,
    "tests/providers/test_ip_retention.py": 436,
    "tests/providers/test_nc2_cluster.py": 411,
    "tests/providers/test_store_recovery.py": 394,
    "tests/topology/test_wrong_configuration.py": 1319,
}
"""Lines of files that exceed the budget of their kind."""

LONG_FUNCTIONS: dict[str, int] = {
    "benchmarks/_terraform.py::_peering": 37,
    "benchmarks/landing_zone.py::terraform": 33,
    "capture/ssm.py::capture_by_ssm": 31,
    "components/existing/network.py::look_up_network": 33,
    "components/existing/transit_gateway.py::look_up_transit_gateway": 36,
    "components/gateway/peering.py::peer": 33,
    "components/gateway/routes.py::WorkloadRoutes.__init__": 31,
    "components/gateway/transit_gateway.py::TransitGateway.__init__": 33,
    "components/gateway/vpc_peering.py::VpcPeering.__init__": 46,
    "components/ingress/load_balancer.py::LoadBalancer.__init__": 33,
    "components/ingress/load_balancer.py::LoadBalancer._security_group": 32,
    "components/migration/source.py::MigrationSource.__init__": 39,
    "components/network/flow_logs.py::FlowLogs._guards": 31,
    "components/on_premises/direct_connect.py::DirectConnectGateway.__init__": 31,
    "components/overlay/overlay.py::Overlay.__init__": 66,
    "components/protection/protection.py::Protection.__init__": 66,
    "components/protection/protection.py::Protection._protect_cluster_tiers": 40,
    "components/protection/recovery_point_bucket.py::RecoveryPointBucket._guard": 36,
    "components/protection/tier.py::protect_tier": 53,
    "components/recovery/on_demand.py::on_demand": 33,
    "costs/tables/standby.py::text": 35,
    "nc2_console/cluster.py::NewAwsCluster.body": 43,
    "prism/waiting.py::wait": 31,
    "tests/aws/test_transit_gateway_prefix_lists.py::test_a_reference_routes_every_entry_and_moves_in_place": 32,
    "tests/capture/_metadata.py::metadata": 33,
    "tests/capture/test_capture.py::test_every_invocation_is_awaited_and_every_instance_told_by_name": 32,
    "tests/components/test_existing.py::aws": 64,
    "tests/histories/estate.py::Estate.make": 32,
    "tests/histories/settlement.py::settle": 34,
    "tests/mikrotik/connections.py::describe": 32,
    "tests/operations/test_report_page.py::report": 33,
    "tests/prism/conftest.py::_handler": 44,
    "tests/providers/test_engine.py::story": 34,
    "tests/providers/test_failover.py::test_killed_after_any_write_the_next_run_goes_on_and_starts_no_second_job": 33,
    "tests/providers/test_resources.py::test_a_whole_site_can_be_declared": 54,
    "tests/providers/test_secrets.py::lifetime": 40,
    "tests/sdk/side/networking.py::bgp_session_is_made_between_two_gateways": 31,
    "tools/engine/process.py::run": 33,
    "topology/build.py::_model": 36,
    "topology/compute/node_need.py::nodes_needed": 36,
}
"""Lines of functions that exceed the budget. Most declare resources, one after the other."""

CROWDED: dict[str, int] = {
    "tests/histories": 29,
    "tests/providers": 42,
}
"""Peers of folders that hold too many."""

PRIVATE_USES: tuple[str, ...] = (
    "simulator/aws/load_balancer/load_balancers.py: _certificates",
    "simulator/aws/vpc/nat_gateways.py: _eni",
    "simulator/aws/vpc/peering.py: _status",
    "simulator/aws/vpn/route_propagation.py: _routes",
    "tests/cloud/test_cloud.py: _alone",
    "tests/cloud/test_lifecycle.py: _ROOT",
    "tests/components/test_front.py: _certificate",
    "tests/components/test_on_premises.py: _special_secret_sig",
    "tests/components/test_on_premises.py: _special_sig_key",
    "tests/components/test_site_outputs.py: components.site_outputs._PAUSE",
    "tests/operations/test_drill.py: _clean_up",
    "tests/prism/_soak.py: _world",
    "tests/providers/base/test_late_task.py: _waiting",
    "tests/providers/base/test_sentences.py: _abort_with_traceback",
    "tests/sdk/side/transport.py: _ApiClient__cookie",
)
"""Private names used beyond their folder."""

WITHOUT_EXPORTS: tuple[str, ...] = ()
"""Faces that do not say what they export."""

BESIDE_THE_FACE: tuple[str, ...] = ()
"""Imports that go past the face of a closed package."""

SHIMS: tuple[str, ...] = ()
"""Files that only pass names on."""

DEVELOPMENT_PACKAGES: tuple[str, ...] = ()
"""Packages of requirements/dev.txt that the operator's code imports."""

CLIENT_NOUNS_WITHOUT_A_SIMULATED_ONE: tuple[str, ...] = ()
"""Kinds of the client that the simulator does not know."""

PROVIDERS_WITHOUT_A_CLIENT_NOUN: dict[str, str] = {
    "base": "machinery of every provider, and no noun",
    "category_members": "a set: the VMs of a category, and no object of its own",
    "cut_over": "a decision of the migration, and no object of an API",
    "external_subnet": "a subnet of the external kind, which has other inputs than a subnet of the overlay",
    "failover": "the operator's word; Prism Central runs it as a recovery_plan_job",
    "floating_ips": "a set: every floating_ip of a site",
    "ip_retention": "a set: the vm_nics of every migrated VM",
    "nat_subnet": "a subnet that NC2 makes, and that is only looked up",
    "nc2_cluster": "an object of the NC2 console, and not of Prism Central",
    "pairing": "the operator's word; Prism Central calls it a registration",
    "prism_site": "a look at three objects: domain_manager, cluster and vpc",
    "recovery": "machinery of failover and store_recovery, and no noun",
    "source_instances": "a set of EC2 instances, which are objects of AWS",
    "store_recovery": "restores VMs from a recovery_point_store, by calls of many nouns",
    "target_registrations": "a set of targets of a load balancer, which are objects of AWS",
}
"""Providers that do not have the name of a noun of Prism Central's client, and why."""
