"""Put the review of a day together from the plan of an import, the spec before and after it, and the old pages."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import evolve, field, frozen

from ..checks.due import due
from ..checks.examples import answered_by_decisions
from ..checks.lint import lint
from ..checks.proposals import proposals
from ..diff.compare import diff
from ..diff.report import bump, located, reaches
from ..diff.report.located import LocatedChange
from ..pages.draft import Diagnostic, Draft
from ..pages.error_codes import texts_by_code
from ..pages.forms import Form, contradictions, forms_of
from ..pages.merge import ImportPlan
from ..pages.rule_drafts import DraftedRule, draft_rules
from ..pages.snapshot import Snapshot
from ..rules.to_english import says
from ..spec.load import read_lock, read_names, read_texts, read_venue
from ..spec.model import EndpointSpec, VenueSpec, walk
from ..spec.problem import Problem
from ..spec.row_types import TYPE_UNREAD
from ..spec.rule_text import rule_text
from .review import (
    CodeReview,
    DayReview,
    DueRule,
    EndpointReview,
    NewEndpoint,
    OrphanedRule,
)
from .text_changes import TextChange, cells_of_rows, code_changes, request_rows, text_changes
from .whole_pages import place_was, remark_on, says_the_same, worded_days

_MENTIONED = re.compile(
    r"\b(?:no|speaks of|names) (?:parameter |field |row )?'?([A-Za-z]\w*)'?|(?:^|: )([A-Za-z]\w*) is not "
)
_FEW = 5
_SETTLED_BY_A_LINE = frozenset({"renamed-row", "type-unknown"})


@frozen(kw_only=True)
class DayInputs:
    """A plan with the venue before and after it, all that is wrong with either, and the old pages if they are there."""

    plan: ImportPlan
    before: VenueSpec
    after: VenueSpec
    unreadable: tuple[Problem, ...] = ()
    found: tuple[Problem, ...] = ()
    was_wrong: frozenset[str] = frozenset()
    old_pages: Snapshot | None = field(default=None, repr=False)
    pages: Path = Path()
    root: Path = Path()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What is wrong after the import and not merely stale."""
        return (
            *self.unreadable,
            *(problem for problem in self.found if problem.severity == "error" and not problem.stale),
        )


def day_inputs(
    plan: ImportPlan, old_pages: Snapshot | None, pages: Path, root: Path
) -> DayInputs | tuple[Problem, ...]:
    """Read the venue before and after an import; the problems alone where its settings cannot be read."""
    before, wrong = read_venue(plan.spec, plan.before, plan.settings)
    after, unreadable = read_venue(plan.spec, plan.after, plan.settings_after)
    if before is None or after is None:
        return (*wrong, *unreadable)
    known = {_stable(problem) for problem in (*wrong, *lint(before))}
    names = read_names(plan.spec, plan.before)
    return DayInputs(
        plan=plan,
        before=evolve(before, names=names, texts=read_texts(plan.spec, plan.before)),
        after=evolve(after, names=names, texts=read_texts(plan.spec, plan.after)),
        unreadable=unreadable,
        found=lint(after),
        was_wrong=frozenset(known),
        old_pages=old_pages,
        pages=pages,
        root=root,
    )


def collect(day: DayInputs, *, check: bool) -> DayReview:
    """Return the review of a day."""
    plan = day.plan
    states = worded_days(day.before, day.after, day.old_pages, plan.snapshot)
    changes = tuple(
        entry for entry in located(diff(*states), day.before, day.after, None) if reaches(entry.change.level, "INFO")
    )
    endpoints = tuple(_endpoints(day, changes))
    told = {id(problem) for endpoint in endpoints for problem in endpoint.errors}
    told |= {id(orphan.problem) for endpoint in endpoints for orphan in endpoint.orphans}
    told |= {id(problem) for endpoint in endpoints for problem in endpoint.settle}
    wrong = (*day.errors, *(problem for problem in _fresh(day) if problem.severity == "error"))
    old, new = (read_lock(plan.spec, source).as_of or "" for source in (plan.before, plan.after))
    return DayReview(
        venue=day.after.name,
        title=day.after.title,
        old=old,
        new=new,
        with_words=day.old_pages is not None,
        check=check,
        pages=str(day.pages),
        endpoints=endpoints,
        forms=_forms(day, endpoints),
        changes=changes,
        bump=bump(entry.change for entry in changes),
        words=tuple(_new_words(day)),
        groups=plan.groups,
        codes=tuple(_codes(day)),
        kept=tuple(_kept(plan)),
        notices=tuple(map(str, plan.notices)),
        settled=_settled(day),
        problems=tuple(dict.fromkeys(problem for problem in wrong if id(problem) not in told)),
    )


