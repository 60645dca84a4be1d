"""What an editor shows of a group's method: short enough to be read, with arguments, result, errors and rules."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from venues.bybit_v5.order import Order
from venues.okx_v5.account import Account
from venues.okx_v5.trade import Trade

ROOT = Path(__file__).parent.parent


def methods() -> Iterator[tuple[str, str, list[str]]]:
    """The name, docstring and arguments of every method of every group."""
    for file in sorted((ROOT / "generated/venues").glob("*_*/*/__init__.py")):
        for cls in ast.parse(file.read_text()).body:
            if isinstance(cls, ast.ClassDef):
                for method in (each for each in cls.body if isinstance(each, ast.FunctionDef)):
                    arguments = [each.arg for each in method.args.kwonlyargs]
                    yield f"{file.parent.name}.{method.name}", ast.get_docstring(method) or "", arguments


def test_every_method_says_its_arguments_its_result_and_its_errors() -> None:
    found = list(methods())
    assert len(found) > 500
    for name, doc, arguments in found:
        sections = [line for line in doc.splitlines() if line in ("Args:", "Returns:", "Raises:")]
        assert sections == [*(["Args:"] if arguments else []), "Returns:", "Raises:"], name
        for argument in arguments:
            assert f"\n    {argument}: " in doc, f"{name} says nothing of {argument}"


def test_no_docstring_is_longer_than_an_editor_shows() -> None:
    long = {name for name, doc, arguments in methods() if len(doc.splitlines()) > max(40, 18 + len(arguments))}
    assert long == set()


@pytest.mark.parametrize("method", [Trade.place_order, Order.place_order], ids=["okx", "bybit"])
def test_rules_that_have_no_room_are_counted(method: object) -> None:
    doc = inspect.getdoc(method) or ""
    assert "rules in all: venuespec show " in " ".join(doc.split())
    assert "rules.\n" in doc


def test_a_rule_stands_at_the_parameter_that_it_concerns() -> None:
    doc = inspect.getdoc(Account.set_leverage) or ""
    _, _, behind = doc.partition("\n    mgn_mode: ")
    told, _, _ = behind.partition("\n    inst_id: ")
    assert told.endswith("\n        - When ccy is sent, mgnMode must be cross.")
