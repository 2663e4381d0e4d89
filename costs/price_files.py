"""The price files: the tracked ones in prices/, and one that an operator gives."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml
from yaml.constructor import ConstructorError

from costs.price import PriceConfig, PriceFileConfig
from costs.prices import GLOBAL, Price, PriceBook
from topology import ConfigurationError, Problem
from topology.config import read_section

PRICES = Path(__file__).resolve().parent.parent / "prices"


class _Loader(yaml.CSafeLoader):
    """YAML in which a duplicate key is an error: otherwise one of two prices would be dropped silently."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[object, object]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise ConstructorError(None, None, f"the key {name!r} appears twice", key.start_mark)
            seen.add(name)
        mapping: dict[object, object] = super().construct_mapping(node, deep)
        return mapping


def price_book(extra: Path | None = None, directory: Path = PRICES) -> PriceBook:
    """The prices of every *.yaml file of the directory, in the order of their names, then `extra`'s; the last prevails.

    Raises ConfigurationError with every problem of the first file that has one, OSError for one that cannot be read.
    """
    files = [*sorted(directory.glob("*.yaml")), *([extra] if extra else [])]
    return PriceBook.merged(*(parse_prices(_text(file), str(file)) for file in files))


def parse_prices(text: str, name: str) -> tuple[Price, ...]:
    """The prices of a file's text, YAML or JSON; `name` is how errors call it. Raises ConfigurationError."""
    subject = f"The price file {name}"
    try:
        # _Loader is a SafeLoader: it makes plain values and nothing else.
        raw = yaml.load(text, Loader=_Loader)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        reason = " ".join(str(error).split())
        raise ConfigurationError([Problem("file", f"expected YAML or JSON; {reason}")], subject) from None
    if not isinstance(raw, dict):
        raise ConfigurationError(
            [Problem.with_value("file", raw, "expected a mapping of currency and prices")], subject
        )
    problems: list[Problem] = []
    file = read_section(PriceFileConfig, raw, "", problems)
    if file is not None:
        problems.extend(_problems(file.prices))
    if file is None or problems:
        raise ConfigurationError(problems, subject)
    return tuple(_price(price) for price in file.prices)


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigurationError([Problem("file", "expected UTF-8 text")], f"The price file {file}") from None


def _price(config: PriceConfig) -> Price:
    return Price(config.charge, config.region, config.usd, config.source, config.date, config.to, config.assumed)


def _problems(prices: Sequence[PriceConfig]) -> Iterator[Problem]:
    seen: dict[tuple[object, ...], int] = {}
    for number, price in enumerate(prices):
        path, charge = f"prices[{number}]", price.charge
        if price.unit is not charge.unit:
            expected = f"expected {charge.unit.value}, the unit of {charge.value}"
            yield Problem.with_value(f"{path}.unit", price.unit.value, expected)
        if charge.is_global is not (price.region == GLOBAL):
            expected = f"expected {GLOBAL if charge.is_global else 'an AWS region'} for {charge.value}"
            yield Problem.with_value(f"{path}.region", price.region, expected)
        if charge.is_between_regions is not (price.to is not None):
            expected = f"expected {'the receiving region' if charge.is_between_regions else 'none'} for {charge.value}"
            yield Problem.with_value(f"{path}.to", price.to, expected)
        first = seen.setdefault(_price(price).key, number)
        if first != number:
            expected = f"expected each price once; prices[{first}] has the same charge and region"
            yield Problem.with_value(path, charge.value, expected)
