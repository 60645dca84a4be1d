"""Read where a thing can be used, and what makes it required, as names: never as the page's sentence.

    Only applicable to `FUTURES`/`SWAP`                     -> [FUTURES, SWAP]
    This field is only valid when `ordType` is `iceberg`    -> [ordType=iceberg]
    Required when `tdMode` is `cross`                       -> [tdMode, cross]

A restriction counts only if the sentence is understood to its end; otherwise it states nothing here.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from .chinese import condition_in_english
from .condition_words import (
    EXCLUSIONS,
    PLAIN,
    PRODUCTS_ONLY,
    REQUIRED,
    RESTRICTIONS,
    RESTRICTS,
    RESTRICTS_NAMES,
    WHEN,
    WHEN_ELSE,
)
from .dates import DATE, SOME_TIME
from .sentences import sentences_of
from .short_words import in_full
from .sieve import Sieve
from .turned import is_list_turned

_EQUALS = re.compile(
    r"(?:the )?`?(?P<name>[A-Za-z][\w.]*)`?(?:\s*=\s*|\s*:\s*| is one of | is any of | is | equals | in )(?P<values>.+)"
)
_EMPTY = r"(?:an? )?(?:`?(?:\"\"|null|'')`?|empty(?: string)?|\"0\"|`0`)"
_END = Sieve(
    rf"(?:[,;] ?|\s)(?:or |else |otherwise |or else )?(?:it |this |the field )?(?:will )?(?:be |is |returns? "
    rf"){_EMPTY}"
    r"(?: (?:for|in|under) .*| otherwise)?$"
)
_PARTY = re.compile(r"`([^`]+)`")
# `SPOT/MARGIN` and `Spot mode/Portfolio margin` in one pair of marks name two parties, `long/short mode` one.
_SEVERAL = re.compile(r"(?<=[A-Z]{3})/(?=[A-Z]{3})|(?<=[a-z])/(?=[A-Z])")
_NOUN = re.compile(r"^(\0\d+\0|[A-Z]{3,}) (?:orders?|positions?|contracts?|instruments?|symbols?|trading pairs?)$")
_BETWEEN = re.compile(
    r"\s*(?:,\s*(?:and|n?or)?|/|、|&|\bas well as\b|\band\b|\bn?or\b)\s*(?:(?:to|for|in|on|"
    r"with)\s+(?=[`A-Z\0]))?"
)
_MOST_WORDS = 5
_STOPS = frozenset(
    {"a", "an", "the", "when", "if", "that", "which", "who", "whose", "is", "are", "be", "been"}
    | {"will", "would", "can", "could", "may", "must", "should", "has", "have", "had", "was"}
    | {"were", "not", "no", "only", "except", "other", "others", "than", "then", "it", "they"}
    | {"this", "these", "those", "certain", "some", "all", "any", "each", "every", "e.g", "also"}
    | {"but", "because", "after", "before", "until", "while", "during", "from", "with", "without"}
    | {"by", "more", "less", "above", "below", "same", "for", "return", "returns", "returned"}
    | {"unless", "otherwise", "non", "new", "including", "on", "well", "through", "via", "testnet"}
)
_ONLY = Sieve(r"\b(?:only|just|solely|exclusively|merely|alone)\b")
_LAST_ONLY = re.compile(r"[\s-]+(?:only|alone|exclusively)$", re.IGNORECASE)
_WHEN_SENT = re.compile(
    r"(?:the )?(`[A-Za-z][\w.]*`|[a-z]+[A-Z]\w*) (?:is|was|has been) (?:also )?(?:sent|passed|provided|specified|"
    r"given|set|used|present|"
    r"supplied)",
    re.IGNORECASE,
)
_NAMES_ONLY = re.compile(r"`?[A-Za-z][\w.]*`?(?:(?:,| or| and|/)\s*`?[A-Za-z][\w.]*`?)*")
_PAIR = re.compile(r"`(?P<name>[A-Za-z][\w.]*)` (?P<values>`[\w.-]+`)")
# Behind other words of refusal stands anything: 'rejected with error 51000'.
_NOT_FOR = re.compile(
    r"\bnot (?:currently |be )?(?:supported|available|applicable|allowed|permitted|accepted|possible|used|valid)\b|"
    r"n't apply|not apply|"
    r"\bexclusive\b|\bnot support\b",
    re.IGNORECASE,
)
_USING = re.compile(r"^(?:using|placing|sending|trading) ", re.IGNORECASE)
_AT_A_TIME = re.compile(
    rf"\b(?:in|from|since|until|as of|with|after) (?:(?:api )?v(?:ersion)? ?\d|{DATE}|{SOME_TIME})", re.IGNORECASE
)
_BRACKETED = re.compile(r"^([\w ]{2,30}\w) ?\(((?:for|when|if|with) [^()]*)\)$")  # Mandatory (for `limit` orders)
# A requirement of one of several, and one that is turned around.
_NEGATED = re.compile(
    r"\b(?:not|unless|except|other than|(?:anything|everything|all|any|none) but|different from|differs?|neither|"
    r"without|"
    r"non-\w+|either|(?<!is )one of|(?<!is )any of|at least)\b|n['’]t\b|"
    r"!=|<>|≠",
    re.IGNORECASE,
)
# 'May become required for `stop` in future'
_UNSURE = re.compile(
    r"\b(?:may|might|could)(?: also| then| soon| later)? (?:be|become|get)\b(?! (?:omitted|left|empty))"
    r"|\b(?:in (?:the )?(?:near )?future|soon|later on|planned|eventually|usually|mostly|generally|often|sometimes|"
    r"in (?:most|some) cases|recommended|suggested)\b",
    re.IGNORECASE,
)
_CONDITIONAL = Sieve(
    r"\b(?:only|just|solely|required|mandatory|compulsory|obligatory|must|needed|not|n/a|req|mand)\b|[仅只必須须僅]|不"
)
_CODES_ONLY = re.compile(r"(?:only )?(?:`[^`]+`(?:[\s,/&]|\bor\b|\band\b)*)+(?:only|alone|exclusively)?", re.IGNORECASE)
_OF_AN_ANSWER = re.compile(
    r"^\W*(?:it |this field |the field |this )?(?:is |are |will be )?(?:only )?(?:be )?(?:returned|displayed|pushed|"
    r"shown|present in the "
    r"(?:response|answer))\b|\bin the (?:response|answer)\b",
    re.IGNORECASE,
)
_USED_ONLY = re.compile(r"\bbe (?:used|set) (?:for|in|with|on|under) .* only$", re.IGNORECASE)  # a restriction
_UNLESS = re.compile(r"^(?:(?:it is |this is |is )?(?:optional|not \w+)),? (?:unless|except)\b", re.IGNORECASE)
_NAMED = re.compile(
    r"`([^`\n]{1,40})`|([A-Za-z]\w*)(?=\s*[=≥≤<>]{1,2}\s*[`\"\w])|[\"']([\w.-]+)[\"']"
    r"|(?<![\w`])([A-Z]{3,}[A-Z0-9_]*)(?![\w`])|(?<![\w`])([a-z]+[A-Z][A-Za-z0-9]*)(?![\w`])"
    r"|(?:=\s*| is (?!not\b|a\b|an\b|the\b)|:\s*)([a-z][\w-]*|\d+)(?=$|[,.;)/]|\s+(?:or|and)\b)"
)
_NOT_VALUES = frozenset(
    {"passed", "sent", "provided", "specified", "filled", "empty", "used", "set", "given"}
    | {"required", "needed", "omitted", "it", "supplied", "present"}
)


# A condition behind what the row is: 'Price, required when `type` is `limit`', 'Price of it (only for `SWAP`)'.
_BEHIND_LABEL = Sieve(
    r"(?P<label>[^\W\d_][^,，.;:：()（）`=<>]{1,60}?)(?P<sign>,\s+|，\s*|\s+[-–—]\s+|\s*[(（])"
    r"(?P<clause>(?:required|mandatory|compulsory|only (?:for|applicable|valid|available|supported|when|if|used|"
    r"required)|"
    r"(?:valid|applicable|available|supported) only|"
    r"not (?:applicable|supported|available|allowed|valid|permitted)|[仅只]适用|仅支持|不适用|不支持|"
    r"`\w+`\s*(?:[=为是]\s*`\w+`\s*)?时必[填传须])"
    r"[^()（）,，]*?)(?P<end>[)）])?"
)
_NO_LABEL = re.compile(
    r"\b(?:if|when|where|unless|while|not|no|must|is|are|was|be|can|may|only|should|will|for|required|optional|either|"
    r"one|and|or|but)\b|[不仅若如当]",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 14)
def _behind_label(sentence: str) -> str:
    """Return the condition behind what a row is called, the whole sentence where there is none."""
    if not any(sign in sentence for sign in (", ", "(", " - ", "，", "（", "–", "—")):
        return sentence
    match = _BEHIND_LABEL.fullmatch(sentence.rstrip(".。 "))
    if match is None or _NO_LABEL.search(match["label"]) or (match["end"] is None) == (match["sign"].strip() in "(（"):
        return sentence
    return match["clause"]


def applies_to(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the parties and conditions that restrictions name; none at all where a restriction is not understood."""
    found: dict[str, None] = {}
    for number, sentence in enumerate(map(_plain, map(_behind_label, sentences))):
        for clause in _clauses(sentence, number == 0):
            parties = _restriction(clause)
            if parties is None:
                return ()
            found.update(dict.fromkeys(parties))
    return tuple(found)


