"""Group what an import did not understand by its form, so that 400 lines of a day are a dozen things to decide.

A form is a message without what differs from place to place: the row's name, codes in marks, figures, dates. A sentence
that stands in one place only is grouped with others by the sort of fact that it shows signs of.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from attrs import frozen

from .crosscheck import Disagreement
from .draft import FACT_UNREAD, Diagnostic, Draft
from .parts.residue import SIGNS, FactSort

CONTRADICTION = "page-contradicts"
"""The code of a contradiction between two places of a page."""
FIRST_PLACES = 3
"""How many places of a form a short list names."""

# So many places make a sentence a form of its own, and so many such forms there are at most; the rest goes by sorts.
_REPEATED = 2
_MOST_SENTENCES = 12
_LONGEST = 140
_VOCABULARY = "a word that other pages use as well belongs into the reader's vocabulary, pages/parts/"
_DECIDED = "sdk: decided: {%s: REASON} of the endpoint says why it does not matter"

_OTHER = "sentence of no frequent form, with signs of"
_NOTED = "a note below sdk: notes says it"

_SORTS: Mapping[FactSort, tuple[str, str]] = {
    "default": ("a default", f"sdk: fields: {{NAME: {{default: VALUE}}}} states it, or {_NOTED}"),
    "bound": ("a bound", f"a rule that restricts NAME states it (sdk: rules), or {_NOTED}"),
    "end": ("an end", f"sdk: renamed states an older name, or {_NOTED}"),
    "list": ("a list of values", "sdk: fields: {NAME: {values: [A, B], open: true}} states it"),
    "condition": ("a condition", f"a rule states it (sdk: rules; venuespec propose drafts some), or {_NOTED}"),
    "figure": ("a figure", f"a rule states it (sdk: rules), or {_NOTED}"),
}
"""The sorts of facts that a sentence can show signs of, and what states each in a spec; the first that fits counts."""
_SENTENCES = frozenset({FACT_UNREAD, "cell-unread"})
_SENTENCE = re.compile(
    r"(?P<row>\S+): (?:no fact is read from|a figure or default is not understood): (?P<rest>.*)", re.DOTALL
)
_WORDS: Mapping[str, tuple[re.Pattern[str], str]] = {
    "type-unread": (re.compile(r"the type of .+? is not understood: (.*)", re.DOTALL), "the type word {} is not known"),
    "required-unread": (
        re.compile(r"whether .+? is required is not understood: (.*)", re.DOTALL),
        "the required word {} is not known",
    ),
    "header-unread": (
        re.compile(r"the head of this column is not understood: (.*)", re.DOTALL),
        "the column head {} is not known",
    ),
    "permission-unread": (
        re.compile(r"(?:the permission is not understood: (.*)|(.*) is not a known .*)", re.DOTALL),
        "the permission {} is not known",
    ),
}
"""Messages on one word, with what stands for all of them."""
_WHOLE: Mapping[str, str] = {
    "row-unread": "rows of tables that are not understood",
    "row-too-long": "rows with more cells than the heads of their tables",
    "row-too-short": "rows without a cell for their description",
    "row-repeated": "rows that repeat an earlier one of their table",
    "page-error": "pages that are empty or saved errors",
}
"""Messages that quote what nobody counts, with what stands for all of them."""
_SETTLED: Mapping[str, str] = {
    "type-unread": f"sdk: fields: {{request.NAME: {{type: TYPE, kind: KIND}}}} says it; {_VOCABULARY}type_words.py",
    "required-unread": f"sdk: fields: {{request.NAME: {{required: true}}}} says it; {_VOCABULARY}words.py",
    "header-unread": f"look what the column holds, then {_DECIDED % 'header-unread'}; {_VOCABULARY}words.py",
    "heading-unread": f"look what stands below it, then {_DECIDED % 'heading-unread'}; {_VOCABULARY}headings.py",
    "permission-unread": "permissions: in venue.yaml has the venue's words; sdk: permissions corrects an endpoint's",
    "limit-unread": "sdk: rate_limits states the limit",
    "access-unread": "sdk: access states whether calls are signed",
    "weight-unread": "sdk: costs states what a call takes",
    "endpoint-unread": "write the endpoint's file by hand, or fetch the page again; nothing of it is in the spec",
    "path-unread": "write the endpoint's file by hand, or fetch the page again; nothing of it is in the spec",
    "path-odd": "write the endpoint's file by hand, or fetch the page again; nothing of it is in the spec",
    "page-cut": "fetch the page again",
    "page-error": "fetch the page again",
    "page-stale": "fetch the page again",
    CONTRADICTION: "sdk: decided: {SUBJECT: REASON} of the endpoint settles it; SUBJECT stands behind its path",
}
_NOTICED = frozenset({"copies-differ", "pages-merged", "page-link", "page-language", "facts-fading", "upload"})
_DAY = re.compile(
    r"\b\d{4}-\d\d-\d\d\b|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.? \d{1,2},? \d{4}\b"
)
_MARKED = re.compile(r"`[^`\n]*`|\"[^\"\n]*\"|“[^”\n]*”|'[\w.+-]+'")
_NAME = re.compile(r"(?<![\w/])(?:[a-z]+(?:[A-Z]\w*|_\w+)|[A-Z][A-Z0-9_]{2,})\b|(?<!\w)/[\w{}.-]+(?:/[\w{}.-]+)+")
_NUMBER = re.compile(r"(?<!\w)[-+]?\d[\d,]*(?:\.\d+)?")
_SEVERAL = re.compile(r"\bX(?:\s*(?:[,/、|]|\band\b|\bor\b)\s*(?:and |or )?X\b)+")


@frozen(kw_only=True)
class Form:
    """A form that stands in ``places``; ``message`` says what was not understood, ``settle`` what to do.

    ``settle`` is empty where there is nothing to do.
    """

    code: str
    message: str
    settle: str
    places: tuple[Diagnostic, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The pages that have it, in their order."""
        return tuple(dict.fromkeys(place.file for place in self.places))

    @property
    def counted(self) -> str:
        """Say in how many places and on how many pages it stands: '14 places on 6 pages'."""
        places, pages = len(self.places), len(self.files)
        return f"{places} {'place' if places == 1 else 'places'} on {pages} {'page' if pages == 1 else 'pages'}"

    def __str__(self) -> str:
        return f"{self.message}: {self.counted} [{self.code}]"


