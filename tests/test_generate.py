"""The generator: files that are safe, deterministic, owned, and readable by a type checker."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from venuespec.naming import Wish, attributes, pascal, singular, snake
from venuespec.python_text import literal
from venuespec.rules.tree import Is, Require, Restrict, RuleTree
from venuespec.sdk.emit import MANIFEST, EmitError, emit
from venuespec.sdk.generate import generate, owned
from venuespec.sdk.text import clean, docstring
from venuespec.spec.load import load_venue
from venuespec.spec.model import EndpointSpec, Example, Field, Note
from venuespec.spec.problem import SpecError

FIXTURES = Path(__file__).parent / "fixtures"
OWNED = ("generated/venues/", "tests/generated/")


@pytest.mark.parametrize(
    ("wire", "name"),
    [
        ("instId", "inst_id"),
        ("clOrdId", "cl_ord_id"),
        ("tpTriggerPxType", "tp_trigger_px_type"),
        ("from", "from_"),
        ("pxUSD", "px_usd"),
        ("1mAmt", "n1m_amt"),
        ("type", "type"),
        ("field", "field_"),
        ("raw", "raw_"),
        ("../x", "x"),
        ("日本", "field_"),
    ],
)
def test_wire_names_become_python_names(wire: str, name: str) -> None:
    assert snake(wire) == name


def test_no_two_names_are_the_same() -> None:
    wishes = [Wish(wire=wire) for wire in ("ordId", "ord_id", "OrdId")]
    assert attributes(wishes, "request") == {"ordId": "ord_id", "ord_id": "ord_id_", "OrdId": "ord_id__"}


@pytest.mark.parametrize(
    ("name", "cls"),
    [("set_leverage", "SetLeverage"), ("attachAlgoOrds", "AttachAlgoOrd"), ("details", "Detail"), ("3x", "N3x")],
)
def test_class_names(name: str, cls: str) -> None:
    assert singular(pascal(name)) == cls


HOSTILE = [
    '"""\nimport os; os.system("touch /tmp/pwned")\n"""',
    "\\",
    'ends with a quote"',
    "{{ 7 * 7 }} {% raw %}",
    "\x1b[31mred\x1b[0m \u202eback",
    "new\nline\r\nand\ttab",
    "'''",
    "\\N{SNOWMAN} \\x41 \\",
    "#} {# #",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    assert eval(literal(text)) == text
    namespace: dict[str, Any] = {}
    exec(compile(f"def f():\n    {docstring([text])}\n", "f", "exec"), namespace)
    assert clean(namespace["f"].__doc__) == clean(text)
    assert "\x1b" not in namespace["f"].__doc__


def hostile_endpoint(text: str) -> EndpointSpec:
    row = Field(
        name="p",
        type="String",
        json="string",
        kind="enum",
        label=text,
        description=text,
        values=(text, "b"),
        default=text,
    )
    return EndpointSpec(
        venue="okx_v5",
        group="account",
        name="hostile",
        method="POST",
        path="/api/v5/hostile",
        title=text,
        source=f"https://example.com/{text}",
        summary=text,
        permissions=(text,),
        request=(row, evolve(row, name=text), evolve(row, name="l", json="array", kind="array", fields=(row,))),
        response=(row, evolve(row, name=text)),
        examples=(Example(title=text, request={"p": text}), Example(response={"code": "0", "data": [{"p": text}]})),
        rules=(
            RuleTree(
                id="r",
                when=Is("p", (text,)),
                asserts=(Require((text,)), Restrict(name="p", one_of=(text,))),
                because=text,
            ),
        ),
        notes=(Note(text=text),),
    )


def test_the_generated_tests_of_a_venue_unlike_the_others_pass(tmp_path: Path) -> None:
    """Success code, names of the envelope, environment, host and credentials are the venue's."""
    for path, text in generate([load_venue(FIXTURES / "spec" / "ku")]).items():
        target = tmp_path / path.replace("tests/generated", "tests")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)
    options = ("-q", "-p", "no:cacheprovider", "--import-mode=importlib", "-c", os.devnull)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "tests/ku"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "generated")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    assert "3 passed" in done.stdout


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_page_generates_code_that_does_nothing_but_hold_its_text(
    frozen: Callable[[str], Any], text: str, tmp_path: Path
) -> None:
    loaded = evolve(frozen("okx_v5"), endpoints=(hostile_endpoint(text),), clock=None)
    files = generate([loaded])
    source = files["generated/venues/okx_v5/account/hostile.py"]
    assert "\x1b" not in source
    assert "\u202e" not in source
    package = tmp_path / "venues"
    for path, content in files.items():
        if path.startswith("generated/venues/"):
            target = tmp_path / path.removeprefix("generated/")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content)
    code = "from venues.okx_v5.account.hostile import Hostile as H; print(sorted(p.wire for _, p in H.params))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert eval(done.stdout) == sorted(["p", "l", text])
    assert package.is_dir()
    assert not Path("/tmp/pwned").exists()


