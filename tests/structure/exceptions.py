"""Where the code breaks a rule of this folder. A list may only get shorter.

A test fails when an entry is no longer needed. `test_exceptions.py` holds the number of entries.
"""

UPWARD: tuple[str, ...] = ()
"""Imports from a layer above. The operator's commands are being taken apart from the local cloud and the tools."""

CIRCLES: tuple[tuple[str, ...], ...] = ()
"""Modules that import each other."""

LONG_FILES: dict[str, int] = {
    "tests/aws/test_vpn_connections.py": 316,
    "tests/capture/test_capture.py": 302,
    "tests/providers/test_decisions.py": 335,
    "tests/providers/test_failover.py": 451,
    "tests/providers/test_failover_safety.py": 349,
    "tests/providers/test_failover_v3.py": 361,
    "tests/providers/test_ip_retention.py": 436,
    "tests/providers/nc2_cluster/test_nc2_cluster.py": 347,
    "tests/providers/test_store_recovery.py": 394,
}
"""Lines of files that exceed the budget of their kind."""

LONG_FUNCTIONS: dict[str, int] = {
    "tests/aws/transit_gateway/test_prefix_lists.py::test_a_reference_routes_every_entry_and_moves_in_place": 32,
    "tests/capture/_metadata.py::metadata": 33,
    "tests/capture/test_capture.py::test_every_invocation_is_awaited_and_every_instance_reported_by_name": 32,
    "tests/components/test_existing.py::aws": 64,
    "tests/mikrotik/connections.py::describe": 32,
    "tests/operations/test_report_page.py::report": 33,
    "tests/providers/test_engine.py::story": 34,
    "tests/providers/test_failover.py::test_killed_after_any_write_the_next_run_goes_on_and_starts_no_second_job": 33,
    "tests/providers/test_resources.py::test_a_whole_site_can_be_declared": 54,
    "tests/providers/test_secrets.py::lifetime": 40,
    "tests/sdk/side/networking.py::bgp_session_is_made_between_two_gateways": 31,
    "tools/engine/process.py::run": 32,
}
"""Lines of functions that exceed the budget. Most declare resources, one after the other."""

CROWDED: dict[str, int] = {
    "providers": 27,
    "tests/providers": 38,
}
"""Peers of folders that hold too many."""

PRIVATE_USES: tuple[str, ...] = (
    "simulator/aws/load_balancer/load_balancers.py: _certificates",
    "simulator/aws/vpc/nat_gateways.py: _eni",
    "simulator/aws/vpc/peering.py: _status",
    "simulator/aws/vpn/route_propagation.py: _routes",
    "tests/cloud/test_cloud.py: _alone",
    "tests/cloud/test_lifecycle.py: _ROOT",
    "tests/components/test_on_premises.py: _special_secret_sig",
    "tests/components/test_on_premises.py: _special_sig_key",
    "tests/operations/test_drill.py: _clean_up",
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

PROVIDERS_WITHOUT_A_CLIENT_NOUN: tuple[str, ...] = (
    "base",
    "category_members",
    "cut_over",
    "destroy_guard",
    "external_subnet",
    "failover",
    "floating_ips",
    "ip_retention",
    "nat_subnet",
    "nc2_cluster",
    "pairing",
    "prism_site",
    "recovery",
    "source_instances",
    "store_recovery",
    "target_registrations",
)
"""Machinery (base, recovery), kinds of AWS and of the NC2 console, and actions on several kinds of Prism Central."""
