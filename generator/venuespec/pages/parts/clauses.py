"""Read bounds in clauses whose words are all known, in any order.

The phrases of ``bounds`` look for a form in a sentence and pass over the rest of it. Here a clause is
split into words, and one word that is in no table here means that nothing is read. So any order of known words can be
read, '1000 being the maximum' and 'the hard cap is 1000', and no word that turns a fact around is passed over.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from .sieve import Sieve
from .words import words_of

ClauseBound = Literal["min", "max", "min_length", "max_length"]

_N = r"-?\d+(?:\.\d+)?"
_MARKS = re.compile(r"[`\"'“”*]+")
THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Several words that are one: what a comparison does, which way round.
_JOINED = tuple(
    (re.compile(pattern, re.IGNORECASE), word)
    for pattern, word in (
        (r"\b(max|min)\.", r"\1"),
        (r"\blesser\b", "less"),
        (r"\basking for\b", " "),
        (r"\b(?:strings?|texts?)\b(.*)\bsymbols\b", r"string\1characters"),
        (r"\bit['’]s\b", "it is"),
        (r"(?<=\bmax|\bmin)-(?=\d)", " "),
        (r"\b(?:under|below) or equal(?: to)?\b", " MAX "),
        (r"\b(?:over|above) or equal(?: to)?\b", " MIN "),
        (r"\bequal to or (?:less|fewer|smaller|lower|below|under)(?: than)?\b", " MAX "),
        (r"\bequal to or (?:more|greater|larger|higher|bigger|above|over)(?: than)?\b", " MIN "),
        (r"\bnor\b", " ; not "),
        (
            r"\b(?:limit|number|count|amount) of (?:the )?(?:results?|rows?|records?|items?|entries|orders|trades|"
            r"candles|data)\b",
            " ",
        ),
        (r"(?<=\d)\+(?!\w)", " MIN "),
        (r"\bmax[_ ]?items?\b(?=\W*\d)", " MAX "),
        (r"\bmin[_ ]?items?\b(?=\W*\d)", " MIN "),
        (r"\bcaps? (?:out )?at\b|\btops? out at\b", " MAX "),
        (
            r"\b(?:max(?:imum)?|default)\b(?: (?:value|number|both))*\s*(?:and|as well as|&)\s*(?:the )?"
            r"(?:max(?:imum)?|default)\b",
            " MAX ",
        ),
        (r"\b(char\w*|letters?) long\b", r"\1"),
        (r"\bcannot\b", "can not"),
        (r"\b(?:one|a) thousand\b", "1000"),
        (r"(?<=\d)\s*=\s*(?=[a-z])", " ? "),
        (r"(?<=\d)\s*(?:\.{2,3}|…|~|～|–|—|‐|‑)\s*(?=\d)", " to "),
        (r"(?<=\d)\s+-\s+(?=\d)|(?<=\d)-(?=\d)", " to "),
        (r"(?<=\d)-(?=char|letter|digit)", " "),
        (r"\bby default\b", " DEFAULT "),
        (r"(?<=[a-z])[-‐‑](?=[a-z])", " "),
        (r"\b(?:is|are|be|being|gets?|will be) (?:rejected|refused|invalid|forbidden|disallowed|an error)\b", "not"),
        (r"\b(?:results? in|causes?|gives?|leads? to|return(?:s|ing)?) an? error\b|\b(?:fails?|error)\b", "not"),
        (r"\b(?:more|greater|larger|higher|bigger|longer) than or equal(?: to|s)?\b|>=|≥|⩾", " MIN "),
        (r"\b(?:less|fewer|smaller|lower|shorter) than or equal(?: to|s)?\b|<=|≤|⩽", " MAX "),
        (r"\blonger than\b", " UP LENGTH "),
        (
            r"\b(?:more|greater|larger|higher|bigger) than\b|\bexceed(?:s|ing|ed)?\b|\bsurpass(?:es|ing)?\b",
            " UP ",
        ),
        (
            r"\b(longer|shorter|larger|smaller|more|fewer|higher|lower) (?:strings?|values?|texts?|ids?|labels?|"
            r"numbers?) than\b",
            r"\1 than",
        ),
        (r"(?<=\d )(alphanumerics?|(?:ascii|latin|unicode) )(?= char|letter|\W*$|$)", "characters "),
        (r"\bshorter than\b", " DOWN LENGTH "),
        (r"\b(?:less|fewer|smaller|lower) than\b", " DOWN "),
        (r"\bas (?:many|much|large|high|long|big|great) as\b", " MAX "),
        (r"\bas (?:few|little|low|small|short) as\b", " MIN "),
        (r"\b(?:or|and) (?:less|fewer|lower|smaller|below|under|shorter)\b", " MAX "),
        (r"\b(?:or|and) (?:more|greater|higher|larger|above|over|longer|up|upwards?)\b", " MIN "),
        (r"\bup to(?: and including)?\b|\bat (?:the )?(?:very )?(?:most|max(?:imum)?)\b", " MAX "),
        (r"\bat (?:the )?(?:very )?(?:least|min(?:imum)?)\b", " MIN "),
        (r"\b(?:lower|minimum|min) (?:limit|bound|value|end)\b|\b(?:starting|beginning) (?:from|at|with)\b", " MIN "),
        (r"\b(?:upper|maximum|max|hard|top) (?:limit|bound|value|cap|end)\b", " MAX "),
        (r"\b(?:limited|restricted|capped) (?:to|at)(?= between\b| the range\b)", " "),
        (r"\b(?:limited|restricted|capped|limit(?:ed)?) (?:to|at)\b|\blimit of\b", " MAX "),
        (r"\bmax[_ ]?length\b", " MAX length "),
        (r"\bmin[_ ]?length\b", " MIN length "),
        (r"\b(?:limit|value|number|n|x)?\s*∈", " between "),
        (r"\brequests?(?: for)?\b|\bsubject to\b|\ba number of\b", " "),
    )
)
_WORDS: dict[str, str] = {
    word: token
    for token, words in {
        "MAX": "max maximum maximal capped cap ceiling limit highest largest greatest biggest longest tops most",
        "MIN": "min minimum minimal floor lowest smallest least shortest",
        "UP": "above over beyond past",
        "DOWN": "below under beneath",
        "NOT": "not never no without nothing none nobody neither",
        "TO": "to through thru till until and &",
        "BETWEEN": "between from range ranges ranging interval bounds within",
        "LENGTH": "length len",
        "CHARS": "character characters char chars letter letters alphanumerics",
        "DEFAULT": "default defaults",
        "OR": "or",
    }.items()
    for word in words.split()
}
FILLER = words_of(
    """
    a an the of is are be being been as at in on it its this that these you your we i and any anywhere every
    each per one single value values number numbers integer integers int figure count amount quantity size page
    limit records record rows row results result entries entry levels level data points fetch show shown get
    gets retrieve retrieved displayed depth request call query list field parameter param string text total here
    there than whole must should shall may can could will would has have needs need to do does ask asks for send
    sends pass passes set sets specify specified give given use used return returns returned go goes fall falls
    lie lies contain contains accept accepts allow allows allowed accepted permitted supported supports possible
    valid input available acceptable legal hard strict requested queried fetched asked sent passed provided fine ok
    keep kept put
    okay good requests hold holds comprise comprises rise rises strings ca wo stay stays remain remains fixed also
    anything something asking nor can't comprise comprises hold holds carry at time list array inclusive inclusively
    including included both ends end exactly only just also please user users
    api server exchange
    """
)
# What a list has many of.
_ITEMS = words_of(
    """
    batch batches
    id ids item items element elements order orders symbol symbols instrument instruments pair pairs currency
    currencies coin coins name names ticker tickers market markets contract contracts address addresses values
    once comma commas separated delimited multiple together
    """
)
# Words beside a fact that say nothing of when it holds.
_BESIDE = words_of(
    """
    up more less greater larger higher bigger longer fewer smaller lower shorter exceed exceeds exceeding surpass
    surpasses equal equals than many much as few little limited restricted capped cap cannot clamped long
    combination case sensitive alphanumeric alphanumerics alpha numeric digit digits bits text texts ascii english
    latin underscore underscores hyphen hyphens special space spaces
    leg legs placed put putting select selected transaction array batch element split joined divided delimited
    separator together several multiple family families familiy position positions collateral sub account accounts
    same kind such instrument type deprecated item support
    days day bids asks bid ask depth data form decimal point points place usdt usd btc eth
    name names label code client supplied custom own unique identifier source target also which
    first latest newest most recent oldest history historical whole natural real positive
    uid uids ip addresses separate use     very non negative n refused rejected invalid forbidden disallowed error
    fail fails failing results result causes cause upper lower end
    nor or equal nothing none anything asking def dflt preset pre fallback hundred thousand them one more under below
    above over beyond past tops caps highest lowest bound floor ceiling high low goes string maxitems minitems
    currently current initial leverage rate time times window timeout price amount slippage ratio percentage percent
    second seconds ms milliseconds sec secs minutes hours candles into klines bars x
    all combined overall altogether include consist consists comprise comprises hold holds carry carries have has
    then so fixed started starts start based tracks best directly gives closed full withdrawal with without by via
    """
)
_ONLY_A_RANGE = re.compile(
    rf"\W*(?:(?:values?|must|be|is|are|should|can|may|set|an?|any|integers?|numbers?|inclusive|allowed|"
    rf"accepts?|acceptable|valid|permitted|legal|possible|supported|the|limits?|between|size|count|number|length|"
    rf"quantity|page)\W+)*"
    rf"{_N}\s*(?:to|through|and|&)\s*{_N}(?:\W+(?:inclusive|inclusively|integers?|allowed))*\W*",
    re.IGNORECASE,
)
_OTHER_UNITS = Sieve(
    rf"\bper ?cent|%|\bdecimal|\bprecision\b|\bbps\b|"
    rf"{_N}\s*(?:%|‰|percent|per cent|bps?\b|bytes?\b|kb\b|mb\b|decimals?\b|dp\b|significant|digits? after|dozen|"
    rf"hundred|thousand|"
    r"million|billion|k\b|m\b|x\b|ms\b|s\b|h\b|d\b|(?:milli|micro|nano)?sec(?:ond)?s?\b|min(?:ute)"
    r"?s?\b(?!\s*[:=]|\s+\d)|hours?\b|days?\b|weeks?\b|"
    r"months?\b|years?\b)"
)
_TOKEN = re.compile(rf"{_N}|[A-Za-z&]+|[:=<>+/\[\]%()-]")
CLAUSE_END = re.compile(
    r"\s*(?:[,;.!?]\s+|[,;.!?]$|\(|\)|[{}]|\s[-–—]\s(?=[A-Za-z])|\n|\s*[/|]\s*(?=(?:max|min|default|up to)\w*\b))\s*",
    re.IGNORECASE,
)
# 'Min: 1 Max: 5', without a mark between the two.
_NEXT_FACT = re.compile(r"(?<=[\d\]])\s+(?=(?:default|max|min)[a-z]*\s*(?:[:=]|is|of)?\s*\d)", re.IGNORECASE)
_NOT = re.compile(r"(?:(?<=ca)|(?<=wo)|)n['’]t\b", re.IGNORECASE)
# The multiple of a leverage: '1x to 125x'.
_TIMES = re.compile(r"(?<=\d)x(?=\s*(?:$|[,.;)]|(?:to|and|or|max|min)\b|[-–~]))", re.IGNORECASE)
# 'It may not fall below 3 or rise above 90.'
_NOT_EITHER = re.compile(
    r"((?:\bnot|n['’]t|\bcannot|\bnever|\bno)\b[^.;,]*\d)\s+or\s+(?=(?:[a-z]+ )?(?:above|over|beyond|below|"
    r"under|exceed|more|greater|"
    r"larger|higher|less|fewer|lower|smaller|longer|shorter)\b(?! or ))",
    re.IGNORECASE,
)
# What a figure means: '0.1 to 10, where 1 for 1%'.
_EXPLAINED = re.compile(
    r",?\s*\(?(?:\bwhere )?[`\"]?\b\d[\d.]*[`\"]?\s*(?:means?|is|for|represents?|=)\s*[`\"]?\d[\d.]*\s*%\)?",
    re.IGNORECASE,
)
MOST_TOKENS = 24
# Characters of which a sentence says what happens to them, not how many there are.
_PART = re.compile(
    r"\b(?:shown|show|displayed|kept|used|counts?|returned|of (?:it|them|this)|first|last)\b", re.IGNORECASE
)
# Which characters a text may have: '(a-z, 0-9)', 'utf8'.
CHARSET = re.compile(
    r"\s*[(（\[][^()（）]*\b[aA]-[zZ]\b[^()（）]*[)）\]]|[,，]?\s*\[?\b[aA]-[zZ][aA]?(?:-[zZ])?[\w,-]*(?:[/|"
    r"& ]0-9)?\]?|"
    r"\butf-?(?:8|16)\s*",
    re.IGNORECASE,
)
# What a row is, before a colon: 'Seconds until the order ends: 10 to 60'.
LABEL_BEFORE_FIGURES = re.compile(
    r"^(?!.*\b(?:if|when|unless|not|for|in|on|max\w*|min\w*|default\w*|up|least|most|than|except|sample|"
    r"example)\b[^:]*:)"
    r"[A-Za-z][A-Za-z ]{2,60}[:：]\s+(?=\d)"
)
# '20 characters' alone may be the most there are.
_EXACT = re.compile(
    r"\b(?:exactly|must|should|shall|has|have|fixed|always|length|len|long|equals?|of|is|be)\b|[=:]", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
EXAMPLE = re.compile(r"\be\.?g\b|\bexample|\bsuch as\b|\bi\.?e\b|例如|比如", re.IGNORECASE)
_IN_BRACKETS = re.compile(rf"\[\s*({_N})\s*(?:,|;|\.{{2,3}}|…|-|~|–|to)\s*({_N})\s*\](?!\s*char)")
_IN_BRACKETS_OF_CHARACTERS = re.compile(rf"\[\s*({_N})\s*(?:,|\.{{2,3}}|…|-|~|–|to)\s*({_N})\s*\]")
_CHAIN_UP = re.compile(rf"({_N})\s*(?:<=|≤|⩽)\s*[a-z_]+\s*(?:<=|≤|⩽)\s*({_N})", re.IGNORECASE)
_CHAIN = re.compile(rf"({_N})\s*(?:>=|≥)\s*[a-z_]+\s*(?:>=|≥)\s*({_N})", re.IGNORECASE)


@lru_cache(maxsize=1 << 14)
def plain_bounds(sentence: str, *, of_items: bool = False) -> tuple[tuple[ClauseBound, Decimal], ...]:
    """Return the bounds in a sentence of whose clauses with figures every word is understood; none of any other.

    ``of_items`` knows the words for what a list has many of.
    """
    if _DIGIT.search(sentence) is None and "thousand" not in sentence:
        return ()
    sentence = _TIMES.sub("", _NOT_EITHER.sub(r"\1 ; not ", sentence))
    sentence = _EXPLAINED.sub("", sentence) if "%" in sentence else sentence
    if (_DIGIT.search(sentence) is None and "thousand" not in sentence) or _OTHER_UNITS.found(sentence):
        return ()
    if EXAMPLE.search(sentence):
        return ()
    text = _IN_BRACKETS.sub(r"between \1 to \2; ", THOUSANDS.sub("", _MARKS.sub(" ", _NOT.sub(" not", sentence))))
    text = _IN_BRACKETS_OF_CHARACTERS.sub(r"between \1 to \2", text)
    text = _NEXT_FACT.sub("; ", text)
    text = _CHAIN_UP.sub(r"between \1 to \2", text)
    text = _CHAIN.sub(r"between \2 to \1", text)
    for pattern, word in _JOINED:
        text = pattern.sub(word, text)
    found: dict[ClauseBound, Decimal] = {}
    of_length = False
    for clause in CLAUSE_END.split(text):
        if not _DIGIT.search(clause):
            of_length = of_length or re.search(r"\blength\b", clause, re.IGNORECASE) is not None
            continue
        read = _of_clause(clause, of_length=of_length, of_items=of_items)
        if read is None or any(found.get(bound, number) != number for bound, number in read):
            return ()
        found.update(read)
    if "max_length" in found and "min_length" not in found and "max" not in found and "min" in found:
        found["min_length"] = found.pop("min")
    least, most = found.get("min"), found.get("max")
    return () if least is not None and most is not None and least > most else tuple(found.items())


def _of_clause(clause: str, *, of_length: bool, of_items: bool) -> list[tuple[ClauseBound, Decimal]] | None:
    """Return the bounds of a clause, [] for one with a default alone; None where a word of it is not understood."""
    tokens = list(_tokens(clause, of_items=of_items))
    if not tokens or len(tokens) > MOST_TOKENS or "?" in tokens:
        return None
    is_length = of_length or "CHARS" in tokens or "LENGTH" in tokens
    signs = [token for token in tokens if token in ("MAX", "MIN", "UP", "DOWN")]
    numbers = [token for token in tokens if _DIGIT.match(token.lstrip("-"))]
    kept = [token for token in tokens if token not in ("CHARS", "LENGTH", "OR")]
    if "OR" in tokens and not signs:
        return None
    pair = _range(kept) if is_length or "BETWEEN" in kept or _ONLY_A_RANGE.fullmatch(clause) else None
    sides: list[tuple[Literal["min", "max"], Decimal]] | None
    if pair and not {"NOT", "UP", "DOWN", "DEFAULT", "MIN"} & {*kept}:
        sides = [("min", pair[0]), ("max", pair[1])] if pair[0] <= pair[1] else None
    elif not signs and numbers and is_length and len(numbers) == 1 and "NOT" not in kept and not _PART.search(clause):
        is_exact = _is_exact(tokens) and (of_length or _EXACT.search(clause) is not None)
        sides = [("min", Decimal(numbers[0])), ("max", Decimal(numbers[0]))] if is_exact else None
    else:
        sides = _sided(kept)
    if sides is None:
        return None
    return [
        (("min_length" if side == "min" else "max_length") if is_length else side, figure) for side, figure in sides
    ]


def _tokens(clause: str, *, of_items: bool) -> Iterator[str]:
    """Yield figures, what words do, and '?' for one that is not understood; a word without a meaning is left out."""
    words = _TOKEN.findall(clause)
    if len(re.sub(r"\s+", "", clause)) != sum(map(len, words)):
        yield "?"
    for word in words:
        if _DIGIT.search(word) or word in ("MAX", "MIN", "UP", "DOWN", "DEFAULT"):
            yield word
        elif token := _WORDS.get(word.lower()):
            yield token
        elif word in ":=[]" or word.lower() in FILLER or (of_items and word.lower() in _ITEMS):
            continue
        else:
            yield "?"


def _is_exact(tokens: Sequence[str]) -> bool:
    """Tell whether a clause of a length has nothing but its figure: '= 20 characters', 'length: 20'."""
    return {token for token in tokens if not _DIGIT.search(token)} <= {"CHARS", "LENGTH"}


def _range(tokens: Sequence[str]) -> tuple[Decimal, Decimal] | None:
    """Return the two ends of a clause that has two figures with 'to' between them, '1 to 5', 'from 1 up to 5'."""
    bare = [token for token in tokens if token != "BETWEEN"]
    if [bool(_DIGIT.search(token)) for token in bare] != [True, False, True]:
        return None
    is_range = bare[1] == "TO" or (bare[1] == "MAX" and "BETWEEN" in tokens)
    return (Decimal(bare[0]), Decimal(bare[2])) if is_range else None


def _sided(tokens: Sequence[str]) -> list[tuple[Literal["min", "max"], Decimal]] | None:
    """Return each figure with the side that a word before or behind it names; None where one has none."""
    if "BETWEEN" in tokens or ("TO" in tokens and tokens[-1] == "TO"):
        return None
    tokens = [token for token in tokens if token != "TO"]
    sides: list[tuple[Literal["min", "max"], Decimal]] = []
    sign, denied = "", False
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token == "NOT":
            denied = True
        elif token in ("MAX", "MIN", "UP", "DOWN", "DEFAULT"):
            # 'The maximum limit is': a word more for the same side.
            if sign and sign != token:
                return None
            sign = token
        else:
            behind = tokens[index + 1 :]
            if not sign and behind and behind[0] in ("MAX", "MIN", "DEFAULT"):
                sign, index = behind[0], index + 1
                if len(behind) > 1 and _DIGIT.search(behind[1]):
                    return None
            if sign in ("UP", "DOWN") and "NOT" in behind[:1]:
                denied, index = True, index + 1
            side = _side(sign, denied=denied)
            if side is None:
                return None
            if side != "default":
                sides.append((side, Decimal(token)))
            sign, denied = "", False
        index += 1
    return None if sign or denied else sides


def _side(sign: str, *, denied: bool) -> Literal["min", "max", "default"] | None:
    if denied:
        return "max" if sign == "UP" else "min" if sign == "DOWN" else None
    return "max" if sign == "MAX" else "min" if sign == "MIN" else "default" if sign == "DEFAULT" else None


WORDS_BESIDE_BOUNDS = frozenset({*_WORDS, *FILLER, *_ITEMS, *_BESIDE})
"""Words that a sentence can have beside a bound."""
