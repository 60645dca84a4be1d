"""Find the sentences of an endpoint's prose that show signs of a fact that no reader took from them.

What ``residue`` is for the cells of a table this is for the text around the tables: ends, conditions, limits,
permissions and access in words that no reader knows are told, and a person reads them.
"""

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from functools import lru_cache

from attrs import frozen

from ...spec.model import Access
from ..draft import FACT_UNREAD, Diagnostic, Draft
from ..rule_forms import FORMS
from .access import permissions_of, says_any, stated_access
from .conditions import applies_to, excludes, required_when
from .endings import ending_of
from .headings import stated_fact
from .lifecycle import alias, deprecation, unread_end
from .limits import limits, unread_limit
from .note_words import unread_notes
from .sentences import sentences_of
from .sieve import Sieve, Sieves
from .statements import at_most
from .traditional import simplified


@frozen
class EndpointStated:
    """What is known of an endpoint: its limits as counts and windows, its permissions, codes, and access."""

    rates: frozenset[tuple[int, Decimal]] = frozenset()
    permissions: tuple[str, ...] = ()
    codes: frozenset[str] = frozenset()
    access: Access | None = None


@frozen
class ProseSign:
    """Words that are a sign of a fact of an endpoint, with a sentence that has it, and one that has not."""

    sort: str
    pattern: Sieve
    example: str
    other: str


def _sign(sort: str, pattern: str, example: str, other: str) -> ProseSign:
    return ProseSign(sort, Sieve(pattern), example, other)