@frozen(kw_only=True)
class _Index:
    """What a day has on endpoints, by file or by method and path; ``unread`` and ``notes`` are those of the plan."""

    states: Mapping[Path, str]
    changes: Mapping[str, list[LocatedChange]]
    pages: Mapping[str, Draft]
    old_pages: Mapping[str, Draft]
    before: Mapping[str, EndpointSpec]
    by_file: Mapping[Path, EndpointSpec]
    doubts: Mapping[str, Diagnostic]
    fresh: Sequence[Problem]
    unread: frozenset[Diagnostic]
    notes: frozenset[Diagnostic]
    rare: frozenset[str]


def _speaks_of(doubt: Diagnostic, key: str) -> bool:
    """Tell whether a doubt is on an endpoint, and not on one whose path begins with that of the endpoint."""
    return re.search(rf"{re.escape(key)}(?![\w/{{-])", doubt.message) is not None


def _index(day: DayInputs, changes: Sequence[LocatedChange]) -> _Index:
    plan = day.plan
    states = {plan.spec / name: "changed" for name in plan.changed}
    states |= {plan.spec / name: "gone" for name in plan.gone}
    states |= {plan.spec / name: "new" for name in plan.new}
    by_key: dict[str, list[LocatedChange]] = {}
    for entry in changes:
        by_key.setdefault(entry.change.endpoint, []).append(entry)
    pages = {placed.draft.key: placed.draft for placed in plan.snapshot.placed}
    before = {endpoint.key: endpoint for endpoint in day.before.endpoints}
    # What leaves many pages at once is told for the venue.
    leaving = Counter(fact.fact for fact in plan.kept if fact.first)
    old = day.old_pages
    return _Index(
        states=states,
        changes=by_key,
        pages=pages,
        old_pages={placed.draft.key: placed.draft for placed in old.placed} if old else {},
        before=before,
        by_file={endpoint.place.file: endpoint for endpoint in day.before.endpoints},
        doubts={key: doubt for key in before for doubt in plan.waiting if _speaks_of(doubt, key)},
        fresh=_fresh(day),
        unread=frozenset(plan.unread),
        notes=frozenset(plan.notes.new),
        rare=frozenset(name for name, times in leaving.items() if times <= _FEW),
    )


def _endpoints(day: DayInputs, changes: Sequence[LocatedChange]) -> Iterator[EndpointReview]:
    """Yield the endpoints that somebody has to look at, those that ask for decisions first."""
    index = _index(day, changes)
    found = [review for endpoint in day.after.endpoints if (review := _reviewed(endpoint, day, index)) is not None]
    yield from sorted(found, key=lambda each: (_rank(each), each.id))


def _reviewed(endpoint: EndpointSpec, day: DayInputs, index: _Index) -> EndpointReview | None:
    """Return the review of an endpoint; None where the day does not touch it."""
    plan, key, file = day.plan, endpoint.key, endpoint.place.file
    errors = [problem for problem in index.fresh if problem.place.file == file and problem.severity == "error"]
    doubt = index.doubts.get(key)
    state = index.states.get(file, "waiting" if doubt else "")
    if not (state or errors or key in index.changes):
        return None
    was = index.before.get(key) or index.by_file.get(file)
    page, old = index.pages.get(key), index.old_pages.get(was.key if was else key)
    if state == "changed" and old is not None and page is not None and says_the_same(old, page):
        state = "moved" if was is not None and place_was(was, endpoint) else "reread"
    texts = tuple(text_changes(old, page)) if old is not None and page is not None else ()
    drafts = _drafts(day, endpoint, page, texts, is_new=state == "new")
    fresh = _not_on(old, page.diagnostics) if page is not None else ()
    return EndpointReview(
        key=key,
        id=endpoint.id,
        title=endpoint.title,
        source=endpoint.source,
        state=state or "changed",
        remark=remark_on(state, was, endpoint, old, page),
        place=str(endpoint.place),
        new=_new(endpoint, plan, file) if state == "new" else None,
        texts=texts,
        changes=tuple(index.changes.get(key, ())),
        due=tuple(_due(day, was, endpoint, texts)) if state != "gone" else (),
        drafts=drafts,
        orphans=tuple(
            _orphan(problem, endpoint, page, old) for problem in errors if problem.stale and not _is_settled(problem)
        ),
        errors=tuple(problem for problem in errors if not problem.stale),
        settle=tuple(problem for problem in index.fresh if problem.place.file == file and _is_settled(problem)),
        unread=tuple(
            diagnostic
            for diagnostic in fresh
            if diagnostic in index.unread and (diagnostic.code != TYPE_UNREAD or not endpoint.has_untyped)
        ),
        notes=tuple(
            note
            for note in fresh
            if note in index.notes and not any(draft.sentence in note.message for draft in drafts)
        ),
        undecided=tuple(
            decision for decision in plan.undecided if decision.endpoint == key and _newly(decision.subject, day, key)
        ),
        kept=tuple(fact for fact in plan.kept if fact.endpoint == key and fact.first and fact.fact in index.rare),
        doubt=doubt,
    )