def of_a_request(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the sentences without those on what is returned, which restrict no request."""
    return tuple(sentence for sentence in sentences if not _OF_AN_ANSWER.match(sentence))


def are_of_conditions(codes: Collection[str], lines: Sequence[str]) -> bool:
    """Tell whether the codes of lines are those of conditions alone: 'Compulsory for `a`/`b`', 'only `perp`'."""
    if not any(map(_CONDITIONAL.found, lines)):
        return False
    sentences = [
        sentence
        for line in lines
        for sentence in sentences_of(line)
        if not _CODES_ONLY.fullmatch(sentence) or PRODUCTS_ONLY.fullmatch(sentence)
    ]
    others = " ".join(sentence for sentence in sentences if not _names_of((sentence,)))
    return {*codes} <= _names_of(sentences) and not any(code in others for code in codes)


def _names_of(sentences: Sequence[str]) -> frozenset[str]:
    """Return all names of the conditions and parties that sentences state: of `kind=stop` both words."""
    stated = (*applies_to(sentences), *excludes(sentences), *required_when(sentences))
    return frozenset(part for name in stated for part in (name, *name.split("=")))


def required_when(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the names and values that the sentences on being required speak of; none where one is negated."""
    found: dict[str, None] = {}
    for sentence in map(_plain, map(_behind_label, sentences)):
        names = _required(sentence)
        if names is None:
            return ()
        found.update(dict.fromkeys(names))
    return tuple(found)


def _plain(sentence: str) -> str:
    """Return a sentence in English and without marks for bold text and labels in brackets around all of it."""
    text = condition_in_english(in_full(sentence)).replace("**", "").rstrip(" !！")
    return text.strip("*_[]") if text[:1] in "*_[" and text[-1:] in "*_]" else text


@lru_cache(maxsize=1 << 14)
def _required(sentence: str) -> tuple[str, ...] | None:
    """Return the names in a sentence on being required, () for another sentence, None for one that is negated."""
    sentence = _BRACKETED.sub(r"\1 \2", sentence)
    match = next((match for form, _, _ in REQUIRED if (match := form.match(sentence))), None)
    if match is None:
        return ()
    is_denied = (
        _UNSURE.search(sentence) is not None
        or _USED_ONLY.search(sentence) is not None
        or _AT_A_TIME.search(match["of"]) is not None
        or _NEGATED.search(match["of"]) is not None
        or is_list_turned(_UNLESS.sub("", sentence))
    )
    if is_denied:
        return None
    return tuple(_names(match["of"])) or (PLAIN.fullmatch(match["of"]) and _parties(match["of"])) or ()


def excludes(sentences: Sequence[str]) -> tuple[str, ...]:
    """Return the parties that sentences call not supported, each in a few words."""
    return tuple(
        dict.fromkeys(party for sentence in map(_plain, map(_behind_label, sentences)) for party in _excluded(sentence))
    )


@lru_cache(maxsize=1 << 14)
def _excluded(sentence: str) -> tuple[str, ...]:
    match = next((match for form, _, _ in EXCLUSIONS if (match := form.fullmatch(sentence))), None)
    if match is None:
        return ()
    what = _USING.sub("", match["what"])
    named = _condition(what)
    if named is None and (_NOT_FOR.search(sentence) or PLAIN.fullmatch(what) or _NAMES_ONLY.fullmatch(what)):
        named = _parties(what)
    return named or ()


_NO_VALUE = (
    r"(?:an? )?(?:`*\\?(?:\"\"|\u201c\u201d|'')`*|`?null`?|empty(?: (?:string|text|value|list|array|object))?s?|"
    r"blank)"
)
_EMPTY_AT_TIMES = tuple(
    Sieve(form)
    for form in (
        rf"\b(?:returns?|returned|returning|is|are|be|as|to|shows?|displays?|remains?|left|or) {_NO_VALUE}(?![\w\"])",
        rf"(?:^|[\s:,(=]){_NO_VALUE} (?:is|are|if|when|for|in|will be|means|until|unless)\b",
        rf"^{_NO_VALUE}\W*$",
        # A field that ended for some calls: 'deprecated for spot legs'.
        r"\b(?:deprecated|discontinued|retired) (?:for|in|under|with)\b",
        r"\bonly (?:be |is |are )?(?:applicable|valid|available|returned|present|shown|given|sent|included|appears?"
        r"|filled|populated|exposed|has (?:a )?value|meaningful|for|when|if|in|with|exists?)\b",
        r"\bonly returns? (?:when|where|if|for|with|in|after|once|upon|(?:\w+ ){1,2}(?:if|when))\b",
        r"^(?:not )?applicable (?:only )?(?:to|when|for|in)\b",
        r"\b(?:not|isn't|never) (?:be )?(?:returned|available|applicable|exposed|present|set|filled)\b",
    )
)
"""Forms of a sentence on a value that is not always there: 'Return "" if it is a normal order'."""


def empty_at_times(sentences: Sequence[str]) -> bool:
    """Tell whether sentences on a field of an answer say that it need not have a value."""
    return any(form.found(sentence) for sentence in sentences for form in _EMPTY_AT_TIMES)


def _clauses(sentence: str, first: bool) -> Iterator[str]:
    """Yield the sentence, or the restriction behind its label: 'Liabilities, only applicable to SPOT'."""
    yield sentence
    label, comma, clause = sentence.partition(", ")
    if first and comma and clause[:5].lower() == "only " and not set(label.lower().split()) & _STOPS:
        yield clause


@lru_cache(maxsize=1 << 14)
def _restriction(clause: str) -> tuple[str, ...] | None:
    """Return the parties of a restriction, () for a clause that is none, None for one that is not understood."""
    text = _END.sub("", clause.strip(" .()（）"))
    only = _ONLY.found(text)
    behind = WHEN_ELSE.fullmatch(text)
    when = behind or WHEN.fullmatch(text)
    if when:
        said = when["condition"] or when["unless"]
        used = _USING.sub("", said)
        named = _parties(used) if used != said and PLAIN.fullmatch(used) else _condition(said)
        if named is not None:
            return named
    for form, _, _ in RESTRICTIONS:
        match = form.match(text)
        if match is None:
            continue
        rest = _LAST_ONLY.sub("", text[match.end() :]).strip()
        if only or RESTRICTS.search(match[0]) or (RESTRICTS_NAMES.search(match[0]) and PLAIN.fullmatch(rest)):
            return _parties(rest) if rest else None
    return None if when and not when["party"] else ()


def _condition(text: str) -> tuple[str, ...] | None:
    if sent := _WHEN_SENT.fullmatch(text):
        return (sent[1].strip("`"),)
    match = _EQUALS.fullmatch(text) or _PAIR.fullmatch(text)
    if match is None:
        return None
    values = [value.strip("`\"' ") for value in _BETWEEN.split(match["values"])]
    sound = all(re.fullmatch(r"[\w.-]+", value) and value.lower() not in _STOPS for value in values)
    return tuple(f"{match['name']}={value}" for value in values) if sound else None


def _parties(text: str) -> tuple[str, ...] | None:
    equal = _condition(text)
    if equal and re.search(r"=| in `", text):
        return equal
    codes: list[str] = []

    def kept(match: re.Match[str]) -> str:
        codes.append(match[1])
        return f" \0{len(codes) - 1}\0 "

    text = re.sub(r"\*\*|(?<!\w)_|_(?!\w)", "", text).removeprefix("both ")
    parts = [" ".join(part.split()) for part in _BETWEEN.split(_PARTY.sub(kept, text))]
    if not all(parts) or not all(map(_is_party, parts)):
        return None
    parts = [_NOUN.sub(r"\1", part) for part in parts]
    named = [re.sub(r"\0(\d+)\0", lambda match: codes[int(match[1])], part) for part in parts]
    return tuple(party for name in named for party in _SEVERAL.split(name))


def _is_party(part: str) -> bool:
    """Tell whether a part is a name or a few words for one, without a verb, a figure's bound or a bracket left open."""
    words = [word.strip("()（）\"'").lower() for word in part.split()]
    whole = part.count("(") == part.count(")") and part.count("（") == part.count("）")
    return len(words) <= _MOST_WORDS and whole and not set(words) & _STOPS and not re.search(r"[.:;\"=<>≥≤]", part)


def _names(text: str) -> Iterator[str]:
    """Yield the names in a text; `SPOT/MARGIN` and `type=custom` in one pair of marks are two."""
    for match in _NAMED.finditer(text):
        name: str = next(filter(None, match.groups()))
        parts = re.split("[/,]", name) if re.fullmatch(r"[A-Z_/, ]+", name) else name.split("=")
        yield from (part.strip(" \"'") for part in parts if part.strip(" \"'") not in _NOT_VALUES)