SIGNS: tuple[ProseSign, ...] = (
    _sign(
        "end",
        r"\b(?:deprecat\w*|retir(?:ed|es|ing|ement)|obsolete|discontinu\w+|supersed\w+|sunset\w*|decommission\w*|"
        r"legacy|"
        r"no longer|any ?more|any longer|phased out|going away|shut down|end of (?:life|support)|renam\w+|formerly|"
        r"replaced by|replaces (?:the )?(?:old|former|[`\"/])|moved to [`\"/\[]|has moved|(?:old|former|previous|new) "
        r"(?:name|path|url|endpoint)|(?:will|to) be (?:removed|offline|taken|replaced|disabled|closed|stopped)|"
        r"removed on|"
        r"offline|stops? (?:working|on|being)|stopped (?:to )?work\w*|support ends|migrat\w+|in favou?r of|"
        r"instead of this|closed for|go(?:es)? away|out of (?:service|use|order)|will (?:disappear|vanish|cease|end|"
        r"expire|go)|disappears?|(?:to|will) drop (?:it|this|the)|dropped|relic|numbered|abandon\w*|unmaintained|"
        r"not maintained|outdated|lives? until|(?:no|any(?:thing)?) new (?:features|integrations?|on this)|"
        r"successor|took (?:its|the) place)\b|"
        r"(?:(?m:^)|[.;] )(?:please )?(?:use|take|switch to|go for|"
        r"prefer) (?:the )?(?:new )?(?:\[[^\]]{1,60}\]\([^)]*\)|"
        r"`?(?:GET|POST|PUT|DELETE) /\S+|`/\S+)[^\w\n]*(?m:$)|(?m:^)[^\w\n]*please use (?:[^\s.]+ ){0,5}[^\s.]+(?m:$)|"
        r"\b20[2-9]\d[-/.]\d{1,2}[-/.]\d{1,2}\b|(?<![\w-])20[2-9]\d年|"
        r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? \d{1,2}(?:st|nd|rd|th)?,? 20[2-9]\d\b|"
        r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?,? 20[2-9]\d\b|"
        r"废弃|弃用|停用|下线|废止|不再|迁移|停止(?:服务|使用|维护|支持|运营)|替代|取代|改用",
        "This endpoint has been discontinued",
        "Orders are removed",
    ),
    _sign(
        "limit",
        r"\b(?:rate[- ]?limit\w*|throttl\w+|quotas?|weights?|frequency|(?:requests?|calls?|queries|orders?) (?:per|"
        r"every|each|within)|(?:requests?|calls?|queries) in (?:\d|a|one)|times (?:per|a|every|"
        r"in)|"
        r"per (?:second|minute|hour|day|sec|min)|(?:once|twice) (?:a|per|every|in)|points? per|too many requests|"
        r"429)\b|"
        r"\b(?:costs?|consumes?|takes?|uses?) \d+ (?:points?|units?|weight|tokens?|credits?)|\d ?/ ?(?:s|min|sec)\b|"
        r"\b(?:req(?:uest)?s?|calls?|hits?|times|queries|rqs?)\.? ?(?:/|an?|each|every|per|in an?|within) ?(?:\d+ ?)?"
        r"(?:s|secs?|seconds?|m|mins?|minutes?|h|hours?|days?)\b|"
        r"\b\d+ in (?:a|any|each|one) (?:window|period|interval|second|minute|hour)|"
        r"限速|限频|限流|频率|频次|权重|[每\d] ?(?:秒|分钟|小时|天)[^,;，；。]{0,12}\d+ ?次|\d+ ?次 ?[/每]|过于频繁",
        "Each call costs 5 points",
        "The limit of an account",
    ),
    _sign(
        "permission",
        r"\b(?:permissions?|scopes?|api[ -]?keys?|authenticat\w+|authoriz\w+|unauthenticated|signatures?|signed|"
        r"credentials|"
        r"(?:private|public) (?:endpoint|interface|api)|(?:trad\w+|withdraw\w*|read) (?:rights?|privileges?)|"
        r"whitelist\w*|(?:your|the|master|main|sub-?account|read-?only) keys?|without (?:an? |any )?keys?|no keys?|"
        r"(?:access|user|account|api) rights?|rights? to|entitle\w*|(?:trad\w+|withdraw\w*|transfers?) (?:is |are |"
        r"be )?(?:enabled|switched on|ticked)|unsigned|unauthori[sz]ed|anonymous\w*|anybody|anyone|everybody|"
        r"log(?:ged)?[ -]?in|hmac|kyc)\b|"
        r"(?m:^)[^\w\n]*(?:auth|private|public)(?:[^\w\n]*(?m:$)|\s*[:：|])|"
        r"权限|签名|鉴权|认证|登录|密钥",
        "Only keys with withdrawal rights may call it",
        "Retrieve the names of a map",
    ),
    _sign(
        "condition",
        r"\b(?:unless|except|mutually|(?:must|should|can ?not|cannot|can't|may not|must not|need to|has to|"
        r"have to) be (?:sent|"
        r"passed|filled|provided|specified|given|set|supplied|used)|(?:is|are) (?:required|mandatory|compulsory)|"
        r"either [`\w]|"
        r"at (?:least|most) one of|(?:only|exactly) one of|one of (?:the )?[`\"\w]+ (?:and|or)|both [`\"]\w+|"
        r"not (?:supported|available|allowed|"
        r"applicable|permitted)|unavailable|unsupported|only (?:for|available|supported|applicable|valid|accessible|"
        r"open)|"
        r"(?:accounts?|users?|keys?|orders?|traders?|makers?|brokers?|clients?) only|"
        r"only (?:[\w-]+ ){1,4}(?:can|may|is|are)\b|"
        r"required (?:when|if|for)|you must be|only (?:when|if|after|with)|exclusively|left out|must (?:be|have) an?|"
        r"(?:must|has to|have to|needs to) (?:not )?(?:come|go|accompany|match)|(?:is|are) (?:ignored|refused|rejected|"
        r"blocked)|blocked for|not for|at (?:most|least) \w+ (?:\w+ )?(?:per|in|for|a|each) (?:a |one |each |single )?"
        r"(?:requests?|calls?)|(?:up to|no more than|not more than|maximum(?: of)?|max\.?) \w+ (?:\w+ ){0,3}(?:per|in|"
        r"a|each) (?:a |one |each |single )?(?:requests?|calls?|batch)|(?:can ?not|can't|may not|must not|should not) "
        r"(?:be (?:longer|more|greater|larger|older|wider|earlier|later)|exceed|go beyond)|(?:longer|older|wider|"
        r"larger|greater|more) than [\w`]+ (?:ms|seconds?|minutes?|hours?|days?|weeks?|months?|years?))\b|"
        r"(?m:^)[^\w\n]*(?:requires?|needs?|required)\s*[:：]|(?:(?m:^)|[.;] )(?:pass|send|give|provide|"
        r"fill in) [`\"]\w+[`\"] (?:if|when|for|or|and|together)\b|"
        r"(?m:^)[^\w\n]*if [`\"]?\w+[`\"]? .{3,80}[`\"] (?:must|has to|needs to|is)\b|"
        r"仅|只[能有支可]|不支持|必[须填传]|不[能得可]|至少|最多|至多|二选一|任选|互斥|同时|超过|(?:最近|"
        r"过去).{1,4}(?:天|日|月|年)",
        "Only master accounts may call this",
        "The order that is placed only",
    ),
    _sign(
        "code",
        r"\b(?:error|err|return|ret|response|reject(?:ion)?)[ _-]?(?:codes?|no\.?)\W{1,3}-?\d{3,6}\b|"
        r"\b(?:errors?|returns?|gets?|gives?|throws?|raises?|answers?|(?:fails?|rejected|refused|answered|responds?) "
        r"with)(?: (?:an? |the )?(?:error|code|errors|codes))?\W{1,3}-?\d{4,6}\b(?! ?(?:ms|rows|records|items|lines|"
        r"entries|results|trades|orders|candles))|"
        r"(?m:^)(?:[-*•+] )?[^\w\n-]{0,3}(?:[1-9]\d{4,6}|-\d{4})[`*\"”]{0,3}(?:\s*[:：–—=]|\s-)?\s*[a-z\u4e00-\u9fff]|"
        r"(?:错误码|错误代码|返回码|报错|状态码|返回错误)\W{0,3}-?\d{3,6}",
        "Fails with error code 110043 if nothing changes",
        "Returns 1000 records",
    ),
)
"""What shows that a sentence states a fact of an endpoint."""

