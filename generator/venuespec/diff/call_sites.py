"""Find in parsed Python where a venue's endpoints are used, what is sent there, and what is read of the answers."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from attrs import Factory, define, frozen

from ..spec.place import Place
from ..spec.problem import Problem
from .code_files import ParsedFile
from .code_names import CLIENT, FOREIGN, UNKNOWN, Naming, attribute, last_name, learn, one_line, short_text
from .known_calls import NO_KEYS, EndpointKeys, KnownCalls
from .row_reads import RowRead, row_reads
from .sent import ANYTHING, Sent, of_dict, of_keywords

_VERBS = frozenset({"GET", "POST", "PUT", "DELETE", "PATCH"})
_ACCESS = frozenset({"public", "private"})
_FIRST = frozenset({"partial", "partialmethod"})
_COPIES = frozenset({"evolve", "replace", "__replace__", "__setattr__", "assoc"})
# Methods of ccxt that are alike for all venues.
_UNIFIED = re.compile(r"(?:create|cancel|edit)_?\w*order\w*|fetch_?[a-z]\w*", re.IGNORECASE)
_HOLE = re.compile(r"\{\w*\}|%[sd]")


@frozen(kw_only=True)
class CallSite:
    """A place of the code that uses endpoints; ``is_sdk`` tells whether by the names of the generated SDK."""

    file: str
    line: int
    call: str
    endpoints: EndpointKeys
    is_sdk: bool = False
    sent: Sent = ANYTHING


@frozen(kw_only=True)
class Sites:
    """All uses in a code base; ``texts`` are the short texts and numbers in it, with one place of each."""

    calls: tuple[CallSite, ...]
    reads: tuple[RowRead, ...]
    texts: Mapping[str, tuple[str, int]]
    names: Mapping[str, tuple[str, int]]
    notices: tuple[Problem, ...] = ()


def find_sites(files: tuple[ParsedFile, ...], known: KnownCalls) -> Sites:
    """Find every use of an endpoint in a code base."""
    naming = learn(files, known)
    calls: list[CallSite] = []
    reads: list[RowRead] = []
    texts: dict[str, tuple[str, int]] = {}
    names: dict[str, tuple[str, int]] = {}
    notices: list[Problem] = []
    for file in files:
        scan = Scan(file, naming[file.name])
        calls += scan.sites()
        notices += scan.notices()
        reads += row_reads(file, scan.answers, known)
        for node in file.nodes:
            if isinstance(node, ast.Constant) and isinstance(node.value, str | int) and len(str(node.value)) < 40:
                texts.setdefault(str(node.value), (file.name, node.lineno))
            elif isinstance(node, ast.Name | ast.Attribute):
                names.setdefault(last_name(node), (file.name, node.lineno))
            elif isinstance(node, ast.ImportFrom):
                names.update({each.name: (file.name, node.lineno) for each in node.names if each.name not in names})
    return Sites(
        calls=tuple(dict.fromkeys(calls)),
        reads=tuple(dict.fromkeys(reads)),
        texts=texts,
        names=names,
        notices=tuple(notices),
    )


def _sdk_imported(node: ast.AST) -> str | None:
    """Return the package of an SDK that a statement imports; None for any other."""
    modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
    modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
    return next((module for module in modules if module.startswith("venues.")), None)


@define(eq=False)
class Scan:
    """One pass over a file."""

    file: ParsedFile
    naming: Naming
    _called: dict[int, ast.Call] = Factory(dict[int, ast.Call])
    _within: dict[int, ast.Call] = Factory(dict[int, ast.Call])
    _partial: dict[int, ast.Call] = Factory(dict[int, ast.Call])
    _skipped: set[int] = Factory(set[int])
    _annotations: set[int] = Factory(set[int])

    def __attrs_post_init__(self) -> None:
        for node in self.file.nodes:
            if isinstance(node, ast.Call):
                self._called[id(node.func)] = node
                for each in (*node.args, *(keyword.value for keyword in node.keywords)):
                    self._within[id(each)] = node
                    if isinstance(each, ast.BinOp):
                        self._within |= {id(part): node for part in ast.walk(each) if id(part) not in self._within}
                if last_name(node.func) in _FIRST and node.args:
                    self._partial[id(node.args[0])] = node
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
                self._skipped.add(id(node.value))  # A docstring only speaks of a call.
            elif isinstance(node, ast.JoinedStr):
                self._skipped |= {id(each) for each in node.values}
            for annotation in _annotations(node):
                self._annotations |= {id(each) for each in ast.walk(annotation)}

    def sites(self) -> Iterator[CallSite]:
        """Yield each use of an endpoint."""
        for node in self.file.nodes:
            if isinstance(node, ast.ImportFrom | ast.Import):
                yield from self._imports(node)
            elif isinstance(node, ast.Constant | ast.JoinedStr):
                yield from self._texts(node)
            elif isinstance(node, ast.expr):
                yield from self._uses(node)

    def _site(self, node: ast.AST, keys: EndpointKeys, sent: Sent, *, is_sdk: bool, call: str = "") -> CallSite:
        line = getattr(node, "lineno", 0)
        text = call or short_text(node, is_call=id(node) in self._called)
        return CallSite(file=self.file.name, line=line, call=text, endpoints=keys, is_sdk=is_sdk, sent=sent)

    def notices(self) -> Iterator[Problem]:
        """Yield what may reach the venue and cannot be followed to an endpoint, once a file."""
        calls = (node for node in self.file.nodes if isinstance(node, ast.Call))
        unified = [call for call in calls if _UNIFIED.fullmatch(last_name(call.func)) and not self.answers(call)]
        if unified and "ccxt" in self.naming.shared.packages:
            name = last_name(unified[0].func)
            yield self._notice(unified[0], f"{name} of ccxt stands for several endpoints and is not followed")
        yield from self._other_packages()
        for node in self.file.nodes:
            if isinstance(node, ast.JoinedStr):
                known = self.naming.known
                parts = [_part(each) for each in node.values]
                if known.prefix != "/" and "".join(part or "\0" for part in parts).find(f"{known.prefix}\0") >= 0:
                    yield self._notice(node, "a path is put together here; it is seen where the rest is written out")
                    return

    def _other_packages(self) -> Iterator[Problem]:
        """Yield the first import of an SDK from a code base that imports none with the name of a compared state."""
        packages = self.naming.known.packages
        if packages & self.naming.shared.identifiers:
            return
        for node in self.file.nodes:
            if other := _sdk_imported(node):
                named = " and ".join(sorted(packages))
                message = f"{other} is not followed: the compared states are {named}; give their folders its name"
                yield self._notice(node, message)
                return

    def answers(self, call: ast.Call) -> EndpointKeys:
        """Return the endpoints of which a call returns the answer."""
        got = attribute(call.func)
        return self.sdk_keys(*got) if got else NO_KEYS

    def _notice(self, node: ast.AST, message: str) -> Problem:
        place = Place(Path(self.file.name), getattr(node, "lineno", 0))
        return Problem(check="used-by", place=place, message=message, severity="warning")

    # --- the SDK and other clients

    def _uses(self, node: ast.expr) -> Iterator[CallSite]:
        if isinstance(node, ast.Call):
            yield from self._computed(node)
        inside = self.naming.inside(node)
        if inside is not None:
            keys = self.naming.known.classes.get((inside[0], inside[1], inside[2])) if len(inside) == 3 else None
            if keys:
                is_inner = inside in self.naming.known.inner
                yield self._site(node, keys, self._sent_by_class(node, keys, is_inner), is_sdk=True)
            return
        got = attribute(node)
        if got is None:
            return
        keys = self.sdk_keys(*got)
        if keys:
            yield self._site(node, keys, self._sent(node, keys, ANYTHING), is_sdk=True)
        elif keys := self._of_client(*got):
            sent = self._sent(node, keys, ANYTHING)
            yield self._site(node, keys, sent if self._sends_what_is_given() else sent.opened(), is_sdk=False)
        elif keys := self.naming.known.of_implicit(got[1]):
            call = self._called.get(id(node))
            sent = of_dict(call.args[0] if call.args else None, keys, self.naming) if call else ANYTHING
            sent = sent if call and not call.keywords and len(call.args) < 2 else ANYTHING
            yield self._site(node, keys, sent, is_sdk=False)

    def sdk_keys(self, value: ast.expr, name: str) -> EndpointKeys:
        """Return the endpoints of a method of the SDK, called on any object that may be its group."""
        known, naming = self.naming.known, self.naming
        tags = naming.tags(value)
        if tags and tags <= {FOREIGN}:
            return NO_KEYS
        groups = {tag.partition(":")[2] for tag in tags if tag.startswith("group:")}
        here = last_name(value)
        if here in known.groups and not _is_other_client(tags):
            groups.add(here)
        if not groups and (not tags or UNKNOWN in tags) and not naming.dotted(value):
            groups = naming.shared.loose
        return NO_KEYS.union(*(known.methods.get((group, name), NO_KEYS) for group in groups))

    def _of_client(self, value: ast.expr, name: str) -> EndpointKeys:
        """Return the endpoints of a method of a client that is not ours, called on any object that may be one."""
        tags = self.naming.tags(value)
        if tags & {CLIENT} or tags == frozenset({FOREIGN}):
            return NO_KEYS
        shared = self.naming.shared
        found: set[str] = set()
        for package, methods in self.naming.known.clients.items():
            classes = methods.get(name, {})
            if package not in shared.packages or not classes:
                continue
            exact = {tag.partition(":")[2] for tag in tags if tag.startswith(f"{package}:")}
            others = {tag for tag in tags if ":" in tag and not tag.startswith(f"{package}:")}
            if (exact or others) and UNKNOWN not in tags:
                picked = [keys for cls, keys in classes.items() if cls in exact]
            else:
                named = {cls for known in methods.values() for cls in known} & shared.identifiers
                picked = [keys for cls, keys in classes.items() if cls in named or not named]
            found.update(*picked)
        return frozenset(found)

    def _sends_what_is_given(self) -> bool:
        """Tell whether none of the imported clients adds parameters of its own, such as empty ones."""
        return not self.naming.known.adding & self.naming.shared.packages

    def _computed(self, call: ast.Call) -> Iterator[CallSite]:
        """Yield a use of every method of a group that a computed name picks one of."""
        if last_name(call.func) != "getattr" or len(call.args) < 2 or attribute(call) is not None:
            return
        tags = self.naming.tags(call.args[0])
        groups = {tag.partition(":")[2] for tag in tags if tag.startswith("group:")}
        if tags == frozenset({CLIENT}):
            groups = set(self.naming.known.groups)
        for group in sorted(groups):
            yield self._site(call, self.naming.known.of_group(group), ANYTHING, is_sdk=True, call=short_text(call))

    def _imports(self, node: ast.ImportFrom | ast.Import) -> Iterator[CallSite]:
        """Yield the import of a class of an endpoint's module, which breaks when its name goes; it sends nothing."""
        module = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
        known = self.naming.known
        for alias in node.names:
            parts = [part for part in f"{module}{alias.name}".split(".") if part]
            start = next((index for index, part in enumerate(parts) if part in known.packages), None)
            if start is None:
                continue
            inner = parts[start + 1 :]
            keys = known.methods.get((inner[0], inner[1]), NO_KEYS) if len(inner) >= 2 else NO_KEYS
            if keys:
                sent = ANYTHING if alias.name == "*" else Sent(is_open=False)
                yield self._site(node, keys, sent, is_sdk=True, call=short_text(node))

    # --- paths

    def _texts(self, node: ast.Constant | ast.JoinedStr) -> Iterator[CallSite]:
        if id(node) in self._skipped:
            return
        if isinstance(node, ast.Constant) and not _may_be_place(node.value):
            return
        known = self.naming.known
        call = self._within.get(id(node))
        beside = _texts_of(call)
        if isinstance(node, ast.JoinedStr):
            keys = known.of_parts(_part(each) for each in node.values)
        elif isinstance(text := node.value, str):
            keys = known.of_path(text) or _of_key(text, known) or known.of_parts(_with_holes(text))
            if not keys and (self.naming.shared.has_prefix or beside & (_VERBS | _ACCESS)):
                keys = known.of_path_end(text)
        else:
            return
        verbs = beside & _VERBS or _verb_of(call)
        keys = frozenset(key for key in keys if not verbs or key.partition(" ")[0] in verbs) or keys
        if keys:
            shown = f"{short_text(call.func)}({short_text(node)})" if call else short_text(node)
            yield self._site(node, keys, self._sent_by_path(call, keys), is_sdk=False, call=one_line(shown))

    def _sent_by_path(self, call: ast.Call | None, keys: EndpointKeys) -> Sent:
        """Read the parameters of ``client.call(METHOD, PATH, {...})``; other calls may send anything."""
        if call is None or last_name(call.func) != "call" or len(call.args) > 3:
            return ANYTHING
        named = {keyword.arg: keyword.value for keyword in call.keywords}
        given = call.args[2] if len(call.args) == 3 else named.get("params")
        if None in named or not named.keys() <= {"params", "signed", "timeout"}:
            return ANYTHING
        return of_dict(given, keys, self.naming)

    # --- what is sent

    def _sent(self, node: ast.expr, keys: EndpointKeys, unknown: Sent, *, is_inner: bool = False) -> Sent:
        if (call := self._called.get(id(node))) is not None:
            return of_keywords(call.args, call.keywords, keys, self.naming, is_inner=is_inner)
        if (call := self._partial.get(id(node))) is not None:
            return of_keywords(call.args[1:], call.keywords, keys, self.naming, is_inner=is_inner).opened()
        return unknown

    def _sent_by_class(self, node: ast.expr, keys: EndpointKeys, is_inner: bool) -> Sent:
        """Read the parameters of a request class; a copy of a request may have others."""
        sent = self._sent(node, keys, Sent(is_open=id(node) not in self._annotations), is_inner=is_inner)
        return sent.opened() if _COPIES & self.naming.shared.identifiers else sent