@pytest.mark.parametrize("group", ["../evil", "Account", "a-b", "class"])
def test_a_group_that_is_no_name_is_refused(frozen_root: Path, tmp_path: Path, group: str) -> None:
    import shutil

    folder = tmp_path / "okx_v5"
    shutil.copytree(frozen_root / "spec" / "okx_v5", folder)
    if group == "class":
        target = folder / "account" / "class.yaml"
    else:
        target = folder / group.replace("../", "x..") / "set_leverage.yaml"
    target.parent.mkdir(exist_ok=True)
    (folder / "account" / "set_leverage.yaml").rename(target)
    with pytest.raises(SpecError, match="is not a Python name"):
        load_venue(folder)


@pytest.mark.parametrize("path", ["../evil.py", "/etc/evil.py", "generated/venues/../../evil.py", "README.md"])
def test_no_file_is_written_elsewhere(tmp_path: Path, path: str) -> None:
    with pytest.raises(EmitError, match="outside of the folders that are generated"):
        emit(tmp_path, {path: "x"}, OWNED)
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "root" / "generated").mkdir(parents=True)
    (tmp_path / "root" / "generated" / "venues").symlink_to(outside)
    with pytest.raises(EmitError, match="through a link"):
        emit(tmp_path / "root", {"generated/venues/a.py": "x"}, OWNED)
    assert list(outside.iterdir()) == []


class TestEmit:
    def test_the_second_run_changes_nothing(self, tmp_path: Path) -> None:
        files = {"generated/venues/a/b.py": "b = 1\n"}
        assert emit(tmp_path, files, OWNED).written == ("generated/venues/a/b.py",)
        assert emit(tmp_path, files, OWNED).none
        assert emit(tmp_path, files, OWNED, check=True).none

    def test_a_file_that_is_no_longer_made_goes_with_its_folder(self, tmp_path: Path) -> None:
        emit(tmp_path, {"generated/venues/a/b.py": "b = 1\n", "generated/venues/c.py": ""}, OWNED)
        (tmp_path / "generated/venues/a/__pycache__").mkdir()
        (tmp_path / "generated/venues/a/__pycache__/b.pyc").write_bytes(b"")
        assert emit(tmp_path, {"generated/venues/c.py": ""}, OWNED).deleted == ("generated/venues/a/b.py",)
        assert not (tmp_path / "generated/venues/a").exists()

    def test_another_venues_files_stay(self, tmp_path: Path) -> None:
        emit(tmp_path, {"generated/venues/a/b.py": "b = 1\n", "generated/venues/c/d.py": ""}, OWNED)
        assert emit(tmp_path, {"generated/venues/c/d.py": ""}, ("generated/venues/c/",)).none
        assert (tmp_path / "generated/venues/a/b.py").exists()

    def test_an_edited_file_is_neither_overwritten_nor_deleted(self, tmp_path: Path) -> None:
        emit(tmp_path, {"generated/venues/a.py": "a = 1\n", "generated/venues/b.py": "b = 1\n"}, OWNED)
        (tmp_path / "generated/venues/a.py").write_text("a = 'mine'\n")
        before = (tmp_path / MANIFEST).read_text()
        for files in ({"generated/venues/a.py": "a = 2\n", "generated/venues/b.py": "b = 2\n"}, {}):
            with pytest.raises(EmitError, match="edited by hand"):
                emit(tmp_path, files, OWNED)
            assert (tmp_path / "generated/venues/a.py").read_text() == "a = 'mine'\n"
            assert (tmp_path / "generated/venues/b.py").read_text() == "b = 1\n"
            assert (tmp_path / MANIFEST).read_text() == before
        assert emit(tmp_path, {"generated/venues/a.py": "a = 2\n"}, OWNED, force=True).written == (
            "generated/venues/a.py",
        )

    def test_check_says_and_changes_nothing(self, tmp_path: Path) -> None:
        assert emit(tmp_path, {"generated/venues/a.py": ""}, OWNED, check=True).written == ("generated/venues/a.py",)
        assert list(tmp_path.iterdir()) == []

    def test_a_damaged_manifest_is_said(self, tmp_path: Path) -> None:
        (tmp_path / "generated").mkdir()
        (tmp_path / MANIFEST).write_text('{"files": {"../../etc/passwd": "x"}}')
        with pytest.raises(EmitError, match="names paths outside of the tree"):
            emit(tmp_path, {}, OWNED)
        (tmp_path / MANIFEST).write_text("{")
        with pytest.raises(EmitError, match="is damaged"):
            emit(tmp_path, {}, OWNED)