_CODE = re.compile(r"(?<![\w.-])-?[1-9]\d{3,6}(?![\w.])")
_ANY = Sieves(sign.pattern.source for sign in SIGNS)
_LONGEST = 160
_TOLD = 40  # characters of a sentence by which another diagnostic is known to quote it
_QUOTED = 4  # characters of a value that another diagnostic quotes
_LEAST_WORDS = 3  # 'Rate limit:' is a label
# Rows of a table as well, which may have no bar in front: '50030 | 200 | No permission'.
_NOT_PROSE = re.compile(r"\s*(?:[|{}\]]|\[(?![A-Za-z][^\]\n]*\])|```|import |#)|[^|`]* \| [^|]* \| ")
_TABLE_ROW = re.compile(r"\s*\|?[^|{}]*\|[^{}]*$")
_LONGEST_CELL = 60
_MARKED = re.compile(r"[`\"]\w")
_CHOICES = tuple(form.pattern for form in FORMS)


def notes_on_prose(draft: Draft, prose: str) -> tuple[Diagnostic, ...]:
    """Return a note for each sentence with signs of facts that are in none of the endpoint's, nor reported yet."""
    told = [each.message for each in draft.diagnostics]
    quoted = [words for message in told if len(words := message.partition(": ")[2].strip()) >= _QUOTED]
    stated = EndpointStated(
        rates=frozenset((limit.limit, limit.window) for limit in draft.rate_limits),
        permissions=draft.permissions,
        codes=frozenset(code for code, _ in draft.error_codes),
        access=draft.access,
    )
    return tuple(
        Diagnostic(
            file=draft.file,
            line=draft.line,
            code=FACT_UNREAD,
            message=f"no fact is read from: {sentence[:_LONGEST]}",
        )
        for sentence in dict.fromkeys((*unread_prose(prose, stated), *unread_notes(prose, _names(draft))))
        if not any(sentence[:_TOLD] in message for message in told) and not any(words in sentence for words in quoted)
    )


def _names(draft: Draft) -> frozenset[str]:
    """Return the names of a request's rows."""
    return frozenset(row.name for table in (draft.request, *(each.rows for each in draft.variants)) for row in table)