def _rank(review: EndpointReview) -> int:
    """Say how soon an endpoint wants a person: errors, what breaks programs, due rules, decisions, news, the rest."""
    ranks: Sequence[object] = (
        review.errors or review.orphans or review.doubt,
        review.breaking and review.state != "reread",
        review.due,
        review.unread or review.undecided or review.settle,
        review.state == "new",
        review.state == "gone",
        review.state not in ("reread", "moved"),
        True,
    )
    return next(rank for rank, holds in enumerate(ranks) if holds)


def _fresh(day: DayInputs) -> list[Problem]:
    """Return the problems that were not there before the day."""
    return [problem for problem in day.found if _stable(problem) not in day.was_wrong]


def _settled(day: DayInputs) -> int:
    """Return how many decisions neither the reading of the pages nor their examples ask for."""
    asked = answered_by_decisions(day.after) if day.plan.settled else frozenset[tuple[Path, str]]()
    return sum((day.plan.spec / file, subject) not in asked for file, subject in day.plan.settled)


def _is_settled(problem: Problem) -> bool:
    """Tell whether a line below ``sdk:`` settles a problem, and the SDK does without the fact until it is there."""
    return problem.check in _SETTLED_BY_A_LINE or (problem.stale and problem.check.startswith("example-"))


def _stable(problem: Problem) -> str:
    """Return what stays the same of a problem when only lines move."""
    return f"{problem.check} {problem.place.file} {re.sub(r':[0-9]+', '', problem.message)}"


def _newly(subject: str, day: DayInputs, key: str) -> bool:
    """Tell whether a contradiction is not one that the old pages had already."""
    if day.old_pages is None:
        return True
    return all((decision.endpoint, decision.subject) != (key, subject) for decision in day.old_pages.disagreements)


