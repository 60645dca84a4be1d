"""The phrases in which a sentence states a range, a greatest or least value, a length, or a number of items.

In a phrase N is a figure, LOW and HIGH are two. The noun behind the figure says of what: characters are a length,
``USDT`` is a value's unit, and days, decimals or per cent are no bound of the value.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from attrs import frozen

from .chosen import without_how_many
from .clauses import CHARSET, LABEL_BEFORE_FIGURES, plain_bounds
from .sieve import Sieve

Bound = Literal["min", "max", "min_length", "max_length", "max_items", "unclear"]

# A figure can stand in marks and in quotes inside them: `"100"`.
_FIGURE = r"[`\"'“]{{0,4}}(?P<{0}>-?(?:[0-9]{{1,3}}(?:[, ][0-9]{{3}})+|[0-9]+)(?:\.[0-9]+)?)(?![0-9])[`\"'”]{{0,4}}"
_PLAIN_FIGURE = r"[`\"'“]{0,4}-?[0-9][0-9, ]*(?:\.[0-9]+)?[`\"'”]{0,4}"
_ROWS = (
    r"(?:records?|results?|rows?|items?|entries|data points|candles?|klines?|bars)"
    r"(?: per (?:page|request|query)| returned)?"
)
_MOST = (
    r"(?:max(?:imum|imal)?\b\.?(?: and default)?(?: (?:value|number|count|size|amount|allowed|supported|permitted|"
    rf"page size|limit|(?:number |count )?of {_ROWS}))*"
    r"(?: is| are| of| both are| are both| allowed is| can be|\s*[:：=|])?|upper (?:limit|bound)(?: is| of|:)?|"
    r"up to(?: and including)?|as many as|fit (?:into|in|within)|at (?:the )?(?:most|max(?:imum)?)|(?:no|not|"
    r"cannot be|can't be|never)(?: be)? (?:more|greater|larger|"
    r"higher|bigger|longer) than|"
    r"(?:not|n't|cannot|to not|never|without)(?: to)? exceed(?:ing)?(?: the value of)?|"
    r"(?:less|smaller|lower|fewer) than or equals? (?:to )?|(?:(?:^|(?<=be )|(?<=is )|(?<=value )|"
    r"(?<=[,:(] )|(?<=[(])|(?<=and )|(?<=or ))(?:<=|≤|⩽))|capped at|limited to|"
    r"(?:a )?limit of|(?:max(?:imum)? )?ceiling(?: is| of|:)?|(?:the )?(?:highest|largest|"
    r"greatest|biggest)(?: (?:allowed|possible|permitted|accepted))? (?:value|number|"
    r"amount)(?: is|:)?|(?:not|never|cannot|can't|may not|must not)(?: be| go)? (?:above|"
    r"beyond|over|past)|"
    r"最大(?:值)?(?:为|是|[:：])?|最长(?:为)?|上限(?:为|是|[:：])?|不能?超过|不得超过|不可超过|"
    r"不能大于|不大于|小于等于|小于或等于|最多)"
)
_LEAST = (
    r"(?:min(?:imum|imal)?\b\.?(?: (?:value|number|count|size|amount|allowed|supported|permitted))*"
    r"(?: is| are| of| can be|\s*[:：=])?|lower (?:limit|bound)(?: is| of|:)?|at least|"
    r"(?:no|not|cannot be|can't be|never)(?: be)? (?:less|smaller|lower|fewer|"
    r"shorter) than|(?:not|never|cannot)(?: be| go| fall)? (?:below|under)|"
    r"(?:the )?(?:lowest|smallest|least)(?: (?:allowed|possible|permitted|"
    r"accepted))? (?:value|number|amount)(?: is|:)?|"
    r"(?:greater|more|larger|higher|bigger) than or equals? (?:to )?|(?:(?:^|(?<=be )|(?<=is )|(?<=value )|"
    r"(?<=[,:(] )|(?<=[(])|(?<=and )|(?<=or ))(?:>=|≥|⩾))|"
    r"最小(?:值)?(?:为|是|[:：])?|最短(?:为)?|不能?小于|不能低于|不能少于|不小于|不低于|不少于|"
    r"大于等于|大于或等于|至少)"
)
_BEYOND = r"(?:(?:less|smaller|lower|greater|more|larger|higher|bigger) than|above|below|under|over|[<>]|exceed)"
_WORD = (
    r"(?:range|ranges|ranging|interval|lies? in|falls? in|be in|between|from|within|integer|number|value|must be|"
    r"should be|has to be|"
    r"(?:can |may )?be set to|(?:integer|number|value) in|accepts?|valid|allowed|supports?|supported|"
    r"permitted|accepted|"
    r"length|long|size|范围|介于|长度)"
)
_REFUSED = r" (?:is|are|will be|gets?) (?:rejected|refused|not (?:accepted|allowed)|invalid|an error)"
_DASH = r"\s*(?:~|～|-|–|—|\.{2,3}|…|to|up to|and|through|thru|till|until|至|到)\s*"


@frozen
class BoundPhrase:
    """A way to state bounds, with a sentence in it and the bounds that the sentence states."""

    pattern: Sieve
    example: str
    states: tuple[tuple[Bound, int | str], ...]


def _phrase(pattern: str, example: str, *states: tuple[Bound, int | str]) -> BoundPhrase:
    text = pattern
    for name in ("LOW", "HIGH", "N"):
        text = re.sub(rf"(?<![A-Z]){name}(?![A-Z])", _FIGURE.format(name.lower()).replace("\\", r"\\"), text)
    return BoundPhrase(Sieve(text), example, states)


RANGES: tuple[BoundPhrase, ...] = (
    _phrase(
        r"`?(?P<open>[\[(（])\s*LOW\s*[,，;]\s*HIGH\s*(?P<close>[\])）])`?",
        "Clamped to `[1, 100]`.",
        ("min", 1),
        ("max", 100),
    ),
    _phrase(
        rf"{_WORD}:?\s+(?:(?:is|of|from|be|between|a|an|integer|value|number|should be|must be|within)\s+)*\[?LOW"
        rf"{_DASH}HIGH\]?(?!\s*[0-9%])",
        "Range: `0` to `0.05`",
        ("min", 0),
        ("max", "0.05"),
    ),
    _phrase(
        rf"(?:{_WORD}|limits?|bounds|interval)\s*[:：=]\s*LOW{_DASH}HIGH", "Range: 1-100", ("min", 1), ("max", 100)
    ),
    _phrase(
        r"(?:^\W*|[(（]\s*)LOW\s*(?:~|～|–|-|to|through|thru|till|until)\s*HIGH(?=\W*$|\s*[,;)）]|\s+(?:is|"
        r"are) (?:accepted|allowed|"
        r"valid|supported)|\s+inclusive\b|\s+(?:character|char|letter|digit)s?\b)",
        "`1`-`100`",
        ("min", 1),
        ("max", 100),
    ),
    _phrase(r"介于\s*LOW\s*(?:和|与|至|到|~|-)\s*HIGH", "介于 1 和 100 之间", ("min", 1), ("max", 100)),
    _phrase(r"LOW\s*(?:和|与|至|到|~|～|-)\s*HIGH\s*之间", "1-100之间", ("min", 1), ("max", 100)),
    _phrase(r"^\W*(?:从\s*)?LOW\s*(?:至|到)\s*HIGH(?=\W*$|\s*[,，;；。])", "1 到 100", ("min", 1), ("max", 100)),
    _phrase(r"LOW\s*(?:<=|≤|⩽)\s*\w+\s*(?:<=|≤|⩽)\s*HIGH", "1 <= n <= 100", ("min", 1), ("max", 100)),
    _phrase(
        r"(?<!\d, )(?<!\d,)\bLOW\s*(?:-|–|to|or|and)\s*HIGH (?:alphanumeric |case-sensitive )?(?=(?:character|char|"
        r"letter)s?\b)",
        "6-16 characters",
        ("min_length", 6),
        ("max_length", 16),
    ),
)
GREATEST: tuple[BoundPhrase, ...] = (
    _phrase(
        r"max(?:imum)?\.? (?:(?:allowed|string|total) )*length(?: is| of|:|\s*=)?(?: up to)?\s*N(?P<fixed>)",
        "Maximum length is 32",
        ("max_length", 32),
    ),
    _phrase(r"\bmax_?length\s*(?:is|of|[:：=])?\s*N(?P<fixed>)", "maxLength: 32", ("max_length", 32)),
    _phrase(
        r"(?:length|characters?|chars?) limit(?: is| of)?\s*[:：=]?\s*N(?P<fixed>)",
        "Length limit: 32",
        ("max_length", 32),
    ),
    _phrase(
        r"\bwithin N(?P<noun_between>(?: (?:character|char|letter)s?))", "within 32 characters", ("max_length", 32)
    ),
    _phrase(rf"(?:长度|字符数)\s*(?:为|应)?\s*{_MOST}\s*N(?P<fixed>)", "长度不超过 32", ("max_length", 32)),
    _phrase(r"length\s*(?:<=|≤|⩽)\s*N(?P<fixed>)", "Length ≤ 32", ("max_length", 32)),
    _phrase(
        rf"length(?: of \S+)?(?: is| must| should| can| cannot| has to| be| of|:)*\s+{_MOST}\s*N(?P<fixed>)",
        "The length must not exceed 32",
        ("max_length", 32),
    ),
    _phrase(rf"(?<![A-Za-z]){_MOST}\s*N", "no more than 500", ("max", 500)),
    _phrase(r"^\W*[A-Za-z]\w*\s*(?:<=|≤|⩽)\s*N", "limit <= 500", ("max", 500)),
    _phrase(
        rf"(?:over|above|beyond|past|exceeding|(?:larger|greater|more|higher|bigger) than) N{_REFUSED}",
        "Anything over 50 is rejected.",
        ("max", 50),
    ),
    _phrase(
        r"(?<![\w.,-])N(?P<noun_between>(?: (?:character|char|letter|symbol|digit)s?)?) (?:or (?:less|fewer|lower|"
        r"smaller|below)|and (?:below|less|lower|under|fewer)|at (?:the )?most|"
        r"(?:is the )?max(?:imum)?)\b",
        "100 at most",
        ("max", 100),
    ),
)
LEAST: tuple[BoundPhrase, ...] = (
    _phrase(
        r"min(?:imum)?\.? (?:(?:allowed|string|total) )*length(?: is| of|:|\s*=)?\s*N(?P<fixed>)",
        "Minimum length: 8",
        ("min_length", 8),
    ),
    _phrase(r"\bmin_?length\s*(?:is|of|[:：=])?\s*N(?P<fixed>)", "minLength: 8", ("min_length", 8)),
    _phrase(rf"(?:长度|字符数)\s*(?:为|应)?\s*{_LEAST}\s*N(?P<fixed>)", "长度不少于 8", ("min_length", 8)),
    _phrase(
        rf"length(?: of \S+)?(?: is| must| should| can| cannot| has to| be| of|:)*\s+{_LEAST}\s*N(?P<fixed>)",
        "Length at least 8",
        ("min_length", 8),
    ),
    _phrase(rf"(?<![A-Za-z]){_LEAST}\s*N", "must be at least 5", ("min", 5)),
    _phrase(
        r"(?:^|[.:,(]\s*)(?:counted )?from N(?= (?:on|onwards?|upwards?|"
        r"up)\b|\W*$)",
        "From 1",
        ("min", 1),
    ),
    _phrase(
        r"(?<![\w.,-])N(?P<noun_between>(?: (?:character|char|letter)s?)?) (?:(?:or|"
        r"and) (?:more|greater|higher|larger|above|up|over)|"
        r"is the min(?:imum)?|minimum)\b",
        "10 or more",
        ("min", 10),
    ),
)
EXACT = _phrase(
    r"(?:^\W*(?=\S+ \S+ (?:in length|long)\b)|(?:exactly|must be|"
    r"(?<!max )(?<!max\. )(?<!maximum )(?<!min )(?<!min\. )(?<!minimum )length(?: is| must be| of|:)?) )"
    r"N(?=[ -](?:character|char|letter)s?\b(?! or\b))",
    "exactly 16 characters",
    ("min_length", 16),
    ("max_length", 16),
)
_LENGTH_NOUN = re.compile(
    r"[\s-]*(?:个)?\s*(?:alphanumeric |case-sensitive |ascii |english )*(?:character|char|letter|digit|bit|"
    r"字符|位)s?(?![A-Za-z])(?! after)",
    re.IGNORECASE,
)
# 'Symbols' are instruments, unless something says that they are characters.
# What is counted is no item of the list, or on another base than a call: '10 pages', '10 IDs per symbol'.
_OTHER_COUNT = re.compile(
    r"[^.;,()\d]*\b(?:pages?|times|duplicates?|retr(?:y|ies)|attempts?|levels?|rows?|records?|results?|"
    r"per (?!request|call|query|batch|time\b|order\b|message|page)|of each|each (?!request|call|query|batch|time\b|"
    r"order\b)|every|without|unless|"
    r"an? (?:second|minute|hour|day|week|month))\b",
    re.IGNORECASE,
)
_SYMBOLS = re.compile(r"\s*symbols?\b", re.IGNORECASE)
_OF_CHARACTERS = re.compile(r"\balpha-?numeric|\bletters?\b|\bdigits?\b|\blength\b|\b(?:long|short)er\b", re.IGNORECASE)
# Nouns of what is not the value's own size.
_OTHER_NOUN = re.compile(
    r"\s*[(（]?(?:%|‰|percent|per cent|bps?\b|bytes?\b|kb\b|decimals?\b|decimal\b|d\.p\.|significant|digits? after|"
    r"(?:dozens?|hundred|thousand|million|billion|k)\b|[百千万亿]|"
    r"(?:ms|milliseconds?|seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|天|小时|分钟|秒)(?![\w]))",
    re.IGNORECASE,
)
_OF_LENGTH = re.compile(r"\blength\b|长度", re.IGNORECASE)
_DURATION = re.compile(r"(?:ms|second|minute|min|hour|day|week|month|year|天|小时|分钟|秒)", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:[A-Z]{2,6}\b|x\b|times\b|(?:records?|results?|rows?|entries|items? of data|levels?)\b|条)")
_COIN = re.compile(r"[A-Z]{2,6}")
# What may stand behind a figure and its unit; a condition or more of a phrase says that the figure holds elsewhere.
_BEHIND = re.compile(
    r"\s*(?:[.,;:)）\]，。；、(]|$|\band\b|\bwhich\b|\binclusive\b|\bincluded\b|\bincluding\b|"
    r"per (?:request|page|call|query)\b|"
    r"\bas well\b|\bby default\b|\bin (?:total|one request)\b|\bthe default\b|[-–—] )"
)
_CONDITION = re.compile(r"[\s,(]*\b(?:for|when|if|while|unless|in case|where|on|under)\b", re.IGNORECASE)
_CONDITIONAL = re.compile(r"\b(?:if|when|whenever|while|once|until|in case)\b", re.IGNORECASE)
_TIME = r"(?!\s*(?:ms|milliseconds?|seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?)\b)"
_NEAR = (
    r"\b(?:max(?:imum)?|min(?:imum)?|limit(?! orders?\b| price)|bound|length|"
    r"(?:less|greater|larger|smaller|lower|higher|fewer|below|above)"
    r" (?:than|or equal(?: to)?)|values? (?:above|below|over|under))\b"
)
_SPEAKS = Sieve(
    rf"{_NEAR}[^.`0-9]{{0,20}}{_PLAIN_FIGURE}(?![0-9]){_TIME}|"
    rf"(?<![A-Za-z])(?:{_MOST}|{_LEAST})\s*{_PLAIN_FIGURE}(?![0-9]){_TIME}"
    rf"|\b(?:must|should|has to|needs to|shall|can only|cannot|may not)(?: be)? "
    rf"{_BEYOND}\s*(?:than\s*)?{_PLAIN_FIGURE}"
    rf"|[\[(]\s*{_PLAIN_FIGURE}\s*,\s*{_PLAIN_FIGURE}\s*[\])]"
    rf"|\b(?:range|between|length)\b[^.]{{0,20}}?{_PLAIN_FIGURE}\s*(?:%\s*)?(?:~|-|–|to|and)\s*{_PLAIN_FIGURE}"
    rf"|{_PLAIN_FIGURE}[ -]?(?:decimals?\b|decimal (?:place|point|digit)s?|d\.p\.|digits? after)"
    rf"|{_PLAIN_FIGURE}\s*(?:~|-|–|to)\s*{_PLAIN_FIGURE}\s*[(（]?(?:%|per ?cent)"
    rf"|\bprecision (?:of|is|:) {_PLAIN_FIGURE}|\bper ?cent(?:age)?\b[^.]{{0,20}}{_PLAIN_FIGURE}\s*(?:~|-|–|"
    rf"to)\s*[0-9]"
    rf"|{_PLAIN_FIGURE}\s*[(（]?(?:exclusive|excluded|excluding|not included)\b"
    rf"|^\W*(?:strictly )?{_BEYOND}(?:ing)?\s*(?:than\s*)?{_PLAIN_FIGURE}\W*$"
    rf"|{_PLAIN_FIGURE}[ -]?(?:character|char)s?\b|{_PLAIN_FIGURE}\s*(?:<=?|≤)\s*\w+\s*(?:<=?|≤)\s*{_PLAIN_FIGURE}"
)
_MUST_BE = r"(?:must|should|has to|needs to|can only) be"
_NUMBER_NOUN = r"(?: (?:integer|number|value|decimal|amount))?"
# An excluded end in words: nothing, or what is less than nothing, is not taken.
_SIGN = Sieve(
    rf"\b{_MUST_BE} (?:a |an )?(?:strictly )?(?:positive|negative)\b|"
    rf"^\W*(?:strictly |a |any )?positive{_NUMBER_NOUN}(?:\W*$| and\b)"
)
_NOT_NEGATIVE = Sieve(
    rf"\b{_MUST_BE} (?:a )?non-?negative\b|^\W*(?:a |any )?non-?negative{_NUMBER_NOUN}(?:\W*$| and\b)|"
    rf"\b(?:must|can|may|should) ?not be negative\b"
)
_EXCLUDED_BESIDE = re.compile(
    rf"(?<!no )(?<!not )(?<!be )(?:(?:greater|more|larger|higher|bigger|less|smaller|lower|fewer) than "
    rf"(?!or equal){_PLAIN_FIGURE}{_TIME}(?!{_REFUSED})|(?<![<>=-])[<>](?!=)\s*{_PLAIN_FIGURE}|"
    rf"{_PLAIN_FIGURE}\s*<(?!=)\s*\w)",
    re.IGNORECASE,
)
# A venue that answers as if the most were asked for refuses nothing: 'up to 100 records, return 100 when exceeds 100'.
_CAPPED = Sieve(
    rf"\breturns?\s+(?:only\s+)?(?:the\s+(?:first|last|"
    rf"latest)\s+)?{_PLAIN_FIGURE}[^.;]*?\b(?:when|if|where)\b[^.;]*\bexceed"
    rf"|\b(?:when|if|where)\b[^.;]*\bexceed[^.;]*?[, ](?:only )?(?:returns?|is set to|will be set to)\s+"
    rf"(?:the\s+(?:first|last|latest)\s+)?{_PLAIN_FIGURE}"
    rf"|\b(?:values?|anything|numbers?)\s+(?:above|over|beyond|greater than|larger than|exceeding)\s+[^.;]*?"
    rf"\b(?:is|are|will be)\s+(?:treated|taken|capped|clamped|truncated|reduced|set)\b"
)
# Without a figure no phrase says anything of bounds.
_DIGIT = re.compile(r"[0-9]")
# A figure once more in another unit: '`600` (10 min)'.
_SAME_TIME = re.compile(r"(?<=[\d`\"])\s*\(\s*\d+ ?(?:s|secs?|min|mins|h|hrs?|d|days?|weeks?)\.?\s*\)")
_SEVERAL = re.compile(
    r"\W*(?!(?:the )?(?:max\w*|min\w*|total|number|count|limit|quantity|amount|size|length|how)\b)(?:[\w-]+ ){0,3}?"
    r"(?:(?:list|array|batch|set|collection)\b(?! (?:size|length|limit|count))|(?:ids|symbols|currencies|pairs|"
    r"coins|instruments|references|tickers|"
    r"addresses|names)\b(?! (?:per|to return|returned)\b))|\W*[^,，。.\n]{0,14}(?:列表|数组)",
    re.IGNORECASE,
)
# Points between thousands, or a choice of figures: no figure of these can be read alone.
_NO_FIGURE = re.compile(r"\d\.\d{3}\.\d{3}|\d,\s*\d+,?\s*(?:or|and)\s*\d+ (?:char|letter|digit|byte)")
# The length of a time is no length of a text.
_LENGTH_OF_TIME = re.compile(
    r"\b(?:length|duration) (?:of|for) (?:the |an? |each )?(?:\w+ )?(?:candles?|klines?|bars?|intervals?|periods?|"
    r"windows?|"
    r"time\w*|sessions?|terms?|subscription|validity|day|\w+(?= in (?:milli)?(?:seconds|minutes|hours|days)))\b|"
    r"\b(?:candle|kline|bar|interval|period|window|time|term|session|lock|loan) length\b|"
    r"\blength in (?:milliseconds|seconds|minutes|hours|days|ms|weeks|months)\b",
    re.IGNORECASE,
)
_OPEN_SET = re.compile(r"can be \S+, \[")


# What characters a text has, and then how many: 'letters and numbers, 1-32', 'ASCII, max 20'.
_CHARACTERS = re.compile(
    r"^\W*(?=[^:;]*?(?:\b(?:letters|alpha-?numerics?|ascii|hex\w*|strings?|text|chars|digits only|a-z)\b))"
    r"(?:(?:letters|numbers|digits|and|or|only|alpha-?numerics?|ascii|hex|hexadecimal|strings?|text|characters|chars|"
    r"case[- ](?:in)?sensitive|(?:upper|lower)(?:-?case)?|any|plain|free|printable|unicode|utf-8|english|latin|"
    r"underscores?|hyphens?|dash(?:es)?|dots?|spaces?|\[?a-z\]?|\[?0-9\]?|"
    r"`?[_.-]`?)[\s,，:/&]*)+(?:(?<=[,，:]\s)(?=\S)|(?=\())",
    re.IGNORECASE,
)
_LENGTH_OF: dict[Bound, Bound] = {"min": "min_length", "max": "max_length"}


def speaks_of_bounds(sentence: str) -> bool:
    """Tell whether a sentence states a figure as a bound, in whatever words."""
    if _SIGN.found(sentence):
        return True
    sentence = _SAME_TIME.sub("", sentence) if "(" in sentence else sentence
    return _DIGIT.search(sentence) is not None and _SPEAKS.found(sentence) and not _CAPPED.found(sentence)


def is_of_several(text: str) -> bool:
    """Tell whether the first words of a cell say that its text holds several values: 'List of order IDs'."""
    several = _SEVERAL.match(text)
    if several and several[0].lower().endswith("symbols") and _OF_CHARACTERS.search(text):
        return False
    return "addresses" in text or several is not None


def excludes_an_end(sentence: str) -> bool:
    """Tell whether a sentence that states bounds excludes one of its figures."""
    return _DIGIT.search(sentence) is not None and _EXCLUDED_BESIDE.search(sentence) is not None


@lru_cache(maxsize=1 << 14)
def bounds(sentence: str, *, of_items: bool) -> Sequence[tuple[Bound, Decimal]]:
    """Return the bounds that a sentence states; ``of_items`` for a list, or values that a comma separates.

    ``unclear`` stands for a figure that is a bound in a way that cannot be written, such as an excluded end.
    """
    if not of_items and _NOT_NEGATIVE.found(sentence):
        most = _one(sentence, GREATEST, "max") if _DIGIT.search(sentence) else ()
        return [("min", Decimal(0)), *most]
    if _DIGIT.search(sentence) is None:
        return []
    if _NO_FIGURE.search(sentence):
        return []
    if not of_items and (characters := _CHARACTERS.match(sentence)):
        return [(_LENGTH_OF.get(side, side), n) for side, n in bounds(sentence[characters.end() :], of_items=False)]
    sentence = CHARSET.sub(" ", sentence)
    sentence = _LENGTH_OF_TIME.sub("duration", sentence)
    if of_items:
        return list(_items(sentence))
    sentence = without_how_many(_SAME_TIME.sub("", sentence) if "(" in sentence else sentence)
    plain = plain_bounds(sentence)
    if not plain and (label := LABEL_BEFORE_FIGURES.match(sentence)):
        plain = plain_bounds(sentence[label.end() :])
    if plain:
        return [(side, figure) for side, figure in plain if side != "max" or not _CAPPED.found(sentence)]
    exact = EXACT.pattern.search(sentence)
    if exact:
        return [("min_length", _number(exact["n"])), ("max_length", _number(exact["n"]))]
    found = list(_range(sentence))
    if not found:
        found = [*_one(sentence, LEAST, "min"), *_one(sentence, GREATEST, "max")]
    if _CAPPED.found(sentence):
        return [(side, figure) for side, figure in found if side != "max"]
    return found


def _items(sentence: str) -> Iterator[tuple[Bound, Decimal]]:
    for phrase in GREATEST:
        for match in phrase.pattern.finditer(sentence):
            behind = sentence[match.end() :]
            if not _OTHER_NOUN.match(behind) and not _LENGTH_NOUN.match(behind) and not _OTHER_COUNT.match(behind):
                yield "max_items", _number(match["n"])
                return
    most = [figure for side, figure in plain_bounds(sentence, of_items=True) if side == "max"]
    if len(most) == 1 and not _OTHER_COUNT.search(sentence):
        yield "max_items", most[0]


def _range(sentence: str) -> Iterator[tuple[Bound, Decimal]]:
    if _OPEN_SET.search(sentence):
        return
    ranges: dict[tuple[Decimal, Decimal], re.Match[str]] = {}
    for phrase in RANGES:
        for match in phrase.pattern.finditer(sentence):
            behind = sentence[match.end() :]
            noun = _OTHER_NOUN.match(behind)
            if (noun and not _DURATION.search(noun[0])) or _CONDITION.match(behind):
                continue
            ranges.setdefault((_number(match["low"]), _number(match["high"])), match)
    if len(ranges) != 1:
        return
    (low, high), match = next(iter(ranges.items()))
    if low > high:
        return
    if _LENGTH_NOUN.match(sentence[match.end() :]) or _OF_LENGTH.search(sentence[: match.end()]):
        yield "min_length", low
        yield "max_length", high
        return
    groups = match.groupdict()
    yield ("unclear" if groups.get("open") in ("(", "（") else "min"), low
    yield ("unclear" if groups.get("close") in (")", "）") else "max"), high


def _one(
    sentence: str, phrases: tuple[BoundPhrase, ...], side: Literal["min", "max"]
) -> Iterator[tuple[Bound, Decimal]]:
    for phrase in phrases:
        match = phrase.pattern.search(sentence)
        if match is None:
            continue
        groups = match.groupdict()
        behind = sentence[match.end() :]
        if _CONDITIONAL.search(sentence, 0, match.start()):
            continue
        is_symbols = _SYMBOLS.match(groups.get("noun_between") or behind) is not None
        if is_symbols and not _OF_CHARACTERS.search(sentence):
            return
        if "fixed" in groups or groups.get("noun_between") or is_symbols or _LENGTH_NOUN.match(behind):
            yield ("min_length" if side == "min" else "max_length"), _number(match["n"])
            return
        if _OTHER_NOUN.match(behind) and not _is_duration(sentence, match):
            return
        unit = _UNIT.match(behind)
        if unit and _COIN.fullmatch(unit[0].strip()):
            return  # of an amount in that coin, which the value may not be in
        behind = behind[unit.end() :] if unit else behind
        if _is_duration(sentence, match) or (_BEHIND.match(behind) and not _CONDITION.match(behind)):
            yield side, _number(match["n"])
            return


def _is_duration(sentence: str, match: re.Match[str]) -> bool:
    """Whether the whole sentence is a figure of days, as of a parameter that counts days."""
    # 'Can't be longer than 30 days' speaks of a window, and not of a number of days.
    is_of_window = re.search(r"\b(?:longer|shorter|exceed|span|apart|within)", match[0], re.IGNORECASE) is not None
    return match.start() == 0 and not is_of_window and re.fullmatch(r" days\W*", sentence[match.end() :]) is not None


def _number(text: str) -> Decimal:
    return Decimal(text.replace(" ", "").replace(",", ""))
