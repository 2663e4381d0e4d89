"""The repaired local AWS, served in this process and spoken to through boto3."""

from collections.abc import Iterator

import boto3
import pytest

from simulator.aws import SURROUNDINGS, serve
from tests.aws.networks import OSAKA, TOKYO, Client


class Aws:
    """Clients of the local AWS, by service and region, each made once."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._session = boto3.Session(aws_access_key_id="testing", aws_secret_access_key="testing")
        self._clients: dict[tuple[str, str], Client] = {}

    def client(self, service: str, region: str) -> Client:
        if (service, region) not in self._clients:
            made = self._session.client(service, region_name=region, endpoint_url=self.endpoint)
            self._clients[service, region] = made
        return self._clients[service, region]

    def close(self) -> None:
        for client in self._clients.values():
            client.close()


@pytest.fixture(scope="session")
def aws() -> Iterator[Aws]:
    with pytest.MonkeyPatch.context() as environment, serve() as endpoint:
        # Hundreds of machine images, made anew in every region: no test here looks at one.
        environment.setenv("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
        # One server for all tests, and each makes gateways of its own.
        environment.setitem(SURROUNDINGS.quotas, "transit-gateways", 10_000)
        served = Aws(endpoint)
        yield served
        served.close()


@pytest.fixture(scope="session")
def tokyo(aws: Aws) -> Client:
    return aws.client("ec2", TOKYO)


@pytest.fixture(scope="session")
def osaka(aws: Aws) -> Client:
    return aws.client("ec2", OSAKA)
