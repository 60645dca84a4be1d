"""Hold what a person is asked about the new pages of a venue: by endpoint, and for the venue as a whole."""

import re

from attrs import field, frozen

from ..checks.due import Due
from ..diff.change import Bump, ChangeLevel
from ..diff.passages import Passage
from ..diff.report.located import LocatedChange
from ..diff.report.summary import counted
from ..pages.crosscheck import Disagreement
from ..pages.draft import Diagnostic
from ..pages.forms import Form
from ..pages.kept import KeptFact
from ..pages.rule_drafts import DraftedRule
from ..spec.problem import Problem
from .text_changes import TextChange

REREAD = "The page says what it said on the day before: its facts are read more closely than when the spec was written."
_LISTS = re.compile(r"; (?:there are|conditions): [^;\[]*(?=[;\[])|; nor is it a condition|; the table is at \S+(?=;)")


@frozen(kw_only=True)
class DueRule:
    """A rule that the day made due: what it says in English and in YAML, and what changed below it.

    ``laid_out`` tells that the text around the tables has the same words as before in another layout.
    """

    due: Due
    english: str
    text: str
    laid_out: bool = False

    @property
    def id(self) -> str:
        return self.due.rule.id

    @property
    def changed(self) -> str:
        changed = str(self.due).partition(": ")[2]
        return f"{changed}, whose words are the same in another layout" if self.laid_out else changed


@frozen(kw_only=True)
class OrphanedRule:
    """A part of ``sdk:`` that is left out because the page no longer has what it names, and what it has instead."""

    problem: Problem
    replacement: str = ""

    @property
    def says(self) -> str:
        """The problem without the lists of everything that there is."""
        return _LISTS.sub("", str(self.problem))


@frozen(kw_only=True)
class NewEndpoint:
    """What import proposes for an endpoint that is new, for a person to rename before anybody uses it."""

    id: str
    file: str
    access: str
    new_group: bool
    parameters: tuple[str, ...]


@frozen(kw_only=True)
class EndpointReview:
    """One endpoint: ``state`` is new, changed, gone, moved, reread or waiting.

    The page of a moved one says the same on both days, at another place. So does that of a reread one, which is only
    read more closely than when the spec was written; that of a waiting one is in doubt, and its spec stays as it is.
    ``remark`` says what the page has become as a whole.
    """

    key: str
    id: str
    title: str
    source: str
    state: str
    remark: str = ""
    place: str = ""
    new: NewEndpoint | None = None
    texts: tuple[TextChange, ...] = ()
    changes: tuple[LocatedChange, ...] = ()
    due: tuple[DueRule, ...] = ()
    drafts: tuple[DraftedRule, ...] = ()
    orphans: tuple[OrphanedRule, ...] = ()
    errors: tuple[Problem, ...] = ()
    settle: tuple[Problem, ...] = ()
    unread: tuple[Diagnostic, ...] = ()
    notes: tuple[Diagnostic, ...] = ()
    undecided: tuple[Disagreement, ...] = ()
    kept: tuple[KeptFact, ...] = ()
    doubt: Diagnostic | None = None

    @property
    def wanted(self) -> tuple[tuple[str, int], ...]:
        """The decisions that a person has to take, by sort, those that stop something first."""
        sorts = (
            ("in doubt", int(self.doubt is not None)),
            ("to correct", len(self.errors)),
            ("left out", len(self.orphans)),
            ("to settle", len(self.settle)),
            ("rules to confirm", len(self.due)),
            ("not read", len(self.unread)),
            ("contradictions", len(self.undecided)),
            ("a name to check", int(self.new is not None)),
        )
        return tuple((sort, count) for sort, count in sorts if count)

    @property
    def asks(self) -> int:
        """The number of things that want a person's decision."""
        return sum(count for _, count in self.wanted)

    @property
    def breaking(self) -> int:
        """The number of changes that break somebody."""
        return sum(entry.change.level == "ERR" for entry in self.changes)

    @property
    def anchor(self) -> str:
        return self.id.replace(".", "-") or "venue"


@frozen(kw_only=True)
class CodeReview:
    """An error code that is new, changed or gone: what the spec calls it, and what the pages say of it word by word."""

    code: str
    meaning: str = ""
    passages: tuple[Passage, ...] = ()

    def __str__(self) -> str:
        return f"{self.code}: {self.meaning}" if self.meaning else self.code


@frozen(kw_only=True)
class TestRun:
    """The tests of what the day touched: whether they passed, the last line of their report, and what failed."""

    __test__ = False
    passed: bool
    summary: str
    failures: tuple[str, ...] = ()


@frozen(kw_only=True)
class SdkState:
    """What became of the SDK: files ``written`` and ``deleted``, or the ``reason`` why it was not generated."""

    written: int = 0
    deleted: int = 0
    reason: str = ""
    tests: TestRun | None = None


@frozen(kw_only=True)
class DayReview:
    """Everything about one day; ``old`` and ``new`` are the days of the pages, '' where they are not known.

    ``with_words`` tells whether the old pages were at hand, so that their texts could be compared. What no
    reader understood is in ``forms``; ``pages`` is the folder of the new pages, which places are named below.
    """

    venue: str
    title: str
    old: str
    new: str
    with_words: bool
    check: bool
    pages: str = ""
    endpoints: tuple[EndpointReview, ...]
    forms: tuple[Form, ...] = ()
    changes: tuple[LocatedChange, ...] = ()
    bump: Bump = "none"
    words: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    codes: tuple[tuple[str, tuple[CodeReview, ...]], ...] = ()
    kept: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    settled: int = 0
    problems: tuple[Problem, ...] = ()
    sdk: SdkState = field(factory=SdkState)

    def count(self, state: str) -> int:
        """Count the endpoints of a state."""
        return sum(endpoint.state == state for endpoint in self.endpoints)

    @property
    def states(self) -> str:
        """'37 changed, 15 new, 3 gone'; those that moved, or are only read more closely, where there are any."""
        states = ("changed", "new", "gone", *(each for each in ("moved", "reread") if self.count(each)))
        return ", ".join(f"{self.count(state)} {state}" for state in states)

    def level(self, level: ChangeLevel) -> int:
        """Count the changes of a level."""
        return sum(entry.change.level == level for entry in self.changes)

    @property
    def judged(self) -> str:
        return counted(entry.change for entry in self.changes) or "no changes"

    @property
    def asks(self) -> int:
        return sum(endpoint.asks for endpoint in self.endpoints)
