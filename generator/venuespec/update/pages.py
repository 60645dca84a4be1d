"""Write the review of a day: as one HTML file that needs no network, and as Markdown that fits a pull request."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from ..diff.change import LEVELS
from ..diff.passages import Passage, Piece
from ..diff.report.html import page
from ..diff.report.located import LocatedChange
from ..diff.report.markdown import code, linked, plain, sentence
from ..pages.forms import FIRST_PLACES, Form
from ..runtime.errors import readable
from .common import Common, common_to
from .review import DayReview, EndpointReview, SdkState

LONGEST = 65_000
"""How many characters the Markdown has at most: the text of a pull request on GitHub holds 65,536."""

_MOST_WANTED = 100
_MOST_CHANGES = 8
_FIRST_ENDPOINTS = 3
# So much of a change of the venue is shown: some list a hundred values.
_LONGEST_CHANGE = 240
_FENCE = "```"
_NOT_MADE = "The SDK was not generated: "
_NOT_GENERATED = re.compile(rf"(?:^|(?<=<p>)){_NOT_MADE}[^\n<]*", re.MULTILINE)


def review_html(review: DayReview) -> str:
    """Render a review as a page."""
    links = {
        endpoint.key: endpoint.source if endpoint.source.startswith(("https://", "http://")) else None
        for endpoint in review.endpoints
    }
    return page(
        "review.html.jinja",
        review=review,
        sdk=sdk_says(review.sdk, check=review.check),
        short=_shortened(review),
        links=links,
        venue_changes=_of_the_venue(review),
        common=common_to(review.endpoints),
    )


def _of_the_venue(review: DayReview) -> list[LocatedChange]:
    """Return the changes of no endpoint; codes that stand above with their words are not repeated."""
    known = {endpoint.key for endpoint in review.endpoints}
    told = {each.code for state, codes in review.codes if state == "new" for each in codes}
    return [
        entry
        for entry in review.changes
        if entry.change.endpoint not in known
        and not (entry.change.kind == "error_code_added" and entry.change.pointer.rpartition(".")[2] in told)
    ]


def _shortened(review: DayReview) -> Callable[[object], str]:
    """Return what takes the folder of the pages off the places in a text; the head of the review names it."""
    folder = f"{review.pages.rstrip('/')}/"
    return lambda value: str(value).replace(folder, "") if len(folder) > len("./") else str(value)


def sdk_says(sdk: SdkState, *, check: bool) -> str:
    """Say in a sentence or two what became of the SDK and its tests."""
    if sdk.reason:
        return f"{_NOT_MADE}{sdk.reason}."
    made = f"{sdk.written} files {'would be ' if check else ''}written, {sdk.deleted} deleted"
    if sdk.tests is None:
        return f"The SDK: {made}; no tests were run."
    return f"The SDK: {made}. Tests of what changed: {sdk.tests.summary}."


def with_sdk(text: str, sdk: SdkState, *, html: bool) -> str:
    """Return a review page that no longer says that the SDK was not generated, as it was since then."""
    says = sdk_says(sdk, check=False)
    return _NOT_GENERATED.sub(lambda _: escape(says) if html else plain(says), text, count=1)


def review_markdown(review: DayReview, longest: int = LONGEST) -> str:
    """Render a review as Markdown of at most ``longest`` characters; what does not fit is counted in a note."""
    common = common_to(review.endpoints)
    head = "\n".join((*_head(review), *_common(common)))
    sections = ["\n".join(_section(endpoint, review, common)) for endpoint in review.endpoints]
    text, shown = head, 0
    room = longest - 200
    for section in sections:
        if len(text) + len(section) + 2 > room:
            break
        text += f"\n\n{section}"
        shown += 1
    if len(text) > room:
        text = text[:room].rsplit("\n", 1)[0]
    left = review.endpoints[shown:]
    if left:
        text += f"\n\n**{len(left)} more endpoints do not fit here; review.html has all of them.**"
    return text + "\n"


def _head(review: DayReview) -> Iterator[str]:
    since = f" since {plain(review.old)}" if review.old else ""
    yield f"## {plain(review.title)}: the documentation of {plain(review.new or 'today')}{since}"
    yield ""
    judged = f"Changes: {review.judged}; version bump: {review.bump}."
    yield f"Endpoints: {review.states}; {review.asks} decisions wanted. {judged}"
    yield ""
    yield plain(sdk_says(review.sdk, check=review.check))
    if review.sdk.tests:
        yield from _listed("Failed tests", map(code, review.sdk.tests.failures))
    if review.pages:
        yield from ("", f"Pages: {code(review.pages)}; the places on them are named from there.")
    if not review.with_words:
        yield ""
        yield "The old pages were not at hand: facts only, no words."
    short = _shortened(review)
    yield from _listed("Errors", map(_line, review.problems))
    yield from _listed("Decisions wanted, in this order", _wanted(review))
    yield from _listed("Not understood, by form", (_form(form, short) for form in review.forms))
    yield from _listed("New groups", map(code, review.groups))
    for state, codes in review.codes:
        yield from ("", f"**{state.capitalize()} error codes**", "")
        for each in codes:
            yield f"- {plain(str(each))}"
            for passage in each.passages:
                yield from (f"  {line}" for line in _passage(passage))
    if review.words:
        yield from ("", "**New words, for fields.yaml**", "", *_fenced("\n".join(review.words)))
    yield from _listed("Kept although the pages no longer say it", map(plain, review.kept))
    if review.settled:
        yield from (
            "",
            f"**Decisions that nothing asks for any more: {review.settled}**, which {_lister(review)} lists",
        )
    changes = (entry.change for entry in _of_the_venue(review))
    lines = (f"**{each.level}** {sentence(readable(each.message, _LONGEST_CHANGE))}" for each in changes)
    yield from _listed("Changes of the venue", lines)


def _common(common: Common) -> Iterator[str]:
    """Yield what the day changes alike on several endpoints."""
    lines = (f"**{each.level}** {sentence(each.message)} {_on(each.endpoints)}" for each in common.changes)
    yield from _listed("Changes that several endpoints have", lines)
    if common.words:
        yield from ("", "**Words that changed alike on several pages**", "")
    for each in common.words:
        yield f"- {plain(each.title)}. {_on(each.endpoints)}"
        for passage in each.passages:
            yield from (f"  {line}" for line in _passage(passage))


def _on(endpoints: Sequence[str]) -> str:
    first = ", ".join(map(plain, endpoints[:_FIRST_ENDPOINTS]))
    more = len(endpoints) - _FIRST_ENDPOINTS
    return f"On {len(endpoints)} endpoints: {first}{f' and {more} more' if more > 0 else ''}."


def _lister(review: DayReview) -> str:
    return code(f"venuespec import {review.venue} {review.pages} --check --report")


def _wanted(review: DayReview) -> Iterator[str]:
    """Yield a line for each endpoint on which a person has to decide, or which breaks programs."""
    wanted = [each for each in review.endpoints if each.asks or each.breaking]
    for each in wanted[:_MOST_WANTED]:
        decisions = [f"{sort}: {count}" for sort, count in each.wanted]
        breaks = [f"**breaking changes: {each.breaking}**"] if each.breaking else []
        yield f"{plain(each.id)} ({each.state}), {code(each.place)}: {', '.join((*breaks, *decisions))}"
    if len(wanted) > _MOST_WANTED:
        yield f"and {len(wanted) - _MOST_WANTED} more endpoints, which review.html has"


def _section(each: EndpointReview, review: DayReview, common: Common) -> Iterator[str]:
    short = _shortened(review)
    yield f"### {plain(each.id)} ({each.state})"
    yield ""
    yield f"{code(each.key)} {linked(each.title or 'documentation', each.source)}"
    if each.remark:
        yield from ("", plain(each.remark))
    if each.doubt:
        yield from ("", f"Not taken over: {_line(short(each.doubt))}")
    if each.new:
        group = ", in a new group" if each.new.new_group else ""
        yield from ("", f"Proposed name {code(f'client.{each.new.id}()')} in {code(each.new.file)}{group}.")
    yield from _listed("Errors", map(_line, each.errors))
    yield from _listed(
        "Left out, because the page does not have what it names",
        (
            f"{_line(orphan.says)}{f' {plain(orphan.replacement)}' if orphan.replacement else ''}"
            for orphan in each.orphans
        ),
    )
    yield from _listed("To settle by a line; meanwhile it holds as said here", map(_line, map(str, each.settle)))
    own = common.own_words(each)
    for text in own:
        yield from ("", f"**{plain(text.title)}**", "")
        for passage in text.passages:
            yield from _passage(passage)
    shared = [plain(text.title) for text in each.texts if text not in own]
    if shared:
        yield from ("", f"In the words that are above, as on other pages: {', '.join(shared)}.")
    yield from _listed(
        "Rules to confirm or to correct",
        (f"{code(rule.id)}: {plain(rule.english)} ({plain(rule.changed)})" for rule in each.due),
    )
    if each.due:
        command = f"venuespec review {review.venue} {each.id} --confirm {' '.join(rule.id for rule in each.due)}"
        yield from ("", f"Once you have read what changed: {code(command)}")
    for draft in each.drafts:
        yield from ("", f"Drafted rule, for sdk: rules: {plain(draft.english)}", "", *_fenced(draft.text))
    yield from _listed("Changes", _changes(each, common))
    yield from _listed("Not read", map(_line, map(short, each.unread)))
    yield from _listed(
        "New sentences that no fact was read from; a rule may have to say it", map(_line, map(short, each.notes))
    )
    yield from _listed(
        f"The page contradicts itself; below sdk: in {code(each.place)} a line decided: {{SUBJECT: REASON}} settles it",
        (f"{code(decision.subject)}: {_line(decision.message)}" for decision in each.undecided),
    )
    yield from _listed("Kept although the page no longer says it", map(_line, each.kept))


def _changes(each: EndpointReview, common: Common) -> Iterator[str]:
    """Yield the changes of an endpoint, the gravest first; of many that break nobody the first ones.

    Those that break somebody stand here even where several endpoints have them.
    """
    own = [entry for entry in each.changes if entry.change.level == "ERR" or not common.has(entry)]
    ordered = sorted(own, key=lambda entry: LEVELS.index(entry.change.level))
    shown = [entry for place, entry in enumerate(ordered) if place < _MOST_CHANGES or entry.change.level == "ERR"]
    for entry in shown:
        yield f"**{entry.change.level}** {sentence(entry.change.message)}"
    if left := len(ordered) - len(shown):
        yield f"and {left} more, which review.html has"
    if above := len(each.changes) - len(own):
        yield f"and {above} that several endpoints have, above"


def _form(form: Form, short: Callable[[object], str]) -> str:
    """Name a form with its first places; the endpoints below have all of them, and so has the HTML page."""
    first = ", ".join(f"{place.file}:{place.line}" for place in form.places[:FIRST_PLACES])
    more = len(form.places) - FIRST_PLACES
    behind = f" and {more} more" if more > 0 else ""
    settle = f" To settle it: {plain(form.settle)}." if form.settle else ""
    return f"{plain(str(form))}: {plain(short(first))}{behind}.{settle}"


def _listed(title: str, items: Iterable[str]) -> Iterator[str]:
    listed = [f"- {item}" for item in items]
    if listed:
        yield from ("", f"**{title}**", "", *listed)


def _passage(passage: Passage) -> Iterator[str]:
    if passage.old:
        yield f"- old: {_pieces(passage.old)}"
    if passage.new:
        yield f"- new: {_pieces(passage.new)}"


def _pieces(pieces: tuple[Piece, ...]) -> str:
    """Render a sentence with its changed parts in bold; one that changed as a whole needs no mark."""
    if all(piece.changed for piece in pieces):
        return plain("".join(piece.text for piece in pieces))
    return "".join(_bold(piece.text) if piece.changed else plain(piece.text) for piece in pieces)


def _bold(text: str) -> str:
    """Put the words of a text in bold; a space at its edge may not be inside the marks."""
    inner = text.strip()
    if not inner:
        return text
    start = text.index(inner)
    return f"{text[:start]}**{plain(inner)}**{text[start + len(inner) :]}"


def _fenced(text: str) -> Iterator[str]:
    """Show copy-ready text; a page cannot end the fence, since its texts stand in quotes on one line."""
    fence = _FENCE
    while fence in text:
        fence += "`"
    yield f"{fence}yaml"
    yield from (readable(line, 1000) for line in text.rstrip().splitlines())
    yield fence


def _line(value: object) -> str:
    return plain(str(value))
