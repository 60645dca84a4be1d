"""Work that is spread over processes: the results of one process, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from venuespec import processes
from venuespec.cli import app
from venuespec.processes import WorkerError, in_processes

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere all work is done in one process")


@pytest.fixture(autouse=True)
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes, however many processors and threads there are here."""
    monkeypatch.setattr(processes, "_processes", lambda: 1 if processes._parent else 2)


def children() -> list[str]:
    return Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()


def where(item: int) -> tuple[int, int]:
    return item * item, os.getpid()


def test_two_processes_share_the_items_and_the_results_are_in_their_order() -> None:
    results = in_processes(where, range(6), [1] * 6, least=6)
    assert [square for square, _ in results] == [0, 1, 4, 9, 16, 25]
    assert [process == os.getpid() for _, process in results] == [True, True, True, False, False, False]
    assert children() == []


def test_little_work_is_done_here() -> None:
    assert {process for _, process in in_processes(where, range(6), [1] * 6, least=7)} == {os.getpid()}
    assert in_processes(where, [], [], least=0) == []


def test_items_of_about_the_same_weight_stay_neighbours() -> None:
    results = in_processes(where, range(4), [9, 1, 1, 7], least=1)
    assert [process == os.getpid() for _, process in results] == [True, False, False, False]


def test_items_of_a_family_stay_together() -> None:
    results = in_processes(where, range(6), [2, 1, 2, 1, 2, 1], least=1, kin=["a", "b", "a", "b", "c", "c"])
    assert [process == os.getpid() for _, process in results] == [True, False, True, False, False, False]
    assert [square for square, _ in results] == [0, 1, 4, 9, 16, 25]


def test_a_family_with_more_than_its_share_is_divided() -> None:
    results = in_processes(where, range(4), [1, 3, 3, 3], least=1, kin=["a", "b", "b", "b"])
    assert {process == os.getpid() for _, process in results[1:]} == {True, False}


def test_a_process_that_shares_the_work_starts_no_others() -> None:
    def nested(item: int) -> set[bool]:
        return {process == os.getpid() for _, process in in_processes(where, range(4), [1] * 4, least=1)}

    assert in_processes(nested, [1, 2], [1, 1], least=1)[1] == {True}


@pytest.mark.parametrize("wrong", [{0}, {2}, {5}, {1, 4}, {4, 5}, {0, 3}])
def test_the_exception_is_that_of_the_first_item_that_fails(wrong: set[int]) -> None:
    def work(item: int) -> int:
        if item in wrong:
            raise ValueError(f"item {item}")
        return item

    with pytest.raises(ValueError, match=f"^item {min(wrong)}$"):
        in_processes(work, range(6), [1] * 6, least=1)
    assert children() == []


def ended_by(how: Callable[[], None]) -> Callable[[int], int]:
    here = os.getpid()

    def work(item: int) -> int:
        if os.getpid() != here:
            how()
        return item

    return work


@pytest.mark.parametrize(
    ("how", "said"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "was ended by signal 9"),
        (lambda: os._exit(3), "failed with code 3"),
        (lambda: sys.exit(0), "failed with code 1"),
    ],
)
def test_a_process_that_ends_without_its_results_is_an_error(how: Callable[[], None], said: str) -> None:
    with pytest.raises(WorkerError) as raised:
        in_processes(ended_by(how), range(4), [1] * 4, least=1)
    assert str(raised.value) == (
        f"a process that shared the work {said}; with VENUESPEC_PROCESSES=1 all work is done in one process"
    )
    assert children() == []


def test_a_command_says_so_in_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fails(*arguments: object) -> None:
        raise WorkerError("a process that shared the work was ended by signal 9")

    monkeypatch.setattr(app, "_imported", fails)
    with pytest.raises(SystemExit) as ended:
        app.app(args=["lint"], prog_name="venuespec")
    assert ended.value.code == 2
    assert capsys.readouterr().err == "error: a process that shared the work was ended by signal 9\n"


def test_ctrl_c_ends_both_processes() -> None:
    slow = ended_by(lambda: time.sleep(60))

    def work(item: int) -> int:
        if slow(item) == 0:
            signal.raise_signal(signal.SIGINT)
        return item

    # A shell starts commands in the background with the signal ignored.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            in_processes(work, range(2), [1, 1], least=1)
    finally:
        signal.signal(signal.SIGINT, before)
    assert children() == []


def test_large_results_come_back_whole() -> None:
    results = in_processes(lambda item: bytes([item]) * 3_000_000, range(4), [1] * 4, least=1)
    assert [(len(result), set(result)) for result in results] == [(3_000_000, {item}) for item in range(4)]


def test_what_is_done_is_counted_up_to_all_items() -> None:
    told: list[tuple[int, int]] = []
    in_processes(where, range(6), [1] * 6, least=1, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 6), (4, 6), (6, 6)]


@pytest.mark.parametrize(
    ("code", "many"),
    [
        ("", True),
        ("import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()", False),
        ("import os; os.environ['VENUESPEC_PROCESSES'] = '1'", False),
        ("import sys; sys.platform = 'darwin'", False),
        ("import sys; sys.platform = 'win32'", False),
        ("import os; os.sched_getaffinity = lambda process: {0}", False),
    ],
)
def test_a_program_forks_only_where_that_is_safe_and_wanted(code: str, many: bool) -> None:
    program = (
        "import os; os.sched_getaffinity = lambda process: {0, 1}\n"
        f"from venuespec.processes import in_processes\n{code}\n"
        "print(len(set(in_processes(lambda item: os.getpid(), range(4), [1] * 4, least=1))) > 1)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == f"{many}\n"


def test_what_the_first_items_prepare_is_there_in_each_process() -> None:
    prepared: list[int] = []

    def work(item: int) -> tuple[int, list[int]]:
        prepared.append(item)
        return os.getpid(), prepared[:2]

    results = in_processes(work, range(8), [1] * 8, least=1, ahead=0.25)
    assert [process == os.getpid() for process, _ in results] == [True] * 5 + [False] * 3
    assert all(first == [0, 1] for _, first in results[2:])


def test_of_two_large_items_none_is_done_ahead_of_the_other() -> None:
    results = in_processes(lambda item: os.getpid(), range(2), [50, 50], least=1, ahead=0.02)
    assert len(set(results)) == 2
