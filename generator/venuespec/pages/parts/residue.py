"""Find the sentences of a cell that show signs of a fact that no reader took from them.

Readers know forms; what has another form must not be lost in silence. So this part asks the opposite question: does a
sentence have a figure, a word of comparison, of a default, of a condition, of an end, or a list of codes that no reader
has taken from it? It decides nothing: a person reads the sentence.
"""

import re
from functools import lru_cache
from typing import Literal

from attrs import frozen

from ..rule_forms import FORMS
from .conditions import applies_to, excludes, required_when
from .endings import ending_of
from .further_values import codes_outside, sent_too
from .lifecycle import alias, deprecation, unread_end
from .number_words import with_usual_marks
from .prose import stated_and_left
from .sentences import apart, sentences_of
from .separators import separator_of
from .sieve import Sieve, Sieves
from .values import listed

FactSort = Literal["bound", "default", "condition", "end", "figure", "list"]


@frozen
class FactSign:
    """Words that are a sign of a fact of one sort, with a sentence that has it, and one that has not."""

    sort: FactSort
    pattern: Sieve
    example: str
    other: str


def _sign(sort: FactSort, pattern: str, example: str, other: str) -> FactSign:
    return FactSign(sort, Sieve(pattern), example, other)


_AMOUNT = (
    r"(?:zero|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|"
    r"thousand|million|half|"
    r"(?:an?|one) (?:second|minute|hour|day|week|fortnight|month|quarter|year))"
)
_COMPARES = (
    r"(?:at (?:the )?(?:most|least|maximum|minimum)|up to|as many as|within|(?:no|not|never|"
    r"n't)(?: be)? (?:more|fewer|"
    r"less|greater|larger|higher|lower|smaller|longer|shorter|older|earlier|later|above|below|over|under|beyond)|"
    r"exceed\w*|max(?:imum|imal)?|min(?:imum|imal)?|between|(?:larger|greater|smaller|less|more|fewer|higher|lower|"
    r"longer|shorter|older|earlier|later) than|or (?:more|less|fewer|longer|shorter)|limited (?:to|of)|"
    r"restricted to|capped|ceiling|above|below|over|under|beyond|equal(?:s|ed)? (?:to)?)"
)
_MUST = r"(?:must|should|shall|may not|cannot|can ?not|can't|has to|have to|needs? to|ought to)"
_MARKED = r"(?:`[^`\n]+`|\"[\w.+-]+\"|'[\w.+-]+'|“[\w.+-]+”|«[\w.+-]+»|\*\*[\w.+-]+\*\*|<[\w.+-]+>)"
_CAPS = r"[A-Z][A-Z0-9_]+"
_WORD = r"(?=[\d.+-]*[A-Za-z])[\w.+-]+"

# A list that stands elsewhere.
_ELSEWHERE = Sieve(
    r"\b(?:values|options|enum\w*|choices|(?:possible|allowed|valid|supported|accepted) value|"
    r"one of)\b(?: for this)?"
    r"(?: \w+)?\s*[:：(（]?\s*(?:are |is |can be )?(?:see|refer to|as (?:above|below|in|for)|same as|listed|"
    r"defined|described|"
    r"found)\b|(?-i:\b(?:[Ee]num\w*|ENUM|[Oo]f type|[Oo]ne of)\b\s*[:：]?\s*`?[A-Z][a-z]\w*[A-Z]\w*`?\W*$)"
    r"|(?-i:\b(?:ENUM|[Ee]num)\s*[:：]\s*[A-Z][a-z]+(?: [A-Z][a-z]+)+\W*$)"
    r"|(?-i:\b[Oo]f type `[A-Z]\w*`)"
)

