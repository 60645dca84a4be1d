"""Find the part of a page that documents each endpoint, on a page that documents several.

An endpoint is declared by a line with its method and path. Its part begins at the heading that names it: the deepest
heading above the line that is not one of the parts of an endpoint, such as 'HTTP Request'. The part ends at the next
heading of the same rank, whatever stands below that one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from attrs import evolve, frozen

from .access import stated_access
from .columns import header
from .headings import subject_of
from .request_lines import RequestLine, method_alone, path_alone, request_line
from .sides import side_of

_Lines = Sequence[tuple[int, str]]
# The index, and the level and text, of each heading.
_Headings = Sequence[tuple[int, tuple[int, str]]]

_HEADING = re.compile(r"(?: {0,3}|\s*[-*+•]\s+)(?P<marks>#{1,6})\s*(?P<text>[^#\s].*?)\s*+#*+\s*+")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_METHOD_FACT = re.compile(
    r"\s*(?:\||[-*•+]\s*)?\W{0,2}(?:HTTP |Request |HTTP request )?(?:Method|Verb)\W", re.IGNORECASE
)
_BELOW = 4
# More endpoints below one heading are a list, whose heading names none of them.
_MOST_TOGETHER = 2
_LINK_TO_PART = re.compile(r"\]\(#")
# A line that calls an endpoint with values: 'GET /v1/beds?bed=b-17', and not 'GET /v1/beds?bed=<bed>'.
_IS_CALL = re.compile(r"\?(?!.*(?:<|\{|=string\b|=\.\.\.))\S*=")
# A message to be signed, with its time at the end: 'GET/v1/beds1719905777483'.
_TO_SIGN = re.compile(r"\W*(?:GET|POST|PUT|DELETE|PATCH)\W{0,3}/\S*(?<![-/\d])\d{10,13}[`\s]*(?:\||$)")
_MARKS = re.compile(r"[`*]+")
_OF_AN_EXAMPLE = re.compile(r"\b(?:examples?|samples?|changes?|migrat\w*|deprecat\w*)\b", re.IGNORECASE)
_CALL_IN_TEXT = re.compile(r"\(?\b(?:GET|POST|PUT|DELETE|PATCH)\b[^/]{0,4}\S*/\S*", re.IGNORECASE)
# What a line says behind the path: '`GET /v1/beds/{bed}` - one bed'.
_SAID_BEHIND = re.compile(r"(?P<line>.*/[^\s`*]*[`*]*)\s+(?:[-–—:]|//|#)\s*(?P<said>[A-Z][^|{}<>=]{2,70}?)[.\s]*", re.I)
_TAGGED = re.compile(r"\s*<h(?P<level>[1-6])\b[^>]*>(?P<text>.+?)</h[1-6]>\s*", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_UNDERLINE = re.compile(r"(={3,}|-{3,})\s*")
_IS_TEXT = re.compile(r"[^\W_][^|]{0,80}$|\[[^|]{1,80}$")
_SHORT = re.compile(r"(?:To )?(?P<text>[A-Za-z]+(?: [A-Za-z`-]+){1,5})\.?")
_NUMBERED = re.compile(r"[(\[【]?\d+(?:\.\d+)*[.)、．\]】]+\s*(?=\D)|\d+(?:\.\d+)+\s+")
# A sign at the end of a heading that a key is needed: '🔒 Authenticated'.
_LOCK = re.compile(r"\s*[\U0001F510-\U0001F513].{0,16}$")
# The title of a page that can have several endpoints: 'Account API', 'Market data endpoints'.
_OF_A_GROUP = re.compile(
    r"\b(?:apis?|endpoints?|methods|reference|documentation|docs|section|module|services?|接口)\W*$", re.IGNORECASE
)
_NO_TITLE = re.compile(
    r"(?:the )?(?:rest|http|https|api|overview|description|introduction|usage|details?|general|endpoints?|summary|"
    r"definition|reference|methods?)(?: (?:api|request|endpoint|information))?",
    re.IGNORECASE,
)
_HTTP_WORDS = frozenset({"method", "methods", "path", "route"})
_PLACEHOLDER = re.compile(r"\{[^{}/]*\}|<[^<>/]*>|(?<=/):\w+")


@frozen
class Section:
    """The lines of one endpoint: indices of the first and behind the last, the heading that names it, its declaration.

    ``declared`` is the index of the line with the method and path; None for a page on which none is found.
    """

    start: int
    end: int
    title: str
    declared: int | None = None
    method: str = ""
    path: str = ""
    # The headings that the endpoint stands below, each with its introduction, the nearest first.
    said: tuple[str, ...] = ()


@frozen
class _Declared:
    """A line that declares an endpoint, and the headings that it stands below, from the highest: index, level, text."""

    index: int
    method: str
    path: str
    above: tuple[tuple[int, int, str], ...]
    title: str = ""
    # A line that may show a call of an endpoint which another line declares.
    is_weak: bool = False

    @property
    def is_heading(self) -> bool:
        """Whether the line is the heading itself."""
        return self.heading is not None and self.heading[0] == self.index

    @property
    def heading(self) -> tuple[int, int, str] | None:
        return self.above[-1] if self.above else None


def with_marks(lines: _Lines) -> list[tuple[int, str]]:
    """Return the lines with number signs before headings that have a tag, '<h2>Beds</h2>', or a line below."""
    marked = [(number, _with_mark(line)) for number, line in lines]
    is_code = False
    for index in range(_behind_front_matter(lines), len(marked)):
        number, line = marked[index]
        is_code ^= _FENCE.match(line) is not None
        if index and not is_code and (rule := _UNDERLINE.fullmatch(line)) and _IS_TEXT.match(marked[index - 1][1]):
            above = marked[index - 1]
            marked[index - 1 : index + 1] = [
                (above[0], f"{'#' if rule[1][0] == '=' else '##'} {above[1]}"),
                (number, ""),
            ]
    return marked


def _with_mark(line: str) -> str:
    match = _TAGGED.fullmatch(line) if "<h" in line.lower() else None
    return f"{'#' * int(match['level'])} {_TAG.sub('', match['text']).strip()}" if match else line


def marked_heading(line: str) -> tuple[int, str] | None:
    """Return the level and text of a line with number signs, also of one that stands in a list."""
    match = _HEADING.fullmatch(line) if "#" in line[:12] else None
    return (len(match["marks"]), match["text"].strip("*_ ")) if match else None


def is_call(line: str) -> bool:
    """Tell whether a line calls an endpoint with values in its query."""
    return _IS_CALL.search(line) is not None


def stated_method(line: str) -> str | None:
    """Return the method of a row or item of facts such as 'Method: POST'."""
    return method_alone(line) if _METHOD_FACT.match(line) else None


def sections(lines: _Lines) -> list[Section]:
    """Return the part of each endpoint of a page, in order; the whole page where at most one is declared.

    A line that only shows a call of a declared endpoint, or lists it in a table of contents, declares none. Endpoints
    whose lines stand together have the same part.
    """
    places = tuple(_headings(lines))
    declared = _declared(lines, places)
    if len(declared) < 2:
        start = _behind_front_matter(lines)
        title = title_of(next((line for _, line in lines[start:] if line.strip()), ""))
        whole = Section(start, len(lines), title)
        return [
            evolve(
                whole,
                title=title_of(one.title) or _own_title(one, title),
                declared=one.index,
                method=one.method,
                path=one.path,
            )
            for one in declared
        ] or [whole]
    runs = _runs(declared, lines)
    # A heading above all endpoints names the page, and one of another endpoint says nothing of those below it.
    headings = [{above[0] for above in one.above} for one in declared]
    beside = headings[0].intersection(*headings[1:])
    beside |= {one.heading[0] for one in declared if one.heading}
    found: list[Section] = []
    for at, run in enumerate(runs):
        start = _start(run[0], runs[at - 1][-1] if at else None)
        stop = _start(runs[at + 1][0], run[-1]) if at + 1 < len(runs) else len(lines)
        for place, one in enumerate(run):
            title = one.heading[2] if one.heading else lines[start][1]
            if one.is_heading and not one.title:
                title = _sentence_below(lines, one.index) or title
            elif one.title and (len(run) > 1 or one.is_heading):
                title = one.title
            elif len(run) > _MOST_TOGETHER:
                title = f"{one.method} {one.path}"
            first, last = start, _end(places, run[-1], stop)
            if len(run) > _MOST_TOGETHER:
                first = one.index if place else start
                last = run[place + 1].index if place + 1 < len(run) else last
            section = Section(first, last, title_of(title), one.index, one.method, one.path)
            above = [
                each
                for each in reversed(one.above)
                # That of the whole page says nothing of its endpoints, unless it does so in clear words.
                if each[0] < start and (each[0] not in beside or (each != one.heading and stated_access(each[2])))
            ]
            found.append(evolve(section, said=tuple(_introduction(lines, each[0], start) for each in above)))
    return found


def title_of(line: str) -> str:
    """Return the words of a heading without its number and marks: '#### 2.1. [Cancel a bed]'."""
    text = _LOCK.sub("", line.replace("\\.", ".").strip("# *_"))
    text = _NUMBERED.sub("", text).strip("# *_")
    return text[1:-1].strip() if text[:1] + text[-1:] in ("[]", "【】") else text


def _own_title(one: _Declared, title: str) -> str:
    """Return the title of the only endpoint of a page: the heading above it where that of the page names a group."""
    below = [title_of(text) for _, _, text in one.above if title_of(text) != title]
    return below[-1] if below and _OF_A_GROUP.search(title) and not _NO_TITLE.fullmatch(below[-1]) else title


def _sentence_below(lines: _Lines, index: int) -> str:
    """Return the short sentence below a heading that has no other words than a method and a path: 'To list beds.'."""
    below = next((line.strip() for _, line in lines[index + 1 :] if line.strip()), "")
    match = _SHORT.fullmatch(below)
    return match["text"][0].upper() + match["text"][1:] if match and side_of(below) is None else ""


def _behind_front_matter(lines: _Lines) -> int:
    if not lines or lines[0][1].strip() != "---":
        return 0
    return next((index + 1 for index, (_, line) in enumerate(lines[1:], 1) if line.strip() == "---"), 0)


def _runs(declared: Sequence[_Declared], lines: _Lines) -> list[list[_Declared]]:
    """Return endpoints in groups whose declarations follow one another below one heading."""
    runs: list[list[_Declared]] = []
    for one in declared:
        last = runs[-1][-1] if runs else None
        if last is not None and last.heading == one.heading and _is_empty(lines[last.index + 1 : one.index]):
            runs[-1].append(one)
        else:
            runs.append([one])
    return runs


def _is_empty(lines: _Lines) -> bool:
    return all(not line.strip() or request_line(line) is not None for _, line in lines)


def _start(one: _Declared, before: _Declared | None) -> int:
    """Return the line at which an endpoint begins: its heading, or the line above where another one has the heading."""
    if one.heading is not None and (before is None or one.heading[0] > before.index):
        return one.heading[0]
    return max(one.index - 1, before.index + 1) if before else 0


def _introduction(lines: _Lines, heading: int, stop: int) -> str:
    """Return a heading and what stands below it before the next heading."""
    below: list[str] = []
    is_code = False
    for _, line in lines[heading + 1 : stop]:
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and marked_heading(line) is not None:
            break
        elif not is_code and "|" not in line:
            below.append(line)
    return "\n".join([title_of(lines[heading][1]), *below])


def between(lines: _Lines, parts: Sequence[Section]) -> Iterator[tuple[int, str]]:
    """Yield the lines with the heads of a table of parameters that are in no endpoint's part."""
    inside = {index for part in parts for index in range(part.start, part.end)}
    for index, (number, line) in enumerate(lines[:-1]):
        if index not in inside and "|" in line and header(line, lines[index + 1][1]) is not None:
            yield number, line


