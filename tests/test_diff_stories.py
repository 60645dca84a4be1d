"""Stories: the same change over many endpoints is one, renamings are joined, verdicts agree with levels."""

import pytest
from attrs import evolve

from changes import change
from venuespec.diff import judgements
from venuespec.diff.change import Change
from venuespec.diff.passages import compared
from venuespec.diff.policy import _at_level  # pyright: ignore[reportPrivateUsage]  # the rule for one change
from venuespec.diff.report.located import LocatedChange
from venuespec.diff.report.stories import stories_of
from venuespec.diff.report.verdicts import verdict


def at(
    judged: judgements.Judgement, endpoint: str, row: str, old: object, new: object, part: str = ""
) -> LocatedChange:
    pointer = f"{row}.{part}" if part else row
    return LocatedChange(change=change(judged, endpoint, pointer, old, new, f"{row} {old} {new}"), row=row)


GAINED = at(judgements.PARAM_VALUE_ADDED, "POST /a", "request.ordType", None, "rpi", "values")
GAINED_IN_ANSWER = at(judgements.FIELD_VALUE_ADDED, "GET /b", "response.orders.ordType", None, "rpi", "values")
ENDED = evolve(
    at(judgements.VALUE_DEPRECATED, "POST /a", "request.ordType", None, "elp", "values"),
    use=("rpi",),
    until="2026-10-31",
)
OTHER = at(judgements.PARAM_VALUE_ADDED, "POST /a", "request.ordType", None, "chase", "values")
RENAMED = at(judgements.PARAM_RENAMED, "POST /a", "request.newName", "oldName", "newName")
LOST = at(judgements.FIELD_REMOVED, "GET /b", "response.oldName", "oldName", None)
CAME = at(judgements.FIELD_ADDED, "GET /b", "response.newName", None, "newName")


def told(*entries: LocatedChange) -> list[list[str]]:
    return [[entry.change.fingerprint for entry in story.entries] for story in stories_of(entries)]


def prints(*entries: LocatedChange) -> list[str]:
    return [entry.change.fingerprint for entry in entries]


def test_a_value_in_requests_and_answers_of_several_endpoints_is_one_story() -> None:
    assert told(GAINED, OTHER, GAINED_IN_ANSWER) == [prints(GAINED_IN_ANSWER, GAINED), prints(OTHER)]


def test_a_deprecated_value_and_its_replacement_are_one_story_with_the_last_day() -> None:
    [story] = stories_of([GAINED, ENDED])
    assert (story.until, story.use, story.ends) == ("2026-10-31", ("rpi",), ("elp",))
    assert len(story.entries) == 2


def test_a_renaming_takes_the_older_and_the_newer_name_elsewhere_with_it() -> None:
    [story] = stories_of([CAME, LOST, RENAMED])
    assert set(prints(*story.entries)) == set(prints(CAME, LOST, RENAMED))
    assert len(stories_of([CAME, LOST])) == 2


def test_endpoints_of_one_place_come_and_go_together() -> None:
    gone = [
        LocatedChange(change=change(judgements.ENDPOINT_REMOVED, key, "", key, None, "gone"), title=title)
        for key, title in (("GET /x/one", "One"), ("POST /x/two", "Two"), ("GET /y/three", "Three"))
    ]
    assert [story.message for story in stories_of(gone)] == ["2 endpoints are gone: One, Two", "gone"]


@pytest.mark.parametrize(
    ("level", "words"), [("ERR", "breaks wire and sdk"), ("WARN", "may break wire and sdk"), ("INFO", ""), ("NONE", "")]
)
def test_a_verdict_agrees_with_the_level_whatever_a_policy_makes_of_it(level: str, words: str) -> None:
    judged: Change = _at_level(RENAMED.change, level)  # type: ignore[arg-type]  # the parameters are levels
    assert verdict(judged).words == words
    assert (judged.wire_breaking, judged.sdk_breaking) == ((bool(words), bool(words)))


def test_each_change_is_in_one_story_and_keeps_its_fingerprint() -> None:
    every = (GAINED, GAINED_IN_ANSWER, ENDED, OTHER, RENAMED, LOST, CAME)
    assert sorted(each for story in told(*every) for each in story) == sorted(prints(*every))


def test_a_sentence_is_not_cut_inside_its_brackets() -> None:
    old, new = (
        "`elp`: ELP order",
        "`elp`: ELP order (deprecated; use `rpi`. Accepted until October 31.)\nTwo (one; three",
    )
    assert [(each.old_text, each.new_text) for each in compared(old, new)] == [
        ("`elp`: ELP order", "`elp`: ELP order (deprecated; use `rpi`. Accepted until October 31.)"),
        ("", "Two (one; three"),
    ]


def test_the_items_of_a_list_may_get_other_numbers() -> None:
    old = "Notes:\n1. Positions are moved at once.\n2. At most 30 legs. \n3. No more than 5."
    new = "Notes:\n1. Positions are moved at once.\n2. Others are not supported.\n3. At most 30 legs. \n4. No more than 5."
    assert [(each.old_text, each.new_text) for each in compared(old, new)] == [("", "Others are not supported.")]
    assert [(each.old_text, each.new_text) for each in compared("It is\n5.", "It is\n6.")] == [("5.", "6.")]
