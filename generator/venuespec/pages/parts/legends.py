"""Tell which parameters of a table are required by its title, 'Optional parameters', or by a sign with a legend.

A sign is a star, bold, brackets or the like on some of the names; a line of the page says what it means.
"""

import re
from collections.abc import Sequence

from attrs import frozen

from .columns import NumberedLines
from .words import required_in, required_of

_GROUP = re.compile(
    r"(?P<word>required|mandatory|optional|必填|选填|可选)(?: request| query| body)?"
    r"(?: (?:param\w*|fields?|arguments?|properties))?|(?P<chinese>必填|必选|选填|可选)参数",
    re.IGNORECASE,
)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_HINGES = re.compile(r"\b(?:if|when|unless|only|except|depend\w*)\b|如果|仅", re.IGNORECASE)
_SAYS = re.compile(
    r"\b(?P<no>optional|omitted|not (?:required|mandatory|necessary|needed)|left out|need not|opcional\w*|"
    r"facultatif\w*)\b"
    r"|\b(?P<yes>required|mandatory|compulsory|obligatory|necessary|indispensable|an? must(?:[- ]have)?|"
    r"must (?:always )?be (?:sent|given|provided|present|specified|included|set|filled(?: in)?)|obligatori[oa]s?)\b"
    r"|(?P<no2>选填|可选|非必填|任意|선택)|(?P<yes2>必填|必须|必选|必須|필수)",
    re.IGNORECASE,
)
_LONGEST_LEGEND = 120
# A red star behind a name, as editors of pages put it: '<mark style="color:red;">*</mark>'.
_RED_STAR = re.compile(
    r"<(?P<tag>mark|span|font|sup|em|strong|b)\b[^<>]*(?:\bred\b|#f00\b|#ff0000\b|danger|required)[^<>]*>\s*\\?\*\s*</(?P=tag)>",
    re.IGNORECASE,
)
# A word behind a name, in small letters: 'limit <small>optional</small>'.
_WORD_BEHIND = re.compile(
    r"(?P<name>.*\w[`*]*)\s*<(?P<tag>small|sup|sub|span|em|i|mark|kbd|code|badge)\b[^<>]*>"
    r"\s*[(\[]?(?P<word>[A-Za-z ]+)[)\]]?\s*</(?P=tag)>\s*",
    re.IGNORECASE,
)


@frozen
class _Sign:
    """A sign around or behind names, by which a legend says which of them are required."""

    on_a_name: re.Pattern[str]
    in_a_legend: re.Pattern[str]


_SIGNS = (
    _Sign(
        re.compile(r".*\w`?\s*(?:\*\*|`)?\s*\\?\*\s*"),
        re.compile(r"(?<![\w*])\\?\*(?![\w*])|\basterisk\b|\bstar(?:red)?\b|星号", re.IGNORECASE),
    ),
    _Sign(re.compile(r"\s*(?:\*\*|__)[^*]+(?:\*\*|__)\s*"), re.compile(r"\bbold(?:ed)?\b|加粗|粗体", re.IGNORECASE)),
    _Sign(re.compile(r"\s*(?:\*|_)[^*_]+(?:\*|_)\s*"), re.compile(r"\bitalics?\b|斜体", re.IGNORECASE)),
    _Sign(re.compile(r"\s*\[[^\[\]]+\]\s*"), re.compile(r"\bbrackets?\b|方括号", re.IGNORECASE)),
    _Sign(
        re.compile(r".*\w`?\s*\?`?\s*"),
        re.compile(r"\bquestion mark\b|[`'\"(]\?[`'\")]|问号", re.IGNORECASE),
    ),
    _Sign(re.compile(r".*\w\s*[†‡]\s*"), re.compile(r"[†‡]|\bdagger\b", re.IGNORECASE)),
)