def _end(headings: _Headings, declared: _Declared, stop: int) -> int:
    if declared.heading is None:
        return stop
    level = declared.heading[1]
    for index, one in headings[bisect_right(headings, declared.index, key=_place) :]:
        if index >= stop:
            break
        if one[0] <= level:
            return index
    return stop


def _place(heading: tuple[int, tuple[int, str]]) -> int:
    return heading[0]


def _headings(lines: _Lines) -> Iterator[tuple[int, tuple[int, str]]]:
    is_code = False
    for index, (_, line) in enumerate(lines):
        if _FENCE.match(line):
            is_code = not is_code
        elif not is_code and (heading := marked_heading(line)) is not None:
            yield index, heading


def _declared(lines: _Lines, marked: _Headings) -> list[_Declared]:
    """Return the lines that declare endpoints, each endpoint once."""
    found: dict[tuple[str, str], list[_Declared]] = {}
    above: list[tuple[int, int, str]] = []
    headings = dict(marked)
    part: str | None = None
    is_code = is_label = False
    shown: dict[tuple[str, str], _Declared] = {}
    asked: set[int] = set()
    for index, (_, line) in enumerate(lines):
        heading = headings.get(index)
        if heading is not None:
            level, text = heading
            above = [one for one in above if one[1] < level]
            words = text.partition(":")[0]
            part = "http" if words.lower() in _HTTP_WORDS else subject_of(words)
            part = part or side_of(line, is_strict=True)
            # The parts of an endpoint do not name it, and what is written below them is below its heading still.
            if part is None:
                above.append((index, level, text))
            is_label = False
        elif _FENCE.match(line):
            # A label counts for the sample below it, a heading for all that stands below.
            part = None if is_code and is_label else part
            is_code = not is_code
        elif not is_code and (side := side_of(line)) is not None:
            part, is_label = side, True
        if part == "request" and above:
            asked.add(above[-1][0])
        for key, title, is_weak in _declares(lines, index, is_code=is_code, is_heading=heading is not None):
            # What stands below 'Example' or 'HTTP Request' with a query shows a call.
            if part in ("example", "response") or (part == "request" and is_call(line)):
                if part == "example" and above and above[-1][0] in asked and not is_call(line):
                    shown.setdefault(key, _Declared(index, *key, tuple(above), title=title))
                continue
            one = _Declared(index, *key, tuple(above), title=title, is_weak=is_weak or part == "request")
            found.setdefault(key, []).append(one)
    for key, one in _only_shown(shown, found).items():
        found[key] = [one]
    for key, places in found.items():
        found[key] = [one for one in places if not one.is_weak] or places
    every = sorted(one.index for each in found.values() for one in each)
    kept = (_documented(each, every, lines, marked) for each in found.values())
    return sorted((one for one in kept if not _is_call_of_another(one, found)), key=lambda one: one.index)


