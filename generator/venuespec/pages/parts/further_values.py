"""Find codes of a cell that stand outside its list of values: a further value, or a sign that the list has more.

'`A`, `B`. In hedge mode also `C`.' A list that is taken as complete without `C` refuses valid calls.
"""

import re
from collections.abc import Collection, Iterable, Iterator

_CODE = re.compile(r"`([^`\s]+)`")
_SENTENCE = re.compile(r"(?<=[.;。；])(?<![Ee]\.g\.)(?<![Ii]\.e\.)(?<!etc\.)\s+|\n")
_PARAMETER = re.compile(r"[a-z]+(?:[A-Z]\w*|_\w+)|.*[=/{}\[\]:<>].*|\W+|-?[\d.,]+%?|true|false|null")
# A further value in words: '`C` since version 2', 'also `C`', '(`C` for brokers)', '(deprecated: `D`)'.
_BEFORE_FURTHER = (
    r"(?:^\W*(?:or |and |also )?|"
    r"\b(?:also|additionally|plus|or|the values?|values? of|another is|new(?: value)?:?|further values? (?:is|are)|"
    r"deprecated:?|legacy:?|others?:)\s+|"
    r"[(（]\s*(?:also |or |and |plus |only |in \w+ mode )?|"
    r"[,;，；]\s*(?:also |or |and )?(?=`[^`\s]+` (?:only|since|from|for|in|on|under|with|as of)\b))"
)
_FURTHER = re.compile(
    rf"{_BEFORE_FURTHER}`([^`\s]+)`"
    r"(?!\s*(?:[:：=]\s*`|must|should|is (?:required|sent|set|not sent|empty|given)|field|param|endpoint))",
    re.IGNORECASE,
)
_SPEAKS_OF_OTHERS = re.compile(
    r"^\W*(?:only )?(?:valid|applicable|supported|available|applies|effective|works?|used) (?:only )?"
    r"(?:for|to|in|on|with)\b|"
    r"\b(?:e\.?g|example|renam\w+|former\w*|previous\w*|old name|higher priority|such as|like|see|refer|same as|"
    r"alias|default\w*|if|when|where|whenever|unless|required|together|with|instead|replaced|use[ds]?|endpoints?|"
    r"parameters?|fields?|param|returns?|returned|error|header|rounded|channel)\b|\]\(|默认|例如|当|如果|参数|字段",
    re.IGNORECASE,
)
# What a code stands for or is sent in: 'for `C`', 'in `C` mode', 'only `C`'.
_OF_SOMETHING = re.compile(
    r"\b(?:for|in|on|to|under|of|with|by|from|at|as|than|via|per|only|(?<!one )(?:is|are|be)|equals?|support(?:s|ed)?|"
    r"appl(?:y|ies|icable)|(?<!legacy )(?<!deprecated )(?<!also )(?<!value )(?<!values )the)\s*:?\s*"
    r"(?:`[^`\s]+`[\s,/&]*(?:(?:and|or) )?)*$|"
    r"[=*+/-]\s*$|[于为是]\s*$",
    re.IGNORECASE,
)
# A further value inside what a code means: '`B`: second (`C` for brokers)', '`B`: second, `C` (brokers)'.
_IN_MEANING = re.compile(
    r"[(（,;，；]\s*(?:also |or |and )?`([^`\s]+)`\s*(?:(?:for|on|only for|since)\b|[(（](?!default))", re.IGNORECASE
)
_MEANT = re.compile(r"^\W*([\w.+-]+)`?\s*[:：=(（–-]")


_OTHERS = re.compile(r"\b(?:other|further|alternative)\w* (?:\w+ )?(?:values?|options?|choices?)\b", re.IGNORECASE)
_DEFAULT = re.compile(r"\bdefault(?: value| is|s to|\s*[:=])*\s*`([^`\s]+)`", re.IGNORECASE)


