"""Write lists and definitions of HTML as those of markdown: an item a line, deeper lists with a margin."""

import re
from collections.abc import Iterator

from .columns import NumberedLines

_LIST_TAG = re.compile(r"\s*</?(?:ul|ol|li|dl|dt|dd)\b", re.IGNORECASE)
_CODE = re.compile(r"<code>([^<>]*)</code>")
_TAG = re.compile(r"<(?P<end>/)?(?P<name>[A-Za-z][\w-]*)\b[^<>]*>")
_LISTS = frozenset({"ul", "ol"})
_FENCE = re.compile(r"\s*(?:`{3,}|~{3,})")


def with_lists(lines: NumberedLines) -> NumberedLines:
    """Return lines with lists of HTML as lists of markdown; the lines of an item stand below it with its margin."""
    return list(_written(lines))


def _written(lines: NumberedLines) -> Iterator[tuple[int, str]]:
    depth = 0
    is_code = is_item = False
    for number, line in lines:
        is_code ^= _FENCE.match(line) is not None
        if line[:1] == "#":
            depth = 0
        if is_code or "|" in line or not (_LIST_TAG.match(line) or (depth and "<" in line)):
            is_text = depth > 0 and is_item and not is_code and line[:1] not in ("", "`", "|", "#")
            yield number, f"{'  ' * depth}{line.strip()}" if is_text else line
            continue
        text = _CODE.sub(r"`\1`", line)
        written = ""
        at = 0
        for tag in _TAG.finditer(text):
            name = tag["name"].lower()
            written += text[at : tag.start()]
            at = tag.end()
            if name in _LISTS:
                depth = max(depth + (-1 if tag["end"] else 1), 0)
                written += "\n"
                is_item = is_item and depth > 0
            elif name == "li":
                written += "\n" if tag["end"] else f"\n{'  ' * max(depth - 1, 0)}- "
                is_item = True
            elif name == "dt" and not tag["end"]:
                written += "\n"
            elif name == "dd" and not tag["end"]:
                written += "\n: "
            elif name == "br":
                written += tag[0]
            elif name in ("p", "div", "h3", "h4", "h5", "h6"):
                written += " "
        written += text[at:]
        for part in written.split("\n"):
            if part.strip() in ("", "-"):
                continue
            is_begun = part.lstrip().startswith(("- ", ": "))
            margin = "" if is_begun or not (depth and is_item) else "  " * depth
            yield number, f"{margin}{part.rstrip() if is_begun else part.strip()}"
