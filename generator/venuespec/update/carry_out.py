"""Carry a day out: generate what the SDK becomes, write the spec and the SDK, and test what changed."""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from attrs import evolve

from ..checks.counterexample import UnbreakableError
from ..pages.merge import ImportPlan
from ..sdk.emit import Changes, emit
from ..sdk.generate import PACKAGE, TESTS, files_of, owned, planned, stale_names
from ..spec.moving import moving_page, moving_path
from ..textfiles import AS_BEFORE, WriteError, recover, write_all
from .collect import DayInputs, collect
from .review import DayReview, SdkState, TestRun

_LAST_LINES = 30


def carry_out(day: DayInputs, *, check: bool, tests: bool, delete: int = 0) -> DayReview:
    """Return the review of a day after writing it, unless ``check``; without an SDK where the spec has errors.

    Nor is there one where a rule of the spec says nothing on the new pages. Raises ``SpecError``, ``EmitError``,
    ``StyleError``, ``UnsafeTextError`` and ``WriteError``; spec and SDK are as they were then.
    """
    review = collect(day, check=check)
    if day.errors:
        sdk = _refused(day)
        if not check:
            day.plan.write()
    else:
        sdk, _ = _generated(day, check=check, delete=delete)
        if tests and not check and not sdk.reason:
            sdk = evolve(sdk, tests=_tested(day.root, _touched(day)))
    return evolve(review, sdk=sdk)


def take_up(day: DayInputs, *, tests: bool, delete: int = 0) -> SdkState:
    """Generate the SDK of a day without changes whose spec was corrected since, and test what that changed.

    Raises as ``carry_out`` does.
    """
    if day.errors:
        return _refused(day)
    sdk, written = _generated(day, check=False, delete=delete)
    folders = sorted({(day.root / path).parent for path in written if path.startswith(f"{TESTS}/")})
    return evolve(sdk, tests=_tested(day.root, folders)) if tests and written else sdk


def _refused(day: DayInputs) -> SdkState:
    count = len(day.errors)
    errors, them = ("an error", "it") if count == 1 else (f"{count} errors", "them")
    return SdkState(reason=f"the spec has {errors} after the import; correct {them}, then run this command again")


def _generated(day: DayInputs, *, check: bool, delete: int) -> tuple[SdkState, tuple[str, ...]]:
    """Write the SDK and then the spec, and return the files of the SDK: what is refused is refused before."""
    sdks = planned([day.after])
    try:
        files, names = files_of(sdks), stale_names(sdks)
    except UnbreakableError as error:
        if not check:
            day.plan.write()
        return SdkState(reason=f"{error} Correct or remove it, then run this command again"), ()
    recover(day.root)
    changes: Changes = emit(day.root, files, owned([day.after]), check=check, delete=delete)
    beside = {str(file): text for file, text in (*names.items(), *_stale_table(day))}
    if not check:
        _write_spec(day, beside)
    state = SdkState(written=len(changes.written) + len(beside), deleted=len(changes.deleted))
    return state, tuple(map(str, changes.written))


def _write_spec(day: DayInputs, beside: Mapping[str, str]) -> None:
    """Write the spec and what stands beside it. Raises ``WriteError``, which says that the SDK is written."""
    try:
        day.plan.write()
        write_all(Path(), beside)
    except WriteError as error:
        why = str(error).removesuffix(AS_BEFORE)
        raise WriteError(
            f"{why}; the SDK is written and the spec is not; mend this, then run the command again"
        ) from None


def _stale_table(day: DayInputs) -> Iterator[tuple[Path, str]]:
    """Yield the table of other clients' methods, where the root has one and the day changes it."""
    file, text = day.root / moving_path(day.after.name), moving_page(day.after)
    if file.is_file() and file.read_text(encoding="utf-8") != text:
        yield file, text


def _touched(day: DayInputs) -> list[Path]:
    """Return the generated tests of the groups with endpoints that changed."""
    plan: ImportPlan = day.plan
    groups = sorted({name.partition("/")[0] for name in (*plan.new, *plan.changed) if "/" in name})
    folders = [day.root / TESTS / day.after.name / group for group in groups]
    return [folder for folder in folders if folder.is_dir()]


def _tested(root: Path, folders: Iterable[Path]) -> TestRun | None:
    """Run the tests below folders; None where there are none."""
    paths = [str(folder.relative_to(root)) for folder in folders]
    if not paths:
        return None
    command = [sys.executable, "-m", "pytest", "-q", "--no-header", "-p", "no:cacheprovider", *paths]
    # The SDK that was just written, and not one that is installed.
    path = os.pathsep.join(
        filter(None, (str(root.resolve() / PACKAGE.partition("/")[0]), os.environ.get("PYTHONPATH")))
    )
    environment = {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.strip()]
    failures = [line for line in lines if line.startswith(("FAILED ", "ERROR "))]
    summary = lines[-1].strip("= ") if lines else (done.stderr.strip().splitlines() or ["pytest said nothing"])[-1]
    return TestRun(passed=done.returncode == 0, summary=summary, failures=tuple(failures[:_LAST_LINES]))