_Key = tuple[str, str]


def _only_shown(shown: dict[_Key, _Declared], found: dict[_Key, list[_Declared]]) -> dict[_Key, _Declared]:
    """Return the endpoints that only an example below parameters names, where nothing else below its heading does."""
    taken = {one.heading for places in found.values() for one in places}
    headings = [one.heading for one in shown.values()]
    return {
        key: one
        for key, one in shown.items()
        if key not in found and one.heading not in taken and headings.count(one.heading) == 1
    }


def _declares(lines: _Lines, index: int, *, is_code: bool, is_heading: bool) -> Iterator[tuple[_Key, str, bool]]:
    """Yield the endpoints that a line declares, with what it says of them, and whether it may only show a call."""
    line = lines[index][1]
    if _FENCE.match(line) or _LINK_TO_PART.search(line) or _TO_SIGN.match(line):
        return
    if is_code and not _begins_code(lines, index):
        return
    if method := stated_method(line):
        near = lines[max(index - _BELOW, 0) : index + _BELOW + 1]
        path = next((path for _, text in near if (path := path_alone(text))), None)
        if path:
            yield (method, path), "", False
        return
    if is_heading:
        yield from _in_heading(line)
        return
    written, said = request_line(line), ""
    if written is None and (behind := _SAID_BEHIND.fullmatch(line)):
        written, said = request_line(behind["line"]), behind["said"]
    if written is not None:
        is_alone = not is_code or _ends_code(lines, index)
        for method in (written.method, *written.others):
            yield (method, written.path), said, "?" in line or not is_alone


