"""Words that turn a statement around, end it, or hold it off for some: 'not limited to', 'until June', 'except'.

A reader takes a fact by the words that it knows, and passes over the others; these others it must not pass over. A
sentence with one of them states no fact that holds for every call from now on: it is reported instead.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from .clauses import CHARSET, LABEL_BEFORE_FIGURES, plain_bounds
from .number_words import without_commas
from .plain_defaults import PLAIN_WORDS
from .sieve import Sieve, Sieves

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\b"
)
_DAY = (
    rf"(?:{_MONTH}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\d{{4}}(?:[-./年]|\b)|q[1-4]\b|the end of\b|then\b|"
    rf"now\b|recently\b)"
)
_CASE = (
    r"(?:for|with|in|if|when|on|under|where|by|as) (?!(?:total|one|each|a|an|the|default|all|both|commas?|"
    r"semicolons?)\b)"
)


@frozen
class Turn:
    """Words that turn a statement around, with a sentence that has them, and one like it that has not.

    Those ``of_figures`` give another figure for some calls; in a list of values they are its next value.
    """

    pattern: Sieve
    example: str
    other: str
    of_figures: bool = False


def _turn(pattern: str, example: str, other: str, *, of_figures: bool = False) -> Turn:
    return Turn(Sieve(pattern), example, other, of_figures)


TURNS: tuple[Turn, ...] = (
    _turn(
        r"\b(?:not|never|isn't|aren't|no longer|without being)\s+(?:be |been |only |yet |currently )*"
        r"(?:limited|restricted|capped|bound(?:ed)?|confined|between|within|in|inside|from|one of|either|any of)\b"
        r"(?! a\b| the account)",
        "Not limited to 1000",
        "Must not be more than 1000",
    ),
    _turn(
        r"\b(?:not|never|isn't) (?:a|an|the|any) (?:max(?:imum)?|min(?:imum)?|limit|cap)\b|\?\W*(?:no|not any ?more)\b",
        "5 is not the maximum",
        "It must not be the same, maximum 5",
    ),
    _turn(
        r"\bdefaults?\b(?: value)?\s*(?:is |to |[:=])?\s*(?:up to|at (?:most|least)|(?:more|less|fewer) than)\b",
        "Default: up to 5",
        "Default 5, up to 10",
    ),
    _turn(
        r"\b(?:may|might|could|should|can|would) default\b",
        "It may default to 5",
        "It may be sent, default 5",
    ),
    _turn(
        r"`[^`]+`\s*(?:[=为是]\s*\S+\s*)?时(?:则|其|默认)?(?:为|是)?\s*`?\d",
        "默认5，`deep`时为10",
        "默认5，不传时为5",
        of_figures=True,
    ),
    _turn(
        r"\b(?:but|though|although|yet|however)\b[^.;]{0,40}\b(?:more|larger|higher|bigger|longer|less|fewer|"
        r"others?)\b[^.;]{0,40}"
        r"\b(?:accepted|allowed|possible|permitted|fine|ok|okay|taken|works?|pass(?:es)?)\b",
        "Max 1000, but more is accepted",
        "Max 1000, but more is refused",
    ),
    _turn(
        r"\b(?:no|without(?: an?| any)?) (?:\w+ )?(?:limits?|max(?:imum)?|min(?:imum)?|cap|restrictions?)\b",
        "There is no limit of 1000",
        "It is no more than 1000",
    ),
    _turn(
        r"\b(?:typical(?:ly)?|usual(?:ly)?|common(?:ly)?|popular|frequent(?:ly)?|recommended|suggested|preferred|"
        r"sample|"
        r"favou?rite|sensible|reasonable|normal)(?: \w+)? (?:values?|options?|choices?|settings?|ones?|figures?|"
        r"numbers?)\b",
        "Typical values are `5` and `10`",
        "The values are `5` and `10`",
    ),
    _turn(
        r"\b(?:changed?s?|changing|raised|lowered|increased|reduced|decreased|moved|went|grew|cut)\b[^.;]*\bfrom\b",
        "The default changed from 5 to 10",
        "It can be changed to 5 or 10",
    ),
    _turn(
        r"\b(?:min|max|minimum|maximum|lesser|smaller|greater|larger|lower|higher) of\b[^.;,]*\band (?:the|"
        r"your|its)\b",
        "Min of 80 and the size",
        "A min of 80 and a max of 90",
    ),
    _turn(
        r"(?:\bnot|n't|\bcannot|\bnever)\s+(?:be |have |take |use |accept |support |equal |include |contain )?"
        r"(?:the values? )?[`\"'“‘](?!\d)",
        "Cannot be `buy` or `sell`",
        "Cannot exceed `90`",
    ),
    _turn(
        r"(?:\bnot|n't|\bnever)\s+(?:\w+ )?default(?:s|ed)?\b",
        "It does not default to 30",
        "If it is not sent, the default is 30",
    ),
    _turn(
        r"\b(?:was|were|had been|used to be|formerly|previously|earlier|originally|in the past|at first)\b",
        "Was limited to 1000",
        "It is limited to 1000",
    ),
    _turn(
        r"\b(?:no longer|any ?more|lifted|abolished|withdrawn|revoked|(?:has|have|had) been (?:removed|dropped|"
        r"replaced|disabled)|is removed|being removed|"
        r"does not hold|doesn't hold|not enforced|not apply)\b(?! than)",
        "No maximum of 1000 any more",
        "No longer than 1000",
    ),
    _turn(
        r"\b(?:except|unless|other than|unlike|apart from|aside from|with the exception|anything but|all but|"
        r"everything but|rather than|instead of|contrary to|besides|save for|bar for)\b",
        "Up to 1000, except for options",
        "Up to 1000, which is accepted",
    ),
    _turn(
        r"\bbut (?:not )?(?:for )?(?:the )?(?:values? )?[`\"“]|\bexcluding [`\"“]",
        "Any but `buy` and `sell`",
        "Any of `buy` and `sell`",
    ),
    _turn(
        rf"\b(?:until|till|before|prior to|up to|through|from|after|starting|as of|since)\s+(?:on |in )?{_DAY}",
        "At most 1000 until June",
        "At most 1000 before the call",
    ),
    _turn(
        rf"[(（,;，；]\s*(?:or |and |but |otherwise |else )?(?:only |just |up to |at most )?[`\"]?\d[\d,.]*[`\"]?\s*"
        rf"(?:[a-z]+ ){{0,2}}{_CASE}",
        "Max 1000 (100 with `extended`)",
        "Max 1000 (100 is enough)",
        of_figures=True,
    ),
    _turn(
        rf"[,;，；]\s*(?:or|and|but)\s+(?:to\s+)?(?:`[^`]+`|\"[^\"]+\"|-?\d[\d.]*)\s+{_CASE}",
        "Defaults to `A`, or to `B` for others",
        "Defaults to `A`, or to the account's",
        of_figures=True,
    ),
    _turn(
        r"\d\W*[,;(]\s*(?:but |and )?(?:in|on|for|under|with|when|if) (?!\d)[^,;()]*\b\d",
        "Default 30, in hedge mode 60",
        "Default 30, in hedge mode too",
        of_figures=True,
    ),
    _turn(
        r"\botherwise,?\s+[`\"]?\d|[,;]\s*(?:or )?else\b",
        "Max 1000 for some, otherwise 10",
        "Otherwise it is 10",
        of_figures=True,
    ),
    # Japanese and Korean words: Chinese signs between them can say anything.
    _turn("[\u3041-\u30fa\uac00-\ud7a3]", "`in`または`out`", "`in`或`out`"),
    _turn(
        r"\d\s*年(?:\d+月)?(?:\d+日)?\s*(?:之?前|以前)|\d\s*月(?:\d+日)?\s*(?:之?前|以前)|不再|取消了?|除.{1,"
        r"30}?(?:外|以外)|"
        r"曾|原(?:来|先|本)|不限(?:制|于)|没有限制|并非|不是",
        "2026年前最大1000",
        "最大1000",
    ),
)
"""What turns a statement around."""


def _any(turns: Iterable[Turn]) -> Sieves:
    return Sieves(turn.pattern.source for turn in turns)


_ANY = _any(TURNS)
_OF_A_LIST = _any(turn for turn in TURNS if not turn.of_figures)
_IN_BRACKETS = re.compile(r"\([^()]*\)|（[^（）]*）")


@lru_cache(maxsize=1 << 14)
def is_turned(sentence: str) -> bool:
    """Tell whether a sentence has words that turn what it states around, or hold it off for some calls."""
    return _ANY.found(sentence)


@lru_cache(maxsize=1 << 14)
def is_list_turned(sentence: str) -> bool:
    """Tell the same of a sentence that lists values; what stands in brackets behind one speaks of that one."""
    return _OF_A_LIST.found(_IN_BRACKETS.sub("", sentence))


# What weakens a fact behind it, and what a label keeps it for: an account, an order, a product.
_WEAKENS = re.compile(
    r"\b(?:usual|typical|normal|general|common|rough|approx|ideal|recommend|suggest|advis|temporar|tentativ|eventual|"
    r"occasional|about|around|often|mostly|mainly|soon|planned|beta|testnet|initially|some(?:times)?|deprecated|"
    r"formerly)\w*\W*$|(?:一般|通常|大约|大概|建议|推荐|暂时|即将|计划|将[会于])",
    re.IGNORECASE,
)
_CONTEXT = (
    r"(?:spot|margin|futures?|swaps?|perpetuals?|perps?|options?|linear|inverse|vip\w*|makers?|takers?|retail|pro|"
    r"guests?|brokers?|partners?|beginners?|members?|testnet|sandbox|demo|"
    r"institution\w*|sub-?accounts?|cross|isolated|hedged?|one-way|portfolio|weekdays?|weekends?|holidays?|"
    r"verified|unverified|kyc|tier|(?:limit|market|stop|algo|iceberg) orders?|现货|合约|期货|期权|永续|杠杆|子账户)"
)
_KEPT_FOR = re.compile(
    rf"\W*(?:without(?! (?:it|this|one|a value)\b)|excluding|not counting|ignoring|disregarding|less(?! than)|minus|"
    rf"plus|"
    rf"including) [^:]*$|"
    rf"\W*(?:(?:for|in|on|under|with) [^,:]*\b{_CONTEXT}\b[^,:]*|{_CONTEXT}(?: \w+)?\s*[:：].*|"
    r"`?(?:[A-Z]{3,}|[a-z]+)`?(?:\s*[/&,]\s*`?\w+`?)+\s*[:：]\s*)$|现货$|合约$|期权$|\W*(?:as of|since|"
    r"from(?!\W*-?\d)|until|till|before|after)\b[^,]*$",
    re.IGNORECASE,
)
_EXAMPLE = re.compile(
    r"(?:^\W*say\b,?|[,(] say,?) [^();]*|\(?\b(?:e\.g\.?,?|i\.e\.?,?|for example|for instance|such as|"
    r"example)(?:[^()]*\)|.*?(?=[,;] (?:range|max|min|"
    r"default|up to)\b|$))|例如.*$|比如.*$",
    re.IGNORECASE,
)
# What explains a figure, or says what a text is made of.
_ASIDE = re.compile(
    r"\([^()]*%[^()]*\)|\b(?:where )?-?\d[\d.]*\s*(?:means?|represents?|stands? for|for(?= \d)|=(?!=))[^,;()]*|"
    r"\bonly applicable\b[^,;]*|which can be pure \w+(?: or pure \w+)?|"
    r"\b(?:contain(?:ing|s)|(?:that|must) includes?|consisting of|allowed charset|used for|required for|"
    r"indicating|the (?:larger|smaller|higher|lower|greater)|in which case)\b.*$|\bunit:.*$|"
    r"^\W*(?:[A-Za-z][\w-]* ){1,3}of (?=\d+ (?:to|or|-|–) \d+ (?:\w+ )?(?:char|letter|digit))|"
    r"\b(?:in )?(?:\d[\d.]* )?(?:increments?|steps?)(?: of)?(?: \d[\d.]*)?|\breturns? \d+ when exceeds? \d+",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"\s*(?:[,;!，；。、]+(?!\d)|[,.](?=\s|$)|[()（）{}|]|(?<=[:：])(?!\s*[\[(]?-?\d)|\s[-–—]\s|\n|\b(?:but|while|"
    r"whereas)\b)\s*"
)
_NOT = re.compile(r"\b(?:ca|wo|do|does|did|is|are|must|should)n?['’]t\b", re.IGNORECASE)
_FIGURE = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?!\w)")
_WORD = re.compile(r"(?<![\w.])[A-Za-z]+(?:[A-Za-z0-9_.%-]*[A-Za-z0-9])?")
_THINGS = re.compile(r"(?<=\d) (?!hours\b|days\b|weekdays\b|minutes\b)[a-z]+s\b(?=\W*$|[,;.)])")
_MEANINGS = re.compile(r"[:：]\s*`[^`]+`\s*[:：].*$")
_IN_MARKS = re.compile(r"`([^`]*)`|\"([^\"]*)\"|“([^”]*)”")
_SPACE_IN_FIGURE = re.compile(r"(?<=\d) (?=\d{3}\b)")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]+")
_PLAIN_HAN = re.compile(
    r"(?:数量|个数|条数|笔数|总数|每[页次笔个]|单[页次]|分页|返回|结果|数据|记录|订单|币种|的|值|数|为|是|或|请求|查询|"
    r"可|支持|传入?|填写?|长度|字符串?|组合|字母|数字|大小写|敏感|区分|整数|之间|以内|范围|取|元素|条|个|位|笔|且|"
    r"并|和|与|"
    r"最|大|小|多|少|能|需|要|须|必|应|该|参数|字段|如|若|则|时|获取|展示|输入|一|同时|产品|合计|单|名|以|用)+"
)
_BEHIND_A_CODE = re.compile(
    r"\W*`[^`]+`[^`]*\bdefault\b[^`\d]*$|.*`\s*(?:[:：][^`]*)?\(default\b|\W*[\w.]+ \(default\)", re.IGNORECASE
)


@lru_cache(maxsize=1 << 13)
def is_held_off(sentence: str, figures: frozenset[str], *, of_items: bool = False) -> bool:
    """Tell whether a sentence with facts of these figures has a word that is not known to leave them as they are.

    Such a word can weaken a fact, or keep it for some calls: 'usually at most 80', 'at most 80 on weekdays'. Before a
    fact a label may say anything else; from the fact on each word is known. ``of_items`` is for a number of things,
    whatever they are called.
    """
    if _BEHIND_A_CODE.match(sentence):
        return False

    def kept(code: re.Match[str]) -> str:
        text = code[1] or code[2] or code[3] or ""
        return " " if re.fullmatch(r"[\w./-]*[A-Za-z][\w./-]*", text) and text not in figures else text

    sentence = LABEL_BEFORE_FIGURES.sub("", _MEANINGS.sub("", CHARSET.sub(" ", sentence)))
    sentence = _THINGS.sub("", sentence) if of_items else sentence
    sentence = _NOT.sub("not", without_commas(sentence))
    text = _SPACE_IN_FIGURE.sub("", _IN_MARKS.sub(kept, _EXAMPLE.sub(" ", sentence)))
    inside = "negative" in text
    for clause in _CLAUSE.split(_ASIDE.sub(" ", text)):
        numbers = {number.lstrip("-") for number in _FIGURE.findall(clause)}
        is_default = "default" in clause.lower()
        inside = inside or is_default or not numbers.isdisjoint(figures)
        if _KEPT_FOR.match(clause) or (not inside and _WEAKENS.search(clause)):
            return True
        if inside and numbers and plain_bounds(_PLAIN_HAN.sub(" ", clause) if not clause.isascii() else clause):
            continue
        if inside and not ((numbers <= figures or is_default) and _is_plain(clause, figures)):
            return True
    return not inside and not any(figure in text for figure in figures)


def _is_plain(clause: str, figures: frozenset[str]) -> bool:
    words = (part for word in _WORD.findall(clause) if word not in figures for part in re.split(r"[-./]", word))
    return all(not word or word.isdigit() or word.lower() in PLAIN_WORDS for word in words) and all(
        map(_PLAIN_HAN.fullmatch, _HAN_RUN.findall(clause))
    )


_CASES = (
    r"(?:for|with|in|if|when|whenever|on|under|by|through)\s+(?!total\b|all\b|one\b|each\b|a (?:single )?(?:call|"
    r"request)|default)"
)
# A figure for some calls alone, as a sentence of its own: '1000 for brokers', 'In hedge mode it is 60'.
_OF_A_CASE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"^\W*(?:(?:and|or|but|up to|at most|at least|only|just|even|max\w*|min\w*|default|is|it|[:=])\s+)*"
        rf"[`\"]?(?P<n>-?\d+(?:\.\d+)?)[`\"]?(?: [a-z]+){{0,2}} {_CASES}[a-zA-Z`]",
        rf"^\W*(?:and |or |but )?{_CASES}[^,:;\d]{{2,60}}[,:]?\s*(?:(?:it|this|the|is|are|limit|default|value|max\w*|"
        rf"min\w*|"
        rf"up to|at most|at least|only|can be|[:=])\s+)*[`\"]?(?P<n>-?\d+(?:\.\d+)?)[`\"]?(?=\W*$|[,;.)]| [a-z])",
        r"^\W*(?:(?:and|or|up to|at most|max\w*|[:=])\s+)*(?P<n>\d+(?:\.\d+)?)\s*[(（]\s*(?!default|max|min|incl|both|"
        r"each|total|optional|required)[A-Za-z][A-Za-z ]*[)）]\W*$",
        r"^\W*(?!\W*(?:default|def|max|min|limit|range|size|up to|e\.g|example|code|version|step|"
        r"unit))[A-Za-z][A-Za-z -]{1,40}"
        r"[:：]\s*(?:(?:up to|at most|max\w*|is)\s+)?(?P<n>\d+(?:\.\d+)?)\W*$",
        r"^\W*(?:and |or |but )?[A-Za-z][\w ]{1,40} (?:can|may) (?:\w+ )?(?:up to |at most |as many as )?"
        r"(?P<n>\d+(?:\.\d+)?)\W*$",
    )
)


# A code for some calls behind a default: 'Default `A`. On perp `B`.', 'default `A`; perp: `B`'.
_CODE_OF_A_CASE = re.compile(
    r"^\W*(?:and |or |but )?(?:(?:on|for|in|under|with|when|if) [^`:]{2,40}:?|"
    r"(?!\W*(?:e\.g|example|format|type|note|unit|see|min|max|range|limit|size|length|enum|value|option|valid|allowed|"
    r"pattern|accept|support|possible|side|one of))[A-Za-z][\w ]{1,20}:)\s*"
    r"(?:(?:it|this|the|is|default|value)\s+)*`[^`\d][^`]*`\W*$",
    re.IGNORECASE,
)


_BOUNDS = re.compile(r"\b(?:max|min|up to|at most|at least|limit|range|between|no more|exceed)", re.IGNORECASE)


def is_default_of_cases(sentences: Iterable[str], *, of_figure: bool) -> bool:
    """Tell whether a sentence behind one on a default gives a code, or a figure, for some calls alone."""
    before = ""
    for sentence in sentences:
        if "default" in before.lower():
            if _CODE_OF_A_CASE.match(sentence):
                return True
            if of_figure and figures_of_cases((sentence,)) and not _BOUNDS.search(sentence):
                return True
        before = sentence or before
    return False


# The same quantity for some calls, in brackets behind that for all: 'Maximum length = 10 (= 1 when ...)'.
_CASE_BEHIND = re.compile(
    r"\s*[(（]\s*(?:=|≤|<=)\s*(?P<n>\d+(?:\.\d+)?)(?:\s?\w+)?\s*(?:when|if|for|in|on|"
    r"with|under)\b[^()（）]*[)）]",
    re.IGNORECASE,
)


def apart_from_case(sentence: str) -> tuple[str, Decimal] | None:
    """Return a sentence without a figure for some calls in brackets, and that figure; None if it has none."""
    match = _CASE_BEHIND.search(sentence)
    return (sentence[: match.start()] + sentence[match.end() :], Decimal(match["n"])) if match else None


def figures_of_cases(sentences: Iterable[str]) -> tuple[Decimal, ...]:
    """Return the figures of sentences that each give one for some calls alone."""
    matches = (form.search(without_commas(sentence)) for sentence in sentences for form in _OF_A_CASE)
    return tuple(Decimal(match["n"]) for match in matches if match)
