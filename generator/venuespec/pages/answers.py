"""Compare what import asks about the pages with what people answer below ``sdk:``.

A report says what settles it: a rule that states the figures of a sentence, a fact of ``sdk.fields``, or a reason in
``sdk.decided``. What is answered so is not reported again; an answer that nothing asks for any more is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from attrs import evolve, field, frozen

from ..runtime.json_types import is_array, is_object
from ..spec.row_types import TYPE_UNREAD
from ..spec.yaml import Document
from .crosscheck import Disagreement
from .draft import Diagnostic, Draft, DraftRow
from .forms import sentence_of
from .known import KnownEndpoint
from .snapshot import Placed, Snapshot

# Subjects of sdk.decided on examples that no import compares with the tables.
_ASKED_BY_LINT = re.compile(
    r"rules\..+|(?:request|response)\.(?:.+\.)?(?:values|kind)|response\.envelope|(?:request|response)\.type"
)
# The keys of sdk.fields, and of sdk itself, that overrule what was not understood.
_OF_A_ROW: Mapping[str, tuple[str, ...]] = {TYPE_UNREAD: ("kind", "type"), "required-unread": ("required",)}
_OVERRULED: Mapping[str, tuple[str, ...]] = {
    "values": ("values", "open"),
    "required": ("required",),
    "type": ("type", "kind"),
}
_OF_AN_ENDPOINT: Mapping[str, str] = {
    "permission-unread": "permissions",
    "limit-unread": "rate_limits",
    "access-unread": "access",
    "weight-unread": "costs",
}
# The key of ``docs:`` that one of ``sdk:`` overrules under another name.
_SECTIONS: Mapping[str, str] = {"access": "auth"}
# What a rule can repeat of a sentence: its figures, and what it quotes as code or writes in capitals.
_FIGURE = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
_CODE = re.compile(r"`[\"']?([\w.-]+)[\"']?`|\b([A-Z][A-Z0-9_]{2,})\b")
# Parts of a rule that are our own words.
_OURS = frozenset({"id", "because"})
_WORD = re.compile(r"[\w-]+(?:\.\d+)?")


@frozen
class Answers:
    """What people state about endpoints, by method and path."""

    known: Mapping[str, KnownEndpoint]
    _read: dict[str, Sequence[tuple[Mapping[str, object], frozenset[str]]]] = field(
        init=False, factory=dict[str, Sequence[tuple[Mapping[str, object], frozenset[str]]]], eq=False
    )

    def decided(self, key: str) -> frozenset[str]:
        """Return the subjects of an endpoint's ``sdk.decided``."""
        decided = self.known[key].sdk.get("decided") if key in self.known else None
        return frozenset(decided) if is_object(decided) else frozenset()

    def settles(self, question: Disagreement) -> bool:
        """Tell whether ``sdk.decided`` answers a contradiction of a page, or ``sdk.fields`` states the fact anew."""
        if question.subject in self.decided(question.endpoint):
            return True
        path, _, fact = question.subject.rpartition(".")
        known = self.known.get(question.endpoint)
        field = _field(known.sdk, path) if known else dict[str, object]()
        return any(field.get(each) is not None for each in _OVERRULED.get(fact, ()))

    def answer(self, diagnostic: Diagnostic, draft: Draft) -> bool:
        """Tell whether the endpoint's ``sdk:`` states what a diagnostic says is not understood."""
        if diagnostic.code in self.decided(draft.key):
            return True
        sdk = self.known[draft.key].sdk if draft.key in self.known else dict[str, object]()
        if diagnostic.code in _OF_AN_ENDPOINT:
            return sdk.get(_OF_AN_ENDPOINT[diagnostic.code]) is not None
        paths = dict(_at(draft, diagnostic.line))
        if diagnostic.code in _OF_A_ROW:
            overruled = [_field(sdk, path) for path in paths]
            return any(field.get(fact) is not None for field in overruled for fact in _OF_A_ROW[diagnostic.code])
        sentence = sentence_of(diagnostic)
        if sentence is None:
            return False
        name, text = sentence
        return any(
            _repeats(_whole(text, row), name, list(self._on(draft.key, path)))
            for path, row in paths.items()
            if row.name == name
        )

    def _on(self, key: str, path: str) -> Iterator[Mapping[str, object]]:
        """Yield the rules, notes and the entry of ``sdk.fields`` of an endpoint that are on a row."""
        if key not in self.known:
            return
        name = path.rpartition(".")[2]
        for statement, words in self._statements(key):
            if name in words:
                yield {part: said for part, said in statement.items() if part not in _OURS}
        yield _field(self.known[key].sdk, path)

    def _statements(self, key: str) -> Sequence[tuple[Mapping[str, object], frozenset[str]]]:
        """Return the rules and notes of an endpoint, with the words of each."""
        if key not in self._read:
            notes = self.known[key].sdk.get("notes")
            statements = (*self._rules(key), *(notes if is_array(notes) else ()))
            self._read[key] = [(each, frozenset(_words(each))) for each in statements if is_object(each)]
        return self._read[key]

    @cached_property
    def _by_id(self) -> Mapping[str, str]:
        """Return the endpoints by the name that ``rules_from`` has for them; of two with one name the first."""
        return {_id(each.file): key for key, each in reversed(list(self.known.items()))}

    def _rules(self, key: str) -> Iterator[object]:
        """Yield the rules of an endpoint, and those that it takes over from another."""
        sdk = self.known[key].sdk
        rules, taken = sdk.get("rules"), sdk.get("rules_from")
        yield from rules if is_array(rules) else ()
        for entry in taken if is_array(taken) else ():
            chosen: Mapping[str, object] = entry if is_object(entry) else {"endpoint": entry}
            source = self._by_id.get(str(chosen.get("endpoint")))
            only, without = chosen.get("only"), chosen.get("without")
            for rule in self._rules(source) if source and source != key else ():
                name = rule.get("id") if is_object(rule) else None
                if (not is_array(only) or name in only) and not (is_array(without) and name in without):
                    yield rule


