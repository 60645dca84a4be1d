"""Parse the values that a table cell lists for a parameter, and whether the list may be incomplete.

A list that is wrongly taken as complete refuses valid requests. So everything uncertain leaves the list open: examples,
bar sizes, struck-out values, and values in backticks that no known form of a list explains.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from .bar_sizes import bar_sizes
from .bare_codes import NO_CODES, bare_codes, bare_words
from .chinese import list_in_english
from .chosen import without_choices, without_label_in_bold
from .code_marks import EMPTY, JSON_LIST, joins_codes, with_backticks
from .codes_behind import codes_behind
from .conditions import are_of_conditions
from .further_values import defaults_before_others, further_values, goes_on
from .list_doubts import doubted
from .number_words import with_figures_apart
from .plain_lists import plain_list
from .sentences import facts_apart
from .sieve import Sieve
from .turned import is_list_turned
from .usual_words import in_usual_words
from .whole_lists import lines_of_list, whole_list

_TOKEN = r"`([^`\s]+)`"
_SENTENCE = re.compile(r"(?<=[.。])(?<![Ee]\.g\.)(?<![Ii]\.e\.)(?<!etc\.)(?:\s+|(?=`))|(?<!e\.g)\.(?=The )")
_REMARK = re.compile(
    r"[,;] (?:if|when) (?:it is )?(?:empty|omitted|missing|not \w+),? [^`]*`[^`]+`$|"
    r"\([^()]*[:=](?![^()]*\b(?:deprecated|also)\b)[^()]*\)|,? (?:the )?default is(?:(?!\bavailable\b).)*$|"
    r"\s*[,;，；]\s*(?:the )?(?:default|默认)(?: value)?\s*[:：=]?\s*`[^`]+`\W*$"
)
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|（[^（）]*）)")
_PLAIN = re.compile(rf"(?:{_TOKEN}[\s,，、/.;；]*(?:(?:and|or)\s+)?)+")
_LABELLED = re.compile(
    r"(?:(?:[\w-]+ ){0,3}(?:mode|types?|side)|[A-Z][\w-]*(?: [\w-]+){0,3}),?:? "
    rf"(?P<list>(?:{_TOKEN}(?:[\s,，/]+|$)(?:or )?){{2,}})\.?"
)
_ONE_LABELLED = re.compile(rf"(?:[\w-]+ ){{0,2}}mode:? (?P<list>{_TOKEN})\.?")
_NO_LABEL = re.compile(
    r"applicable|required|only|except|default|same|refer|e\.g|support|per\b|\bto\b|\bif\b|"
    r"\b(?:responses?|answers?|repl(?:y|ies)|returns?|returned|has|have|had|contains?|includes|begins?|starts?|"
    r"errors?|fails?|replaces?|became|hash|with|without|from|before|after|than|until|unlike|not|"
    r"never|no|but|see)\b",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(rf"((?:{_TOKEN}\s*/\s*)*{_TOKEN})\s*[:：]")
# A name with the ending of a plural, `algoId`(s), is no value.
_FIRST = re.compile(rf"((?:{_TOKEN}\s*/\s*)*{_TOKEN})(?!\(e?s\))\s*(?=[:：,，;；(（.。]|$)")
_SHORT_LABEL = re.compile(r"[A-Z][\w-]*(?: [\w-]+){0,2}[:,]? $")
# The code behind such words is a parameter: 'Default depends on `type`: 5 for the first'.
_BEGUN = re.compile(r"\b(?:on|of|by|with|for|if|when|to|than|as|in|from|same|see|like|required) $", re.IGNORECASE)
# A list that begins without marks: 'Valid values: A, B (see `kind`)'.
_NO_FIRST = re.compile(r"\s*[\w.+-]+\s*[,/|][^`]*`|[^`]*\b(?:see|e\.g)\b[^`]*`")
_ONLY_ONE = re.compile(
    r"\b(?:only|always|fixed|constant|must|values?|support\w*|allowed|accepted|set to|available)\b|[仅只固]",
    re.IGNORECASE,
)
# Where a line stops to list codes without marks: its first sentence's end, a code with marks, a remark.
_CUT = re.compile(
    r"(?<=\w)[.;；。](?=\s)|`|\s*[(（](?=see|case|`)|\s+(?:and others|etc|or (?:an? )?(?:number|empty|null))\b"
)
# A case, of which a list or a range of figures is stated: '`spot`: [1, 60]'.
_CASE = re.compile(rf"{_TOKEN}\s*[:：]\s*(?={_TOKEN}|(?<=[A-Za-z]`[:：] )\[\s*`?-?\d)")
_ANNOUNCED = Sieve(
    r"\b(?<!maximum )(?<!minimum )(?<!max )(?<!min )(?:(?:valid|available|allowed|"
    r"supported|accepted|fixed)\s+(?:values?|options?|enumerations?|durations?)"
    r"|its value|可选值|枚举值|取值)"
    r"(?:[:：为是]\s*|(?:(?: (?:are|is|can be|include|of))+):?\s+)(?P<list>[^.;。；]*)"
)
_CAN_BE = re.compile(
    r"(?!.*\b(?:mode|when|if|required|passed)\b).*\bcan (?:only )?be "
    r"(?P<list>`?[A-Za-z_]+`?(?:(?:, |/| or )`?[A-Za-z_]+`?)+)\.?"
)
_WORDS = re.compile(r"[A-Za-z_]{2,}")
# Lists without marks: what announces them, and lines or clauses that each have a meaning behind a code.
_ANNOUNCED_BARE = re.compile(
    r"(?:(?:must|should|has to|can|may) be (?:(?:either|one of)(?: the following)?)|(?:either|"
    r"one of)(?: the following)?|"
    r"(?:valid|available|allowed|supported|accepted|possible|permitted)\s+(?:values?|"
    r"options?)(?:\s+(?:are|is|include))?|"
    r"(?:valid|allowed|supported|accepted|permitted|enum|enumeration|choices)\s*(?=[:：])|"
    r"values?|options|one ?of|enum|可选值|枚举值|取值)\s*[:：]?\s+"
    r"(?P<list>[A-Za-z0-9_.+-]*[A-Za-z0-9_+-](?:(?:\s*[,，、/|]\s*(?:or |and )?|\s+or\s+|"
    r"\s+and\s+)[A-Za-z0-9_.+-]*[A-Za-z0-9_+-])+)\.?",
    re.IGNORECASE,
)
_ONE_OF = re.compile(
    r"(?:.*\b)?(?:either|one of|any of|takes|set to|(?:choose|pick|select)(?: between| from| one of)?|choices are|"
    r"enum|values are|options are|options exist:|options:|values:|value is|be|accepts|supports|"
    r"(?:supported|allowed|choices|enum|values):)(?: the following)?:?\s+"
    rf"(?P<list>{_TOKEN}(?:\s*(?:[,，、/|;；]\s*(?:or\s+|and\s+)?|\s+(?:or|and)\s+){_TOKEN})+)\.?",
    re.IGNORECASE,
)
_ONE_OF_WHAT = re.compile(
    r"\b(?:required|pass|passed|provide|provided|specif|sent|fill|when|if|for|only)", re.IGNORECASE
)
_SLASHES = re.compile(rf"(?!\W*[Dd]efault)(?:[\w -]{{0,40}}:\s*)?(?P<list>{_TOKEN}(?:\s*[/|]\s*{_TOKEN})+)\.?")
_CODE_MEANS = re.compile(
    r"(?P<code>-?[0-9]+|[a-z]+(?:_[a-z0-9]+)*|[A-Z][A-Z0-9_]+)\s*(?:[:：=]|[-–—](?=\s))\s*(?P<means>\S.*)"
)
_ONE_MARKED = re.compile(rf"{_TOKEN}\W?")
# A list in brackets behind its word, 'enum(a, b)'; codes with a word each, '`1` Long, `2` Short', or behind it.
_IN_CALL = re.compile(
    r"(?:[\w -]{0,40}[:,.]\s*)?(?:enum(?:eration)?|one ?of|values?|options|choices)\s*[:：]?\s*(?:[\[(（{<])\s*"
    r"(?P<list>[\w.+-]+(?:\s*[,，|]\s*[\w.+-]+)+)\s*[\])）}>]\.?",
    re.IGNORECASE,
)
_EACH_A_WORD = re.compile(
    r"(?:[^`,;]{0,60}[:：,.]\s*)?(?P<list>`-?[0-9]{1,3}`\s+[^\W\d][^`,;，；]{0,40}"
    r"(?:[,;，；]\s*(?:(?:and|or)\s+)?`-?[0-9]{1,3}`\s+[^\W\d][^`,;，；]{0,40})+)"
)
# A list that goes on in another form: '..., 5: market, 6 converted'.
_FIGURE_AGAIN = re.compile(r"(?<![\w.-])(?<!\d,)\d{1,2}(?![\w.%]|,\d{3})")
_CLAUSE = re.compile(r"\s*[,，;；]\s+|\s*[,，;；](?=-?[0-9]+\s*[:：=])")
_DEFAULT_BEHIND = Sieve(r"\s*[(（](?:the )?(?:default|默认)(?: value)?[)）](?=\s*[:：=–-])")
_NO_CODES = {
    "min",
    "max",
    "default",
    "range",
    "note",
    "notes",
    "example",
    "format",
    "type",
    "unit",
    "length",
    "limit",
    "eg",
}
# Behind a list such words say that there is more, or nothing.
_NO_WORDS = frozenset(["etc", "others", "other", "more", "null", "empty", "nothing", "blank"])
_GOES_ON = Sieve(r"\betc\b|\.\.\.|…|\band (?:more|others|so on|similar)\b|等|\b(?:otherwise|else)\b[^`]*`")
_AND_OTHERS = Sieve(r"\s*,?\s*(?:\betc\b\.?|\.{3}|…|\band (?:more|others|so on)\b|等)\s*$")
# Codes at a sentence's beginning, and words behind them that make no list of them.
_RUN = re.compile(
    rf"(?P<list>(?>{_TOKEN}(?:\s*[,，、/]\s*(?:(?:and|or)\s+)?{_TOKEN}|\s+(?:and|"
    rf"or)\s+{_TOKEN})+))(?!\s*[:：=(（,，;/])"
)
_WORD_CODES = re.compile(r"[a-z0-9_]{2,}(?:\s*/\s*[a-z0-9_]{2,})+|[a-z_]{2,}(?:, [a-z_]{2,})* or [a-z_]{2,}")
_LABEL_NOUN = re.compile(
    r"^(?:\w+ )?(?:side|type|direction|mode|status|state|period|interval|method|kind|role)s?\s*[:,]\s+", re.IGNORECASE
)
_NO_RUN = re.compile(
    r"\b(?:only|require\w*|must|when|if|can|cannot|should|will|passed|applicable|use[ds]?|is|"
    r"are(?! (?:available|supported|allowed|possible|accepted))|come|same|instead|work\w*|not|joined|"
    r"combined|concatenated|ratio|of (?:the|an?|its|this|each))\b",
    re.IGNORECASE,
)
_NAMES_A_PARAMETER = re.compile(r"[a-z]+[A-Z]\w*")
# 'Either `orderId` or `clientId`' is a choice between parameters.
_CHOICE_OF_NAMES = re.compile(r"\W*(?:exactly |at least |only )?(?:either|one of|any of)\b", re.IGNORECASE)
_OPEN = "\x01"
_BULLET = re.compile(r"^(?:[-*•·●▪◦]|\d+\\?[.)]|[a-z]\))\s+(?=[`\"'*\w])")
# Items of a list on a line: 'Direction • `buy` • `sell`'.
_INLINE_BULLET = re.compile(r"(?<=\S) (?=• \S)")
_MEANT = re.compile(
    rf"(?:^|(?<=[,;.，；:] )){_TOKEN}(?:\s+(?:--|[-–—=]|=>|→|->|means|is for|for|stands for|denotes|"
    rf"represents)\s+|\s*(?:=|=>|→|->)\s*)(?=[^\W\d_])"
)
_ONLY = re.compile(
    rf"(?:only\s+)?(?P<list>{_TOKEN}(?:\s*[,，、/|]\s*(?:or\s+|and\s+)?{_TOKEN}|\s+(?:or|and)\s+{_TOKEN})+)\s+"
    r"(?:only|(?:is|are) (?:accepted|allowed|supported|valid|permitted|possible))\.?",
    re.IGNORECASE,
)
_LABEL_BEFORE = re.compile(r"^[A-Z][A-Za-z ]*[,:.]\s+(?=-?[0-9]+\s*[:：=])")
_ONLY_DEFAULT = re.compile(rf"{_TOKEN}\s*\(?\W*(?:the )?default(?: value)?\W*", re.IGNORECASE)
_HAN_LABEL = re.compile(r"[\u4e00-\u9fff]+values: ")
_HAN_BEHIND = re.compile(
    rf"(?:(?:values|"
    rf"[\u4e00-\u9fff]{{1,8}})\s*[:：]\s*)?(?P<list>{_TOKEN}\s*[(（]?(?![为是等时若当])[\u4e00-\u9fff]+(?<![时填传])[)）]?(?:[\s,，;；、]*{_TOKEN}\s*[(（]?(?![为是等时若当])[\u4e00-\u9fff]+(?<![时填传])[)）]?)+)"
)
_NEXT = re.compile(rf"[;；]\s*{_TOKEN}(?=\s*[,，:：;；(（]|\s*$)")
_SAYS_LIST = re.compile(r"\b(?:values?|one of|either|options?|can be|must be|should be)\b", re.IGNORECASE)
# No page lists values in such a line; a search in it could take minutes.
_LONGEST = 4000
# Words of examples in front of a list: 'Kinds such as `a`, `b`'.
_OF_SOME = Sieve(
    r"^[^`]*(?:\b(?:such as|like|popular|typical\w*|usual\w*|common(?:ly)?|main(?:ly)?|mostly|often|among others)\b|"
    r"主要|常用|常见|一般|通常|热门|诸如)[^`]*`"
)
_LONGEST_JOINED = 200
_NOT_A_LIST = Sieve(r"\be\.g\b|\bfor example\b|\bsuch as\b|\blike\b|\bsame as\b|\bequal to\b")


def listed(lines: Iterable[str], name: str = "") -> tuple[tuple[str, ...], bool]:
    """Return the listed values of the parameter ``name`` in their order, and whether the list may be incomplete."""
    lines = [with_figures_apart(in_usual_words(without_label_in_bold(line))) for line in lines]
    lines = [part for line in lines for part in (_INLINE_BULLET.split(line) if line.count("•") > 1 else [line])]
    lines = [without_choices(_SENTENCE.split(line), name) or line for line in lines]
    said = lines = lines_of_list(part for line in lines for part in facts_apart(line).split("\n"))
    # What a list in JSON shows may be an example.
    is_open = any(len(line) > _LONGEST or JSON_LIST.search(line) is not None or joins_codes(line) for line in lines)
    written = [_HAN_LABEL.sub("values: ", list_in_english(line.strip()[:_LONGEST])) for line in lines]
    lines = [_BULLET.sub("", line) for line in written]
    quoted = [with_backticks(line) for line in lines]
    several = sum(len(_MEANT.findall(line)) for line in quoted if "`" in line) > 1
    marked = [_marked(line, several=several) for line in quoted]
    values, may_go_on = _in_sentences(marked)
    is_open = is_open or may_go_on
    if not NO_CODES.isdisjoint(values) and not any(mark in line for line in lines for mark in "`\"'"):
        return (), False
    if not values:
        codes, is_open = _otherwise(lines, written, quoted, name)
        values = dict.fromkeys(codes)
    elif len(values) == 1 and (
        codes := _unmarked(lines)[0] or _beside_marked(lines)
    ):  # 'Valid values: A, B', and then '`C` for brokers'
        values, is_open = dict.fromkeys((*codes, *values)), True
    elif len(values) == 1 and not _ONLY_ONE.search("\n".join(lines)):
        is_open = is_open or any(not _NAMES_A_PARAMETER.fullmatch(code) for code in _others(marked, values))
        is_open = is_open or any("/" in line and "`" not in line for line in lines)
    elif not any("`" in line for line in lines):
        # Words in quotes or bold alone: a list where each has a meaning or where a word announces it.
        explained = sum(len(_EXPLAINED.findall(line)) for line in marked) > 1
        is_open = is_open or not (several or explained or any(_SAYS_LIST.search(line) for line in lines))
    values.pop(EMPTY, None)
    if values and (whole := whole_list(marked)) and {*values} < {*whole}:
        values, is_open = dict.fromkeys(whole), True
    is_choice = name in values and all(map(_NAMES_A_PARAMETER.fullmatch, values))
    if set(values) == {name} or is_choice or (values and are_of_conditions(values, said)):
        return (), False
    if values:
        further, has_more = further_values(marked, values, name)
        values = dict.fromkeys((*defaults_before_others(marked), *values, *further))
        is_open = is_open or has_more or goes_on(marked, values)
    is_open = is_open or any("`" in line and _OF_SOME.found(line) for line in (*said, *marked))
    # Fractions are as often examples of a ratio as they are all that there are.
    is_open = is_open or (several and any(re.fullmatch(r"-?[0-9]*\.[0-9]+%?", value) for value in values))
    kept, has_more = doubted(marked, tuple(values), name)
    return kept, (is_open or has_more) and bool(kept)


def _in_sentences(marked: list[str]) -> tuple[dict[str, None], bool]:
    """Return the codes that the sentences of lines with marks list, and whether there may be more."""
    values: dict[str, None] = {}
    is_open = False
    for text in marked:
        bars = list(bar_sizes(text))
        if bars:
            values = dict.fromkeys((*(value for value in values if len(value) > 1), *bars))
            is_open = True
            continue
        is_open = is_open or ("~~" in text and "`" in text)
        if not _may_list(text):
            continue
        for index, sentence in enumerate(_SENTENCE.split(text.replace("~~", ""))):
            found = dict.fromkeys(_of_sentence(_without_others(_REMARK.sub("", sentence).strip())))
            if found and is_list_turned(_before_meanings(sentence)):
                is_open = True
                continue
            is_open = is_open or (_OPEN in found and len(found) > 1) or (bool(found) and _GOES_ON.found(sentence))
            found.pop(_OPEN, None)
            if index and len(found) == 1 and _ONLY_DEFAULT.fullmatch(sentence.strip()):
                continue
            values.update(found)
            if found:  # a further clause that begins with a code
                values.update(dict.fromkeys(_NEXT.findall(sentence)))
    return values, is_open


def _others(marked: list[str], values: Collection[str]) -> Iterator[str]:
    yield from (code for line in marked for code in re.findall(_TOKEN, line) if code not in values)


def _beside_marked(lines: list[str]) -> list[str]:
    """Return the codes without marks that the lines before one with marks list: 'A / B', and then '`C` for brokers'."""
    plain = [line for line in lines if "`" not in line]
    return list(whole_list(plain)) if plain and len(plain) < len(lines) else []


def _in_beginnings(lines: list[str]) -> Sequence[str]:
    """Return the codes without marks that the beginnings of lines list; behind them stands something else."""
    cut = [_CUT.split(line, maxsplit=1)[0].rstrip(" ,，;；(（") for line in lines]
    if cut == lines or any(map(_NOT_A_LIST.found, cut)):
        return ()
    shorter = [line for line in cut if line and line[-1] not in ":：" and not is_list_turned(line)]
    return _unmarked(shorter)[0] or whole_list(shorter)


def _otherwise(lines: list[str], written: list[str], quoted: list[str], name: str) -> tuple[Sequence[str], bool]:
    """Return what a cell lists in other ways than codes in sentences, and whether there may be more."""
    lines, whole = [line for line in lines if not is_list_turned(line)], written
    written = [line for line in written if not is_list_turned(line)]
    codes, is_open = _unmarked(lines)
    if codes and NO_CODES.isdisjoint(codes):
        return codes, is_open
    found: Sequence[str] = (
        _in_plain_words(quoted)
        or _bare(written)
        or (bare_words(written) if "`" not in "".join(written) else ())
        or whole_list(line for line in written if not _NOT_A_LIST.found(line))
        or _in_beginnings(whole)
    )
    return (() if name in found or not NO_CODES.isdisjoint(found) else found), True


def _without_others(sentence: str) -> str:
    """A sentence without the words behind a list that there is more: '..., etc.'."""
    return sentence if _NOT_A_LIST.found(sentence) else _AND_OTHERS.sub("", sentence)


def _before_meanings(sentence: str) -> str:
    """A sentence without what it says of each code: a meaning can say anything."""
    first = _EXPLAINED.search(sentence)
    return sentence[: first.start()] if first else sentence


def _marked(quoted: str, *, several: bool) -> str:
    """A line of codes in backticks; ``several`` codes with a meaning behind a dash are written with a colon."""
    return _MEANT.sub(lambda match: f"`{match[1]}`: ", quoted) if several and "`" in quoted else quoted


def _may_list(text: str) -> bool:
    """Tell whether a text has what every list in sentences has: a code in backticks, or the words of ``_CAN_BE``."""
    return "`" in text or "can " in text


def _unmarked(lines: list[str]) -> tuple[list[str], bool]:
    """Codes without marks: announced in a sentence, or each with a meaning; the latter can leave the list open.

    Figures with a meaning each are a list; words are one only where every line or clause has the form.
    """
    for line in lines:
        for sentence in _SENTENCE.split(line):
            announced = _ANNOUNCED_BARE.fullmatch(sentence.strip())
            if announced and not _NOT_A_LIST.found(sentence) and not _names_fields(sentence, announced["list"]):
                return _codes(announced["list"]), "include" in sentence.lower()
            called = _IN_CALL.fullmatch(sentence.strip())
            if called and not _NOT_A_LIST.found(sentence) and not _names_fields(sentence, called["list"]):
                return _codes(called["list"]), True
            if found := codes_behind(sentence.strip()):
                return found, True
            words = _LABEL_NOUN.sub("", sentence.strip(" ."))
            if _WORD_CODES.fullmatch(words) and "and/or" not in sentence and len(codes := _codes(words)) > 1:
                return codes, True
    below = (
        [line for line in lines[1:] if line and line[-1] not in ":："]
        if len(lines) > 1 and not _CODE_MEANS.fullmatch(lines[0])
        else lines
    )
    below = [_DEFAULT_BEHIND.sub("", line) for line in below]
    for clauses in ([line for line in below if line], *(_CLAUSE.split(_after_label(line)) for line in lines)):
        matches = [_CODE_MEANS.fullmatch(clause) for clause in clauses]
        codes = [match["code"] for match in matches if match and not re.search(r"[=*]", match["means"])]
        marked = [_ONE_MARKED.fullmatch(match["means"]) for match in matches if match]
        if len(codes) == len(clauses) > 1 and all(marked):  # 'up: `A`, down: `B`'
            return [match[1] for match in marked if match], True
        if len(codes) == len(clauses) > 1 and len(set(codes)) == len(codes) and not _NO_CODES & {*codes}:
            figures = all(code.lstrip("-").isdigit() for code in codes)
            return codes, not figures or any(match and _FIGURE_AGAIN.search(match["means"]) for match in matches)
    return [], False


def _in_plain_words(lines: list[str]) -> list[str]:
    """Return the values of the first line or sentence that lists some and has nothing else that is not understood."""
    joined = [
        text
        for some in (lines, lines[1:])
        if len(some) > 1 and len(text := "; ".join(filter(None, some))) < _LONGEST_JOINED
    ]
    for line in (*lines, *joined):
        for part in (line, *_SENTENCE.split(line)):
            if not is_list_turned(part) and (found := plain_list(part)):
                return list(found)
    return []


def _bare(lines: list[str]) -> tuple[str, ...]:
    """Return the codes of the first line, sentence or list over lines that has a meaning for each, without marks."""
    for line in (*lines, "; ".join(lines)):
        sentences: list[str] = [line, *_SENTENCE.split(line)]
        for sentence in sentences:
            if codes := bare_codes(sentence):
                return codes
    return ()


def _names_fields(sentence: str, listed_words: str) -> bool:
    """Tell whether an enumeration has names of fields in place of values, as of an object: 'Enum: feeType, feeRate'."""
    return sentence.lower().startswith("enum") and all(map(_NAMES_A_PARAMETER.fullmatch, _codes(listed_words)))


def _after_label(line: str) -> str:
    """A line without the words before its first code: 'Order side, 0: buy, 1: sell'."""
    return _LABEL_BEFORE.sub("", line)


def _codes(text: str) -> list[str]:
    words = re.split(r"\s*[,，、/|]\s*(?:(?:or|and)\s+)?|\s+(?:or|and)\s+", text)
    return [word for word in words if word and word.lower().strip(".") not in _NO_WORDS]


def _of_sentence(text: str) -> Iterator[str]:
    if not text:
        return
    for shorter in (text, _BRACKETS.sub("", text)):
        labelled = _LABELLED.fullmatch(shorter)
        if labelled and _NO_LABEL.search(shorter[: labelled.start("list")]):
            labelled = None
        whole = _PLAIN.fullmatch(shorter) or _ONE_LABELLED.fullmatch(shorter) or labelled
        if whole:
            yield from re.findall(_TOKEN, whole[0])
            return
    announced = _ANNOUNCED.search(text) or _CAN_BE.fullmatch(text)
    if announced:
        if not _NOT_A_LIST.found(announced["list"]) and not _NO_FIRST.match(announced["list"]):
            tokens = re.findall(_TOKEN, announced["list"])
            words = _WORDS.findall(re.sub(r"\bor\b", "", announced["list"])) if _CAN_BE.fullmatch(text) else ()
            yield from tokens or words
        return
    only = _ONLY.fullmatch(text)
    if only and not any(map(_NAMES_A_PARAMETER.fullmatch, re.findall(_TOKEN, only["list"]))):
        yield from re.findall(_TOKEN, only["list"])
        return
    one_of = _ONE_OF.fullmatch(text) or _SLASHES.fullmatch(text)
    if one_of and _CHOICE_OF_NAMES.match(text) and all(map(_NAMES_A_PARAMETER.fullmatch, re.findall(_TOKEN, text))):
        return
    if one_of and not _NOT_A_LIST.found(text) and not _ONE_OF_WHAT.search(text):
        yield from re.findall(_TOKEN, one_of["list"])
        if "supports" in text:
            yield _OPEN
        return
    each = _EACH_A_WORD.fullmatch(text.strip(" .")) or _HAN_BEHIND.fullmatch(text.strip(" .。"))
    if each:
        yield from (*re.findall(_TOKEN, each["list"]), _OPEN)
        return
    run = _RUN.match(text)
    if run:
        codes = re.findall(_TOKEN, run["list"])
        if not _NO_RUN.search(text, run.end()) and not any(map(_NAMES_A_PARAMETER.fullmatch, codes)):
            yield from (*codes, _OPEN)
            return
        yield _OPEN
    yield from _explained(text)


def _explained(text: str) -> Iterator[str]:
    """Yield values that each have a meaning behind them; a label may precede the first."""
    first = _FIRST.match(text) or _EXPLAINED.search(text)
    if first is None or (first.start() > 0 and not _SHORT_LABEL.fullmatch(text[: first.start()])):
        return
    if first.start() > 0 and _BEGUN.search(text, 0, first.start()):
        return
    cases = {match[1] for match in _CASE.finditer(text)}
    groups = [first[1], *(match[1] for match in _EXPLAINED.finditer(text, first.end(1)))]
    yield from (value for group in groups for value in re.findall(_TOKEN, group) if value not in cases)