def _not_on(old: Draft | None, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return the diagnostics of a page that its older state did not have."""
    known = {(diagnostic.code, diagnostic.message) for diagnostic in old.diagnostics} if old else set[tuple[str, str]]()
    return tuple(each for each in diagnostics if (each.code, each.message) not in known)


def _forms(day: DayInputs, endpoints: Iterable[EndpointReview]) -> tuple[Form, ...]:
    """Group what no reader understood, of the reviewed endpoints and of places that are of no endpoint."""
    old = day.old_pages
    known = {(each.code, each.message) for each in (*old.nameless, *old.refused)} if old else set[tuple[str, str]]()
    apart = (*day.plan.snapshot.nameless, *day.plan.snapshot.refused)
    questions = (each for review in endpoints for each in review.undecided)
    drafts = (placed.draft for placed in day.plan.snapshot.placed)
    return forms_of(
        (
            *(each for each in apart if (each.code, each.message) not in known),
            *(each for review in endpoints for each in (*review.unread, *review.notes)),
            *contradictions(questions, drafts),
        )
    )


# --- rules


def _due(
    day: DayInputs, before: EndpointSpec | None, endpoint: EndpointSpec, texts: Iterable[TextChange]
) -> Iterator[DueRule]:
    """Yield the rules that are due since this day; ``texts`` are the words that changed."""
    laid_out = day.old_pages is not None and before is not None and all(text.where for text in texts)
    known = {str(rule) for rule in due(before)} if before is not None else set[str]()
    for rule in due(endpoint):
        if str(rule) not in known:
            place = endpoint.rule_places.get(rule.rule.id, endpoint.place)
            yield DueRule(
                due=rule,
                english=says(rule.rule),
                text=rule_text(place, _reader(day.plan)),
                laid_out=laid_out and rule.page,
            )


def _reader(plan: ImportPlan) -> Callable[[Path], str]:
    texts = {plan.spec / name: text for name, text in plan.texts.items()}
    return lambda file: texts[file] if file in texts else file.read_text(encoding="utf-8")


def _drafts(
    day: DayInputs, endpoint: EndpointSpec, page: Draft | None, texts: tuple[TextChange, ...], *, is_new: bool
) -> tuple[DraftedRule, ...]:
    """Draft rules from what is new on a page: all of a new one, of others the rows and the prose that changed."""
    if page is None or endpoint.gone_since:
        return ()
    if is_new:
        return draft_rules(endpoint, day.after, page)
    rows = {text.where.removeprefix("request.") for text in texts if text.where.startswith("request.")}
    rows |= {"" for text in texts if not text.where}
    return draft_rules(endpoint, day.after, page, frozenset(rows)) if rows else ()


def _orphan(problem: Problem, endpoint: EndpointSpec, page: Draft | None, old: Draft | None) -> OrphanedRule:
    """Propose what the page has in place of the missing name: the row that it is an alias of, or that mentions it.

    A row that is new on the page comes before those that were there already.
    """
    found = {name for groups in _MENTIONED.findall(problem.message) for name in groups if name}
    for path, row in (*walk(endpoint.request), *walk(endpoint.response)):
        if row.alias is not None and row.alias.was in found:
            until = f" until {row.alias.until}" if row.alias.until else ""
            return OrphanedRule(problem=problem, replacement=f"{path} is its name now; {row.alias.was} is taken{until}")
    if page is None:
        return OrphanedRule(problem=problem)
    known = set(_texts_of_rows(old)) if old is not None else set[str]()
    for name in sorted(found):
        mentions = [
            path
            for path, text in _texts_of_rows(page).items()
            if re.search(rf"\b{re.escape(name)}\b", text) and path.rpartition(".")[2] != name
        ]
        if path := next((each for each in mentions if each not in known), next(iter(mentions), "")):
            last = path.rpartition(".")[2]
            return OrphanedRule(problem=problem, replacement=f"{path} mentions {name}: try {last}")
    return OrphanedRule(problem=problem)


def _texts_of_rows(page: Draft) -> Mapping[str, str]:
    """Return the cells of all rows of a page by their side and name: 'request.px'."""
    sides = (("request", request_rows(page)), ("response", page.response))
    return {f"{side}.{path}": text for side, rows in sides for path, text in cells_of_rows(rows)}


def _new(endpoint: EndpointSpec, plan: ImportPlan, file: Path) -> NewEndpoint:
    return NewEndpoint(
        id=endpoint.id,
        file=file.relative_to(plan.spec).as_posix(),
        access=endpoint.access,
        new_group=endpoint.group in plan.groups,
        parameters=tuple(
            name if row.required == "yes" else f"{name} ({'optional' if row.required == 'no' else 'conditional'})"
            for name, row in walk(endpoint.request)
        ),
    )


# --- the venue


def _new_words(day: DayInputs) -> Iterator[str]:
    """Yield a draft of fields.yaml for each word that no endpoint had before."""
    known = {
        row.name for endpoint in day.before.endpoints for _, row in (*walk(endpoint.request), *walk(endpoint.response))
    }
    for line in proposals(day.after):
        if line.partition(":")[0].strip("'\"") not in known:
            yield line


def _codes(day: DayInputs) -> Iterator[tuple[str, tuple[CodeReview, ...]]]:
    """Yield the error codes of a day by what became of them, with their words: a kind is chosen by these."""
    codes, errors = day.plan.codes, day.after.errors
    old = texts_by_code(day.old_pages.codes) if day.old_pages else None
    new = texts_by_code(day.plan.snapshot.codes)
    for state, listed in (("new", codes.new), ("changed", codes.changed), ("gone", codes.gone)):
        told = (
            CodeReview(
                code=code,
                meaning=errors[code].meaning if code in errors else "",
                passages=code_changes(old, new, code) if old is not None or state == "new" else (),
            )
            for code in listed
        )
        if listed:
            yield state, tuple(told)


def _kept(plan: ImportPlan) -> Iterator[str]:
    """Yield a line for each fact that leaves pages now, with the endpoints that it leaves."""
    fresh = [fact for fact in plan.kept if fact.first]
    by_name: Mapping[str, list[str]] = {
        name: [fact.endpoint for fact in fresh if fact.fact == name] for name in {fact.fact: None for fact in fresh}
    }
    for name, endpoints in by_name.items():
        listed = ", ".join(endpoints[:_FEW]) + (f" and {len(endpoints) - _FEW} more" if len(endpoints) > _FEW else "")
        yield f"{name} of {'an endpoint' if len(endpoints) == 1 else f'{len(endpoints)} endpoints'}: {listed}"
