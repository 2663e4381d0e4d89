"""What passes between the two stacks: one set of names, for the publisher and for the reader."""

from types import SimpleNamespace

import pytest

from components.site_outputs import SiteOutputs, export_name, publish, published_names


def test_what_one_stack_publishes_the_other_reads() -> None:
    outputs = {export_name(name): f"{name}-value" for name in published_names()}
    read = SiteOutputs.parse("osaka", outputs)
    assert {name: getattr(read, name) for name in published_names()} == {
        name: f"{name}-value" for name in published_names()
    }


@pytest.mark.parametrize("outputs", [{}, {"transitGatewayId": None}, {"transitGatewayId": ""}])
def test_a_missing_or_empty_output_means_not_yet(outputs: dict[str, str | None]) -> None:
    assert SiteOutputs.parse("osaka", outputs) == SiteOutputs("osaka")


def test_outputs_of_a_newer_program_are_passed_over() -> None:
    assert SiteOutputs.parse("osaka", {"somethingNew": "x"}) == SiteOutputs("osaka")


def test_a_name_that_nobody_reads_cannot_be_published() -> None:
    with pytest.raises(TypeError, match="no field tgw"):
        publish(tgw="tgw-1")


@pytest.mark.parametrize(("failures", "read"), [(0, "vpc-1"), (3, "vpc-1"), (10, None)])
def test_a_state_that_is_being_written_is_read_again(
    failures: int, read: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [Exception("failed to load checkpoint: EOF")] * failures

    def invoke(token: str, args: object) -> SimpleNamespace:
        if answers:
            raise answers.pop()
        return SimpleNamespace(value={"outputs": {"vpcId": "vpc-1"}})

    monkeypatch.setattr("pulumi.runtime.invoke", invoke)
    monkeypatch.setattr("components.site_outputs._PAUSE", 0)
    if read is None:
        with pytest.raises(Exception, match="EOF"):
            SiteOutputs.read("osaka")
    else:
        assert SiteOutputs.read("osaka").vpc_id == read
