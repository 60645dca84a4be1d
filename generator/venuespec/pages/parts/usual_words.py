"""Write what a cell says in the usual words: misspelt and shortened words, contractions, tags and entities of HTML.

Readers know words. A table of what people write in place of them is here once, for all readers of facts in cells, and a
text in code marks stays as it is.
"""

import re
from functools import lru_cache
from html import unescape

from .number_words import with_usual_marks
from .sieve import Sieve

# What is written, and the word that is meant; each is a whole word.
_WORDS: dict[str, str] = {
    # misspelt
    "seperated": "separated", "seperate": "separate", "seperator": "separator", "seprated": "separated",
    "separeted": "separated", "comma-seperated": "comma-separated", "delimeted": "delimited",
    "lenght": "length", "legnth": "length", "lengh": "length", "defualt": "default", "deafult": "default",
    "defalut": "default", "defult": "default", "dafault": "default", "defaut": "default", "defualts": "defaults",
    "maximun": "maximum", "maxium": "maximum", "maximim": "maximum", "minimun": "minimum", "minium": "minimum",
    "mininum": "minimum", "charactors": "characters", "charecters": "characters", "caracters": "characters",
    "charachters": "characters", "posible": "possible", "possbile": "possible", "vlaues": "values", "vaules": "values",
    "avaliable": "available", "availible": "available", "availabe": "available", "allowd": "allowed",
    "exeed": "exceed", "excced": "exceed", "execeed": "exceed", "exceded": "exceeded", "betwen": "between",
    "beetween": "between", "greather": "greater", "grater": "greater", "lesser": "less", "recods": "records",
    "omited": "omitted", "ommitted": "omitted", "ommited": "omitted", "specifed": "specified",
    "specifyed": "specified", "requried": "required", "requred": "required", "requierd": "required",
    "mandatroy": "mandatory", "optinal": "optional", "alphanumberic": "alphanumeric", "suported": "supported",
    "supproted": "supported", "wich": "which",
    # shortened
    "incl.": "inclusive", "inclus.": "inclusive", "excl.": "exclusive", "dflt": "default", "dflt.": "default",
    "deflt": "default", "vals": "values", "val.": "value", "num.": "number", "nr.": "number", "chrs": "chars",
    "per req.": "per request", "per req": "per request", "a req.": "a request", "params": "parameters",
    "w/o": "without", "alnum": "alphanumeric", "alphanum": "alphanumeric", "maxlen": "max length",
    "minlen": "min length", "max len": "max length", "min len": "min length", "max. len.": "max length",
    # contracted
    "it'll": "it will", "it'd": "it would", "that'll": "that will", "they're": "they are", "we'll": "we will",
    "you'll": "you will", "there's": "there is",
}  # fmt: skip
_WRITTEN = Sieve(
    r"(?<![\w`.-])(?:"
    + "|".join(re.escape(word).replace("'", "['’]") for word in sorted(_WORDS, key=len, reverse=True))
    + r")(?![\w`-])"
)
# 'More then 5', 'equal or less than', 'less or equal to'.
_PHRASES: tuple[tuple[Sieve, str], ...] = (
    (Sieve(r"\b(more|less|greater|larger|bigger|higher|lower|smaller|fewer|longer|shorter) then\b"), r"\1 than"),
    (Sieve(r"\bequals? or (less|smaller|lower|fewer|more|greater|larger|higher|bigger|longer) (?:than|to)\b"),
     r"\1 than or equal to"),
    (Sieve(r"\b(less|smaller|lower|fewer|more|greater|larger|higher|bigger) (?:or|and) equals?(?: to| than)?\b"),
     r"\1 than or equal to"),
    (Sieve(r"\b(default|maximum|minimum|max|min)(?: value)? [-–—] (?=`?\d)"), r"\1: "),
    (Sieve(r"\(both (?:ends )?inclusive\)"), "inclusive"),
    (Sieve(r"\bpermit more\b"), "permitted more"),
    (Sieve(r"\b(?:will|would) be (?:refuse|reject)\b"), "will be refused"),
    (Sieve(r"\bamong (?=-?\d[\d.,]* and -?\d)"), "between "),
    (Sieve(r"\b(more|less|greater|larger|bigger|higher|lower|smaller|fewer|longer|shorter) as (?=\d)"), r"\1 than "),
)  # fmt: skip
# One of these words, the last of each entry, is in a text that has one to be replaced.
_TOKENS = re.compile(r"[a-z]+")
_HINTS = frozenset(
    {
        *(_TOKENS.findall(word)[-1] for word in _WORDS),
        "then",
        "equal",
        "equals",
        "both",
        "as",
        "among",
        "permit",
        "refuse",
        "reject",
    }
)
_ENTITY = Sieve(r"&(?:nbsp|bull|middot|le|ge|lt|gt|ndash|mdash|hellip|quot|apos|amp|lsquo|rsquo|ldquo|rdquo|#\d{2,5});")
_CODE_TAG = re.compile(r"<(code|tt|kbd)>([^<>`\s]{1,60})</\1>")
_TAG = re.compile(r"</?(?:p|span|font|small|div|sup|sub)(?: [^<>]{0,80})?>")
_TAGS = Sieve(r"<(?:code|tt|kbd)>|</?(?:p|span|font|small|div)[ >]")
# Traditional characters of the words for facts, and their simplified forms; words first.
_TRADITIONAL_WORDS = (
    ("預設", "默认"),
    ("字元", "字符"),
    ("預設值", "默认值"),
    ("列舉", "枚举"),
    ("以內", "以内"),
    ("譬如", "例如"),
    ("諸如", "例如"),
    ("诸如", "例如"),
    ("好比", "例如"),
    ("舉例", "例如"),
)
_TRADITIONAL = str.maketrans(
    "認長度範圍數條筆過為與間僅適對單參區時無則選傳須個於內從會項態類義輸獲頁總產種買賣價開關當該請將還這並",
    "认长度范围数条笔过为与间仅适对单参区时无则选传须个于内从会项态类义输获页总产种买卖价开关当该请将还这并",
)
# '`asc`or `desc`': a word that touches the mark of a code.
_TOUCHING = re.compile(r"(?P<before>`[^`\s]+`)(?P<word>or|and)(?=\s|`)|(?<![\w`])(?P<word2>or|and)(?=`[^`\s]+`)")
_DEFAULT_IN_BRACKETS = re.compile(r"\[([Dd]efault\s*[:：=][^\[\]()]{1,40})\]")
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1 << 13)
def in_usual_words(text: str) -> str:
    """Return a text with the usual word for each that is misspelt, shortened, contracted, or a sign in HTML."""
    if "&" in text and _ENTITY.found(text):
        text = _ENTITY.sub(lambda match: unescape(match[0]).replace("\xa0", " "), text)
    if "<" in text and _TAGS.found(text):
        text = _TAG.sub("", _CODE_TAG.sub(r"`\2`", text))
    if "`or" in text or "`and" in text or "or`" in text or "and`" in text:
        text = _TOUCHING.sub(lambda match: f"{match['before'] or ''} {match['word'] or match['word2']} ".lstrip(), text)
    if "[default" in text or "[Default" in text:
        text = _DEFAULT_IN_BRACKETS.sub(r"(\1)", text)
    if not text.isascii():
        text = _simplified(text) if _HAN.search(text) else text
    tokens = _TOKENS.findall(text.lower())
    if not _HINTS.isdisjoint(tokens):
        text = _WRITTEN.sub(lambda match: _WORDS[match[0].lower().replace("’", "'")], text)
        for pattern, usual in _PHRASES:
            text = pattern.sub(usual, text)
    return with_usual_marks(text)


def _simplified(text: str) -> str:
    """Return a text with the simplified characters of Chinese in the words that state facts."""
    for word, simple in _TRADITIONAL_WORDS:
        text = text.replace(word, simple)
    return text.translate(_TRADITIONAL)