def without_answered(snapshot: Snapshot, answers: Answers) -> Snapshot:
    """Leave out what people have answered, except unknown types: a spec guesses the types of their rows."""

    def read(placed: Placed) -> Placed:
        draft = placed.draft
        left = tuple(
            each for each in draft.diagnostics if each.code == TYPE_UNREAD or not _is_stated(each, draft, answers)
        )
        return evolve(placed, draft=evolve(draft, diagnostics=left)) if left != draft.diagnostics else placed

    return evolve(snapshot, placed=tuple(map(read, snapshot.placed)))


def _is_stated(diagnostic: Diagnostic, draft: Draft, answers: Answers) -> bool:
    return diagnostic.code not in answers.decided(draft.key) and answers.answer(diagnostic, draft)


def _at(draft: Draft, line: int) -> Iterator[tuple[str, DraftRow]]:
    """Yield the rows at a line of the page by path."""
    tables = (draft.request, draft.response, *(variant.rows for variant in draft.variants))
    for number, rows in enumerate(tables):
        side = "response" if number == 1 else "request"
        yield from ((path, row) for path, row in _paths(rows, side) if row.line == line)


def _paths(rows: tuple[DraftRow, ...], parent: str) -> Iterator[tuple[str, DraftRow]]:
    for row in rows:
        path = f"{parent}.{row.name}"
        yield path, row
        yield from _paths(row.fields, path)


def _id(file: Path) -> str:
    return f"{file.parent.name}.{file.stem}"


def _field(sdk: Mapping[str, object], path: str) -> Mapping[str, object]:
    fields = sdk.get("fields")
    field = fields.get(path) if is_object(fields) else None
    return field if is_object(field) else {}


def _whole(text: str, row: DraftRow) -> str:
    """Return a sentence that a message cut off, to the end of its line."""
    _, found, rest = row.text.partition(text)
    return text + rest.partition("\n")[0] if found else text


def _repeats(sentence: str, name: str, statements: Sequence[Mapping[str, object]]) -> bool:
    """Tell whether statements have all figures and codes of a sentence; plain figures are not those of a case."""
    codes = {code or capitals for code, capitals in _CODE.findall(sentence)} - {name}
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(_CODE.sub(" ", sentence))}
    words = {word for statement in statements for word in _words(statement)}
    stated = {
        word
        for statement in statements
        for word in _words({part: said for part, said in statement.items() if part != "when"})
    }
    return bool(codes | figures) and codes <= words and figures <= stated


def _words(statement: object) -> Iterator[str]:
    if is_object(statement):
        for name, inner in statement.items():
            yield from _words(name)
            yield from _words(inner)
    elif is_array(statement):
        for inner in statement:
            yield from _words(inner)
    else:
        for word in _WORD.findall(str(statement).replace(",", "")):
            yield word
            yield from re.findall(r"\d+(?:\.\d+)?", word)


# --- answers that nothing asks for


def needless(snapshot: Snapshot, answers: Answers, documents: Mapping[Path, Document]) -> Iterator[Diagnostic]:
    """Yield corrections of ``sdk:`` that the page states itself by now."""
    for placed in snapshot.placed:
        endpoint = answers.known.get(placed.draft.key)
        said = endpoint.sdk.get("permissions") if endpoint else None
        if endpoint is not None and said and said == list(placed.draft.permissions):
            line = documents[endpoint.file].place(("sdk", "permissions")).line
            message = "the page says the same as sdk.permissions now; delete the key"
            yield Diagnostic(file=endpoint.file, line=line, code="correction-needless", message=message)


def unasked(snapshot: Snapshot, answers: Answers) -> Iterator[tuple[str, str]]:
    """Yield decisions that the pages read no longer ask for, except reasons of what ``sdk:`` states itself."""
    known = answers.known
    open_questions = {(question.endpoint, question.subject) for question in snapshot.disagreements}
    open_questions |= {
        (placed.draft.key, diagnostic.code) for placed in snapshot.placed for diagnostic in placed.draft.diagnostics
    }
    for key in sorted(placed.draft.key for placed in snapshot.placed if placed.draft.key in known):
        fields = known[key].sdk.get("fields")
        overruled = frozenset(fields) if is_object(fields) else frozenset[str]()
        stated = {_SECTIONS.get(name, name) for name, said in known[key].sdk.items() if said is not None}
        for subject in sorted(answers.decided(key) - stated):
            asked = (key, subject) in open_questions or _ASKED_BY_LINT.fullmatch(subject)
            if not asked and overruled.isdisjoint((subject, subject.rpartition(".")[0])):
                yield key, subject
