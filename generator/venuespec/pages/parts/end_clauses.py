"""The forms of clauses on the end of a thing or on its older name, each with an example."""

from attrs import frozen

from .end_words import (
    ASK,
    AUX,
    BY_SELF,
    DAY,
    END,
    KEPT,
    NAMED,
    NOW,
    OLD,
    OLD_NAME,
    REST,
    RETIRE,
    SELF,
    SOON,
    STOP,
    SURE_END,
    TAKES,
    TIME,
    TO,
    USE,
    VERB,
    VERSION,
    WHAT,
    WHEN,
    WILL,
)
from .sieve import Sieve


@frozen
class EndForm:
    """A clause on an end: ``states`` says what its day is, ``deprecates`` whether it is enough by itself."""

    regex: Sieve
    example: str
    states: str
    deprecates: bool


def _form(pattern: str, example: str, states: str = "", *, deprecates: bool = False) -> EndForm:
    return EndForm(Sieve(pattern), example, states, deprecates)


FORMS: tuple[EndForm, ...] = (
    _form(
        rf"we (?:(?:will|shall|are|plan to|are planning to|are going to|intend to|be|have|just|finally|"
        rf"now) )*{RETIRE} {SELF}(?: off| down)?"
        rf"{WHEN}?{SOON}?",
        "We are going to retire this endpoint on 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(rf"(?:deprecation|deprecated) (?:starts|begins|takes effect|is effective){WHEN}", "Deprecation starts "
    "2027-03-12",
          "since", deprecates=True),
    _form(
        rf"(?:its |the )?(?:removal|deprecation|retirement|discontinuation|shut-?down|sunset)(?: is)? (?:planned|"
        rf"scheduled|due|set|"
        rf"foreseen|expected) (?:for|on|in) (?:the )?(?:{DAY}|{TIME})",
        "Discontinuation planned for 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(rf"(?:when|as|because|since) {SELF} (?:is|are|will be|gets) {NOW}{END}", "When this parameter is removed",
    deprecates=True),
    _form(rf"(?:(?:被|将被)?(?:替换为|改为) ?{NAMED}|(?:由|被) ?{NAMED} ?(?:替代|取代|代替|替换))", "替换为 `x`"),
    _form(
        rf"{BY_SELF}{AUX}{NOW}(?:deprecated|obsolete|obsoleted|outdated|deprecating|no longer recommended)"
        rf"(?: (?:by|with|in favou?r of) {WHAT}{NAMED})?{VERSION}?{WHEN}?{VERSION}?{SOON}?",
        "This field will be deprecated on 2027-03-12",
        "since",
        deprecates=True,
    ),
    _form(
        rf"{BY_SELF}{AUX}{NOW}(?:superseded|replaced|succeeded|substituted) (?:by|with) {WHAT}{NAMED}"
        rf"{VERSION}?{WHEN}?{SOON}?",
        "Superseded by `x` on 2027-03-12",
        "since",
        deprecates=True,
    ),
    _form(
        rf"{BY_SELF}(?:{WILL}|has been |have been )?{NOW}{END}{WHEN}(?: in favou?r of {WHAT}{NAMED})?",
        "Taken offline at 08:00 UTC on 12 March 2027",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:{SELF} )(?:{WILL}|has been |have been ){NOW}{END}(?: (?:by|in favou?r of) {WHAT}{NAMED})?{SOON}?",
        "This endpoint is going to be shut down soon",
        deprecates=True,
    ),
    _form(rf"{WILL}{NOW}{END}{SOON}", "Will be withdrawn in the next release", deprecates=True),
    _form(rf"(?:being |has been |was |is )?{NOW}{SURE_END}(?: in favou?r of {WHAT}{NAMED})?{VERSION}?",
    "Discontinued", deprecates=True),
    _form(
        rf"{BY_SELF}(?:will |is going to |shall |to )?{NOW}{STOP}{WHEN}",
        "It stops working after 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"{BY_SELF}{AUX}{NOW}(?:no longer (?:be )?{VERB}|not (?:be )?{VERB} any ?(?:more|longer)|unsupported)"
        rf"{VERSION}?{WHEN}?",
        "It is not supported any longer",
        "until",
        deprecates=True,
    ),
    _form(
        rf"{BY_SELF}(?:(?:will|shall|can|is|are) )?(?:not|no longer) (?:be )?{VERB} (?:after|from|as of|beyond|"
        rf"starting(?: on|"
        rf" from)?) (?:the )?(?:{DAY}|{TIME})",
        "Will not be accepted after 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?!that )(?:(?:{SELF} (?:will |is |are |be )*(?:still |only )*|only ){KEPT}(?: available| accepted|"
        rf" supported| valid)?"
        rf"(?: only)?{TO}(?: only)?|(?:still )?{KEPT}(?: available| accepted| supported| valid)?{TO} only)",
        "This endpoint works until 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(rf"(?:(?:will|is|be|to|still|remains?|only) )*{KEPT}(?: only)?{TO}", "Accepted until 2027-03-12", "kept"),
    _form(
        rf"(?:{OLD_NAME} |it |they )(?:(?:will|is|are|be|still|remains?|stays?|continues? to(?: be)?) )*{KEPT}{TO}",
        "The old path works until 2027-03-12",
        "kept",
    ),
    _form(
        rf"(?:(?:its|the|planned|scheduled|expected) )*(?:end[- ]of[- ](?:life|support|service)|eol|eos|sunset|"
        rf"sunsetting|"
        rf"removal|retirement|retires?|shut-?down|decommission(?:ing)?|discontinuation|offline|last day|end date|final "
        rf"day|(?:last|final) day of (?:support|service|use|operation))(?: date| day| time)?(?: is| is set for|"
        rf" is planned for| is scheduled for| will be| of it| =)*{WHEN}",
        "End of life: 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:its |the )?support(?: for (?:it|{SELF}))? (?:will )?(?:ends?|stops?|ceases?|be (?:dropped|removed|"
        rf"ended)|"
        rf"is (?:dropped|removed)|expires?){WHEN}",
        "Support ends on 2027-03-12",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:(?:its|the|planned|scheduled|marked|slated|due|for) )*(?:removal|deprecation|retirement|discontinuation)"
        rf"(?:{WHEN}|{SOON})?",
        "Marked for removal in the next release",
        "until",
        deprecates=True,
    ),
    _form(rf"(?:{SELF} )?(?:is |are )?(?:an? )?(?:legacy|obsolete|outdated|deprecated)(?: (?:field|parameter|name|"
    rf"alias|"
          rf"option|value|endpoint|version|interface|one))?", "Legacy", deprecates=True),
    _form(
        rf"(?:please )?(?:do not|don't|avoid|stop) (?:use|using) (?:it|{SELF})(?: any ?more| any longer)?{WHEN}?",
        "Do not use this field",
        "until",
        deprecates=True,
    ),
    _form(
        rf"{BY_SELF}(?:has been |have been |was |were |is |are |will be |to be |has )?{NOW}(?:renamed|moved|"
        rf"relocated)"
        rf"(?: to| as| into)? {WHAT}{NAMED}{WHEN}?",
        "Renamed to `x` on 2027-03-12",
        "since",
        deprecates=True,
    ),
    _form(rf"{BY_SELF}(?:is )?now (?:called|named|known as) {NAMED}", "Now called `x`", deprecates=True),
    _form(rf"(?:{WHAT}){NAMED} (?:now )?{TAKES} (?:it|{SELF}){WHEN}?", "`x` replaces this field", "until",
          deprecates=True),
    _form(
        rf"{ASK}instead of (?:it|{SELF}) {ASK}{USE} {WHAT}{NAMED}|{ASK}{USE} {WHAT}{NAMED} instead "
        rf"of (?:it|{SELF})",
        "Instead of this parameter use `x`",
        deprecates=True,
    ),
    _form(
        rf"{ASK}{USE} {WHAT}{NAMED}{REST}(?: (?:before|by|no later than) (?:{DAY}|{TIME}))?{REST}",
        "Please migrate to `x` before 2027-03-12",
        "until",
    ),
    _form(
        rf"(?:{WHAT}){NAMED} (?:now )?(?:{TAKES}(?: it| {SELF})?|takes its place|has taken its place|(?:takes|"
        rf"will take) over{WHEN}?|(?:(?:should|must|"
        rf"can|is to|is) )*(?:used|preferred|sent)(?: instead)?|is (?:its|the) (?:replacement|successor|new name))",
        "`x` takes its place",
        "until",
    ),
    _form(rf"(?:{WHAT}){NAMED} (?:should|must|can|is to) be (?:used|sent)(?: instead)?", "`x` must be used instead"),
    _form(
        rf"(?:its |the )?(?:new |recommended |suggested )?(?:replacement|successor|alternative|name|replaced by|use|"
        rf"superseded by)"
        rf"(?: is| =)?,? {WHAT}{NAMED}{REST}",
        "The replacement is `x`",
    ),
    _form(rf"(?:replaced|superseded|succeeded|by|with|in favou?r of) (?:by |with )?{WHAT}{NAMED}", "By `x`"),
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
        rf"(?:{SELF})?(?:已|即将|将|计划)*(?:于|在|自|从)?{DAY}(?:起|后|之后|开始)?(?:已|将|被|正式)*(?:下线|停用|"
        rf"停止(?:支持|使用|服务|维护)|"
        rf"移除|不再"
        rf"(?:支持|可用|返回|使用))",
        "该字段将于2027年3月12日下线",
        "until",
        deprecates=True,
    ),
    _form(
        rf"(?:{SELF})?(?:已|即将|将|计划)*(?:(?:于|在|自|从)?{DAY})?(?:起|后|之后|开始)?(?:已|将|被|正式)*(?:下线|"
        rf"废弃|弃用|过时|停止(?:支持|使用|服务|维护)|停用|"
        rf"废止|移除|不再(?:支持|可用|返回|使用|维护))",
        "自2027年3月12日起废弃",
        "since",
        deprecates=True,
    ),
    _form(rf"(?:请|建议|可)*(?:使用|改用|用|参考|切换到|迁移到|迁移至) ?{NAMED}(?: ?(?:代替|替代))?", "请改用 `x`"),
)  # fmt: skip
"""What a clause says of an end."""

