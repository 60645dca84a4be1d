"""Digest the text of a page outside of its tables, so that a menu and the marks of lists say nothing.

A docs team re-orders its menu, or another formatter writes its lists: no rule is to be confirmed again for that.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping

from attrs import evolve

from ..checks.due import page_mark
from ..spec.lock import EndpointLock, Lock
from ..spec.model import Reviewed
from .draft import Draft

# The lines of a page's head, as formats hand them on: 'sidebar_position: 3'.
_HEAD = re.compile(r"\A(?:\s*(?:title|sidebar_\w+|slug|description|keywords|id|hide_\w+):[^\n]*(?:\n|\Z))+")
_MARK = re.compile(r"^([ \t>]*)[-*+•](?=[ \t])", re.MULTILINE)


def page_text(text: str) -> str:
    """Return the text of a page without its head and without the marks of lists."""
    return _MARK.sub(r"\1", _HEAD.sub("", text)).strip()


def page_digest(text: str) -> str:
    """Return eight hexadecimal digits of the text of a page; '' for one that says nothing."""
    said = page_text(text)
    return text_digest(said) if said else ""


def text_digest(text: str) -> str:
    """Return eight hexadecimal digits of a text, spaces aside."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def with_page_digests(lock: Lock, drafts: Iterable[Draft]) -> Lock:
    """Return a lock whose digests of pages that say the same are as they are written now.

    What a person confirmed against such a digest stays confirmed.
    """
    entries = {draft.key: _entry(lock.endpoints[draft.key], draft) for draft in drafts if draft.key in lock.endpoints}
    return evolve(lock, endpoints={**lock.endpoints, **entries})


def _entry(entry: EndpointLock, draft: Draft) -> EndpointLock:
    prose, remarks = (_digest(*pair) for pair in ((entry.prose, draft.prose), (entry.remarks, draft.remarks)))
    if prose == (entry.prose or "") and remarks == entry.remarks:
        return entry
    marks = {page_mark(entry.prose): page_mark(prose)} if prose != (entry.prose or "") else {}
    reviewed = _reviewed(entry.reviewed, marks) if entry.reviewed else None
    return evolve(entry, prose=prose or None, remarks=remarks, reviewed=reviewed)


def _digest(known: str | None, text: str) -> str:
    """Return the digest of a text if a known one is of the same text in older form, else the known one."""
    return page_digest(text) if known and known in _older_digests(text) else known or ""


def _older_digests(text: str) -> set[str]:
    """Return the digests that a text had when heads and marks were a part of it, with either mark of a list."""
    return {text_digest(each) for each in (text, *(_MARK.sub(rf"\g<1>{mark}", text) for mark in "-*"))}


def _reviewed(reviewed: Reviewed, marks: Mapping[str, str]) -> Reviewed:
    rules = {name: evolve(rule, page=marks.get(rule.page, rule.page)) for name, rule in reviewed.rules.items()}
    return evolve(reviewed, page=marks.get(reviewed.page or "", reviewed.page or "") or None, rules=rules)
