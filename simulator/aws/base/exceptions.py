"""Errors AWS answers that moto has no class for.

ServiceException (moto)
  EC2ClientError (moto)
    IncorrectState
    InvalidTransitGatewayAttachmentID
    InvalidRoute
    InvalidTransitGatewayPrefixListReference
    AlreadyAssociated
    AssociationNotFound
    PropagationDuplicate
    PropagationNotFound
    PropagationNotSupported
    DuplicateSubnetsInSameZone
    PrefixListNotFound
    TransitGatewayLimitExceeded
    DuplicateTransitGatewayPeering
    AsnConflict
JsonRESTError (moto)
  DirectConnectClientException
"""

from moto.core.exceptions import JsonRESTError
from moto.ec2.exceptions import EC2ClientError


class IncorrectState(EC2ClientError):
    def __init__(self, message: str) -> None:
        super().__init__("IncorrectState", message)


class MainAssociation(EC2ClientError):
    def __init__(self, association_id: str) -> None:
        super().__init__(
            "InvalidParameterValue", f"cannot disassociate the main route table association {association_id}"
        )


class InvalidTransitGatewayAttachmentID(EC2ClientError):
    def __init__(self, attachment_id: str) -> None:
        super().__init__(
            "InvalidTransitGatewayAttachmentID.NotFound",
            f"Transit Gateway Attachment {attachment_id} was deleted or does not exist.",
        )


class InvalidRoute(EC2ClientError):
    def __init__(self, holder_id: str, destination: str) -> None:
        super().__init__("InvalidRoute.NotFound", f"Route {destination} in {holder_id} was deleted or does not exist.")


class InvalidTransitGatewayPrefixListReference(EC2ClientError):
    def __init__(self, route_table_id: str, prefix_list_id: str) -> None:
        super().__init__(
            "InvalidPrefixListReference.NotFound",
            f"Prefix list reference {prefix_list_id} in {route_table_id} was deleted or does not exist.",
        )


class AlreadyAssociated(EC2ClientError):
    def __init__(self, attachment_id: str) -> None:
        super().__init__(
            "Resource.AlreadyAssociated",
            f"Transit Gateway Attachment {attachment_id} is already associated to a route table.",
        )


class AssociationNotFound(EC2ClientError):
    def __init__(self, attachment_id: str, route_table_id: str) -> None:
        super().__init__(
            "InvalidAssociation.NotFound", f"Association {attachment_id} to {route_table_id} does not exist."
        )


class PropagationDuplicate(EC2ClientError):
    def __init__(self, attachment_id: str, route_table_id: str) -> None:
        super().__init__(
            "TransitGatewayRouteTablePropagation.Duplicate",
            f"Propagation {attachment_id} to {route_table_id} already exists.",
        )


class PropagationNotFound(EC2ClientError):
    def __init__(self, attachment_id: str, route_table_id: str) -> None:
        super().__init__(
            "TransitGatewayRouteTablePropagation.NotFound",
            f"Propagation {attachment_id} to {route_table_id} does not exist.",
        )


class PropagationNotSupported(EC2ClientError):
    def __init__(self, attachment_id: str) -> None:
        # assumed: the code. It is documented that a peering carries static routes only.
        super().__init__(
            "OperationNotPermitted",
            f"Transit Gateway Attachment {attachment_id} of type peering does not support propagation.",
        )


class DuplicateSubnetsInSameZone(EC2ClientError):
    def __init__(self) -> None:
        super().__init__(
            "DuplicateSubnetsInSameZone", "Duplicate subnets for the same Availability Zone are not allowed."
        )


class PrefixListNotFound(EC2ClientError):
    def __init__(self, prefix_list_id: str) -> None:
        super().__init__("InvalidPrefixListID.NotFound", f"The prefix list ID '{prefix_list_id}' does not exist.")


class VpcLimitExceeded(EC2ClientError):
    def __init__(self) -> None:
        super().__init__("VpcLimitExceeded", "The maximum number of VPCs has been reached.")


class TransitGatewayLimitExceeded(EC2ClientError):
    def __init__(self, quota: int) -> None:
        # assumed: the message.
        super().__init__(
            "TransitGatewayLimitExceeded", f"The maximum number of transit gateways ({quota}) has been reached."
        )


class DuplicateTransitGatewayPeering(EC2ClientError):
    def __init__(self, gateway_id: str, peer_id: str) -> None:
        # assumed: code and message, like those for a second attachment of a VPC. The rule is documented.
        super().__init__(
            "DuplicateTransitGatewayAttachment",
            f"{gateway_id} has non-deleted Transit Gateway Attachments with same peer Transit Gateway ID {peer_id}.",
        )


class AsnConflict(EC2ClientError):
    def __init__(self, kind: str) -> None:
        super().__init__("AsnConflict", f"The ASN of the specified customer gateway and {kind} are the same.")


class DirectConnectClientException(JsonRESTError):
    """The one error of Direct Connect for every mistake of a client. The message tells the mistakes apart."""

    code = 400

    def __init__(self, message: str) -> None:
        super().__init__("DirectConnectClientException", message)
