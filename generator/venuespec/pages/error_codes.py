"""Import the error codes that pages list: into ``errors.yaml``, with digests of their texts in the lock.

What stands in ``errors.yaml`` stays byte for byte: kinds, outcomes and meanings are written by people. A new code gets
a line with a label of a few words; a code that left the pages keeps its line, and the lock says since when it is gone.
"""

import hashlib
import re
from collections.abc import Collection, Mapping, Sequence

from attrs import frozen

from ..spec.lock import Lock
from ..spec.yaml import scalar
from .parts.codes import is_deprecated_code, listed_codes, may_list_codes
from .parts.label import label_of
from .parts.phrases import PLACEHOLDER

CODES_NAME = "errors.yaml"
DEPRECATED = "deprecated"
_ENTRY = re.compile(r"^(['\"]?)(-?[0-9]+(?:_[0-9]+)?)\1:")
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
# A file without codes can hold an empty mapping, or null: lines cannot be added behind it.
_EMPTY = re.compile(r"^(?:\{\s*\}|~|null)[ \t]*(?:#.*)?\n?", re.MULTILINE)
# 'Your account | does not meet the tier': what the account lacks is the meaning.
_PREDICATE = re.compile(
    r"\s+(?:is|are|was|were|do|does|did|has|have|had|can|cannot|could|may|might|must|should|shall|will|would|need|needs)\b"
)
_MANY = 5  # a fifth of all codes do not vanish in a day; their page was not read
_MOST_CHARACTERS = 60


@frozen(kw_only=True)
class CodeChanges:
    """The codes of an import: the text of ``errors.yaml``, what the lock keeps, and what a person is told."""

    text: str = ""
    digests: Mapping[str, str] = {}
    vanished: Mapping[str, str] = {}
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def import_codes(
    text: str, pages: Mapping[str, Mapping[str, tuple[str, ...]]], lock: Lock, day: str | None, *, partial: bool
) -> CodeChanges:
    """Bring ``errors.yaml`` up to date with the codes of pages, by page and code with their texts.

    Of no page with codes, and of ``partial`` pages, no code is taken as gone.
    """
    texts = texts_by_code(pages)
    digests = {code: code_digest(meanings) for code, meanings in texts.items()}
    left = [code for code in lock.codes if code not in digests]
    if partial or not texts or len(left) * _MANY > len(lock.codes):
        digests |= {code: lock.codes[code] for code in left}
        left = []
    vanished = {code: since for code, since in lock.gone_codes.items() if code not in digests}
    vanished |= dict.fromkeys(left, day or "unknown")
    written = {match[2] for line in text.splitlines() if (match := _ENTRY.match(line))}
    missing = digests.keys() - written
    # A code that somebody wrote before a page had it is news all the same.
    new = sorted(missing | (digests.keys() - lock.codes.keys() if lock.codes else set[str]()), key=_order)
    return CodeChanges(
        text=_with_entries(
            text, {code: label_of_code(texts[code]) for code in new if code in texts and code in missing}
        ),
        digests=dict(sorted(digests.items(), key=lambda entry: _order(entry[0]))),
        vanished=dict(sorted(vanished.items(), key=lambda entry: _order(entry[0]))),
        new=tuple(new),
        changed=tuple(
            code for code, digest in lock.codes.items() if _text_of(digests.get(code, digest)) != _text_of(digest)
        ),
        gone=tuple(sorted(left, key=_order)),
    )


def _with_entries(text: str, labels: Mapping[str, str]) -> str:
    """Return a file's text with a line for each new code, before the first entry of a greater one."""
    if not labels:
        return text
    lines = _EMPTY.sub("", text).splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    for code, label in labels.items():
        entry = f"{scalar(code)}: {{{f'meaning: {scalar(label)}' if label else ''}}}\n"
        greater = (
            at for at, line in enumerate(lines) if (match := _ENTRY.match(line)) and _order(match[2]) > _order(code)
        )
        lines.insert(next(greater, len(lines)), entry)
    return "".join(lines)


def label_of_code(meanings: Collection[str]) -> str:
    """Return a few words for a code, of its shortest text, without placeholders: '' where they say who but not what."""
    text = min(sorted(meanings), key=lambda each: (not each.isascii(), len(each)), default="")
    words = " ".join(_PLACEHOLDER.sub("", text.partition(" / ")[0]).split())
    label = label_of(words).strip(" /")
    if words.startswith(label) and _PREDICATE.match(words[len(label) :]):
        return ""
    return label if len(label) <= _MOST_CHARACTERS and label.isprintable() else ""


def codes_with_labels(lines: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the error codes that the part of a page on one endpoint lists, with labels of a few words."""
    if not may_list_codes(lines):
        return ()
    text = "\n".join(lines)
    return tuple((code, label_of_code(meanings)) for code, meanings in listed_codes(text).items())


def _text_of(digest: str) -> str:
    """Return the digest of the texts without their placeholders, which older locks do not have."""
    return digest.partition(" ")[0]


def _order(code: str) -> tuple[int, int]:
    first, _, second = code.partition("_")
    return int(first), int(second or -1)


def texts_by_code(pages: Mapping[str, Mapping[str, tuple[str, ...]]]) -> dict[str, set[str]]:
    """Return the texts of each code; several pages may list the same code."""
    texts: dict[str, set[str]] = {}
    for codes in pages.values():
        for code, meanings in codes.items():
            texts.setdefault(code, set()).update(filter(None, meanings))
    return texts


def code_digest(meanings: set[str]) -> str:
    """Return a digest of a code's texts, 'deprecated' if they say so, and their placeholders: '1f0c22ab {param1}'."""
    digest = hashlib.sha256("\n".join(sorted(" ".join(text.split()) for text in meanings)).encode()).hexdigest()[:8]
    ends = [DEPRECATED] if any(map(is_deprecated_code, meanings)) else []
    return " ".join([digest, *ends, *sorted({name for text in meanings for name in PLACEHOLDER.regex.findall(text)})])
