"""Hostile text in every place of every spec file: refused with file and line, or text and nothing else in the SDK.

The places are found by reflection: a key that is added to the spec's files and that ``hostile/tiny`` does not use
fails here.
"""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin

import pytest
from attrs import evolve, frozen

from venuespec.checks.counterexample import UnbreakableError
from venuespec.python_text import UnsafeTextError
from venuespec.runtime.venue import ErrorCode
from venuespec.sdk.generate import PACKAGE, TESTS
from venuespec.sdk.layout import finished
from venuespec.sdk.plan import plan
from venuespec.sdk.render import render, render_package, runtime_files
from venuespec.sdk.templating import source
from venuespec.sdk.test_files import render_tests
from venuespec.sdk.text import docstring
from venuespec.spec import keys as spec_keys
from venuespec.spec.clients import OtherClient
from venuespec.spec.files import EndpointFile, OlderFile, VenueFile
from venuespec.spec.load import load_venue
from venuespec.spec.lock import Lock
from venuespec.spec.model import VenueSpec, Word
from venuespec.spec.problem import SpecError
from venuespec.spec.yaml import Document, parse, read

ROOT = Path(__file__).parent / "hostile"
TINY, OLDER = ROOT / "tiny", ROOT / "tiny_older"
CODE = "__import__('os').environ.__setitem__('CANARY', 'dead')"
PAYLOADS = [
    CODE,
    f"x={CODE}, y",
    f'"\n{CODE}\n"',
    f'"""\n{CODE}\n"""',
    f"'''\n{CODE}\n'''",
    f"')\n{CODE}\n#",
    f'")\n{CODE}\n#',
    f"]\n{CODE}\n#",
    f"{CODE}\\",
    f'{CODE} \\"',
    f'{CODE}"""',
    f'{CODE} \\"""',
    f"# imports\n{CODE}",
    "Set # imports of it.",
    f"{{{{ {CODE} }}}}",
    f"{{% set x = 1 %}}{CODE}{{{{ x }}}}",
    f"{{# {CODE}",
    f"\0{CODE}",
    f"\u202e{CODE}\u2066",
    f"\u2028{CODE}\x85{CODE}",
    f"\x1b[31m\r{CODE}\f",
    f"\ud800{CODE}",
    "x" * 20_000,
    "9" * 5_000,
    "None",
    "import",
    "../../../x",
    " ",
    "",
]
Steps = tuple[str | int, ...]


@frozen
class Site:
    """One text of the fixture: in which file, where, of which key of the spec's files, and whether it is a key."""

    file: Path
    path: Steps
    label: str
    key: bool = False


def unwrapped(kind: Any) -> Any:
    """A type without its None and without the names that were made of it."""
    while isinstance(kind, NewType):
        kind = kind.__supertype__
    if get_origin(kind) in (Union, UnionType):
        [kind, *_] = [each for each in get_args(kind) if each is not type(None)]
        return unwrapped(kind)
    return kind


def keys_of(kind: Any, label: str) -> Iterator[str]:
    """Every key below a type that holds something else than a further mapping, by class and attribute."""
    kind = unwrapped(kind)
    if spec_keys.is_mapping(kind):
        for each in spec_keys.keys_of(kind):
            name = f"{kind.__name__}.{each.name}"
            if unwrapped(each.kind) is not kind and get_args(each.kind)[:1] != (kind,):
                yield from keys_of(each.kind, name)
    elif get_origin(kind) is tuple:
        yield from keys_of(get_args(kind)[0], label)
    elif get_origin(kind) in (Mapping, dict) or (
        isinstance(get_origin(kind), type) and issubclass(get_origin(kind), Mapping)
    ):
        yield f"{label}.key"
        yield from keys_of(get_args(kind)[1], label)
    else:
        yield label


