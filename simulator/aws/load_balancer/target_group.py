"""Target groups: a target is an address and a port, and the surroundings tell its health.

moto keeps one port per address, shows every address as healthy at once, and forgets a target when it is deregistered.
"""

from datetime import timedelta
from typing import Any

from moto.core.utils import utcnow
from moto.moto_api import state_manager
from moto.moto_api._internal.managed_state_model import ManagedState

from simulator.aws.base import DOWN, REFUSED, SURROUNDINGS, UP, TargetGroupMixin
from simulator.aws.load_balancer.target_address import check_zone

Health = tuple[str, str | None, str | None]
"""State, reason, description."""

_MODEL = "elbv2::target"
_DELAY = "deregistration_delay.timeout_seconds"
_INITIAL: Health = ("initial", "Elb.RegistrationInProgress", "Target registration is in progress")
_DRAINING: Health = ("draining", "Target.DeregistrationInProgress", "Target deregistration is in progress")
_NOT_REGISTERED: Health = ("unused", "Target.NotRegistered", "Target is not registered to the target group")
_NOT_IN_USE: Health = (
    "unused",
    "Target.NotInUse",
    "Target group is not configured to receive traffic from the load balancer",
)
_STOPPED: Health = ("unused", "Target.InvalidState", "Target is in the stopped state")
_TIMEOUT: Health = ("unhealthy", "Target.Timeout", "Request timed out")
_FAILED: Health = ("unhealthy", "Target.FailedHealthChecks", "Health checks failed")
# A target shows as initial once, then with the result of its first health check.
state_manager.register_default_transition(_MODEL, {"progression": "manual", "times": 1})


class TargetGroup(TargetGroupMixin):
    """Repairs of moto's target group. Targets are kept by address and port."""

    def register(self, targets: list[dict[str, Any]]) -> None:
        if self.target_type != "ip":
            super().register(targets)
        for asked in targets:
            target = {**asked, "Port": int(asked.get("Port") or self.port or 0)}
            if self.target_type == "ip":
                check_zone(target, self.ec2_backend, self.vpc_id)
            key = self._key(target)
            self.targets.pop(target["Id"], None)
            self.deregistered_targets.pop(key, None)
            self.targets.setdefault(key, {**target, "checks": ManagedState(_MODEL, [("initial", "checked")])})

    def deregister(self, targets: list[dict[str, Any]]) -> None:
        for target in targets:
            # AWS tells nothing about a target that does not exist.
            for key in self._keys(target):
                until = utcnow() + timedelta(seconds=int(str(self.attributes[_DELAY])))
                self.deregistered_targets[key] = {**self.targets.pop(key), "until": until}

    def deregister_terminated_instances(self, instance_ids: list[str]) -> None:
        for key, target in list(self.targets.items()):
            if target["Id"] in instance_ids:
                self.terminated_targets[target["Id"]] = self.targets.pop(key)

    def describe_health(self, asked: list[dict[str, Any]], in_use: bool) -> list[dict[str, Any]]:
        """The health of the targets asked for, or of every registered or draining one."""
        draining = {key: item for key, item in self.deregistered_targets.items() if item["until"] > utcnow()}
        known = {**draining, **self.targets}
        if not asked:
            return [self._describe(item, self._health(key, in_use)) for key, item in known.items()]
        described = []
        for target in asked:
            keys = self._keys(target) or [key for key in draining if key == self._key(target)]
            described += [self._describe(known[key], self._health(key, in_use)) for key in keys]
            if not keys:
                port = int(target.get("Port") or self.port or 0)
                described.append(self._describe({**target, "Port": port}, _NOT_REGISTERED))
        return described

    def has_healthy_target(self) -> bool:
        """Whether one of the registered targets passes its health check."""
        return any(self._check(target)[0] == "healthy" for target in self.targets.values())

    def _key(self, target: dict[str, Any]) -> str:
        return f"{target['Id']}:{target.get('Port') or self.port}"

    def _keys(self, target: dict[str, Any]) -> list[str]:
        """The registered targets that a request means: all of an address if it names no port."""
        if target.get("Port"):
            return [key for key in (self._key(target),) if key in self.targets]
        return [key for key, item in self.targets.items() if item["Id"] == target["Id"]]

    def _health(self, key: str, in_use: bool) -> Health:
        target = self.targets.get(key)
        if target is None:
            return _DRAINING
        if not in_use:
            return _NOT_IN_USE
        instance = self.ec2_backend.get_instance_by_id(target["Id"])
        if instance and instance.state == "stopped":
            return _STOPPED
        checks: ManagedState = target["checks"]
        first = checks.status == "initial"
        checks.advance()
        return _INITIAL if first else self._check(target)

    def _check(self, target: dict[str, Any]) -> Health:
        port = target["Port"] if self.health_check_port == "traffic-port" else self.health_check_port
        found = SURROUNDINGS.answer_of(target["Id"], port or 0, self.ec2_backend.region_name)
        if found == DOWN:
            return _TIMEOUT
        if found == REFUSED:
            return _FAILED
        if found == UP or _matches(int(found), (getattr(self, "matcher", None) or {}).get("HttpCode", "200")):
            return "healthy", None, None
        return "unhealthy", "Target.ResponseCodeMismatch", f"Health checks failed with these codes: [{found}]"

    def _describe(self, target: dict[str, Any], health: Health) -> dict[str, Any]:
        state, reason, description = health
        port = target["Port"] if self.health_check_port == "traffic-port" else self.health_check_port
        return {
            "Target": {name: target.get(name) for name in ("Id", "Port", "AvailabilityZone")},
            "HealthCheckPort": str(port),
            "TargetHealth": {"State": state, "Reason": reason, "Description": description},
        }


def _matches(status: int, codes: str) -> bool:
    """Whether a status is in `200,202` or `200-299`."""
    for part in codes.split(","):
        least, _, most = part.partition("-")
        if int(least) <= status <= int(most or least):
            return True
    return False
