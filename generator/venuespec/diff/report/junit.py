"""Report changes as JUnit XML, which CI systems show: one suite an endpoint, one case a change.

A change from the failing level up is a failure, one that the policy ignores is skipped, all others pass.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree

from ...runtime.errors import readable
from .located import LocatedChange
from .summary import IgnoredChange, Report, reaches
from .verdicts import verdict

# Characters that XML 1.0 cannot hold and that `readable` leaves.
_NO_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")


def render_junit(report: Report) -> str:
    """Render a report as XML; where nothing changed it has one case, which passes."""
    root = ElementTree.Element("testsuites", {"name": _text(f"{report.old} to {report.new}")})
    cases: list[tuple[LocatedChange, IgnoredChange | None]] = [(entry, None) for entry in report.entries]
    cases += [(ignored.entry, ignored) for ignored in report.ignored]
    cases.sort(key=lambda case: (case[0].change.endpoint != "*", case[0].change.endpoint))
    for endpoint, group in groupby(cases, key=lambda case: case[0].change.endpoint):
        _suite(root, "the venue" if endpoint == "*" else endpoint, [_case(*case, report) for case in group])
    if not cases:
        _suite(root, "the venue", [ElementTree.Element("testcase", {"classname": "the venue", "name": "no changes"})])
    if report.selection is not None:
        properties = ElementTree.Element("properties")
        root[0].insert(0, properties)
        ElementTree.SubElement(properties, "property", {"name": "selection", "value": _text(report.selection.words)})
    for name in ("tests", "failures", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")


def _suite(root: ElementTree.Element, name: str, cases: list[ElementTree.Element]) -> None:
    suite = ElementTree.SubElement(root, "testsuite", {"name": _text(name), "tests": str(len(cases))})
    suite.set("failures", str(_count(cases, "failure")))
    suite.set("skipped", str(_count(cases, "skipped")))
    suite.extend(cases)


def _count(cases: list[ElementTree.Element], tag: str) -> int:
    return sum(case.find(tag) is not None for case in cases)


def _case(entry: LocatedChange, ignored: IgnoredChange | None, report: Report) -> ElementTree.Element:
    change = entry.change
    name = " ".join(filter(None, (change.kind, change.pointer, change.fingerprint)))
    case = ElementTree.Element("testcase", {"classname": _text(change.endpoint), "name": _text(name)})
    if entry.callers:
        case.set("file", _text(entry.callers[0].file))
        case.set("line", str(entry.callers[0].line))
    elif entry.place is not None:
        case.set("file", _text(entry.place.file.as_posix()))
        case.set("line", str(entry.place.line))
    if ignored is not None:
        message = f"until {ignored.expires}: {ignored.reason}"
        ElementTree.SubElement(case, "skipped", {"message": _text(message)})
    elif reaches(change.level, report.failing):
        failure = ElementTree.SubElement(case, "failure", {"type": change.level, "message": _text(change.message)})
        failure.text = "\n".join(map(_text, _details(entry)))
    else:
        ElementTree.SubElement(case, "system-out").text = "\n".join(map(_text, _details(entry)))
    return case


def _details(entry: LocatedChange) -> Iterator[str]:
    yield f"{entry.change.level}: {entry.change.message}"
    if verdict(entry.change).words:
        yield verdict(entry.change).words
    for each in entry.passages:
        yield from (f"- {each.old_text}",) if each.old_text else ()
        yield from (f"+ {each.new_text}",) if each.new_text else ()
    yield from (f"{caller.file}:{caller.line} {caller.call}" for caller in entry.callers)
    if entry.docs:
        yield entry.docs


def _text(text: str) -> str:
    return xml_text(readable(text, 2000))


def xml_text(text: str) -> str:
    """Leave out what XML 1.0 cannot hold."""
    return _NO_XML.sub(" ", text)