def sites_of(file: Path, kind: Any, data: Any, path: Steps, label: str) -> Iterator[Site]:
    kind = unwrapped(kind)
    if spec_keys.is_mapping(kind):
        types = {each.name: each.kind for each in spec_keys.keys_of(kind)}
        for name, value in data.items():
            yield from sites_of(file, types[name], value, (*path, name), f"{kind.__name__}.{name}")
    elif isinstance(data, list):
        inner = get_args(kind)[0] if get_origin(kind) is tuple else Any
        for index, each in enumerate(data):
            yield from sites_of(file, inner, each, (*path, index), label)
    elif isinstance(data, dict):
        inner = get_args(kind)[1] if get_args(kind) else Any
        for name, each in data.items():
            yield Site(file, (*path, name), f"{label}.key", key=True)
            yield from sites_of(file, inner, each, (*path, name), label)
    else:
        yield Site(file, path, label)


ROOTS: Mapping[Path, Any] = {
    TINY / "venue.yaml": VenueFile,
    TINY / "fields.yaml": Mapping[str, Word],
    TINY / "errors.yaml": Mapping[str, ErrorCode],
    TINY / "clients.yaml": Mapping[str, OtherClient],
    TINY / "lock.yaml": Lock,
    OLDER / "venue.yaml": OlderFile,
}


def kind_of(file: Path) -> Any:
    return ROOTS.get(file, EndpointFile)


@cache
def documents() -> Mapping[Path, Document]:
    return {file: read(file) for file in sorted(ROOT.rglob("*.yaml"))}


@cache
def sites() -> tuple[Site, ...]:
    found = []
    for file, document in documents().items():
        found += sites_of(file, kind_of(file), document.data, (), file.stem)
    return tuple(found)


def replaced(data: Any, path: Steps, new: Any, key: bool) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(data, list):
        return [
            replaced(each, rest, new, key) if rest and index == step else new if index == step else each
            for index, each in enumerate(data)
        ]
    if rest:
        return {name: replaced(each, rest, new, key) if name == step else each for name, each in data.items()}
    return {
        (new if key and name == step else name): (new if not key and name == step else each)
        for name, each in data.items()
    }


class Memory:
    """The fixture with some of its texts replaced, as a source of spec files."""

    def __init__(self, changes: Mapping[Site, str]) -> None:
        self.files = dict(documents())
        changed = {each.file for each in changes}
        # An endpoint stands beside the one that others ask, and no more: that is what takes time.
        endpoints = {each for each in changed if each.parent.parent == TINY}
        self.shown = {TINY / "trade" / "get_order.yaml", *(endpoints or self.files)}
        for site, text in changes.items():
            old = self.files[site.file]
            self.files[site.file] = Document(old.file, replaced(old.data, site.path, text, site.key), old._root)

    def has(self, file: Path) -> bool:
        return file in self.files

    def read(self, file: Path) -> Document:
        return self.files[file]

    def endpoint_files(self, folder: Path) -> list[Path]:
        return sorted(each for each in self.files if each.parent.parent == folder and each in self.shown)


def blamed(error: Exception) -> None:
    """A refusal names a file and a line."""
    places = [str(each.place) for each in error.problems] if isinstance(error, SpecError) else [str(error)]
    assert places
    assert all(re.match(rf"{re.escape(str(ROOT))}/\S+\.yaml:[1-9]", each) for each in places)


def loaded(changes: Mapping[Site, str], folder: Path = TINY) -> VenueSpec | None:
    """The venue with these texts; None where it is refused, which names files and lines."""
    try:
        return load_venue(folder, Memory(changes))  # type: ignore[arg-type]  # a source of its own
    except SpecError as error:
        blamed(error)
        return None


def rendered(venue: VenueSpec) -> dict[str, str]:
    sdk = plan(venue)
    return {f"{PACKAGE}/{name}": text for name, text in render(sdk).items()} | {
        f"{TESTS}/{name}": text for name, text in render_tests(sdk).items()
    }


@cache
def plain() -> Mapping[str, str]:
    venue = loaded({})
    assert venue is not None
    return rendered(venue)


def escaped(files: Mapping[str, str]) -> list[str]:
    """Where a payload is anything but text."""
    found = []
    for path, text in files.items():
        if text == plain().get(path):
            continue
        tree = compile(text, path, "exec", ast.PyCF_ONLY_AST)
        for node in ast.walk(tree):
            names = [getattr(node, name, None) for name in ("id", "attr", "name", "asname", "arg", "module")]
            if {"__import__", "environ", "__setitem__", "os"} & {each for each in names if isinstance(each, str)}:
                found.append(f"{path}:{getattr(node, 'lineno', 0)}: {ast.unparse(node)}")
        if any(each in text for each in "\0\x1b\u202e\u2066\u2028\x85\f\r"):
            found.append(f"{path}: a control character")
    return found