SIGNS: tuple[FactSign, ...] = (
    _sign("bound", rf"\b{_COMPARES}\b[^.;]*?\b{_AMOUNT}\b", "Up to a dozen", "Up to the venue"),
    _sign("bound", rf"\b{_AMOUNT}\b[^.;]*?\b{_COMPARES}(?!\w)", "Half an hour at most", "Five are sent"),
    _sign(
        "bound",
        rf"\b{_MUST}\b[^.;]*?\b{_COMPARES}(?!\w)",
        "Must be smaller than the other price",
        "The larger price must be sent",
    ),
    _sign(
        "bound",
        r"\b(?:non-?zero|divisible by|(?:integer |whole )?multiples? of|(?:even|odd|whole|round|positive|prime) "
        r"(?:numbers?|integers?)|(?:steps?|increments?|intervals?) of|(?:zero|negative|fractions?)\b[^.;]*?\b(?:not|"
        r"refused|rejected|invalid|illegal|forbidden)|(?:not|n't) (?:be )?(?:zero|negative|fractional)|from zero)\b"
        r"|倍数|非零|非负|偶数|奇数|正整数",
        "Must be nonzero",
        "Positions in multiple currencies",
    ),
    _sign("bound", rf"\b(?:one|{_AMOUNT})\s*(?:to|through|-|–|or)\s*{_AMOUNT}\b", "One to twenty", "One to another"),
    _sign(
        "figure",
        r"(?<![A-Za-z0-9_.`#/@:+\"'-])-?\d[\d,]*(?:\.\d+)?(?![A-Za-z0-9_-]*[A-Za-z_])",
        "The 5 newest",
        "BTC-5 of v5",
    ),
    _sign("figure", r"[`\"'“]-?\d[\d,]*(?:\.\d+)?%?[`\"'”]", "Out of the box `7`", "`7D` and `x7`"),
    _sign("figure", r"\b\d+(?:\.\d+)?x\b", "1x to 125x", "0x1f of 5xx"),
    _sign("figure", r"[\[(（<]\s*-?\d+(?:\.\d+)?\s*[\])）>]", "buy(1)", "the first(s)"),
    _sign(
        "default",
        r"\bdefaults?\b|\bfall(?:s|ing)?[ -]?backs?\b|\bassumed (?:to be|as)\b|\b(?:is|are|be) assumed\b|\bassumes?\b|"
        r"\bpreset\b|\bout of the box\b|\bstandard (?:setting|value)\b|\bunless (?:you|stated|said|set|"
        r"told|specified|"
        r"given|otherwise)\b|默认|缺省",
        "It assumes the newest",
        "The risk that you take",
    ),
    _sign(
        "default",
        r"\bomit(?:s|ted|ting)?\b|\b(?:left|leave|leaving) (?:it |this )?(?:out|blank|empty)\b|\babsent\b|"
        r"\bnothing (?:is )?(?:sent|given|passed|set)\b|\bno input\b|\b(?:not|n't) (?:be )?(?:given|sent|passed|"
        r"provided|specified|set|filled|supplied)\b|未填|不填|不传|未传|留空|为空时",
        "Nothing sent means the newest",
        "The order was filled by others",
    ),
    _sign(
        "default",
        r"\b(?:missing|implicit\w*|absence|unspecified|unset|without (?:it|this|one|a value))\b|"
        r"\b(?:is|are|gets?|be) (?:used|taken|applied|chosen|assumed|picked|selected) (?:when|if|unless|where|"
        r"instead)\b",
        "Missing means the newest",
        "The newest is used for the answer",
    ),
    _sign(
        "bound",
        r"最[大小多少长短高低]|[不能得可][超大小少高低]于?过?|至[多少]|[上下]限|限[制为]|长度|范围|之[间内]|"
        r"以[内上下]|不足|超过",
        "不得大于另一个",
        "订单的方向",
    ),
    _sign(
        "list",
        r"取值|枚举|可选|只能|二者|之一|[A-Za-z]\w*\s*或者?\s*[A-Za-z]|"
        r"(?:[A-Za-z]\w*\s*[-:：=(（]\s*[\u4e00-\u9fff]+[^A-Za-z]*){2}",
        "buy-买入 sell-卖出",
        "订单的方向 side",
    ),
    _sign("list", r"\b[A-Za-z]\w*=\w+\W+(?:or|and)?\W*[A-Za-z]\w*=\w+", "side=buy or side=sell", "side=buy or another"),
    _sign(
        "list",
        rf"(?-i:[:：(（\[{{<→]\s*{_WORD}(?:\s*[/|,，、]\s*{_WORD})*(?:\s*[/|、]\s*|\s+or\s+|,\s*or\s+)"
        rf"{_WORD}\s*[)）\]}}>]?\W*$)",
        "Direction (buy or sell)",
        "Orders of (old or new) accounts are given",
    ),
    _sign(
        "list",
        rf"\b(?:enum\w*|one ?of|any of|either|values?|options?|choices|side|type|direction|mode|status|state)"
        rf"\b[\w ]*[:：=]\s*{_WORD}"
        rf"(?:\s*[,，、]\s*(?:or |and )?{_WORD})+\W*$",
        "Direction of it: buy, sell",
        "Direction of it, with a price",
    ),
    _sign(
        "list",
        r"\b(?:supports?|values?|options?|strateg\w+|types?|modes?|one of|either|be|is|accepts?|"
        r"allowed)\b[\w ]{0,40}?[:：]?\s*"
        rf"(?-i:\b{_CAPS}(?:\s*[/|&,]\s*(?:and |or )?{_CAPS})*(?:\s*[/|&,]\s*|\s+)(?:(?:and|or)\s+)?{_CAPS}\W*$)",
        "Supports GTC/IOC/FOK",
        "USDT and BTC are traded",
    ),
    _sign("list", rf"(?-i:^\W*{_CAPS}(?:\s*[/|&]\s*{_CAPS}){{2,}}\W*$)", "GTC/IOC/FOK", "BASE/QUOTE"),
    _sign(
        "list",
        r"\b(?:any(?:thing)?|all|every(?:thing)?|values?|nothing|whatever|codes?|`)[\w ,`]*[, `]"
        r"(?:but|except|excluding|apart from|other than|besides) (?:not )?(?:for )?(?:the )?[`\"“]",
        "Any value excluding `buy`",
        "Any value but the last",
    ),
    _sign("list", r"^\W*\d+[A-Za-z]+(?:\s*[,，、/|]\s*(?:or |and )?\d+[A-Za-z]+)+\W*$", "1m, 5m, 15m", "1m of 5m"),
    _sign(
        "list",
        r"[\"'`]\w+ [\w ]{1,30}[\"'`]\s*(?:\bor\b|/|\|)\s*[\"'`][\w ]{1,30}[\"'`]\W*$",
        '"limit order" or "stop order"',
        "the 'limit order' of a",
    ),
    _sign(
        "list",
        r"(?-i:^\W*[A-Z]{1,5}\s*(?:[:：=]|\s[-–—])\s*[A-Za-z][^,;]*[,;.]\s*[A-Z]{1,5}\s*(?:[:：=]|"
        r"\s[-–—])\s*[A-Za-z])",
        "L - a limit, S - a stop",
        "L - a limit",
    ),
    _sign(
        "list",
        r"\b(?:values?|options?|sides?|types?|modes?|choices|states?|directions?) (?:are|is|include)\b\W*[a-z][\w-]*"
        r"(?:, [a-z][\w-]*)*,? (?:or|and) [a-z][\w-]*\W*$",
        "The two sides are buy and sell",
        "Orders that buy and sell assets",
    ),
    _sign(
        "list",
        rf"{_WORD}\s*(?:→|=>|->|=)\s*[^\W\d][\w ]*[,;]\s*{_WORD}\s*(?:→|=>|->|=)\s*[^\W\d]",
        "a → first; b → second",
        "a, then b → c",
    ),
    _sign(
        "list",
        r"(?-i:(?<![\w`.])(?:[a-z\d]+(?:_[a-z\d]+)+|[A-Z][A-Z\d]*(?:[_-][A-Z\d]+)+)\s*[:：=]\s*[^,;；]{2,60}[,;；]\s*"
        r"(?:[a-z\d]+(?:_[a-z\d]+)+|[A-Z][A-Z\d]*(?:[_-][A-Z\d]+)+)\s*[:：=])",
        "Mode one_way: one; two_way: two",
        "Mode one_way: one; and the other",
    ),
    _sign("list", _ELSEWHERE.source, "Allowed values: see Sides", "The values of the sides"),
    _sign(
        "condition",
        r"\bnot (?:allowed|permitted|accepted|possible|effective|relevant|meaningful|usable|considered|for|with|used|"
        r"valid|available|supported)\b|"
        r"\b(?:required|mandatory|necessary|compulsory|need(?:ed|s)?|must|shall|ha(?:s|ve) to|either|both|together|"
        r"mutually|exclusive(?:ly)?|only|solely|except|unless|meaningless|ignored?|no effect|irrelevant|"
        r"(?:do|does|can|could|must|should|may|is|are) ?(?:not|n't)|cannot|can't|don't|forbidden|prohibited|"
        r"disallowed|refused|rejected|invalid|illegal|unsupported|unavailable|uppercase|lowercase|"
        r"applicable|applies)\b"
        r"|\b(?:req|mand|n/a)\b\.? (?:for|when|if|with|in)\b|(?-i:^\W*N/A (?:for|when|if|with|in)\b)"
        r"|必[须填选传需]|[仅只][^有]|不支持|不能|不可|适用|忽略|无效|二选一",
        "Needed whenever the other is sent",
        "The time of the order",
    ),
    # Sentences in Japanese and Korean are told wherever they name a code or a figure.
    _sign(
        "condition",
        r"[\u3040-\u30ff\uac00-\ud7a3].*[`\d]|[`\d].*[\u3040-\u30ff\uac00-\ud7a3]|必須|非推奨|廃止|"
        r"필수|선택|불가|더 이상",
        "`perp`のみ",
        "注文の種類",
    ),
    _sign(
        "end",
        r"已?[过過][时時]|[弃棄]用|[废廢][弃棄]|过期参数|\bdepr\b|\bout of use\b|"
        r"\b(?:deprecat\w*|retired?|obsolete|no longer|any ?more|legacy|vanish\w*|discontinued|superseded|"
        r"compatibility|(?:prefer|recommend)(?: the| using| to use)? [`\"]|sunset|removal|dropped|took over|"
        r"takes over|phased out|"
        r"going away|goes? away|in favou?r of|instead of (?:it|this|using)|renam\w+|(?:as|is) an alias|"
        r"alias(?=\s*[:：])|"
        r"known as|same as [`\"]|"
        r"alias (?:of|"
        r"for)|disappears?|discouraged|"
        r"decommission\w*|shut(?:s|ting)? down|ceases?|end of (?:life|support)|support (?:will )?ends?|goes offline|"
        r"taken "
        r"offline|off ?line (?:on|from|after|at)|(?:formerly|previously|originally|earlier) (?:known|called|named|"
        r"[`\"])|"
        r"(?:old|former|previous|new) (?:name|spelling|key)|now (?:called|named|known)|stops? (?:working|being|"
        r"to)|moved to (?:the |a |an )?[`\"/]|(?:replaces|supersedes|succeeds) (?:the )?(?:this|it|[`\"])|"
        r"replacement|successor|"
        r"(?:still|also|longer) (?:be )?(?:accepted|supported)|still works?|works? (?:too|as well)|"
        r"(?:will|to) be (?:removed|replaced|dropped|retired|offline|shut|disabled)|replaced by|removed in)\b|"
        r"\bnot in use\b|\bunused\b|^\W*removed\W*$|(?-i:^Removed\b|\b[Uu]se [`\"][^`\"]+[`\"] instead|"
        r"~~ ?[Uu]se\b)|废弃|弃用|停用|下线|废止|取代|替代|不再|"
        r"改名|更名|"
        r"旧(?:名|称|参数)",
        "Kept for compatibility",
        "Orders that are removed",
    ),
    _sign(
        "list",
        rf"(?:\b(?:enum\w*|one ?of|values?|options?|choices?|either)\b\s*[:：]?\s*[\[(（{{<]?\s*|"
        rf"^\W*)(?<![`\w]){_WORD}"
        rf"(?:\s*[|]\s*{_WORD})+\W*$|[\[(（{{<]\s*{_WORD}(?:\s*[,，|]\s*{_WORD})+\s*[\])）}}>]\W*$|"
        rf"\b(?:enum\w*|one ?of)\b\s*[:：(（\[{{<]+\s*{_WORD}\s*[,，]|"
        r"(?-i:^\W*(?:[a-z][\w-]+(?:(?:\s*[,，、]\s*(?:or )?|\s+or\s+)[a-z][\w-]+)+|"
        r"[A-Z][\w-]+(?:(?:\s*[,，、]\s*(?:or )?|\s+or\s+)[A-Z][\w-]+)+)(?:\s*\([^()]*\))?\W*$)",
        "enum(a, b)",
        "Orders (new, and old ones)",
    ),
    _sign(
        "list",
        r"\b(?:not|no|never)\b[^.;,]*\b(?:separated|delimited|lists?)\b|\b(?:all|any|every|everything|"
        r"anything)\b[^.;,]*\bbut [`\"']",
        "Not a comma separated list",
        "All orders, but in a list",
    ),
    _sign(
        "list",
        r"(?<![\w.+-])[01](?!min|hour|day|week|month|sec|ms\b|st\b)[a-z]{3,}[^.;]*?[\s,，]\d{1,2}[a-z]{3,}",
        "1open long,2close short",
        "1hour candles, 5min ones",
    ),
    _sign(
        "list",
        rf"\b(?:supported|allowed|accepted|valid|available|possible|values?|options?)\s*[:：]\s*{_MARKED}",
        "Supported: `limit`; planned: `market`",
        "Supported: the first; see `kind`",
    ),
    _sign("list", rf"^\W*{_MARKED}\s*(?:--?>?|[:：=]|–|—|→|=>)\s*\S", "`a` -- First", "The price `px`: a number"),
)
"""What shows that a sentence states a fact."""

