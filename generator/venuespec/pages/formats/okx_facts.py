"""Read the facts above the tables of an OKX endpoint: method and path, limits with their keys, permissions."""

import re

from attrs import define, evolve, field

from ..draft import DraftLimit
from ..parts.access import asks_for_permission, permissions_of
from ..parts.columns import header
from ..parts.headings import Heading, Subject, badge, heading_of, stated_fact
from ..parts.limit_words import Keys, around, keys
from ..parts.limits import key_behind, limiting_clause, limits, restricts_calls, unread_limit
from ..parts.request_lines import RequestLine, method_alone, path_alone, request_line
from ..parts.table import Complaint
from ..parts.words import Vocabulary

_LONGEST_FACT = 200
_LONGEST = 300  # characters of a line that can state a fact
_METHODS = frozenset({"GET", "POST", "PUT", "DELETE"})
_TITLES = 3  # levels of headings
_MAY_LIMIT = re.compile(r"\d[^\d]+\d+ ?(?:ms|s|secs?|mins?|seconds?|minutes?)\b|\d.*[回회]|[回회].*\d", re.IGNORECASE)
_IN_NAME = re.compile(r"\b(?:per|every|in) (?:\d+ ?)?[a-z]+$")
_OR_IN_BRACKETS = re.compile(r"\(\s*(?:or|/)\s*([^()]+)\)")  # `Read` (or `Trade`)
_NO_KEY = re.compile(
    r"\s*\(no (?:auth\w*|signature|login|api key|keys?)(?: (?:is )?(?:required|needed))?\)", re.IGNORECASE
)
_ANY_OF = re.compile(r"^(?:any|one|either) of(?: the)? |^either ")
_IN_BRACKETS = re.compile(r"\s*\[(?=[A-Za-z ,/]+\]$)")
_WEBSOCKET = re.compile(r"/ws/v\d|wss://|^#{2,} *(?:URL Path|服务地址|Push data)", re.IGNORECASE | re.MULTILINE)
_OF_AN_ENDPOINT: frozenset[Subject | None] = frozenset({"http", "request", "response", "limit", "rule", "permission"})
_DOCUMENTED: frozenset[Subject] = frozenset({"limit", "rule", "permission"})

PERMISSIONS: tuple[Vocabulary[str], ...] = (
    Vocabulary("read", "read, read only, read-only, readonly, view, 读取, 只读", "Read-only"),
    Vocabulary("trade", "trade, trading, 交易", "Trading"),
    Vocabulary("withdraw", "withdraw, withdrawal, withdrawals, 提币, 提现", "Withdrawal"),
    Vocabulary("public", "public, none, no permission, not required, 公共", "Public"),
)
_PERMISSIONS = {word: table.meaning for table in PERMISSIONS for word in table.all}


