"""What exists already and is used by id: a failover asks for none of it, so that it must be right before."""

from collections.abc import Iterator

from aws import PATIENCE, Looks
from operations.look import Check, Status, Survivor

_NAME = "existing"


def look(survivor: Survivor) -> list[Check]:
    # The components need the whole of the AWS provider's package, which no other check does.
    from components import Tags
    from components.existing import LookUps, look_up_all, look_up_log_buckets

    model = survivor.model
    looks = Looks(model.me.region, lambda _: None, survivor.environment, config=PATIENCE)
    ask = LookUps(model.me, looks)
    look_up_all(ask, model, Tags.of_model(model))
    look_up_log_buckets(ask, model)
    return list(_checks(ask.asked, {one.key: str(one) for one in ask.problems}, ask.unanswered, survivor.name))


def _checks(asked: list[str], problems: dict[str, str], unanswered: str, site: str) -> Iterator[Check]:
    todo = "Correct the configuration or what exists. A run that is no failover is refused until then."
    for key, sentence in problems.items():
        found = sentence.removeprefix(f"{key}: ")
        yield Check.of(_NAME, key, found, good=False, expected="as configured", what_to_do=todo)
    if unanswered:
        yield Check.unknown(_NAME, site, unanswered, "Allow these looks, or look whether AWS answers in the region.")
    if not problems and not unanswered:
        count = len(dict.fromkeys(asked))
        found = f"{count} looked up, all as configured" if count else "nothing is configured by id"
        yield Check(_NAME, Status.PASS, site, found, "as configured")