def test_a_renamed_endpoint_leaves_no_orphan(frozen: Callable[[str], Any], tmp_path: Path) -> None:
    whole = frozen("okx_v5")
    loaded = evolve(whole, endpoints=tuple(each for each in whole.endpoints if each.group == "account"))
    emit(tmp_path, generate([loaded]), owned([loaded]))
    renamed = tuple(
        evolve(each, name="change_leverage") if each.name == "set_leverage" else each for each in loaded.endpoints
    )
    again = evolve(loaded, endpoints=renamed)
    changes = emit(tmp_path, generate([again]), owned([again]))
    assert set(changes.deleted) == {
        "generated/venues/okx_v5/account/set_leverage.py",
        "tests/generated/okx_v5/account/test_set_leverage.py",
    }
    on_disk = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert on_disk == {*json.loads((tmp_path / MANIFEST).read_text())["files"], MANIFEST}


def test_the_same_spec_gives_the_same_bytes_under_any_hash_seed(frozen_root: Path) -> None:
    code = (
        "import hashlib, pathlib; from venuespec.sdk.generate import generate;"
        "from venuespec.spec.load import load_venue; venue = load_venue(pathlib.Path('spec/okx_v5'));"
        "files = generate([venue]);"
        "print(hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest())"
    )
    outputs = set()
    for seed in ("0", "1", "4242"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.add(
            subprocess.run(
                [sys.executable, "-c", code],
                cwd=frozen_root,
                env=environment,
                capture_output=True,
                text=True,
                check=True,
            ).stdout
        )
    assert len(outputs) == 1


BLOCKED = """
import sys
class Block:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"jinja2", "yaml", "typer", "rich", "starlette", "uvicorn", "venuespec", "redis", "lxml"}:
            raise ImportError(name + " is not installed here")
sys.meta_path.insert(0, Block())
"""


def run(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", BLOCKED + code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_sdk_needs_nothing_of_the_tool() -> None:
    code = """
from venues.okx_v5 import Client, endpoints
from venues._runtime.transport.stub import StubTransport
stub = StubTransport()
stub.answer("POST", "/api/v5/account/set-leverage", {"code": "0", "data": [{"lever": "5"}]})
with Client(api_key="k", secret_key="s", passphrase="p", transport=stub) as okx:
    print(okx.account.set_leverage(inst_id="BTC-USDT-SWAP", lever=5, mgn_mode="cross")[0].lever, len(list(endpoints())) > 100)
"""
    assert run(code) == "5 True\n"


def test_every_endpoint_tells_what_it_is(venue: Callable[[str], Any]) -> None:
    from venues.okx_v5 import endpoints

    found = {f"{each.method} {each.path}": each for each in endpoints()}
    order = found["POST /api/v5/trade/order"]
    assert (order.group, order.name, order.signed, order.optional) == ("trade", "trade.place_order", True, False)
    assert (found["GET /api/v5/public/time"].signed, found["GET /api/v5/public/time"].permissions) == (False, ())
    wanted = {each.key: each for each in venue("okx_v5").endpoints if each.gone_since is None}
    assert found.keys() == wanted.keys()
    for key, each in found.items():
        access = "optional" if each.optional else "signed" if each.signed else "public"
        assert (each.permissions, each.docs, access) == (
            wanted[key].permissions,
            wanted[key].source,
            wanted[key].access,
        )


def test_a_documented_limit_is_shown_in_words() -> None:
    from venues._runtime.endpoint import RateLimit

    assert str(RateLimit(limit=10, window=2.0, key=("user_id",))) == "10 requests per 2 s, counted on user_id"


def test_importing_the_client_loads_no_endpoint() -> None:
    code = """
import sys
from venues.okx_v5 import Client
client = Client()
print(sorted(name for name in sys.modules if name.startswith("venues.okx_v5.")))
client.account
print([name for name in sys.modules if name.startswith("venues.okx_v5.account.")])
"""
    names = "['venues.okx_v5.client', 'venues.okx_v5.context', 'venues.okx_v5.endpoints', 'venues.okx_v5.venue']"
    assert run(code) == f"{names}\n[]\n"


def test_an_object_of_the_runtime_is_written_with_what_is_not_its_default() -> None:
    from venuespec.runtime.endpoint import Paging, RateLimit
    from venuespec.runtime.venue import Ban, Envelope, Feedback
    from venuespec.sdk.templating import arguments

    assert arguments(RateLimit(limit=20, window=2.0, key=("ip",))) == "limit=20, window=2.0, key=('ip',)"
    assert arguments(Paging(number="page", first=0)) == "number='page', first=0"
    assert (
        arguments(Envelope(code="c", message="m", data="d", success=frozenset({"1", "0"}), verdicts=("a", "b")))
        == "code='c', message='m', data='d', success=frozenset(['0', '1']), verdicts=('a', 'b')"
    )
    assert (
        arguments(Feedback(remaining="X", ban=Ban(403, "go away", 600.0)))
        == "remaining='X', ban=Ban(status=403, says='go away', seconds=600.0)"
    )