@define(kw_only=True)
class EndpointFacts:
    """The facts of one endpoint, collected line by line; ``report`` is told of what is not understood.

    The sentences of a witness are not read: only its tables count.
    """

    report: Complaint
    is_witness: bool = False
    method: str = ""
    path: str = ""
    permissions: tuple[str, ...] = ()
    limits: list[DraftLimit] = field(factory=list[DraftLimit])
    rules: list[tuple[str, tuple[str, ...]]] = field(factory=list[tuple[str, tuple[str, ...]]])
    _lone_method: str = ""
    _lone_path: str = ""
    _announced: int = 0
    _documents: bool = False
    _others: list[tuple[int, str]] = field(factory=list[tuple[int, str]])
    _in_prose: list[tuple[int, str]] = field(factory=list[tuple[int, str]])
    _awaited: tuple[Subject, str] | None = None

    def read(self, lines: list[tuple[int, str]]) -> None:
        """Read the lines of a block; the path stays empty if they document no REST endpoint."""
        subject: Subject | None = None
        is_above_tables, is_fenced = True, False
        for index, (number, line) in enumerate(lines):
            if "```" in line and line.lstrip().startswith("```"):
                is_fenced = not is_fenced
                continue
            if not line or (line.startswith("    ") and (subject != "http" or self.path)):
                continue
            heading = None if is_fenced else heading_of(line)
            if heading:
                subject = self._heading(heading, number)
                continue
            following = lines[index + 1][1] if index + 1 < len(lines) else ""
            is_above_tables = is_above_tables and ("|" not in line or header(line, following) is None)
            is_label = line.startswith(">") and not line.startswith("> `")
            if is_label and subject == "http":
                subject = None
            is_code = is_fenced or line.startswith("    ")
            if len(line) > _LONGEST:
                continue
            if subject == "http" and (not is_code or not self.path):
                self._below_http(line, number)
            elif not is_code and not is_label and "/" in line:
                self._request_line(request_line(line), number)
            if not is_code and line.strip():
                self._state(line, number, is_above_tables=is_above_tables)
        self._settle(lines)

    def _heading(self, heading: Heading, number: int) -> Subject | None:
        self._awaited = None
        self._documents = self._documents or heading.subject in _OF_AN_ENDPOINT
        if heading.subject in _DOCUMENTED:
            if heading.value:
                self._fact(heading.subject, heading.text, heading.value, number)
            elif limits(heading.text):  # 'Rate limit 20 requests per 2 seconds'
                self._fact("limit", "", heading.text, number)
            else:
                self._awaited = (heading.subject, heading.text)
        elif heading.subject == "http":
            self._announced = number
            if heading.value:
                self._below_http(heading.value, number)
                self._below_http(heading.text, number)
        elif heading.subject is None:
            self._stated_in_heading(heading, number)
        return heading.subject

    def _stated_in_heading(self, heading: Heading, number: int) -> None:
        """Read a heading that is a fact itself: '20 requests per 2 seconds', 'Permission - Trade'."""
        text = heading.text
        stated = stated_fact(_IN_BRACKETS.sub(": ", text))
        if stated is not None:
            self._fact(*stated, number)
        elif limits(text):
            if unread_limit(text):
                self.report(number, "heading-unread", f"this heading is not understood: {text[:80]}")
            else:
                self._limit("", text, number)
        elif heading.level > _TITLES and _MAY_LIMIT.search(text):
            self.report(number, "heading-unread", f"this heading is not understood: {text[:80]}")
        elif asks_for_permission(text):
            for name in (found for names in permissions_of(text) for found in names):
                self._permission(name, number)

    def _state(self, line: str, number: int, *, is_above_tables: bool) -> None:
        """Read a line such as '- Rate limit: 20 requests per 2 seconds', or one below a heading without a value."""
        if self._awaited is not None:
            subject, name = self._awaited
            self._fact(subject, name, line.strip(" -*•|"), number)
            self._awaited = None
            return
        if not is_above_tables or len(line) >= _LONGEST_FACT:
            return
        stated = stated_fact(line) or badge(line)
        if stated:
            self._fact(*stated, number)
        elif asks_for_permission(line):
            names, unread = permissions_of(line)
            for name in (*names, *unread):
                self._permission(name, number)
        elif not self.is_witness and restricts_calls(line):
            self._in_prose.append((number, line))

    def _fact(self, subject: Subject, name: str, value: str, number: int) -> None:
        name = name.replace("：", ":").partition(":")[0].strip().lower()
        if subject == "rule" and not (limits(value) and not unread_limit(value)):
            key = keys(value)
            if key.unknown or not key.parts:
                self.report(number, "limit-unread", f"the key of the rate limit is not understood: {value.strip()}")
            self.rules.append((_scope(name.removeprefix("rate limit rule")), key.parts))
        elif subject in ("limit", "rule"):
            self._limit(name, value, number)
        else:
            self._permission(value, number)

    def _limit(self, name: str, value: str, number: int) -> None:
        rest = re.sub("^rate limits?", "", name).strip() if name.startswith("rate limit") else ""
        named = () if rest else around(name, of_several=False).key
        counted = keys(rest) if rest and not rest.startswith("of ") else Keys((), ())
        counted = Keys((), ()) if counted.unknown else counted
        scope = "" if counted.parts else _scope(rest)
        if value.strip().isdigit() and (window := _IN_NAME.search(name.strip(" ()"))):  # 'Rate limit (per second): 45'
            value, rest, scope = f"{value} requests {window[0]}", "", ""
        stated = limits(value)
        if not stated or unread_limit(value) or "depend" in name:
            self.report(number, "limit-unread", f"the rate limit is not understood: {value.strip()}")
            return
        key = key_behind(value) or counted.parts or named
        self.limits += [evolve(limit, scope=scope or limit.scope, key=limit.key or key) for limit in stated]

    def _permission(self, value: str, number: int) -> None:
        names: set[str] = set()
        value = _NO_KEY.sub("", _OR_IN_BRACKETS.sub(r", \1", value))
        for word in re.split(r"[/,&+、|]|\band\b|\bor\b", value):
            text = _ANY_OF.sub("", word.strip(" .`*\"'[]").lower())
            text = text.removesuffix(" permission").removesuffix(" permissions")
            known = _PERMISSIONS.get(text) or _PERMISSIONS.get(text.removesuffix(" only"))
            if known:
                names.add(known)
            elif text:
                self.report(number, "permission-unread", f"the permission is not understood: {word.strip()[:40]}")
        self.permissions = tuple(sorted({*self.permissions, *names}))

    def _below_http(self, line: str, number: int) -> None:
        found = request_line(line, anywhere=not self.path)
        if found:
            self._request_line(found, number)
            return
        self._lone_method = method_alone(line) or self._lone_method
        self._lone_path = path_alone(line) or self._lone_path
        if self._lone_method and self._lone_path:
            self._request_line(RequestLine(self._lone_method, self._lone_path), number)
            self._lone_method = self._lone_path = ""

    def _request_line(self, found: RequestLine | None, number: int) -> None:
        if found is None:
            return
        if not self.path and found.method in _METHODS:
            self.method, self.path = found.method, found.path
        elif (found.method, found.path) != (self.method, self.path):
            message = f"{found.method} {found.path} is a second endpoint, or has a method that is not known"
            self._others.append((number, message))
        for other in found.others:
            self._others.append((number, f"the endpoint has another method, {other}, which is not read"))

    def _settle(self, lines: list[tuple[int, str]]) -> None:
        """Report a block that has an endpoint's facts, but no method and path that can be read.

        A sentence on how often calls are allowed states the limit of an endpoint that has no other.
        """
        for number, line in self._in_prose if not self.limits else ():
            self._limit("", limiting_clause(line), number)
        if self.path and not (self._documents or self.limits or self.rules or self.permissions):
            # A guide that names endpoints documents none of them.
            self.method = self.path = ""
            return
        for number, message in self._others:
            self.report(number, "endpoint-unread", message)
        if self.path:
            return
        title = request_line(lines[0][1].lstrip("# "), anywhere=True) if lines else None
        if title and (self._announced or self.limits or self.rules):
            self._request_line(title, lines[0][0])
        elif self._announced or (self._states_facts and not _WEBSOCKET.search("\n".join(t for _, t in lines))):
            self.report(self._announced or lines[0][0], "path-unread", "the method and path are not understood")

    @property
    def _states_facts(self) -> bool:
        """Whether a block states what only endpoints have: two of limits, their rules, and permissions."""
        return [bool(self.limits), bool(self.rules), bool(self.permissions)].count(True) > 1

    @property
    def rate_limits(self) -> tuple[DraftLimit, ...]:
        """The limits with their keys.

        One rule is the key of all limits; as many rules as limits pair up by position; otherwise every limit has a
        variant for each rule.
        """
        if not self.rules:
            return tuple(self.limits)
        if len(self.rules) == 1:
            return tuple(evolve(limit, key=limit.key or self.rules[0][1]) for limit in self.limits)
        if len(self.rules) == len([limit for limit in self.limits if limit.scope is None]) > 1:
            return tuple(evolve(limit, key=rule) for limit, (_, rule) in zip(self.limits, self.rules, strict=False))
        variants: list[DraftLimit] = []
        for limit in self.limits:
            for scope, rule in self.rules:
                scopes = "; ".join(filter(None, (limit.scope, scope)))
                variants.append(evolve(limit, key=rule, scope=scopes or None))
        return tuple(variants)


def _scope(text: str) -> str:
    return text.strip().removeprefix("of ").strip("() ").strip()