_ANY = Sieves(sign.pattern.source for sign in SIGNS)
_MARKED_TEXT = re.compile(r"`([^`\n]+)`|\"([\w.+-]+)\"|'([\w.+-]+)'|“([\w.+-]+)”|\*\*([\w.+-]+)\*\*|<([\w.+-]+)>")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_PARAMETER = re.compile(r"[a-z]+(?:[A-Z]\w*|_\w+)|\W+")
# Sentences with such words that state nothing of a call: everything is returned, a figure's meaning, a link, JSON.
_STATES_NOTHING = Sieve(
    r"\b(?:returns?|query|queries|shows?|gets?)\b[^.;]*?\b(?:all|every|everything|both)\b|"
    r"\ball [^.;]*\b(?:returned|queried|cancell?ed|shown)\b|represents? \d|^\W*\"[\w-]+\"\s*:|\bISO[ -]?\d|"
    r"^\W*error codes?\b"
)
# Standard sentences on several parameters: rules are drafted from them.
_CHOICES = tuple(
    form.pattern
    for form in FORMS
    if form.name in ("exactly_one", "at_least_one", "at_most_one", "together", "sent_with")
)
# How values are joined in one text, with a separator that may not be known.
_JOINED = re.compile(r"\b(?:separated|joined|delimited|split|concatenated) (?:by|with|using|through)\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"^\W*whether\b", re.IGNORECASE)
# Codes behind such words are not what may be sent: they say where, or stand for others.
_NOT_LISTED = re.compile(
    r"\b(?:for|if|when|in|on|(?<!\bset )(?<!\bequal )(?<!\bequals )(?<!\bit )to|"
    r"(?<!one )(?<!any )(?<!either )of|under|(?<!apart )from|like|such as|including|"
    r"excluding|example|independent|see|refer)\b"
    r"[^`\"']*$|[=≠*+<>]",
    re.IGNORECASE,
)
_ALL: frozenset[FactSort] = frozenset(sign.sort for sign in SIGNS)
_OF_AN_ANSWER: frozenset[FactSort] = frozenset({"end"})
_ENDS = tuple(sign.pattern for sign in SIGNS if sign.sort in _OF_AN_ANSWER)


@lru_cache(maxsize=1 << 14)
def residue(text: str, kind: str, values: tuple[str, ...], name: str, *, of_answer: bool = False) -> tuple[str, ...]:
    """Return the sentences of a cell with signs of facts that no reader took from it; meanings of its values apart.

    ``of_answer`` is for a row of an answer: its readers need to know only when it ends.
    """
    others, meanings = apart(with_usual_marks(text), values)
    ends = tuple(
        sentence for words in meanings.values() for sentence in sentences_of(words) if _is_unread_end(sentence)
    )
    if values and not of_answer:
        behind = (sentence for words in meanings.values() for sentence in sentences_of(words)[1:])
        ends = (*ends, *(sentence for sentence in behind if _is_of_the_row(sentence, values, name)))
        ends = (*ends, *(words for words in meanings.values() if any(sent_too(words, values, name))))
    if of_answer and not any(pattern.found(others) for pattern in _ENDS):
        return ends
    sorts: frozenset[FactSort] = _OF_AN_ANSWER if of_answer else _ALL
    sentences = sentences_of(others)
    ended = deprecation(sentences) is not None or alias(sentences) is not None
    unread = (sentence for sentence in sentences if sorts & _signs(sentence, kind, values, name))
    return (*ends, *(sentence for sentence in unread if not (ended and _goes_on(sentence))))


def _is_of_the_row(sentence: str, values: tuple[str, ...], name: str) -> bool:
    """Tell whether a sentence behind what a value means has a further value, or says for what the whole row is."""
    return any(codes_outside(sentence, values, name)) or (
        _OF_THE_ROW.match(sentence) is not None and _CODE.search(sentence) is not None
    )


# 'Only for `perp`', 'Valid only for `stop` orders', 'Required when `kind` is sent'.
_OF_THE_ROW = re.compile(
    r"\W*(?:(?:only|just) (?:for|with|in|on|when|if|valid|applicable|available|used|supported|effective|applies|takes)|"
    r"(?:valid|applicable|available|used|supported|effective|applies|allowed|required|mandatory|needed) "
    r"(?:only|just|if|when|for|with|unless)|(?:not|in)(?: |-)?(?:valid|applicable|available|supported|required))\b",
    re.IGNORECASE,
)
_CODE = re.compile(r"`[^`\s]+`")


def _is_unread_end(sentence: str) -> bool:
    """Tell whether what a text says of a value speaks of its end in words that are not understood."""
    return any(pattern.found(sentence) for pattern in _ENDS) and unread_end(sentence)


def _goes_on(sentence: str) -> bool:
    """Tell whether a sentence beside one on an end or on an older name is read as part of it."""
    ending = ending_of(sentence)
    return ending is not None and not ending.is_vague


def _signs(sentence: str, kind: str, values: tuple[str, ...], name: str) -> set[FactSort]:
    """Return the sorts of facts that a sentence shows and that no reader has taken from it."""
    codes = _codes(sentence) - {name, *values}
    joined: set[FactSort] = {"list"} if _JOINED.search(sentence) and separator_of(sentence) is None else set()
    elsewhere = bool(values) and _ELSEWHERE.found(sentence)
    is_outside = bool(values) and not elsewhere and any(codes_outside(sentence, values, name))
    outside: set[FactSort] = {"list"} if is_outside else set()
    if (len(codes) < 2 and not _ANY.found(sentence)) or _STATES_NOTHING.found(sentence):
        return outside | joined
    said, left = stated_and_left(sentence, kind, values)
    if left:  # reported already
        return outside
    shown: set[FactSort] = {sign.sort for sign in SIGNS if sign.pattern.found(sentence)}
    known = {*values, *map(str, said.values())}
    if _YES_OR_NO.match(sentence) and not codes - known:
        shown -= {"condition", "default"}
    if len(codes - known) > 1:
        shown.add("list")
    if {number.replace(",", "") for number in _NUMBER.findall(sentence)} <= known:
        shown.discard("figure")
    if "default" in said:
        shown -= {"default", "condition"}
    if said.keys() - {"default", "separator", "pattern"}:
        shown -= {"bound", "condition"}
    if elsewhere:
        shown.discard("list")
    if values and (alone := listed([sentence], name)[0]) and {*alone} <= {*values}:
        shown -= {"list", "figure", "condition"}
    if shown and (applies_to((sentence,)) or excludes((sentence,)) or required_when((sentence,))):
        shown -= {"condition", "list", "figure"}
    if "condition" in shown and any(form.fullmatch(sentence) for form in _CHOICES):
        shown -= {"condition", "bound"}
    if shown and (alias((sentence,)) or deprecation((sentence,))):
        shown -= {"condition", "figure", "list"}
        if not unread_end(sentence):
            shown.discard("end")
    return shown | outside | joined


def _codes(sentence: str) -> set[str]:
    """Return the codes that a sentence may list: what stands in marks and is neither a parameter nor a condition."""
    first = _MARKED_TEXT.search(sentence)
    if first is None or _NOT_LISTED.search(sentence, 0, first.start()):
        return set()
    found = (token for groups in _MARKED_TEXT.findall(sentence) for token in groups if token)
    words = (word.strip("[]{}()\"' ") for token in found for word in token.split(","))
    return {word for word in words if word and not _PARAMETER.fullmatch(word)}
