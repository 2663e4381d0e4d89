"""The JSON types of attributes, by name. Every body is checked against them before a noun sees it.

In v4 an attribute's name tells its type. A name that has different types in different entities is in no table and is
not checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from simulator.prism.model import SchemaRefusal

_DEEPEST = 32


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_OBJECTS = _names(
    "apcConfig association availabilityZone bootConfig checksum cluster commonDhcpOptions credentials dataSource"
    " deployment destination dhcpOptions diskAddress externalSubnet floatingIp guestCustomization guestTools"
    " highAvailabilityGroup host igmpSpec inGuestScriptExecutionConfig ipPool ipSubnet ipv4 ipv4Config ipv4Info ipv6"
    " localBgpService networkFunctionChain networkInfo nexthop nicBackingInfo nicNetworkInfo nicSpec owner"
    " ownershipInfo policyAction policyMatch postFailoverBehaviour primaryCluster primaryFloatingIp primaryLocation"
    " primaryNetwork primaryTestFloatingIp primaryTestNetwork project recoveryCluster recoveryFloatingIp"
    " recoveryLocation recoveryNetwork recoverySetting recoveryTestFloatingIp recoveryTestNetwork reference"
    " remoteBgpService replicationSubLocation retention schedule services sourceCluster sourceLocation storageConfig"
    " storageContainer subnet subnetPrefix targetCluster vmOverrideSpec vpc vtpmConfig witness backingInfo"
    " remoteCluster config"
)
_OBJECT_LISTS = _names(
    "activeGatewayNodes categories cdRoms clusters destinationPortRanges disks entities externalDhcpServers"
    " externalSubnets externallyRoutablePrefixes externallyRoutablePrefixesToAdvertise failoverDirections"
    " floatingIpAssociations gpus hosts interfaces ipMappings locationReferences nexthops nicOverrideList"
    " nics policies poolList postActions replicationConfigurations replicationLocations rerouteParams serialPorts"
    " sourcePortRanges vmRecoveryPointRestoreOverrides vmRecoveryPoints volumeGroupAttachments"
    " volumeGroupRecoveryPoints dynamicIpAddresses externalIps ipAddresses reservedIpAddresses"
    " secondaryIpAddressList serviceAddresses hostCategories"
)
_STRING_LISTS = _names(
    "bootOrder categoryExtIds categoryIds clusterExtIds clusterLocationExtIds clusterUuids customAttributes"
    " enabledCpuFeatures gatewayNodes nicRemoveList searchDomains sharedWithProjects"
)
_INTEGERS = _names(
    "activeGatewayCount asn count delaySecs diskSizeBytes dynamicRoutePriority endPort frequency index"
    " memorySizeBytes mtu networkId numCoresPerSocket numNumaNodes numQueues numSockets numThreadsPerCore"
    " prefixLength priority recoveryPointObjectiveTimeSeconds sizeBytes startPort timeoutSecs vlanId"
)
_STRINGS = _names(
    "actionType bondMode busType cloudType description domainName entityType expirationTime extId isoType key label"
    " macAddress machineType migrateType model name nexthopType nicType powerState protocolType recoveryPointType"
    " recoveryReferenceTime remoteLocationLabel reserveType restoreTime routeType scope sourceLocationLabel"
    " startTime subnetName subnetType type unreserveType vlanMode vpcType clientContext username"
)
_FLAG = re.compile(r"(is|has|should)[A-Z]")
_Test = Callable[[Any], bool]


def check(body: Any) -> None:
    """Raise SchemaRefusal for a body with attributes of the wrong JSON type; it names the place of each."""
    faults = list(_faults(body, "", 0))
    if faults:
        raise SchemaRefusal(*faults)


def _faults(value: Any, where: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEEPEST:
        yield where, f"Is nested more than {_DEEPEST} levels deep."
    elif isinstance(value, dict):
        for name, inner in value.items():
            place = f"{where}.{name}" if where else name
            expected = _expected(name)
            if expected is not None and not expected[0](inner):
                yield place, f"Must be {expected[1]}."
            else:
                yield from _faults(inner, place, depth + 1)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _faults(item, f"{where}[{number}]", depth + 1)


def _expected(name: str) -> tuple[_Test, str] | None:
    for names, test, words in _TESTS:
        if name in names:
            return test, words
    if _FLAG.match(name):
        return _is(bool), "true or false"
    return (_is(str), "a string") if name.endswith("ExtId") else None


def _is(kind: type) -> _Test:
    return lambda value: isinstance(value, kind)


def _integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _list_of(kind: type) -> _Test:
    return lambda value: isinstance(value, list) and all(isinstance(item, kind) for item in value)


_TESTS: tuple[tuple[frozenset[str], _Test, str], ...] = (
    (_STRINGS, _is(str), "a string"),
    (_OBJECTS, _is(dict), "an object"),
    (_OBJECT_LISTS, _list_of(dict), "a list of objects"),
    (_STRING_LISTS, _list_of(str), "a list of strings"),
    (_INTEGERS, _integer, "an integer"),
)