_ALSO = r"(?:(?:will|is|are|be|can|may|still|also|both|remains?|stays?|continues?|to|keeps?|being|temporarily) )*"
_TAKEN = (
    r"(?:accepted|supported|available|valid|usable|recogni[sz]ed|working|works?|honou?red|tolerated|used|sent|allowed)"
)
_AS_ALIAS = r"(?:(?: as (?:an?|its) (?:deprecated |old |legacy )?(?:alias|synonym|name)(?: (?:for|of) it)?)?)"
_A_WHILE = r"(?: for (?:now|the time being|(?:backwards? )?compatibility))?"
RENAMED: tuple[EndForm, ...] = (
    _form(
        rf"(?:{BY_SELF}(?:(?:has|have|been|was|were|is|are) )*)?(?:renamed from|(?:formerly|previously|earlier|"
        rf"originally)"
        rf"(?: known as| called| named)?|known (?:before|earlier|formerly|previously) as|was (?:called|named)|"
        rf"(?:(?:its|the) )?name (?:was|has been) changed from|"
        rf"(?:before|earlier|formerly|previously),? (?:it|this \w+) was(?: called| named)?|used to be"
        rf"(?: called| named| known as)?|(?:its |the )?{OLD} name(?: is| was)?|(?:replaces|the new name (?:of|for)|"
        rf"new name "
        rf"(?:of|for))(?: {OLD_NAME})?) {NAMED}{WHEN}?|(?:{BY_SELF}(?:was |is )?)?(?:known|called|"
        rf"named) (?:as )?{NAMED} "
        rf"(?:before|earlier|formerly|previously)|{NAMED} (?:is|was) (?:its|the) {OLD} (?:name|spelling)|"
        rf"(?:原名|原称|旧名|旧称|曾用名|原为|前称)(?:称?为|是|[:：])? ?{NAMED}",
        "Renamed from `x`",
    ),
)
"""What a clause says of an older name of its subject."""
ACCEPTED: tuple[EndForm, ...] = (
    _form(
        rf"(?:{OLD_NAME}(?: {NAMED})?|{NAMED}|it|which|that|both(?: names| spellings| of them)?|the latter|"
        rf"requests with it) {_ALSO}{_TAKEN}{_A_WHILE}{_AS_ALIAS}{_A_WHILE}{TO}?",
        "the old name `x` is still accepted until 2027-03-12",
        "kept",
    ),
    _form(
        rf"(?:(?:旧|原)(?:名|名称|参数|字段|称)|其)?(?:仍|依然|还|仍然)?(?:可用|可以使用|可使用|支持|有效|"
        rf"接受)(?:至|到) ?{DAY}",
        "旧名可用至2027年3月12日",
        "kept",
    ),
    _form(
        rf"(?:(?:it|this \w+) )?{_ALSO}(?:also |still )(?:be )?{_TAKEN} as {NAMED}{TO}?|(?:can|may) (?:also|still) be "
        rf"(?:sent|given|passed|written|spelled) as {NAMED}(?: (?:until|till|through) {DAY})?",
        "Also accepted as `x`",
        "kept",
    ),
)
"""What a clause says of a name that the venue goes on to take."""