def _in_heading(line: str) -> Iterator[tuple[_Key, str, bool]]:
    """Yield the endpoint in a heading: '#### GET /accounts', '## New order `POST /api/v3/order`'."""
    marked = marked_heading(line)
    text = _MARKS.sub(" ", marked[1]).strip() if marked else ""
    whole = request_line(text)
    written = whole or (request_line(text, anywhere=True) if not _OF_AN_EXAMPLE.search(text) else None)
    if written is None or not re.match(r"\W*(?:GET|POST|PUT|DELETE|PATCH)\b|.*[\w}>)\]]\W*$", text):
        return
    rest = _CALL_IN_TEXT.sub(" ", text, count=1) if whole is None else ""
    title = re.sub(r"\s+and$", "", " ".join(rest.replace("( )", " ").strip(" -–—:").split()))
    for method in (written.method, *written.others):
        yield (method, written.path), title, whole is None


def _begins_code(lines: _Lines, index: int) -> bool:
    """Tell whether all lines of a block of code above a line are empty or request lines, and all of one endpoint."""
    start = next((at for at in range(index - 1, -1, -1) if _FENCE.match(lines[at][1])), -1) + 1
    end = next((at for at in range(index, len(lines)) if _FENCE.match(lines[at][1])), len(lines))
    first = next((line for _, line in lines[start : index + 1] if line.strip()), "")
    whole = request_line(first)
    calls = [line for _, line in lines[start:end] if request_line(line) is not None]
    above = [line for _, line in lines[start:index] if line.strip()]
    return whole is not None and len(calls) > len(above) and all(_is_form_of(whole, line) for line in calls)


