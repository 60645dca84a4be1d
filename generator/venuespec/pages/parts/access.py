"""Read from a page's prose who may call an endpoint: the permissions of a key, and whether calls are signed."""

import re
from collections.abc import Iterator

from ...spec.model import Access
from .sieve import Sieve
from .traditional import simplified

_MARKS = re.compile(r"[*`]|\[([^\]]*)\]\([^)]*\)|</?[A-Za-z][^<>]*>")
_SUBJECT = r"(?:(?:it|this|the) (?:is )?(?:an? )?)"
_CREDENTIAL = r"(?:authentication|authorization|authorisation|api[ -]?keys?|signatures?|credentials|login|signing|auth)"
_NEEDED = r"(?:required|needed|necessary|mandatory|compulsory|expected)"
_ASKS_FOR = (
    r"(?:needs?|requires?|demands?|wants?|must (?:have|carry|contain|include|use)|has to (?:have|carry|be sent with))"
)
_LABEL = (
    r"^[^\w\n]*(?:user |api |request )?(?:authentication|auth|keys?|authorization|authorisation|security|signature|"
    r"signed|"
    r"signing|access|login)"
    r"(?: (?:type|required|needed|level|method|status))?\s*[:：|=]\s*"
)
_STATED_ACCESS: tuple[tuple[Access, str, str], ...] = (
    (
        "optional",
        rf"\b{_CREDENTIAL} (?:is|are) optional\b|\bwith or without (?:an? )?{_CREDENTIAL}\b",
        "Authentication is optional",
    ),
    (
        "keyed",
        rf"\bapi[ -]?key\b[^.;]*\bbut (?:no|not an?) signature|\bonly (?:the |"
        rf"an? )?api[ -]?key\b[^.;]*\b(?:is )?{_NEEDED}\b[^.;]*\b"
        rf"no signature|\b(?:no|not an?|without an?) signature\b[^.;]*\b(?:only|but|yet|just|though|"
        rf"and still) (?:\w+ ){{0,3}}"
        rf"api[ -]?key",
        "An API key is required but no signature",
    ),
    (
        "signed",
        rf"\b(?:{_CREDENTIAL})(?: header)? (?:is|are) (?:always )?{_NEEDED}\b|\b{_ASKS_FOR} (?:an? |the |your |"
        rf"valid |user )*"
        rf"(?:api[ -]?key )?(?:{_CREDENTIAL}|signed (?:requests?|calls?))\b|\b(?:requests?|calls?|it|endpoint|"
        rf"they) (?:must|need to|needs to|have to|"
        rf"has to|should) be "
        rf"(?:signed|authenticated)\b|(?:^|\b{_SUBJECT})(?:private|signed|authenticated) (?:endpoint|interface|api|"
        rf"request|method)\b|"
        rf"\bprivate (?:endpoint|interface)\b|^[^\w\n]*(?:authentication|auth|security|signature|signed|"
        rf"access)\s*[:：|]\s*"
        r"(?:yes|required|signed|private|true|needed|hmac|api[ -]?key)|^[^\w\n]*(?:signed|private|"
        r"signature required)[^\w\n]*$|"
        r"(?<!不)(?<!无)需要?(?:签名|鉴权|认证|验签)|私有接口",
        "Authentication is required",
    ),
    (
        "public",
        rf"\b{_CREDENTIAL} (?:is|are) not {_NEEDED}\b|\b{_CREDENTIAL} not {_NEEDED}\b|"
        rf"\b(?:does not|doesn't|do not|don't|not) (?:need|require|have)s? (?:any |an? |api[ -]key |to be |"
        rf"to )*(?:{_CREDENTIAL}|"
        rf"log(?:ged)? ?in|sign in|sign (?:it|this|the|requests?|calls?)|authenticate|"
        rf"signed|authenticated)\b|"
        rf"\bno (?:api[ -]?key |user )?{_CREDENTIAL}(?: or {_CREDENTIAL})? (?:is |are )?{_NEEDED}\b|"
        rf"\b(?:can|may) be (?:called|used|accessed) without (?:any |an? )?{_CREDENTIAL}\b|\bwithout authentication\b|"
        rf"{_LABEL}(?:none|no|not (?:required|needed)|public|false|n/a)\b|"
        rf"[(\[](?:public[,;:] )?no (?:{_CREDENTIAL}|(?:api )?keys?)(?: (?:is |are )?{_NEEDED})?[)\]]\W*$|"
        rf"^[^\w\n]*(?:(?:public|open)\W*)?no (?:{_CREDENTIAL}|keys?)[^\w\n]*$|^[^\w\n]*(?:public|open)\W+(?:unsigned|"
        rf"unauthenticated)[^\w\n]*$|"
        rf"^[^\w\n]*unauthenticated[^\w\n]*$|\b(?:needs?|requires?) (?:no|neither) (?:api[ -]?key |"
        rf"user )?{_CREDENTIAL}\b|"
        rf"(?:^|\b{_SUBJECT})(?:public|unauthenticated|open) (?:endpoint|interface|api|method)\b|"
        rf"\bno keys? (?:is |are )?{_NEEDED}\b|\b(?:open|available|accessible) to (?:everyone|everybody|anyone|"
        rf"the public)\b|\b(?:anyone|anybody|everyone|everybody) (?:can|may) (?:call|use|read|access|query)\b|"
        rf"\bunsigned (?:calls?|requests?) are "
        rf"(?:welcome|accepted|allowed|possible|enough|sufficient)\b|"
        r"public endpoints? (?:don't|do not) need|\bpublic interface\b|(?:无需|不需要?|不用|无须)(?:进行)?(?:签名|"
        r"鉴权|认证|验签|api)|公共接口|"
        r"公开接口",
        "No API key is needed",
    ),
)
ACCESS: tuple[tuple[Access, re.Pattern[str], str], ...] = tuple(
    (access, re.compile(pattern, re.IGNORECASE | re.MULTILINE), example) for access, pattern, example in _STATED_ACCESS
)
"""What a page says of how its calls are authorized, with an example of each."""
_PUBLIC = next(words for access, words, _ in ACCESS if access == "public")
_SPEAKS_OF_ACCESS = Sieve(
    rf"\b{_CREDENTIAL}\b|\b(?:un)?(?:signed|authenticated|authorized)\b|\b(?:private|public) (?:endpoint|interface|"
    rf"api)\b|"
    r"(?m:^[^\w\n]*(?:private|public)[^\w\n]*$|^[^\w\n]*security\W*[:：|=])|\bwithout (?:an? |any )?(?:api )?keys?\b|"
    r"\bno keys?\b|"
    r"\blog(?:ged)? ?in\b|"
    r"\bsign (?:in|it|this|the|requests?|calls?)\b|\bto (?:everyone|everybody|anyone|the public)\b|\b(?:any|"
    r"every)(?:one|body) (?:can|"
    r"may)\b|"
    r"签名|鉴权|认证|公共接口|公开接口|私有接口|无需|不需要?|不用"
)
# Words that take back in part what a sentence says before them.
_IN_PART = re.compile(
    r"\b(?:but|except|unless|however|otherwise|not possible|cannot|can't|only (?:for|when|if|in)|for (?:public|some|"
    r"most)|in (?:some|most) cases|no way|impossible|never|nobody|no (?:one|requests?|calls?)|refused|rejected|"
    r"denied|fails?|"
    r"if|when|while|until|before|was|were|previously|formerly|used to|will|would|soon|no longer|"
    r"(?:on|in|for) (?:the )?(?:testnet|demo|sandbox|test)\w*|testnet|websocket|other(?:s| endpoints)?)\b|[?？]",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^.\n]+")
