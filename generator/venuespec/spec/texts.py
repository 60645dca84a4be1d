"""The texts of a venue's pages, sentence by sentence: what each states as names, figures and digests.

    spec/VENUE/texts.yaml

With it, a comparison of two specs judges what pages say in words as one of the pages themselves does. No sentence can
be read from it. venuespec import writes it; nobody edits it.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

import orjson
from attrs import field, fields, frozen

from ..runtime.json_types import is_array, is_object
from .yaml import scalar

NAME = "texts.yaml"
_HEADING = (
    "# Written by venuespec import: what the sentences of the pages state, as names and digests. Not for editing.\n"
)
_PRIME = (1 << 61) - 1
_BASE = 1_000_003
MOST_FRAMES = 5
FRAME = 3
_QUANTITY = re.compile(r"[0-9]{1,3} ")
_LETTERS = "0123456789abcdefghijklmnopqrstuv"
_LONGEST = 8_000
Restriction = tuple[str, ...]
"""'only', 'not' or 'refused', and the parties that a restriction names; empty for none."""


@frozen(kw_only=True)
class Sentence:
    """A sentence of a page, or what it says that a value means.

    ``sign`` is the digest of its ``length`` words as they are compared, which can be joined with that of the next
    sentence; ``beginning`` is that of the part before a dash. ``words`` are digests of ten bits, in no order, of its
    words that matter. ``frame`` is a digest of the words around its ``quantities``, 0 where these do not count,
    ``frames`` one of the first two of them, one of the first three, and so on; a quantity has the number of such words
    before it.
    ``value`` is the value whose meaning it is. The other attributes are statements. ``text`` is the sentence itself,
    while its page is at hand.
    """

    sign: int
    length: int
    beginning: int = 0
    words: frozenset[int] = frozenset()
    frame: int = 0
    frames: str = ""
    quantities: tuple[str, ...] = ()
    numbers: int = 0
    value: str = ""
    restriction: Restriction = ()
    required: tuple[str, ...] = ()
    most: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    in_examples: tuple[str, ...] = ()
    ends: bool = False
    spans: bool = False
    of_row: bool = False
    text: str | None = field(default=None, eq=False)

    def to_json(self) -> str:
        """Write the statements of the sentence, without its text."""
        values = {short: value for name, short in _STATED if (value := getattr(self, name))}
        if self.words:
            values["w"] = "".join(_LETTERS[word >> 5] + _LETTERS[word & 31] for word in sorted(self.words))
        return orjson.dumps(values).decode()


_SHORT: Mapping[str, str] = dict(
    zip(
        (
            *("sign", "length", "beginning", "words", "frame", "frames", "quantities", "numbers", "value"),
            *(
                "restriction",
                "required",
                "most",
                "figures",
                "effects",
                "names",
                "in_examples",
                "ends",
                "spans",
                "of_row",
            ),
        ),
        "slbwfhqdvrnmgekxuto",
        strict=True,
    )
)
_LONG = {short: name for name, short in _SHORT.items()}
_STATED = tuple((name, short) for name, short in _SHORT.items() if name != "words")
_TYPES = {each.name: each.type for each in fields(Sentence)}


@lru_cache(maxsize=1 << 15)
def _from_json(text: str) -> Sentence | None:
    """Read a sentence; None for what is none."""
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError:
        return None
    if not is_object(data) or not data.keys() <= _LONG.keys() or not isinstance(words := data.pop("w", ""), str):
        return None
    values: dict[str, object] = {"sign": 0, "length": 0}
    for short, value in data.items():
        name = _LONG[short]
        if _TYPES[name] in (int, bool, str):
            if type(value) is not _TYPES[name]:
                return None
            values[name] = value
        elif is_array(value) and all(isinstance(each, str) for each in value):
            values[name] = tuple(value)
        else:
            return None
    if set(words) - set(_LETTERS) or not all(map(_QUANTITY.match, data.get("q", ()))):
        return None
    digits = list(map(_LETTERS.index, words))
    numbers = frozenset(first << 5 | second for first, second in zip(digits[::2], digits[1::2], strict=False))
    return Sentence(**values, words=numbers)  # type: ignore[arg-type]  # each value has been checked


@frozen(kw_only=True)
class PageTexts:
    """The texts of a venue: the keys of their sentences by the key of the text, and the sentences by their keys."""

    texts: Mapping[str, tuple[str, ...]] = {}
    sentences: Mapping[str, str] = {}

    def of(self, key: str) -> tuple[Sentence, ...] | None:
        """Return the sentences of a text; None for one that is not here, or not whole."""
        keys = self.texts.get(key)
        if keys is None:
            return None
        found = [_from_json(self.sentences.get(each, "")) for each in keys]
        read = tuple(each for each in found if each is not None)
        return read if len(read) == len(found) else None

    def with_texts(self, texts: Mapping[str, tuple[Sentence, ...]], kept: Iterable[str]) -> "PageTexts":
        """Return these texts, with the older ones under the keys that are ``kept``."""
        written = {key: tuple(each.to_json() for each in text) for key, text in texts.items()}
        keys = {json: _key(json) for text in written.values() for json in text}
        every = {key: tuple(keys[json] for json in text) for key, text in written.items()}
        sentences = {key: json for json, key in keys.items()}
        for key in kept:
            if key not in every and key in self.texts:
                every[key] = self.texts[key]
                sentences |= {each: self.sentences[each] for each in self.texts[key] if each in self.sentences}
        return PageTexts(texts=every, sentences=sentences)

    def to_yaml(self) -> str:
        """Write the texts: equal texts give equal bytes."""
        return "".join([_HEADING, *_lines(self)])


NO_TEXTS = PageTexts()


def _lines(texts: PageTexts) -> Iterator[str]:
    yield "texts:\n" if texts.texts else "texts: {}\n"
    yield from (f"  {scalar(key)}: [{', '.join(map(scalar, keys))}]\n" for key, keys in sorted(texts.texts.items()))
    yield "sentences:\n" if texts.sentences else "sentences: {}\n"
    for key, json in sorted(texts.sentences.items()):
        quoted = json.replace("'", "''")
        yield f"  {scalar(key)}: '{quoted}'\n" if json.isprintable() else f"  {scalar(key)}: {scalar(json)}\n"


def _key(json: str) -> str:
    return "s" + hashlib.sha256(json.encode()).hexdigest()[:9]


def text_key(digest: str | None, values: Iterable[str], of: str = "row") -> str:
    """Return the key of a text with this digest: one on a row with these values, or one of a page."""
    if not digest:
        return ""
    parts = "\x1f".join((of, digest, *values))
    return "t" + hashlib.sha256(parts.encode(errors="replace")).hexdigest()[:9]


# --- digests of words


@lru_cache(maxsize=1 << 14)
def _number(word: str) -> int:
    return int.from_bytes(hashlib.sha256(word.encode(errors="replace")).digest()[:8])


def small(word: str) -> int:
    """Return a digest of ten bits, which many words have in common."""
    return _number(word) & 1023


def sign_of(words: Iterable[str]) -> int:
    """Return a digest of words in their order."""
    sign = 0
    for word in words:
        sign = (sign * _BASE + _number(word)) % _PRIME
    return sign


def frame_of(words: Sequence[str]) -> int:
    """Return a short digest of the words around quantities, which is not 0."""
    return (sign_of(words) & 0xFFFFFFFF) or 1


def frames_of(words: Sequence[str]) -> str:
    """Return digests of ``FRAME`` hexadecimal digits of the first two words, of the first three, and so on."""
    ends = range(2, 2 + MOST_FRAMES)
    return "".join(f"{sign_of(words[:end]) & 0xFFF:0{FRAME}x}" for end in ends if end <= len(words))


def joined(first: Sentence, following: Iterable[Sentence]) -> int:
    """Return the digest of several sentences as one."""
    sign = first.sign
    for sentence in following:
        sign = (sign * pow(_BASE, sentence.length, _PRIME) + sentence.sign) % _PRIME
    return sign
