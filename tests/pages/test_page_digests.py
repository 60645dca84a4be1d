"""What the digest of a page's text covers, and a lock that an older version wrote."""

from pathlib import Path

import pytest

from venuespec.pages.draft import Draft
from venuespec.pages.page_digests import page_digest, with_page_digests
from venuespec.spec.lock import EndpointLock, Lock
from venuespec.spec.model import Reviewed, ReviewedRule

KEY = "POST /order/cancel"
PROSE = "title: Cancel\nsidebar_position: 3\n- One of both.\n- Not both."


def draft(prose: str) -> Draft:
    return Draft(title="Cancel", method="POST", path="/order/cancel", source="", file=Path("page.md"), prose=prose)


@pytest.mark.parametrize(
    "text",
    [
        "One of both.\nNot both.",
        "* One of both.\n* Not both.",
        "- One of both.\n- Not both.",
        "> + One of both.\n> + Not both.",
        "title: Cancel\nsidebar_label: Cancel order\nsidebar_position: 7.5\n\n- One of both.\n- Not both.",
    ],
)
def test_a_menu_and_the_marks_of_lists_are_no_part_of_what_a_page_says(text: str) -> None:
    if text.startswith(">"):
        assert page_digest(text) == page_digest("> One of both.\n> Not both.")
    else:
        assert page_digest(text) == "85d00f6f"


@pytest.mark.parametrize("text", ["One of both.\nOr both.", "Title: x\nOne of both.\nNot both.", "One of both.\n-1"])
def test_other_words_are_another_text(text: str) -> None:
    assert page_digest(text) != "85d00f6f"


def test_a_page_that_says_nothing_has_no_digest() -> None:
    assert page_digest("title: Cancel\nsidebar_position: 3\n") == ""


@pytest.mark.parametrize("known", ["65824d92", "a756cc7e"])
def test_a_digest_of_an_older_version_holds_for_the_same_text(known: str) -> None:
    prose = PROSE if known == "65824d92" else "- One of both.\n- Not both."
    lock = Lock(endpoints={KEY: EndpointLock(prose=known)})
    assert with_page_digests(lock, [draft(prose)]).endpoints[KEY].prose == "85d00f6f"


def test_rules_that_were_confirmed_against_it_stay_confirmed() -> None:
    reviewed = Reviewed(
        page="bfdd", rows={"id": "bcdf"}, rules={"a": ReviewedRule(page="bfdd"), "b": ReviewedRule(page="xxxx")}
    )
    lock = with_page_digests(Lock(endpoints={KEY: EndpointLock(prose="65824d92", reviewed=reviewed)}), [draft(PROSE)])
    found = lock.endpoints[KEY].reviewed
    assert found is not None
    assert (found.page, found.rules["a"].page, found.rules["b"].page) == ("hmmf", "hmmf", "xxxx")
    assert found.rows == {"id": "bcdf"}


def test_the_digest_of_another_text_stays() -> None:
    lock = Lock(endpoints={KEY: EndpointLock(prose="12345678", reviewed=Reviewed(page="bfdd"))})
    assert with_page_digests(lock, [draft(PROSE)]) == lock