def forms_of(diagnostics: Iterable[Diagnostic]) -> tuple[Form, ...]:
    """Group diagnostics by form; words, rows and tables come before sentences, the frequent ones first."""
    found = list(dict.fromkeys(diagnostics))
    keys = [(each.code, _form(each)) for each in found]
    sentences = Counter(key for key in keys if key[0] in _SENTENCES)
    own = {key for key, times in sentences.most_common(_MOST_SENTENCES) if times >= _REPEATED}
    places: dict[tuple[str, str], list[Diagnostic]] = {}
    for key, each in zip(keys, found, strict=True):
        code, form = key
        if code in _SENTENCES and key not in own:
            form = f"{_OTHER} {_SORTS[_sort(each)][0]}"
        places.setdefault((code, form), []).append(each)
    forms = [
        Form(code=code, message=form, settle=_settle(listed[0]), places=tuple(listed))
        for (code, form), listed in places.items()
    ]
    return tuple(sorted(forms, key=_gravity))


def contradictions(questions: Iterable[Disagreement], drafts: Iterable[Draft]) -> Iterator[Diagnostic]:
    """Yield the contradictions of pages as diagnostics at the places of their endpoints."""
    by_key = {draft.key: draft for draft in drafts}
    for question in questions:
        draft = by_key.get(question.endpoint)
        if draft is not None:
            yield Diagnostic(file=draft.file, line=draft.line or 1, code=CONTRADICTION, message=str(question))


def sentence_of(diagnostic: Diagnostic) -> tuple[str, str] | None:
    """Return the row and the sentence that a diagnostic quotes; None for a diagnostic of another kind."""
    sentence = _SENTENCE.fullmatch(diagnostic.message) if diagnostic.code in _SENTENCES else None
    return (sentence["row"], sentence["rest"]) if sentence else None


def _gravity(form: Form) -> tuple[bool, bool, int, str]:
    return form.code in _SENTENCES, form.message.startswith(_OTHER), -len(form.places), form.message


def _settle(diagnostic: Diagnostic) -> str:
    if diagnostic.code in _SENTENCES:
        stated = _SORTS[_sort(diagnostic)][1]
        return stated if diagnostic.is_note else f"{stated}; {_DECIDED % diagnostic.code}"
    if diagnostic.code in _NOTICED:
        return ""
    return _SETTLED.get(diagnostic.code, _DECIDED % diagnostic.code)


def _form(diagnostic: Diagnostic) -> str:
    code, message = diagnostic.code, diagnostic.message
    if code in _WHOLE:
        return _WHOLE[code]
    if code in _WORDS and (found := _WORDS[code][0].fullmatch(message)):
        word = next((group for group in found.groups() if group is not None), "")
        return _WORDS[code][1].format("`" + word.strip("'\"` ") + "`" if word else "")
    if code == CONTRADICTION:
        return f"the page contradicts itself: {_skeleton(message.split(': ', 2)[-1])}"
    sentence = _SENTENCE.fullmatch(message)
    if sentence:
        return f"sentence of the form '{_skeleton(sentence['rest'])}'"
    return _skeleton(message)


def _skeleton(text: str) -> str:
    """Return a text with X for each code and name, N for each figure, and D for each day."""
    text = _MARKED.sub("X", _DAY.sub("D", text))
    text = _NUMBER.sub("N", _NAME.sub("X", text))
    text = _SEVERAL.sub("X", " ".join(text.split())).strip(" .,;:|")
    return text[:_LONGEST] + ("..." if len(text) > _LONGEST else "")


def _sort(diagnostic: Diagnostic) -> FactSort:
    """Return the sort of fact that a sentence shows signs of, by the table of signs; a figure where it shows none."""
    sentence = _SENTENCE.fullmatch(diagnostic.message)
    text = sentence["rest"] if sentence else diagnostic.message
    shown: Sequence[FactSort] = [sign.sort for sign in SIGNS if sign.pattern.search(text)]
    for sort in _SORTS:
        if sort in shown:
            return sort
    return "figure"
