"""The target group of the site's load balancer, where the site has one."""

from operations.look import Check, Status, Survivor

_NAME = "targets"


def look(survivor: Survivor) -> list[Check]:
    arn = survivor.outputs.get("targetGroupArn")
    if not arn:
        return [Check(_NAME, Status.PASS, survivor.name, "no load balancer is configured", "none")]
    answer = survivor.aws("elbv2").describe_target_health(TargetGroupArn=arn)
    states = [
        (target["Target"]["Id"], target["TargetHealth"]["State"]) for target in answer["TargetHealthDescriptions"]
    ]
    if not survivor.model.is_active:
        # The VMs run at the other site: the group must exist, and its targets cannot be healthy yet.
        return [Check(_NAME, Status.PASS, survivor.name, f"{len(states)} registered", "a target group, idle")]
    todo = "The EC2 console shows the health check's reason under Target Groups. Correct it there or in the VM."
    if not states:
        return [Check.of(_NAME, survivor.name, "none registered", good=False, expected="some", what_to_do=todo)]
    return [
        Check.of(_NAME, address, state, good=state == "healthy", expected="healthy", what_to_do=todo)
        for address, state in states
    ]