def test_the_fixture_uses_every_key_of_the_spec_files() -> None:
    kinds = (VenueFile, EndpointFile, OlderFile, Word, ErrorCode, OtherClient, Lock)
    known = {label for kind in kinds for label in keys_of(kind, "")}
    used = {each.label for each in sites()}
    assert known - used == set(), "tests/hostile/tiny does not use these keys; give each a value there"


def test_the_fixture_is_what_a_spec_should_be() -> None:
    for path, text in plain().items():
        compile(text, path, "exec")
    assert len(plain()) > 15


def parts(items: Iterable[Any], size: int) -> Iterator[tuple[Any, ...]]:
    """Everything in its order, some at a time."""
    left = [*items]
    for start in range(0, len(left), size):
        yield tuple(left[start : start + size])


def what_escapes(changes: Mapping[Site, str], folder: Path) -> list[str]:
    """Where one of these texts is not text in the SDK, or the error that is not a refusal."""
    try:
        venue = loaded(changes, folder)
        return escaped(rendered(evolve(venue, name="tiny"))) if venue is not None else []
    except (UnbreakableError, SpecError) as error:
        blamed(error)
    except Exception as error:
        return [
            f"{site.label} {site.path} {payload[:40]!r}: {type(error).__name__}: {str(error)[:150]}"
            for site, payload in changes.items()
        ]
    return []


def together(changes: Mapping[Site, str], folder: Path) -> list[str]:
    """The same of many texts; each is tried alone where they are refused together, as an SDK takes long to make."""
    try:
        venue = loaded(changes, folder)
        if venue is not None:
            return escaped(rendered(evolve(venue, name="tiny")))
    except Exception:
        venue = None
    return [each for site, payload in changes.items() for each in what_escapes({site: payload}, folder)]


def test_every_text_of_every_spec_file_is_refused_or_stays_text() -> None:
    wrong: list[str] = []
    taken: dict[tuple[Path, int], dict[Site, str]] = {}
    for number, site in enumerate(sites()):
        folder = OLDER if site.file.parent == OLDER else TINY
        for round_, payload in enumerate(
            dict.fromkeys((PAYLOADS[(1, 3)[number % 2]], PAYLOADS[number % len(PAYLOADS)]))
        ):
            try:
                if loaded({site: payload}, folder):
                    taken.setdefault((site.file, round_), {})[site] = payload
            except Exception as error:
                wrong.append(f"{site.label} {site.path} {payload[:40]!r}: {type(error).__name__}: {str(error)[:150]}")
    assert sum(map(len, taken.values())) > 500
    for (file, _), changes in taken.items():
        for some in parts(changes.items(), 6):
            wrong += together(dict(some), OLDER if file.parent == OLDER else TINY)
    assert wrong == []


