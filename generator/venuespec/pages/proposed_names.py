"""Propose the group and the name of an endpoint in the SDK, from its section, its path and the heading of its page.

A proposal is for new endpoints only: the files of a spec keep their names, and people may move and rename them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import takewhile

from ..naming import snake

# No name of a group needs more words.
_MOST_WORDS = 3
_BRACKETED = re.compile(r"\(([^)]*)\)")
_POSSESSIVE = re.compile(r"['’]s\b")
_WORD = re.compile(r"[^\W_]+")
# Two words written as one, 'SubAccount'; 'PnL', 'RFQs' and 'byUSDT' are one word.
_INSIDE = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")
_ARTICLES = frozenset({"a", "an", "the"})
_READS = frozenset({"query", "obtain", "fetch", "retrieve", "view", "list", "read", "show"})
# Plurals that name nothing without the word before them.
_WEAK = frozenset({"records", "details", "results", "status"})
_VERSION = re.compile(r"v\d+|api")
# A heading of a method and a path: 'GET /orders/{id}'.
_CALL = re.compile(r"(?P<method>GET|POST|PUT|DELETE|PATCH)\s+(?P<path>/\S*)")
# What the last part of a path says to do: 'POST /order/cancel', 'POST /account/set-margin-mode'.
_ACTION = re.compile(
    r"(?:cancel|set|add|move|switch|place|close|amend|modify|edit|update|change|transfer|withdraw|submit|start|stop|reset)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_VERBS = {"GET": "get", "POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}|<(\w+)>|(?<=/):(\w+)")

Folders = tuple[str, ...]


def folders_of(section: str, files: Iterable[str], source: str | None = None) -> Folders:
    """Return the parts of a section: the folders that all ``files`` share, where the section is named after folders.

    Folders that the address of the page, ``source``, does not have are no parts of it: a crawl can cut the section
    'sub account' into ``sub/account/``.
    """
    parts = _shared_folders(section, files)
    is_cut = len(parts) > 1 and source is not None and f"/{'/'.join(parts)}" not in source
    return (section,) if is_cut else parts


def _shared_folders(section: str, files: Iterable[str]) -> Folders:
    places = _places(files)
    ends = {place[start:] for place in places for start in range(len(place) + 1) if _spoken(place[start:]) == section}
    if not section or not ends:
        return (section,) if section else ()
    depth = max(len(place) for place in ends)
    shared = [each[0] for each in takewhile(lambda parts: len(set(parts)) == 1, zip(*places, strict=False))]
    above = next(len(place) - len(end) for end in ends for place in places if place[len(place) - len(end) :] == end)
    if not shared[above:]:
        # Folders that share nothing: the section is the one that the endpoint's own page stands in.
        return next(place[above:] for place in places if _spoken(place[above:]) == section)
    return tuple(shared[above : above + depth])


def _places(files: Iterable[str]) -> list[Folders]:
    """Return the folder of each page; one beside a folder of its own name, ``account.md``, introduces that folder."""
    paths = [tuple(file.rsplit(".", 1)[0].split("/")) for file in files]
    folders = {path[:depth] for path in paths for depth in range(1, len(path))}
    return [path if path in folders else path[:-1] for path in paths]


def _spoken(folders: Sequence[str]) -> str:
    return " ".join(folders).replace("-", " ")


def group_names(sections: Iterable[Folders]) -> Mapping[Folders, str]:
    """Return the group of each section; sections are told by their folders.

    A folder with a single section says nothing of its own, and neither does one whose words the folder inside it
    repeats. A folder that holds only folders stays out of names that would get too long.
    """
    known = frozenset(sections)
    short = {section: _without_repeated(_without_only_child(section, known)) for section in known}
    empty = {section[0] for section in known} - {section[0] for section in known if len(section) == 1}
    heads = {parts[0] for parts in short.values() if len(parts) > 1 and _words(parts) > _MOST_WORDS} & empty
    names: dict[Folders, str] = {}
    for section, parts in sorted(short.items()):
        while len(parts) > 1 and (
            parts[0] in heads or (_words(parts) > _MOST_WORDS and (*section[: -len(parts)], parts[0]) not in known)
        ):
            parts = parts[1:]
        name = snake(_spoken(parts))
        names[section] = snake(_spoken(section)) if name in names.values() else name
    return names


def _words(parts: Folders) -> int:
    return len(_spoken(parts).split())


def _without_only_child(section: Folders, known: frozenset[Folders]) -> Folders:
    for depth in range(1, len(section)):
        above = section[:depth]
        inside = {other[: depth + 1] for other in known if other[:depth] == above}
        if len(inside) == 1 and len(known) > 1:
            return (*above, *_without_only_child(section[depth:], known)[1:])
    return section


def _without_repeated(section: Folders) -> Folders:
    """Leave out folders whose words a folder below repeats: 'broker/exchange-broker'."""
    return tuple(
        part
        for at, part in enumerate(section)
        if not any(set(part.split("-")) <= set(below.split("-")) for below in section[at + 1 :])
    )


def group_of_path(path: str) -> str:
    """Return the group of an endpoint without a section: the first part of its path."""
    parts = (part for part in path.strip("/").split("/") if not _VERSION.fullmatch(part) and part[:1].isalpha())
    return snake(next(parts, "api"))


def endpoint_name(title: str, method: str, group: str) -> str:
    """Return a verb phrase: 'get_positions' for 'Position List'; what the group says already is left out."""
    if call := _CALL.fullmatch(title):
        return snake("_".join(_of_call(call["method"], call["path"], frozenset(group.split("_")))))
    words = _words_of(_POSSESSIVE.sub("", _BRACKETED.sub(" ", title)))
    if len(words) > 1 and words[0] in _READS and words[1] not in ("of", "for"):
        words[0] = "get"
    elif method == "GET" and words[:1] not in (["get"], ["set"]):
        words.insert(0, "get")
    if len(words) > 1 and words[0] != "set":
        words = [words[0], *_beside(words[1:], frozenset(group.split("_")))]
    if len(words) > 2 and words[0] == "get" and words[-1] == "list":
        words = [*words[:-2], plural(words[-2])]
    return snake("_".join(words))


def _of_call(method: str, path: str, known: frozenset[str]) -> list[str]:
    """Return a verb, the parts of the path, and the placeholder at its end: 'get_orders_by_id'."""
    said = _PLACEHOLDER.sub(" ", path).replace("/", " ").split()
    words = [word for part in said if not _VERSION.fullmatch(part) for word in _words_of(part)]
    last = _PLACEHOLDER.search(path, path.rstrip("/").rfind("/"))
    if method == "POST" and (action := _ACTION.match(said[-1] if said else "")):
        rest = [word for word in words if word not in _words_of(said[-1])]
        more = _words_of(said[-1])
        return more if len(more) > 1 else [action[0].lower(), *rest[-1:]]
    by = ["by", *_words_of(next(filter(None, last.groups())))] if last else []
    return [_VERBS[method], *_beside(words or ["root"], known), *by]


def distinction(title: str) -> str:
    """Return the words that a heading has in brackets, which set pages of one title apart: '(real-time)'."""
    return "_".join(word for match in _BRACKETED.findall(title) for word in _words_of(match))


def _words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(_INSIDE.sub(" ", text)) if word.lower() not in _ARTICLES]


def _beside(words: list[str], known: frozenset[str]) -> list[str]:
    """Leave out the first words if the group says them, unless what remains says too little."""
    rest = list(words)
    while rest and (rest[0] in known or plural(rest[0]) in known):
        rest = rest[1:]
    names_something = len(rest) > 1 or (rest and rest[0] == plural(rest[0]) and rest[0] not in _WEAK)
    return rest if names_something else words


def plural(word: str) -> str:
    """Return the plural of an English noun; a word that ends like one is one."""
    if word.endswith("s") and not word.endswith("ss"):
        return word
    if word.endswith("y") and word[-2:-1] not in tuple("aeiou"):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("ss", "x", "ch", "sh")) else f"{word}s"