def _is_form_of(before: RequestLine, line: str) -> bool:
    """Tell whether a line calls the same endpoint as one before it, or a part of it; others are of a list."""
    whole = request_line(line)
    return whole is not None and (whole.path.startswith(before.path) or before.path.startswith(whole.path))


def _ends_code(lines: _Lines, index: int) -> bool:
    below = next((line for _, line in lines[index + 1 :] if line.strip()), "```")
    return _FENCE.match(below) is not None


def _documented(declared: Sequence[_Declared], every: Sequence[int], lines: _Lines, headings: _Headings) -> _Declared:
    """Return the place of an endpoint that has something below it before the next one; the first one if none has."""
    for one in declared:
        stop = next((index for index in every if index > one.index), len(lines))
        below = [line for _, line in lines[one.index + 1 : _end(headings, one, stop)]]
        if any("|" in line or _FENCE.match(line) or marked_heading(line) for line in below):
            return one
    return declared[0]


def _is_call_of_another(one: _Declared, found: dict[_Key, list[_Declared]]) -> bool:
    """Tell whether a path is that of another endpoint of the page with values in it."""
    return any(
        method == one.method
        and path != one.path
        and _PLACEHOLDER.search(path)
        and re.fullmatch(r"[^/]+".join(map(re.escape, _PLACEHOLDER.split(path))), one.path)
        for method, path in found
    )
