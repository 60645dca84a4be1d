"""Boolean expressions of Python that say a thing once."""

import pytest

from venuespec.rules.expressions import all_of, any_of, implies, member


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["a", "b"], "(a or b)"),
        (["a", "a"], "a"),
        (["(a or b)", "c"], "(a or b or c)"),
        (["self.x is None", "self.x not in (None, '', 'a')"], "self.x not in ('', 'a')"),
        (["self.x is None", "self.x not in (None, 'a')"], "self.x != 'a'"),
        (["self.x is None", "self.y not in (None, 'a')"], "(self.x is None or self.y not in (None, 'a'))"),
    ],
)
def test_alternatives(parts: list[str], text: str) -> None:
    assert any_of(parts) == text


def test_conjunctions() -> None:
    assert all_of(["a", "(b or c)", "(d and e)"]) == "(a and (b or c) and d and e)"
    assert all_of([]) == "True"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ("self.x == '1'", True),
        ("self.x == ''", False),
        ("self.x in ('a', 'b')", True),
        ("self.x in (None, 'a')", False),
        ("self.xy == '1'", False),
        ("self.x != '1'", False),
    ],
)
def test_a_value_implies_that_a_parameter_is_sent(part: str, said: bool) -> None:
    assert implies(part, "self.x", "self.x") is said


def test_a_flag_implies_that_it_is_sent() -> None:
    assert implies("self.x is True", "self.x is not None", "self.x")
    assert not implies("self.x is True", "self.y is not None", "self.y")


def test_membership_has_the_simplest_operator() -> None:
    assert [member("x", values, True) for values in (("a",), (None,), ("a", "b"))] == [
        "x == 'a'",
        "x is None",
        "x in ('a', 'b')",
    ]