# What follows a code where a list has more than its codes: '..., or a number'.
_TAIL = re.compile(
    r"\betc\b|\.\.\.|…|\band (?:more|others|so on|similar)\b|\bamong others\b|"
    r"\bor (?:an? |any |the |your )?(?:own |custom |other |another )?(?:number|figure|integer|text|string|word|name|"
    r"value|"
    r"custom|empty|null|none|nothing|blank|other|others|code|id)\b",
    re.IGNORECASE,
)
# Sentences of their own that say the same: 'More values may be added', 'Or any custom text'.
_MORE = re.compile(
    r"\b(?:any )?(?:other|more(?! than)|further|additional|new|custom|different|arbitrary|unlisted)\b(?: \w+)? "
    r"(?:values?|options?|texts?|strings?|words?|codes?|ones?)\b|"
    r"\bmore (?:will|to come|to follow|are (?:planned|coming)|may|might|can|soon|later|follow)\b|"
    r"^\W*(?:and|plus|as well as) (?:also )?(?:those|these|others?|the (?:ones|rest|others|following)|all|any|some|"
    r"many)\b|"
    r"\b(?:values?|options?|codes?|list) (?:may|can|will|could|might) (?:be )?(?:\w+ )?(?:added|grow|change|extended)|"
    r"\bnot (?:exhaustive|complete|limited)\b|\bincomplete\b|^\W*or (?:an? |any )|"
    r"\b(?:your|their|our|its) own\b|\bown (?:text|code|value|word|name|id)s?\b|\b(?:any|every)thing else\b|"
    r"\bunknown (?:ones|values|codes|words)\b|\b(?:all )?others (?:are|mean|count)\b|其他|其它|自定义",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\b(?:no longer|never|ignored|rejected|refused|invalid|no (?:other|more|further|new))\b", re.IGNORECASE
)
_PART = re.compile(r"(?<=[.;。；])(?<![Ee]\.g\.)(?<!i\.e\.)\s+|\n")
# A code that is named because it is not, or no longer, taken: 'not `C`', '`C` was removed'.
# A code that a sentence says to send, or what comes of it: 'leave it to us with `C`', '`C` returns both', '(or `1`)'.
_SENT_TOO = (
    re.compile(
        r"\b(?:leave|leaving|let|letting|get|getting|want|wish|need|pass|passing|give|send|choose|pick|hand)\b"
        r"[^`.;。；]{0,60}?(?:\b(?:with|by|via|through|as|give|pass|send|choose|pick|take|use)|[:,])\s*`([^`\s]+)`",
        re.IGNORECASE,
    ),
    re.compile(
        r"`([^`\s]+)`,?\s+(?:(?:it|that|which) )?(?:returns|gives|leaves|lets|covers|includes|yields|selects|you get|"
        r"we|"
        r"for (?:both|all|any|everything))\b",
        re.IGNORECASE,
    ),
    re.compile(r"[(（]\s*or\s+`([^`\s]+)`", re.IGNORECASE),
    re.compile(r"(?<=[^`\s])(?<!default)\s*[,:：，]\s*`([^`\s]+)`\W*$", re.IGNORECASE),
    re.compile(r"[,，]\s*(?:in|on|at|under) (?:the )?[A-Za-z ]{1,20}\s`([^`\s]+)`\W*$", re.IGNORECASE),
    re.compile(
        r"`([^`\s]+)`,?\s+(?:(?:which )?(?:is|being|are|as) )(?:also )?(?:experimental|new|beta|in beta|planned|"
        r"possible|"
        r"accepted|allowed|supported|valid|added|fine|ok|okay|undocumented|a (?:synonym|shortcut|wildcard))\b|"
        r"`([^`\s]+)`,?\s+(?:which is new|for short)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:abbrev\w*|short(?: forms?|hands?|cuts?)|synonyms?|alias(?:es)?|wildcards?|initials)\b[^`.]{0,20}"
        r"`([^`\s]+)`|(?:也(?:可以?|能|支持)?传?|新增|另有|还(?:有|支持|可以?传?)|以及)\s*`([^`\s]+)`",
        re.IGNORECASE,
    ),
)
_DENIED_BEFORE = re.compile(
    r"\b(?:not|except|without|no|never|but|excluding|unlike)\s+(?:the )?(?:value )?$", re.IGNORECASE
)
_DENIED_BEHIND = re.compile(
    r"\W*(?:(?:is|was|has been|have been|are|will be)\s+)?(?:not|no longer|removed|dropped|rejected|refused|"
    r"unsupported|never|n't|cannot)\b",
    re.IGNORECASE,
)


def goes_on(lines: Iterable[str], values: Collection[str]) -> bool:
    """Tell whether the lines of a cell say of its list that it has more than the codes in it."""
    for part in (part for line in lines for part in _PART.split(line)):
        if _MORE.search(part) and not _NO_MORE.search(part):
            return True
        if _TAIL.search(part) and not {*values}.isdisjoint(re.findall(r"[\w.+-]*\w", part)):
            return True
    return False


def further_values(lines: Iterable[str], values: Collection[str], name: str) -> tuple[tuple[str, ...], bool]:
    """Return the values that a cell has beside its list, and whether it has a code that may be one."""
    further: dict[str, None] = {}
    may_be = False
    for line in lines:
        if "`" not in line:
            continue
        for sentence in _SENTENCE.split(line):
            if (meant := _MEANT.match(sentence)) and meant[1] in values:
                further.update(dict.fromkeys(code for code in _IN_MEANING.findall(sentence) if code not in values))
                may_be = may_be or any(sent_too(sentence, values, name))
                continue
            for code in codes_outside(sentence, values, name):
                may_be = True
                if code in {match[1] for match in _FURTHER.finditer(sentence)} and "," not in code:
                    further[code] = None
    return tuple(further), may_be or bool(further)


_SENDABLE = re.compile(r"[a-z]+|[A-Z]+|[A-Z][a-z]+|-?\d+|\*")


def sent_too(sentence: str, values: Collection[str], name: str) -> Iterator[str]:
    """Yield the codes that a sentence says to send beside those of the list: 'leave it to us with `auto`'."""
    for form in _SENT_TOO:
        for match in form.finditer(sentence) if "`" in sentence else ():
            code = match[match.lastindex or 1]
            if code not in values and code != name and _SENDABLE.fullmatch(code):
                yield code


def codes_outside(sentence: str, values: Collection[str], name: str) -> Iterator[str]:
    """Yield the codes of a sentence that are not in the list, and that nothing explains in another way."""
    matches = [match for match in _CODE.finditer(sentence) if match[1] not in values and match[1] != name]
    too = {*sent_too(sentence, values, name)} if matches else set[str]()
    yield from too
    if not matches or _SPEAKS_OF_OTHERS.search(sentence):
        return
    for match in matches:
        code = match[1]
        if code in too:
            continue
        if re.match(r"\W*only\b(?! for| on| in)", sentence[match.end() :]):
            continue
        if _DENIED_BEFORE.search(sentence, 0, match.start()) or _DENIED_BEHIND.match(sentence[match.end() :]):
            continue
        is_joined = "," in code and {*code.split(",")} <= {*values}
        is_part = any(code in value for value in values)
        if is_joined or not (is_part or _PARAMETER.fullmatch(code) or _OF_SOMETHING.search(sentence, 0, match.start())):
            yield code


def defaults_before_others(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the default of a cell whose list has the other values only: 'Default `A`. Other values: `B`, `C`.'."""
    text = "\n".join(lines)
    return tuple(_DEFAULT.findall(text)) if _OTHERS.search(text) else ()