def _annotations(node: ast.AST) -> Iterator[ast.expr]:
    """Yield expressions that name a class without making an instance of it."""
    if isinstance(node, ast.arg | ast.AnnAssign) and node.annotation is not None:
        yield node.annotation
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.returns is not None:
        yield node.returns
    elif isinstance(node, ast.Call) and last_name(node.func) == "isinstance":
        yield from node.args[1:]


def _is_other_client(tags: frozenset[str]) -> bool:
    return bool(tags) and all(":" in tag and not tag.startswith("group:") for tag in tags)


def _of_key(text: str, known: KnownCalls) -> EndpointKeys:
    """Return the endpoints of 'POST /api/v5/trade/order' or of the SDK's trade.place_order as a text."""
    method, _, path = text.partition(" ")
    if method in _VERBS and path:
        return frozenset(key for key in known.of_path(path) if key.partition(" ")[0] == method)
    group, _, name = text.partition(".")
    return known.methods.get((group, name), NO_KEYS)


def _texts_of(call: ast.Call | None) -> frozenset[str]:
    values = [*call.args, *(keyword.value for keyword in call.keywords)] if call else []
    return frozenset(each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _verb_of(call: ast.Call | None) -> frozenset[str]:
    """Return the HTTP method of ``requests.post(...)``; ``get`` is a method of many other things."""
    name = last_name(call.func).upper() if call else ""
    return frozenset({name}) if name in _VERBS - {"GET"} else frozenset()


def _may_be_place(value: object) -> bool:
    """Tell whether a constant can be a path or the SDK's name of an endpoint."""
    return isinstance(value, str) and len(value) < 1000 and ("/" in value or "." in value) and "\n" not in value


def _with_holes(text: str) -> list[str | None]:
    """Split a text at the places that ``format`` or ``%`` fills; None stands for each."""
    parts: list[str | None] = []
    for part in _HOLE.split(text):
        parts += [part, None]
    return parts[:-1]


def _part(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