_ANY = re.compile(r"\bany permission\b|\bno (?:special )?permissions? (?:is |are )?(?:required|needed)", re.IGNORECASE)
_NAME = r"(?:[\"'“][\w-]+(?: [\w-]+){0,3}[\"'”]|[A-Z][\w-]*(?: [A-Z][\w-]*){0,2})"
_NAMES = rf"{_NAME}(?:\s*(?:,|/|，|、|;|\bor\b|\band\b|, ?or\b)\s*(?:the )?{_NAME})*"
# The forms of the sentence, each with an example.
_STATED = tuple(
    re.compile(pattern)
    for pattern in (
        # API key permission: `Convert`, AccountTransfer or SubMemberTransfer
        rf"(?i:\bpermissions?\s*(?:required|needed)?\s*(?:is|are)?\s*[:：=]\s*)(?P<names>{_NAMES})",
        # ... one of the following permissions to call this endpoint: Account Transfer, Withdrawal
        rf"(?i:\bpermissions? [\w ,]{{0,80}}?[:：]\s*)(?P<names>{_NAMES})",
        # Requires Earn permission on the API key; API key needs "Earn" permission; can only have "X" permission
        rf"(?i:\b(?:needs?|requires?|must have|should have|can only have|has|have|with|only tick|tick|enable|needs?:|"
        rf"requires?:)\s+(?:(?:the|"
        rf"either|any of|one of)\s+)*)"
        rf"(?P<names>{_NAMES})\s+(?i:permissions?\b)",
        # The Earn permission is required; Earn permission must be enabled
        rf"(?!(?:The|This|That|A|An|Your|No|Any) +[Pp]ermission)(?P<names>{_NAMES})\s+(?i:permissions?\s+(?:(?:is|"
        rf"are|must be|has to be)\s+)?)"
        r"(?i:required|needed|enabled|granted|necessary)",
        # The permission needed is Trade; the permission Trade is required
        rf"(?i:\bpermissions?\s+(?:required|needed)\s+(?:is|are)\s+)(?P<names>{_NAMES})",
        rf"(?i:\bpermissions?\s+)(?P<names>{_NAMES})\s+(?i:(?:is|are)\s+(?:required|needed|necessary)\b)",
        r"(?:需要|须有|要求)(?:具有|具备|有|开通)?\s*(?P<names>[A-Z][a-z]+|交易|读取|只读|提币|提现)\s*权限",
        # Keys without Trade permission are refused
        rf"(?i:\bkeys? without (?:the )?)(?P<names>{_NAMES})\s+(?i:permissions? (?:is|are|will be|gets?) (?:refused|"
        rf"rejected|denied))",
        # Must have Trade enabled on the key
        rf"(?i:\b(?:must|has to|needs to) have (?:the )?)(?P<names>{_NAMES})\s+(?i:enabled\b)",
        # Only keys with withdrawal permission may call it
        r"(?i:\bonly (?:api )?keys? (?:with|that have|having) (?:the )?)(?P<names>[A-Za-z]+)\s+(?i:permissions?\b)",
        # The API key must have withdrawal permissions
        r"(?i:\b(?:must have|needs?|requires?)\s+(?:the\s+)?)"
        r"(?P<names>(?!one|any|below|following|these|some|at|no)[a-z]+)\s+(?i:permissions?\b)",
    )
)
# A sentence that asks for a permission.
_ASKS = re.compile(
    r"\bpermissions?\b.*\b(?:required|needed|must|enabled?)\b|\b(?:requires?|needs?|must|only)\b.*\bpermissions?\b"
    r"|\b(?:make sure|ensure)\b.*\bpermissions?\b|(?:需要|须有|要求).*权限|\bpermissions?\s*[:：]|"
    r"\bkeys? without\b.*\bpermissions? (?:is|are|will be|gets?) (?:refused|rejected|denied)|"
    r"\b(?:requires?|needs?|must have)\b[^.;\n]{0,60}\bscopes?\b",
    re.IGNORECASE,
)
_NOT_ASKED = re.compile(
    r"(?:\bnot|n't|\bno longer|\bnever)\b (?:\w+ )?(?:require|need|ask for|demand|necessary)\w*\b[^.;]*\bpermission|"
    r"\bpermissions?\b[^.;]*(?:\bnot|n't|\bno longer) (?:\w+ )?(?:required|needed|necessary|enough|sufficient)\b",
    re.IGNORECASE,
)
_BELOW = re.compile(r"\bone of (?:the )?(?:below|following|these) permissions?\b|\bpermissions? below\b", re.IGNORECASE)
_LISTED = re.compile(rf"(?:[\w ]{{0,40}}[:：]\s*)(?P<names>{_NAMES})")
_SPLIT = re.compile(r"\s*(?:,|/|，|、|;|\bor\b|\band\b)\s*")
_ARTICLE = re.compile(r"^(?:[Tt]he|An?|This|Your)\s+")
_LISTED_LINES = 4
_LONGEST = 600


