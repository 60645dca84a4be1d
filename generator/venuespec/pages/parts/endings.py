"""Read sentences on the end of a thing clause by clause: each clause must be known in all its words.

    To be retired on 2027-03-12, switch to `x`     -> ends 2027-03-12; use x
    Superseded by `x` and stops working after D    -> use x; ends D
    Renamed from `x`; the old name works until D   -> was x, which works until D

Names and dates stand as one sign each while a clause is compared, so that a form speaks of words only. A sentence
with a
clause that no form knows states nothing here.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from attrs import field, frozen

from .dates import DATED, SOME_TIME, iso
from .sieve import Sieve

# Case counts in a name, also in a pattern that does not mind it elsewhere.
NAME = (
    r"(?-i:`(?:(?:GET|POST|PUT|DELETE) )?[^`\s]+`|\"[\w.-]+\"|\b[a-z]+[A-Z][A-Za-z0-9]*|\b[a-z]+_[a-z0-9_]+"
    r"|(?:(?:GET|POST|PUT|DELETE) )?(?<![\w/])/[\w{}/.-]*\w)"
)
"""A name as a pattern: a code word, one in quotation marks, an identifier, a path."""

# Each list of names, each day, and each time that is not a day is one character, which is its number in the sentence.
_FIRST_NAME, _FIRST_DAY, _FIRST_TIME, _MOST = 0xE000, 0xE100, 0xE200, 0x100
_N, _D, _T = "[\ue000-\ue0ff]", "[\ue100-\ue1ff]", "[\ue200-\ue2ff]"
_NAMES = re.compile(rf"{NAME}(?:(?:\s*,\s*(?:and |or )?|\s*/\s*|\s+(?:and|or|&)\s+){NAME})*", re.IGNORECASE)
_DAY = re.compile(DATED, re.IGNORECASE)
_TIME = Sieve(rf"(?<![\w.]){SOME_TIME}")
_DAY_IN_BRACKETS = re.compile(rf"[(（]\s*((?:on |from |since |by )?(?:{_D}|{_T}))\s*[)）]")
_BRACKETS = re.compile(r"[(（\[]([^()（）\[\]]*)[)）\]]")
_CLAUSE = re.compile(
    r"\s*[,;:，；：。!]+\s*(?:(?:and|but|so|then|or)\s+)?|\s+[–—-]+\s+|\.\s+|\s+(?:and then|and|but|so|after which|"
    r"whereupon|where|which|who|that|then)\s+|\s*→\s*"
)
_SPEAKS = Sieve(
    r"deprecat|obsolet|retir|remov|discontinu|decommission|sunset|supersed|succeed|replac|renam|withdraw|phas(?:ed|"
    r"ing) "
    r"out|offline|shut|switch|turned off|cease|stop|expir|vanish|disappear|dropp|no longer|any ?(?:more|longer)|legacy|"
    r"outdated|abandon|end[ -]?of|\bends?\b|ending|\beo[ls]\b|unsupported|unavailable|going away|goes? away|instead|"
    r"alias|former|previous|earlier|old |moved|migrat|last day|final|discourag|not recommended|compatib|do not use|"
    r"don't use|takes? |took |successor|until|till|through|new name|now (?:called|named|known)|accept|prefer|"
    r"disabl|delet|terminat|clos|abolish|eliminat|recommend|废弃|弃用|停用|废止|下线|移除|不再|改名|更名|旧"
)

_SELF = (
    r"(?:(?:please )?note(?: that)? )?(?:(?:this|the|that)(?: (?:whole|entire|current|deprecated|legacy|request|"
    r"response|query|input|output|rest|api))* (?:parameter|param|field|endpoint|interface|api|value|method|option|"
    r"property|request|key|argument|attribute|flag|column|path|route|address|version|function|call|feature|name|"
    r"spelling|page|service|channel)|it|this|which|that|这个?(?:字段|参数|接口)|[该本此](?:字段|参数|接口|端点))"
)
_BY_SELF = rf"(?:(?:{_SELF})(?:'s)? )?"
_NOW = (
    r"(?:(?:now|already|also|gradually|soon|officially|fully|completely|permanently|finally|therefore|eventually|"
    r"thus) )*"
)
_AUX = (
    r"(?:(?:will|shall|is|are|was|were|has|have|been|be|being|gets?|going to|about to|planned to|scheduled to|"
    r"expected to|due to|set to|slated to|to|'ll|'s) )*"
)
_WILL = (
    r"(?:(?:will|shall|is|are|being|going to|about to|planned to|scheduled to|expected to|due to|set to|slated to|to|"
    r"'ll) )(?:(?:be|get|being|going to|about to|planned to|scheduled to|expected to|due to|set to|slated to|to) )*"
)
_WHEN = (
    rf"(?:[ :]*(?:(?:on|from|after|by|as of|as from|since|effective(?: from| on| as of)?|with effect (?:from|on)|"
    rf"starting"
    rf"(?: on| from)?|beginning(?: on)?|before|at|in|around|no later than) )?"
    rf"(?:the )?(?:{_D}|{_T})(?: onwards?| on| and later| at the latest)?)"
)
_SOON = (
    r"(?: (?:soon|shortly|in (?:a|the|one of the) (?:near |next |coming |later |upcoming |future |following )*"
    r"(?:future|version|release|update|upgrade|month|week)s?(?: of the api)?|sometime|eventually))"
)
_VERSION = r"(?: (?:in|since|from|as of|with) (?:api )?(?:version |release |v\.? ?)+\d[\d.]*\w?)"
_VERB = (
    r"(?:used|supported|available|maintained|valid|in use|working|recommended|effective|accepted|returned|accurate|"
    r"updated|served|offered|populated|filled(?: in)?|recognised|recognized|honou?red|functional|provided|sent|work|"
    r"works|"
    r"in effect|existing|required|needed|relevant|meaningful|considered)"
)
_END = (
    r"(?:removed|retired|discontinued|decommissioned|delisted|disabled|deleted|withdrawn|dropped|phased out|shut(?: |"
    r"-)?"
    r"(?:down|off)|switched off|turned off|taken (?:offline|down|away|out of service|off ?line)|brought offline|sunset|"
    r"sunsetted|terminated|closed down|closed|abolished|eliminated|abandoned|unsupported|unavailable|offline|gone|"
    r"retire|"
    r"sunsetting|retiring|phasing out|going away|go away|vanish|disappear|expire|end|cease(?: to exist)?|go offline|"
    r"going offline)"
)
_SURE_END = r"(?:retired|discontinued|decommissioned|phased out|sunset|sunsetted|withdrawn|unsupported)"
_STOP = (
    rf"(?:(?:stops?|stopping|ceases?|ceasing)(?: (?:working|functioning|operating|responding|existing|being {_VERB}|to "
    rf"(?:work|exist|function|operate|be {_VERB})))?|(?:goes|going|go) (?:offline|away)|retires?|retiring|sunsets?|"
    r"sunsetting|vanish(?:es)?|disappears?|expires?|ends?|ending|shuts? down)"
)
_KEPT = (
    r"(?:accepted|supported|available|valid|works?|working|usable|kept|effective|maintained|served|functional|"
    r"honou?red|recogni[sz]ed|active|operational|alive|in (?:service|use)|return(?:ed|s)|can be used|stays?|remains?)"
)
_TO = rf"(?: (?:until|till|through|thru|up to|to|before|up until) (?:the )?(?:{_D}|{_T}))"
_REST = (
    r"(?: (?:instead|in its place|in place of (?:it|this)|from now on|as soon as possible|directly|as a replacement|"
    r"for (?:this|that|it|new (?:code|integrations?|orders|requests))|for the same (?:purpose|data|information|"
    r"result)s?|going forward|where possible))*"
)
_ASK = (
    r"(?:(?:please|kindly|you|we|clients?|users?|callers?|everyone|recommend(?:ed)?|advise[d]?|suggest(?:ed)?|can|"
    r"should|must|may|need to|have to|are|is|it|to|be|that|instead|strongly|rather|consider|,) )*"
)
_USE = (
    r"(?:use|using|switch(?:ing)?(?: over)? to|migrat(?:e|ing)(?: over)? to|mov(?:e|ing)(?: over)? to|upgrad(?:e|"
    r"ing) to|"
    r"chang(?:e|ing)(?: over)? to|refer to|see|call|calling|send|sending|pass|prefer|try|go to|adopt|"
    r"transition(?:ing)? "
    r"to|turn to|check|query|read|set|take|choose|provide|specify|supply)"
)
_WHAT = (
    r"(?:(?:the|its|a|our|new|newer|other|following|parameter|field|endpoint|interface|api|value|method|option|"
    r"replacement|"
    r"successor|alternative|equivalent|v\d) )*"
)
_OLD = r"(?:old|former|previous|earlier|legacy|original|deprecated|prior)"
_OLD_NAME = (
    rf"(?:the |its |this )?{_OLD} (?:name|one|spelling|parameter|field|key|form|path|endpoint|url|address|route)s?"
)
_TAKES = (
    r"(?:replaces|supersedes|succeeds|takes over(?: from)?|took over(?: from)?|takes the place of|"
    r"is the (?:replacement|"
    r"successor|new name|substitute)(?: (?:for|of))?|has (?:replaced|superseded))"
)


_LONGEST = 400
_LABEL_WORDS = 6
_NO_LABEL = re.compile(
    rf"\b(?:not?|never|only|for|if|when|unless|was|were|may|might|could|would|except|isn't|aren't|once|until|before|"
    rf"some|"
    rf"partly|partially)\b|\d|{_N}|{_D}|{_T}",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[`*~]|__")
_BEFORE_SIGN = re.compile(rf"\s*[:：]\s*(?={_N}|{_D}|{_T})")
_ONLY_WHEN = re.compile(rf"(?!by {_N}){_WHEN}", re.IGNORECASE)
_IS_TO_COME = re.compile(rf"{_BY_SELF}{_WILL}{_NOW}(?:repl|supers|succ|subst|ren|mov|reloc)", re.IGNORECASE)
# Words in brackets beside a known clause that may turn it.
_STATES = re.compile(r"\b(?:for|if|when|unless|except|only|not|until|in|on)\b", re.IGNORECASE)


@frozen
class Form:
    """A clause on an end: ``states`` says what its day is, ``deprecates`` whether it is enough by itself."""

    regex: re.Pattern[str]
    example: str
    states: str
    deprecates: bool


def _form(pattern: str, example: str, states: str = "", *, deprecates: bool = False) -> Form:
    return Form(re.compile(pattern, re.IGNORECASE), example, states, deprecates)


FORMS: tuple[Form, ...] = (
    _form(
        rf"{_BY_SELF}{_AUX}{_NOW}(?:deprecated|obsolete|obsoleted|outdated|deprecating|no longer recommended)"
        rf"(?: (?:by|with|in favou?r of) {_WHAT}{_N})?{_VERSION}?{_WHEN}?{_VERSION}?{_SOON}?",
        "This field will be deprecated on 2027-03-12",
        "since",
        deprecates=True,
    ),
    _form(
        rf"{_BY_SELF}{_AUX}{_NOW}(?:superseded|replaced|succeeded|substituted) (?:by|with) {_WHAT}{_N}"
        rf"{_VERSION}?{_WHEN}?{_SOON}?",
        "Superseded by `x` on 2027-03-12",
        "since",
        deprecates=True,
    ),
    _form(
        rf"{_BY_SELF}(?:{_WILL}|has been |have been )?{_NOW}{_END}{_WHEN}(?: in favou?r of {_WHAT}{_N})?",
        "Taken offline at 08:00 UTC on 12 March 2027",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:{_SELF} )(?:{_WILL}|has been |have been ){_NOW}{_END}(?: (?:by|in favou?r of) {_WHAT}{_N})?{_SOON}?",
        "This endpoint is going to be shut down soon",
        deprecates=True,
    ),
    _form(rf"{_WILL}{_NOW}{_END}{_SOON}", "Will be withdrawn in the next release", deprecates=True),
    _form(rf"{_NOW}{_SURE_END}(?: in favou?r of {_WHAT}{_N})?{_VERSION}?", "Discontinued", deprecates=True),
    _form(
        rf"{_BY_SELF}(?:will |is going to |shall |to )?{_NOW}{_STOP}{_WHEN}",
        "It stops working after 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"{_BY_SELF}{_AUX}{_NOW}(?:no longer (?:be )?{_VERB}|not (?:be )?{_VERB} any ?(?:more|longer)|unsupported)"
        rf"{_VERSION}?{_WHEN}?",
        "It is not supported any longer",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:{_SELF} (?:will |is |are |be )*(?:still |only )*|only ){_KEPT}(?: available| accepted| supported| valid)?"
        rf"(?: only)?{_TO}",
        "This endpoint works until 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(rf"(?:(?:will|is|be|to|still|remains?|only) )*{_KEPT}(?: only)?{_TO}", "Accepted until 2027-03-12", "kept"),
    _form(
        rf"(?:{_OLD_NAME} |it |they )(?:(?:will|is|are|be|still|remains?|stays?|continues? to(?: be)?) )*{_KEPT}{_TO}",
        "The old path works until 2027-03-12",
        "kept",
    ),
    _form(
        rf"(?:(?:its|the|planned|scheduled|expected) )*(?:end[- ]of[- ](?:life|support|service)|eol|eos|sunset|"
        rf"sunsetting|"
        rf"removal|retirement|retires?|shut-?down|decommission(?:ing)?|discontinuation|offline|last day|end date|final "
        rf"day)(?: date| day| time)?(?: is| is set for| is planned for| is scheduled for| will be| of it| =)*{_WHEN}",
        "End of life: 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:its |the )?support(?: for (?:it|{_SELF}))? (?:will )?(?:ends?|stops?|ceases?|be (?:dropped|removed|"
        rf"ended)|"
        rf"is (?:dropped|removed)|expires?){_WHEN}",
        "Support ends on 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:(?:its|the|planned|scheduled|marked|slated|due|for) )*(?:removal|deprecation|retirement|discontinuation)"
        rf"(?:{_WHEN}|{_SOON})?",
        "Marked for removal in the next release",
        "until",
        deprecates=True,
    ),
    _form(rf"(?:{_SELF} )?(?:is |are )?(?:an? )?(?:legacy|obsolete|outdated|deprecated)(?: (?:field|parameter|name|"
    rf"alias|"
          rf"option|value|endpoint|version|interface|one))?", "Legacy", deprecates=True),
    _form(
        rf"(?:please )?(?:do not|don't|avoid|stop) (?:use|using) (?:it|{_SELF})(?: any ?more| any longer)?{_WHEN}?",
        "Do not use this field",
        "until",
        deprecates=True,
    ),
    _form(
        rf"{_BY_SELF}(?:has been |have been |was |were |is |are |will be |to be |has )?{_NOW}(?:renamed|moved|"
        rf"relocated)"
        rf"(?: to| as| into)? {_WHAT}{_N}{_WHEN}?",
        "Renamed to `x` on 2027-03-12",
        "since",
        deprecates=True,
    ),
    _form(rf"{_BY_SELF}(?:is )?now (?:called|named|known as) {_N}", "Now called `x`", deprecates=True),
    _form(rf"(?:{_WHAT}){_N} (?:now )?{_TAKES} (?:it|{_SELF}){_WHEN}?", "`x` replaces this field", "until",
          deprecates=True),
    _form(
        rf"{_ASK}instead of (?:it|{_SELF}) {_ASK}{_USE} {_WHAT}{_N}|{_ASK}{_USE} {_WHAT}{_N} instead "
        rf"of (?:it|{_SELF})",
        "Instead of this parameter use `x`",
        deprecates=True,
    ),
    _form(
        rf"{_ASK}{_USE} {_WHAT}{_N}{_REST}(?: (?:before|by|no later than) (?:{_D}|{_T}))?{_REST}",
        "Please migrate to `x` before 2027-03-12",
        "until",
    ),
    _form(
        rf"(?:{_WHAT}){_N} (?:now )?(?:{_TAKES}(?: it| {_SELF})?|takes its place|has taken its place|(?:(?:should|must|"
        rf"can|is to|is) )*(?:used|preferred|sent)(?: instead)?|is (?:its|the) (?:replacement|successor|new name))",
        "`x` takes its place",
    ),
    _form(rf"(?:{_WHAT}){_N} (?:should|must|can|is to) be (?:used|sent)(?: instead)?", "`x` must be used instead"),
    _form(
        rf"(?:its |the )?(?:new |recommended |suggested )?(?:replacement|successor|alternative|name|replaced by|use|"
        rf"superseded by)"
        rf"(?: is| =)?,? {_WHAT}{_N}{_REST}",
        "The replacement is `x`",
    ),
    _form(rf"(?:replaced|superseded|succeeded|by|with|in favou?r of) (?:by |with )?{_WHAT}{_N}", "By `x`"),
    _form(
        r"(?:it |this \w+ )?(?:(?:is|was|will be|has been|only|still|and) )*(?:kept|here|exists?|remains|retained|left|"
        r"there|present|maintained)(?: here)?(?: only)? for (?:backwards? |reasons of (?:backwards? )?)?compatibility"
        r"(?: reasons?| only)?",
        "Kept for compatibility",
        deprecates=True,
    ),
    _form(
        r"(?:(?:it|this \w+) )?(?:(?:is|will be|has|always|simply|of) )*(?:ignored|no (?:effect|meaning)|"
        r"without effect|"
        r"discouraged|not recommended|strongly)|(?:please )?(?:note|notice|warning|important|caution|attention|notes?)",
        "Note",
    ),
    _form(
        rf"(?:{_SELF})?(?:已|即将|将|计划)*(?:于|在|自|从)?{_D}(?:起|后|之后|开始)?(?:已|将|被|正式)*(?:下线|停用|"
        rf"移除|不再"
        rf"(?:支持|可用|返回|使用))",
        "该字段将于2027年3月12日下线",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:{_SELF})?(?:已|即将|将|计划)*(?:(?:于|在|自|从)?{_D})?(?:起|后|之后|开始)?(?:已|将|被|正式)*(?:下线|"
        rf"废弃|弃用|停用|"
        rf"废止|移除|不再(?:支持|可用|返回|使用|维护))",
        "自2027年3月12日起废弃",
        "since",
        deprecates=True,
    ),
    _form(rf"(?:请|建议|可)*(?:使用|改用|用|参考|切换到|迁移到|迁移至) ?{_N}(?: ?(?:代替|替代))?", "请改用 `x`"),
)  # fmt: skip
"""What a clause says of an end."""

_ALSO = r"(?:(?:will|is|are|be|can|may|still|also|both|remains?|stays?|continues?|to|keeps?|being|temporarily) )*"
_TAKEN = (
    r"(?:accepted|supported|available|valid|usable|recogni[sz]ed|working|works?|honou?red|tolerated|used|sent|allowed)"
)
_AS_ALIAS = r"(?:(?: as (?:an?|its) (?:deprecated |old |legacy )?(?:alias|synonym|name)(?: (?:for|of) it)?)?)"
_A_WHILE = r"(?: for (?:now|the time being|(?:backwards? )?compatibility))?"
RENAMED: tuple[Form, ...] = (
    _form(
        rf"(?:{_BY_SELF}(?:(?:has|have|been|was|were|is|are) )*)?(?:renamed from|(?:formerly|previously|earlier|"
        rf"originally)"
        rf"(?: known as| called| named)?|known (?:before|earlier|formerly|previously) as|was (?:called|named)|"
        rf"used to be"
        rf"(?: called| named| known as)?|(?:its |the )?{_OLD} name(?: is| was)?|(?:replaces|the new name (?:of|for)|"
        rf"new name "
        rf"(?:of|for))(?: {_OLD_NAME})?) {_N}{_WHEN}?",
        "Renamed from `x`",
    ),
)
"""What a clause says of an older name of its subject."""
ACCEPTED: tuple[Form, ...] = (
    _form(
        rf"(?:{_OLD_NAME}(?: {_N})?|{_N}|it|which|that|both(?: names| spellings| of them)?|the latter|"
        rf"requests with it) {_ALSO}{_TAKEN}{_A_WHILE}{_AS_ALIAS}{_A_WHILE}{_TO}?",
        "the old name `x` is still accepted until 2027-03-12",
        "kept",
    ),
    _form(
        rf"(?:(?:it|this \w+) )?{_ALSO}(?:also |still )(?:be )?{_TAKEN} as {_N}{_TO}?|(?:can|may) (?:also|still) be "
        rf"(?:sent|given|passed|written|spelled) as {_N}(?: (?:until|till|through) {_D})?",
        "Also accepted as `x`",
        "kept",
    ),
)
"""What a clause says of a name that the venue goes on to take."""


@frozen(kw_only=True)
class Ending:
    """What the clauses of a sentence state of an end or of an older name.

    ``days`` are the stated ones, by what each of them is of; ``is_vague`` says that a time is named without a day.
    """

    deprecates: bool = False
    use: tuple[str, ...] = ()
    days: Mapping[str, tuple[str, ...]] = field(factory=dict[str, tuple[str, ...]])
    is_vague: bool = False
    was: str | None = None
    accepted: bool = False


@frozen
class _Coded:
    """A text in which each list of names, each day and each other time is one character."""

    text: str
    names: tuple[tuple[str, ...], ...]
    days: tuple[str, ...]


@lru_cache(maxsize=1 << 14)
def ending_of(sentence: str) -> Ending | None:
    """Return what a sentence states of an end or an older name; None if it has a clause that is not known.

    A part in brackets, and what stands behind a label ('Order price, deprecated since ...'), count as sentences.
    """
    if len(sentence) > _LONGEST or not _SPEAKS.found(sentence):
        return None
    coded = _coded(sentence)
    inside = [match[1] for match in _BRACKETS.finditer(coded.text)]
    if not inside:
        return _ending(coded.text, coded)
    outside = _ending(_BRACKETS.sub(" ", coded.text), coded)
    parts = [_ending(text, coded) for text in inside]
    if outside is not None:
        return (
            outside
            if all(part is None and not _STATES.search(text) for text, part in zip(inside, parts, strict=True))
            else None
        )
    ended = [part for part in parts if part is not None and part.deprecates]
    return ended[0] if len(ended) == 1 else None


def _ending(text: str, coded: _Coded) -> Ending | None:
    text = _BEFORE_SIGN.sub(" ", text.strip(" .*_~\"'“”"))
    clauses = list(_dated_together(clause.strip(" .*_~") for clause in _CLAUSE.split(text)))
    if len(clauses) > 1 and _is_label(clauses[0]):
        clauses = clauses[1:]
    return _read(clauses, coded) if clauses else None


def _dated_together(clauses: Iterable[str]) -> Iterator[str]:
    """Yield clauses; a day in front goes behind what happens on it: 'From 2027-03-12, it is removed'."""
    day = ""
    for clause in filter(None, clauses):
        alone = _ONLY_WHEN.match(clause)
        if alone is None:
            yield clause + day
            day = ""
        elif alone.end() == len(clause):
            day = f" {clause}"
        elif not clause[alone.end() :].strip().isascii():
            yield clause
        else:
            yield f"{clause[alone.end() :].lstrip()} {alone[0].strip()}"
    if day:
        yield day.strip()


def _is_label(clause: str) -> bool:
    """Tell whether a clause is a few words for the subject: 'Order price, deprecated'."""
    known = _form_of(clause) is not None
    return not known and len(clause.split()) <= _LABEL_WORDS and _NO_LABEL.search(clause) is None


def _read(clauses: Iterable[str], coded: _Coded) -> Ending | None:
    use: dict[str, None] = {}
    days: dict[str, dict[str, None]] = {}
    was: dict[str, None] = {}
    deprecates = is_vague = accepted = False
    for clause in clauses:
        form = _form_of(clause)
        if form is None:
            return None
        names = [name for letter in clause for name in _at(coded.names, _FIRST_NAME, letter)]
        stated = [coded.days[ord(letter) - _FIRST_DAY] for letter in re.findall(_D, clause)]
        is_vague = is_vague or re.search(_T, clause) is not None
        accepted = accepted or form.states == "kept"
        deprecates = deprecates or form.deprecates
        (use if form in FORMS else was).update(dict.fromkeys(names))
        kind = "until" if form.states == "kept" or _IS_TO_COME.match(clause) else form.states
        days.setdefault(kind, {}).update(dict.fromkeys(stated))
    if len(was) > 1 or (was and deprecates):
        return None
    return Ending(
        deprecates=deprecates,
        use=tuple(use),
        days={kind: tuple(found) for kind, found in days.items()},
        is_vague=is_vague,
        was=next(iter(was), None),
        accepted=accepted,
    )


def _at(lists: Sequence[tuple[str, ...]], first: int, letter: str) -> tuple[str, ...]:
    return lists[ord(letter) - first] if first <= ord(letter) < first + _MOST else ()


@lru_cache(maxsize=1 << 12)
def _form_of(clause: str) -> Form | None:
    return next((form for form in (*FORMS, *RENAMED, *ACCEPTED) if form.regex.fullmatch(clause)), None)


def _coded(sentence: str) -> _Coded:
    names: list[tuple[str, ...]] = []
    days: list[str] = []

    def name(match: re.Match[str]) -> str:
        names.append(tuple(word.strip('`"') for word in re.findall(NAME, match[0])))
        return chr(_FIRST_NAME + len(names) - 1)

    def day(match: re.Match[str]) -> str:
        found = iso(match["day"])
        if found is None:
            return chr(_FIRST_TIME)
        days.append(found)
        return chr(_FIRST_DAY + len(days) - 1)

    text = _DAY.sub(day, _NAMES.sub(name, sentence))
    text = _DAY_IN_BRACKETS.sub(r" \1", _TIME.sub(chr(_FIRST_TIME), text))
    return _Coded(" ".join(_MARKS.sub(" ", text).split()), tuple(names), tuple(days))