# 'All parameters are required.', 'Parameters are optional unless otherwise noted.'
_ALL = re.compile(
    r"(?:(?:all|every|each)(?: of)?(?: the| these)? |the |these )?(?:request |query |body )*"
    r"(?:params?|parameters?|fields?|arguments?|properties) (?:below |here )?(?:is|are) "
    r"(?P<word>required|mandatory|compulsory|optional|not required|not mandatory)"
    r"(?P<unless>,? (?:unless|except (?:where|if|when))(?: (?:otherwise|it is|they are|explicitly))* "
    r"(?:marked|noted|stated|specified|indicated)(?: (?:as |otherwise|optional|required))*)?\.?",
    re.IGNORECASE,
)
_NONE = re.compile(
    r"(?:none of (?:the|these) (?:params?|parameters?|fields?|arguments?) (?:is|are) (?:required|mandatory)"
    r"|no (?:params?|parameters?|fields?|arguments?) (?:is|are) (?:required|mandatory))\.?",
    re.IGNORECASE,
)


def _of_all(title: str, cells: Sequence[str], kinds: Sequence[str]) -> Sequence[str] | None:
    """Return the words of requiredness that the sentence above a table states of all its parameters."""
    if _NONE.fullmatch(title):
        return ["No"] * len(cells)
    stated = _ALL.fullmatch(title)
    if stated is None:
        return None
    default = "Yes" if required_of(stated["word"]) == "yes" else "No"
    if stated["unless"] is None:
        return [default] * len(cells)
    said = [required_in(cell, kind, "") for cell, kind in zip(cells, kinds, strict=True)]
    return [default if word == "unknown" else "Yes" if word == "yes" else "No" for word in said]


def may_say_required(title: str) -> bool:
    """Tell whether a title can say which rows below it are required, where no name has a sign."""
    return _SAYS.search(title) is not None


def required_of_names(
    cells: Sequence[str], kinds: Sequence[str], title: str, lines: NumberedLines
) -> tuple[Sequence[str], Sequence[str]]:
    """Return words of requiredness for the names of a table, and the names without signs; nothing where none says it.

    ``kinds`` are the cells of types, ``title`` is the line above the table, and ``lines`` are those around it.
    """
    group = _GROUP.fullmatch(title)
    if group is not None:
        word = group["word"] or group["chinese"]
        return ["Yes" if required_of(word) == "yes" else "No"] * len(cells), cells
    if (of_all := _of_all(title, cells, kinds)) is not None:
        return of_all, cells
    if (tagged := _by_tags(cells)) is not None:
        return tagged
    names = [_TAG.sub("", cell) for cell in cells]
    for sign in _SIGNS:
        marked = [sign.on_a_name.fullmatch(name) is not None for name in names]
        # Without a mark on any name, a legend of what must be sent says that nothing must.
        said = _legend(lines if any(marked) else [(0, title)], sign) if not all(marked) else None
        said = None if said == "No" and not any(marked) else said
        if said is not None:
            other = "No" if said == "Yes" else "Yes"
            return [said if is_marked else other for is_marked in marked], [name.strip("[]?† ") for name in names]
    return (), cells


def _by_tags(cells: Sequence[str]) -> tuple[Sequence[str], Sequence[str]] | None:
    """Return what red stars or small words behind names say of all of them, and the names without these."""
    if any(map(_RED_STAR.search, cells)):
        return ["Yes" if _RED_STAR.search(cell) else "No" for cell in cells], [
            _RED_STAR.sub("", cell) for cell in cells
        ]
    found = [_WORD_BEHIND.fullmatch(cell) for cell in cells]
    said = {required_of(match["word"]) for match in found if match}
    if not said or not said <= {"yes", "no"}:
        return None
    # With one of both words on some names, the others are the opposite.
    other = "" if len(said) > 1 else "No" if said == {"yes"} else "Yes"
    words = [match["word"] if match else other for match in found]
    return words, [match["name"] if match else cell for match, cell in zip(found, cells, strict=True)]


def _legend(lines: NumberedLines, sign: _Sign) -> str | None:
    """Return what a sign on a name says, by the line that explains it."""
    for _, line in lines:
        if "|" in line or len(line) > _LONGEST_LEGEND or line.startswith("    "):
            continue
        text = _TAG.sub("", line)
        if sign.in_a_legend.search(text) and not _HINGES.search(text) and (said := _SAYS.search(text)):
            return "Yes" if said["yes"] or said["yes2"] else "No"
    return None