def signed_of(prose: str, shown: bool | None) -> bool | None:
    """Return whether calls are signed: as the page says, or else as its example shows."""
    stated = stated_access(prose)
    return shown if stated in (None, "optional") else stated != "public"


def stated_access(prose: str) -> Access | None:
    """Return how a page says that calls are authorized; the stricter where it says several things, None for nothing."""
    prose = simplified(prose)
    if not _SPEAKS_OF_ACCESS.found(prose):
        return None
    text = _plain(prose)
    # 'Does not need authentication' has the words of 'need authentication'.
    others = _PUBLIC.sub(" ", text)
    for access, words, _ in ACCESS:
        if access == "public":
            sentences = [each[0] for each in _SENTENCE.finditer(text) if words.search(each[0])]
            if any(_IN_PART.search(each) for each in sentences):
                return None  # who may call it is for a person to say
            if sentences:
                return access
        elif words.search(others if access == "signed" else text):
            return access
    return None


def asks_for_permission(line: str) -> bool:
    """Tell whether a line asks a key for a permission."""
    return ("ermission" in line or "权限" in line) and _ASKS.search(_plain(line)) is not None


def permissions_of(prose: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the permissions that a page asks of a key, of which one is enough, and the lines that name none."""
    unread: list[str] = []
    # 'affiliate' and 'Affiliate' are one, in the spelling of the later place.
    named = {name.lower(): name for name in _permissions(_plain(prose), unread)}
    return tuple(named.values()), tuple(unread)


def says_any(prose: str) -> bool:
    """Tell whether a page says that every key may call its endpoint."""
    return _ANY.search(_plain(prose)) is not None


def _permissions(text: str, unread: list[str]) -> Iterator[str]:
    below = 0
    # No sentence is longer; a search in a long line of the same words takes quadratic time.
    for line in (whole[:_LONGEST] for whole in text.splitlines()):
        if below and (listed := _LISTED.fullmatch(line.strip(" -*>.;"))):
            yield from _names(listed["names"])
            below -= 1
            continue
        below = _LISTED_LINES if _BELOW.search(line) else max(below - 1, 0)
        if _ANY.search(line):
            continue
        if _NOT_ASKED.search(line):
            unread.append(line.strip())
            continue
        found = next((match for pattern in _STATED if (match := pattern.search(line))), None)
        if found:
            below = 0
            yield from _names(found["names"])
        elif _ASKS.search(line) and not below:
            unread.append(line.strip())


def _names(text: str) -> Iterator[str]:
    return (name for part in _SPLIT.split(text) if (name := _ARTICLE.sub("", part.strip("\"'“” "))))


def _plain(prose: str) -> str:
    return _MARKS.sub(lambda match: match[1] or "", prose)
