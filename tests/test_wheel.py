"""The wheel: the SDK and the tool, on one copy of the runtime."""

import os
import subprocess
import sys
from compileall import compile_dir
from pathlib import Path
from zipfile import ZipFile

import pytest


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the site-packages of somebody who installed the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (wheel,) = (folder / "dist").iterdir()
    with ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def installed(site: Path) -> Path:
    """The same, compiled as an installer leaves it: most tests start the tool several times."""
    for package in ("venuespec", "venues/_runtime", "venues/bybit_v5"):
        compile_dir(site / package, quiet=2)
    return site


def run(site: Path, *arguments: str, cwd: Path | None = None, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run Python with the unpacked wheel before everything else that is installed."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (path, str(site))))}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd or site, env=environment, capture_output=True, text=True
    )


def test_the_wheel_has_the_runtime_once(site: Path) -> None:
    assert [file.relative_to(site).as_posix() for file in site.rglob("fork_safety.py")] == [
        "venues/_runtime/fork_safety.py"
    ]
    assert sorted(file.name for file in (site / "venues" / "_runtime" / "limits" / "lua").glob("*.lua"))
    runtime = {file.name for file in (site / "venuespec" / "runtime").iterdir()}
    assert runtime - {"__pycache__"} == {"__init__.py"}
    assert sorted(each.name for each in site.iterdir() if each.suffix != ".dist-info") == ["venues", "venuespec"]


def test_the_sdk_and_the_tool_of_the_wheel_work(installed: Path) -> None:
    code = (
        "import venues.okx_v5, venuespec.runtime.errors as tools, venues._runtime.errors as own;"
        "print(venues.okx_v5.Client.__name__, tools.__file__ == own.__file__, own.__file__)"
    )
    done = run(installed, "-c", code)
    assert (done.stdout, done.stderr) == (f"Client True {installed}/venues/_runtime/errors.py\n", "")
    helped = run(installed, "-m", "venuespec", "--help")
    assert helped.returncode == 0
    assert "generate" in helped.stdout


def test_the_tool_of_the_wheel_generates_what_the_repository_generates(
    installed: Path, frozen_root: Path, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "ku").symlink_to(frozen_root / "spec" / "ku")
    # An SDK that an older version made, on the path before the wheel, is not where the runtime comes from.
    older = tmp_path / "generated" / "venues" / "_runtime"
    older.mkdir(parents=True)
    (older.parent / "__init__.py").touch()
    (older / "__init__.py").write_text("raise AssertionError('the runtime of an older SDK')")
    code = (
        "from pathlib import Path; from venuespec.sdk.generate import generate;"
        "from venuespec.spec.load import load_venue;"
        "files = generate([load_venue(Path('spec/ku'))]);"
        "[print(name) for name, text in files.items() if name.startswith('generated/venues/_runtime/')"
        " and text == (Path(SOURCE) / name.removeprefix('generated/venues/_runtime/')).read_text()]"
    )
    source = root / "generator" / "venuespec" / "runtime"
    done = run(installed, "-c", f"SOURCE = {str(source)!r}; {code}", cwd=tmp_path, path=str(tmp_path / "generated"))
    names = sorted(
        file.relative_to(source).as_posix() for kind in ("*.py", "*.lua", "*.c") for file in source.rglob(kind)
    )
    assert done.stderr == ""
    assert sorted(done.stdout.split()) == [f"generated/venues/_runtime/{name}" for name in names]


def test_specs_are_installed_and_read_in_any_folder(installed: Path, tmp_path: Path) -> None:
    shown = run(installed, "-m", "venuespec", "show", "bybit_v5", "position/set-lev", cwd=tmp_path)
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "client.position.set_leverage(category=..., symbol=..., buy_leverage=..., sell_leverage=...)" in shown.stdout
    request = '{"category": "linear", "symbol": "BTCUSDT", "buyLeverage": "5", "sellLeverage": "6", "possideIdx": 1}'
    explained = run(
        installed, "-m", "venuespec", "explain", "bybit_v5", "position.set_leverage", "--params", request, cwd=tmp_path
    )
    assert explained.returncode == 1
    assert "unknown: possideIdx is not a parameter" in explained.stdout
    missing = run(installed, "-m", "venuespec", "show", "nobody", cwd=tmp_path)
    assert (missing.returncode, missing.stderr) == (
        2,
        "error: neither spec nor the installed package has a spec 'nobody'; known specs: binance_usdm, bybit_v5, coinswitch_futures_v2, coinswitch_hft, coinswitch_spot_v2, okx_v5\n",
    )


def test_a_small_sdk_is_written_into_another_package(installed: Path, tmp_path: Path) -> None:
    command = ["-m", "venuespec", "vendor", "bybit_v5", "order.place_order", "--package", "mybot.bybit"]
    done = run(installed, *command, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "mybot.bybit: order.place_order"
    assert "market.get_server_time" in done.stdout.splitlines()[1]
    code = (
        "import sys; sys.path[:] = [place for place in sys.path if not place.endswith('site')];"
        "from mybot.bybit import AsyncClient, Client, RequestError, StubTransport;"
        "client = Client(transport=StubTransport());"
        "print(Client.__module__, client.order.get_open_orders.__name__);"
        "print([name for name in sys.modules if name.startswith('venue')])"
    )
    used = run(installed, "-c", code, cwd=tmp_path)
    assert (used.stdout, used.stderr) == ("mybot.bybit.bybit_v5.client get_open_orders\n[]\n", "")
    again = run(installed, *command, cwd=tmp_path)
    assert again.stdout.splitlines()[-2].startswith("0 written, 0 deleted, ")
    (tmp_path / "mybot" / "bybit" / "__init__.py").write_text("# mine")
    edited = run(installed, *command, cwd=tmp_path)
    assert edited.returncode == 2
    assert "were edited by hand" in edited.stderr


def test_pytest_has_a_fixture_for_each_installed_venue(installed: Path, tmp_path: Path) -> None:
    (tmp_path / "test_bot.py").write_text(
        "import pytest\n"
        "from venues.bybit_v5 import Client\n"
        "@pytest.mark.sandbox(context={'positionMode': 'hedge'}, seed=3)\n"
        "def test_it(bybit_sandbox):\n"
        "    with Client(api_key='k', secret_key='s', base_url=bybit_sandbox.url) as client:\n"
        "        order = dict(category='linear', symbol='BTCUSDT', side='Buy', order_type='Market', qty='0.01')\n"
        "        client.order.place_order(**order, position_idx=1)\n"
        "        [row] = client.position.get_positions(category='linear', symbol='BTCUSDT').list\n"
        "        assert (str(row.size), row.position_idx) == ('0.01', 1)\n"
        "@pytest.mark.sandbox(colour=1)\n"
        "def test_options(bybit_v5_sandbox):\n"
        "    pass\n"
    )
    # The plugin is found by the wheel's entry point.
    done = run(
        installed, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--strict-markers", "--assert=plain", cwd=tmp_path
    )
    assert "1 passed, 1 error" in done.stdout, done.stdout
    assert "the marker sandbox has no colour; it has credentials, context" in done.stdout
