"""Print what is wrong with pages by its form, with the first places of each; all places on request."""

from collections.abc import Iterable

from ..pages.draft import Diagnostic
from ..pages.forms import FIRST_PLACES, Form, forms_of
from ..runtime.errors import readable

_LONGEST = 2000


def print_forms(what: str, diagnostics: Iterable[Diagnostic], *, everything: bool, settle: bool = True) -> None:
    """Print each form that diagnostics have, a form of few places as those places.

    ``what`` begins each line. ``everything`` prints all places, ``settle`` what to do about a form.
    """
    for form in forms_of(diagnostics):
        print_form(what, form, everything=everything)
        if form.settle and settle:
            print(f"    to settle it: {_plain(form.settle)}")


def print_form(what: str, form: Form, *, everything: bool = False, lists: str = "--report lists them") -> None:
    """Print a form with its first places, or with all; a form of few places as those places.

    ``lists`` says where the other places are.
    """
    few = len(form.places) < FIRST_PLACES
    if not few:
        print(f"{what}: {_plain(form)}")
    if few or everything:
        for place in form.places:
            print(f"{what}: {_plain(place)}")
    else:
        first = ", ".join(f"{place.file}:{place.line}" for place in form.places[:FIRST_PLACES])
        more = len(form.places) - FIRST_PLACES
        print(f"    at {_plain(first)}{f' and {more} more; {lists}' if more else ''}")


def _plain(value: object) -> str:
    return readable(str(value), _LONGEST)