def mutable_sites() -> list[Site]:
    """The texts that can all be replaced at once."""
    chosen: list[Site] = []

    def add(some: tuple[Site, ...]) -> None:
        if loaded({each: f"{index} {PAYLOADS[3]}" for index, each in enumerate((*chosen, *some))}):
            chosen.extend(some)
        elif len(some) > 1:
            add(some[: len(some) // 2])
            add(some[len(some) // 2 :])

    for some in parts(filter(may_change, sites()), 16):
        add(some)
    return chosen


def may_change(site: Site) -> bool:
    """Not what rules compare with, which must keep its sense, or there is no request that breaks them."""
    if site.file.parent == OLDER or site.path[-1] == "pattern" or ("rules" in site.path and site.path[-1] != "because"):
        return False
    return not {"instruments", "context"} & {*site.path} or site.path[-1] == "meaning"


def test_what_is_taken_everywhere_at_once_generates_a_package_that_imports_and_runs_nothing(tmp_path: Path) -> None:
    mutable = mutable_sites()
    assert len(mutable) > 60
    files: dict[str, str] = {f"{PACKAGE}/__init__.py": render_package()}
    for number, payload in enumerate(PAYLOADS):
        venue = loaded({site: f"{index} {payload}" for index, site in enumerate(mutable)})
        assert venue is not None, payload
        made = rendered(evolve(venue, name=f"tiny_{number}"))
        assert escaped(made) == []
        files |= made
    files = finished(files) | {f"{PACKAGE}/{path}": text for path, text in runtime_files().items()}
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    code = (
        "import os, sys, importlib, runpy; from pathlib import Path; root = Path(sys.argv[1])\n"
        "for each in sorted((root / 'generated/venues').rglob('*.py')):\n"
        "    name = '.'.join(each.relative_to(root / 'generated').with_suffix('').parts).removesuffix('.__init__')\n"
        "    importlib.import_module(name) if 'tiny_' in name else None\n"
        "for each in sorted((root / 'tests').rglob('*.py')):\n"
        "    runpy.run_path(str(each))\n"
        "print(os.environ.get('CANARY', 'alive'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "generated")}
    ran = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, env=environment, check=False
    )
    assert (ran.stdout, ran.stderr[-2000:]) == ("alive\n", "")


@pytest.mark.parametrize(
    "text",
    [
        'ends with \\"',
        'ends with \\\\"',
        'ends with """',
        'ends with \\"""',
        '"',
        '\\"',
        "\\",
        'a "b"',
        '""""""',
        '"""\\',
    ],
)
def test_a_docstring_ends_where_it_should(text: str) -> None:
    for indent in (0, 4):
        namespace: dict[str, Any] = {}
        exec(f"def f():\n    {docstring([text], indent)}\n    return 1\n", namespace)
        assert namespace["f"]() == 1
        assert namespace["f"].__doc__.strip() == text


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "list[int]",
        "a()",
        "x=1",
        '"',
        "'",
        "a\nb",
        "# b",
        "a;b",
        "\\",
        "a:b",
        "a-b",
        "{a}",
        "\u2028",
        b"x",
        None,
        float("inf"),
    ],
)
def test_a_template_writes_no_text_that_is_not_python(text: object) -> None:
    with pytest.raises(UnsafeTextError, match="is written where Python is expected"):
        source(text)


def test_credentials_are_those_that_a_client_takes() -> None:
    [site] = [each for each in sites() if each.label == "Auth.credentials" and each.path[-1] == 1]
    with pytest.raises(SpecError) as caught:
        load_venue(TINY, Memory({site: f"x={CODE}, y"}))  # type: ignore[arg-type]  # a source of its own
    [problem] = caught.value.problems
    assert str(problem).startswith(f"{TINY}/venue.yaml:13: auth.credentials[1]: ")
    assert "is none of api_key, secret_key, passphrase [spec-structure]" in str(problem)


def test_a_context_that_cannot_be_learnt_is_an_error_at_its_line(founding: Path) -> None:
    text = (founding / "venue.yaml").read_text()
    (founding / "venue.yaml").write_text(text.replace("{acctLv: acctLv,", "{accountLevel: acctLv,"))
    line = 1 + next(index for index, each in enumerate(text.splitlines()) if "{acctLv: acctLv," in each)
    with pytest.raises(SpecError) as caught:
        load_venue(founding)
    assert str(caught.value).startswith(
        f"{founding}/venue.yaml:{line}: the context has no accountLevel that could be learnt"
    )


def test_a_number_that_no_value_has_is_an_error_at_its_line() -> None:
    with pytest.raises(
        SpecError, match=r"f.yaml:2: a number of 5000 characters is longer than any value; .* \[yaml-number\]"
    ):
        parse("a: 1\nb: " + "9" * 5000, Path("f.yaml"))


def test_a_rule_that_nothing_breaks_is_a_clean_error_of_generate(founding: Path, command: Callable[..., Any]) -> None:
    file = founding / "account" / "set_leverage.yaml"
    rule = "  - id: never\n    when: {all: [{mgnMode: cross}, {not: {mgnMode: cross}}]}\n    forbid: [lever]\n"
    file.write_text(file.read_text().replace("  rules:\n", f"  rules:\n{rule}", 1))
    done = command("generate", "okx_v5", "--root", str(founding.parent.parent))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: ")
    assert "no request was found that breaks the rule never" in done.stderr