def unread_prose(prose: str, stated: EndpointStated) -> tuple[str, ...]:
    """Return the sentences with signs of facts that no reader takes, each once."""
    if not _ANY.found(simplified(prose)):
        return ()
    found: dict[str, None] = {}
    for line in prose.splitlines():
        fact = None if _NOT_PROSE.match(line) else stated_fact(line)
        if fact is not None and not _is_known_fact(*fact, stated):
            found[line.strip(" -*•>")] = None
        if fact is not None or not _ANY.found(simplified(line)):
            continue
        if _NOT_PROSE.match(line):
            if _TABLE_ROW.match(line):
                found |= dict.fromkeys(_unread_cells(line, stated))
            continue
        sentences = sentences_of(line)
        ended = deprecation(sentences) is not None
        found |= {sentence: None for sentence in sentences if _unread(sentence, stated, ended=ended)}
    return tuple(found)


def _unread_cells(row: str, stated: EndpointStated) -> Iterator[str]:
    """Yield a row of a table of neither parameters nor codes whose cells have signs of a limit or a permission."""
    cells = [cell.strip(" *`") for cell in row.strip().strip("|").split("|")]
    if cells[0] in stated.codes:
        return
    sorts = {sort for cell in cells for sort in _unread(cell, stated, ended=False)}
    if sorts & {"limit", "permission"} and all(len(cell) <= _LONGEST_CELL for cell in cells):
        yield " | ".join(cells)


def _unread(sentence: str, stated: EndpointStated, *, ended: bool) -> frozenset[str]:
    """Return the sorts of facts that a sentence shows, without those that are the endpoint's."""
    sentence = simplified(sentence)
    sorts = _sorts(sentence)
    if "limit" in sorts and _is_known_limit(sentence, stated.rates):
        sorts -= {"limit"}
    if "permission" in sorts and stated.permissions and permissions_of(sentence)[0]:
        sorts -= {"permission", "condition"}
    if "end" in sorts and ended and ending_of(sentence) is not None:
        sorts -= {"end"}
    if "code" in sorts and {*_CODE.findall(sentence)} <= stated.codes:
        sorts -= {"code"}
    access = stated_access(sentence) if stated.access is not None else None
    return sorts if access in (None, stated.access) else sorts | {"permission"}


def speaks_of_its_end(text: str) -> bool:
    """Tell whether a text has a sign of the end of its subject."""
    return any(sign.sort == "end" and sign.pattern.found(text) for sign in SIGNS)


def _is_known_fact(subject: str, name: str, value: str, stated: EndpointStated) -> bool:
    """Tell whether an endpoint has the fact of a line such as 'Rate limit: 20 requests per 2 seconds'."""
    if subject == "permission":
        return bool(stated.permissions) or says_any(f"{name}: {value}")
    return bool(stated.rates) and (not limits(value) or _is_known_limit(value, stated.rates))


def _is_known_limit(sentence: str, rates: Collection[tuple[int, Decimal]]) -> bool:
    sentence = sentence.replace("*", "")
    stated = limits(sentence)
    return bool(stated) and not unread_limit(sentence) and all((each.limit, each.window) in rates for each in stated)


@lru_cache(maxsize=1 << 14)
def _sorts(sentence: str) -> frozenset[str]:
    """Return the sorts of facts that a sentence shows, without those that a reader takes from it."""
    if not _ANY.found(sentence):
        return frozenset()
    shown = {sign.sort for sign in SIGNS if sign.pattern.found(sentence)}
    if (deprecation((sentence,)) or alias((sentence,))) and not unread_end(sentence):
        shown -= {"end", "condition"}
    if (
        applies_to((sentence,))
        or excludes((sentence,))
        or required_when((sentence,))
        or at_most((sentence,), of_row=False)
    ):
        shown.discard("condition")
    if "condition" in shown and _MARKED.search(sentence) and any(form.fullmatch(sentence) for form in _CHOICES):
        shown.discard("condition")
    if "permission" in shown and (stated_access(sentence) is not None or says_any(sentence)):
        shown -= {"permission", "condition"}
    if len(sentence.split()) < _LEAST_WORDS and not any(map(str.isdigit, sentence)):
        shown.discard("limit")
        if sentence.rstrip("*_ ").endswith((":", "：")):
            return frozenset()
    return frozenset(shown)
