"""Web ACLs: the capacity of their rules, the managed rule groups that exist, and the resources they protect.

moto gives every web ACL a capacity of 3, accepts rule groups that do not exist, associates a web ACL with a load
balancer that does not exist, and deletes one that is in use.
"""

from typing import Any

from moto.core.exceptions import JsonRESTError
from moto.elbv2.models import elbv2_backends
from moto.wafv2.exceptions import WAFNonexistentItemException
from moto.wafv2.models import FakeWebACL

from simulator.aws.base import WebAclMixin

_LIMIT = 5000
_RATE = 2
# assumed: the capacity of any other statement. AWS's table is long, and nothing here uses the rest.
_OTHER = 1
_MANAGED = {
    "AWSManagedRulesCommonRuleSet": 700,
    "AWSManagedRulesAdminProtectionRuleSet": 100,
    "AWSManagedRulesKnownBadInputsRuleSet": 200,
    "AWSManagedRulesSQLiRuleSet": 200,
    "AWSManagedRulesLinuxRuleSet": 200,
    "AWSManagedRulesUnixRuleSet": 100,
    "AWSManagedRulesWindowsRuleSet": 200,
    "AWSManagedRulesPHPRuleSet": 100,
    "AWSManagedRulesWordPressRuleSet": 100,
    "AWSManagedRulesAmazonIpReputationList": 25,
    "AWSManagedRulesAnonymousIpList": 50,
    "AWSManagedRulesBotControlRuleSet": 50,
}


class _Refused(JsonRESTError):
    code = 400


class WebAclBackend(WebAclMixin):
    """Repairs of moto's firewall backend."""

    def create_web_acl(self, *args: Any, **kwargs: Any) -> FakeWebACL:
        made = super().create_web_acl(*args, **kwargs)
        try:
            made.capacity = _capacity(made)
        except JsonRESTError:
            del self.wacls[made.arn]
            raise
        return made

    def update_web_acl(self, name: str, _id: str, *args: Any, **kwargs: Any) -> str:
        acl = self.get_web_acl(None, name, _id)
        before = acl.rules
        token = super().update_web_acl(name, _id, *args, **kwargs)
        try:
            acl.capacity = _capacity(acl)
        except JsonRESTError:
            acl.rules = before
            raise
        return token

    def associate_web_acl(self, web_acl_arn: str, resource_arn: str) -> None:
        balancers = elbv2_backends[self.account_id][self.region_name].load_balancers
        if ":loadbalancer/" in resource_arn and resource_arn not in balancers:
            raise _Refused(
                "WAFUnavailableEntityException",
                f"AWS WAF couldn't retrieve the resource that you requested: {resource_arn}",
            )
        if web_acl_arn not in self.wacls:
            raise WAFNonexistentItemException
        # A resource has one web ACL; another one replaces it.
        self.disassociate_web_acl(resource_arn)
        super().associate_web_acl(web_acl_arn, resource_arn)

    def delete_web_acl(self, name: str, scope: str, _id: str, lock_token: str) -> None:
        balancers = elbv2_backends[self.account_id][self.region_name].load_balancers
        used = [arn for arn in self.get_web_acl(None, name, _id).associated_resources if arn in balancers]
        if used:
            message = "AWS WAF couldn't perform the operation because your resource is being used by another resource"
            raise _Refused("WAFAssociatedItemException", f"{message}: {used[0]}")
        super().delete_web_acl(name, scope, _id, lock_token)


def _capacity(acl: FakeWebACL) -> int:
    needed = sum(_taken(rule.to_dict()["Statement"]) for rule in acl.rules)
    if needed > _LIMIT:
        raise _Refused("WAFLimitsExceededException", f"The web ACL takes {needed} WCUs; the maximum is {_LIMIT}")
    return needed


def _taken(statement: dict[str, Any]) -> int:
    """The capacity units of a statement. Raises WAFInvalidParameterException for an unknown managed group."""
    managed = statement.get("ManagedRuleGroupStatement")
    if managed is not None:
        if managed.get("VendorName") != "AWS" or managed.get("Name") not in _MANAGED:
            reason = f"MANAGED_RULE_SET: {managed.get('VendorName')} {managed.get('Name')} does not exist"
            raise _Refused("WAFInvalidParameterException", f"Error reason: {reason}")
        return _MANAGED[managed["Name"]]
    limited = statement.get("RateBasedStatement")
    if limited is not None:
        scope = limited.get("ScopeDownStatement")
        return _RATE + (_taken(scope) if scope else 0)
    return _OTHER
