"""How much of a venue's documentation the spec has made sense of, by group and in total."""

from attrs import asdict, fields, frozen

from ..rules.queries import paths_of
from ..spec.model import EndpointSpec, VenueSpec, walk
from ..spec.problem import Problem
from .due import due


@frozen(kw_only=True)
class CoverageCounts:
    """What is counted; the later ones are work left.

    ``conditional`` are request parameters that the page marks as conditionally required, ``with_rule`` those of them
    that a rule speaks of, ``with_reason`` those that only a note explains. ``inferred`` are the rows without a word in
    the vocabulary whose kind the examples tell. ``rules_due`` are rules that await review against the
    present page, ``stale`` are rules and other parts of the spec that are left out
    because they speak of what the page does not have.
    """

    endpoints: int = 0
    parameters: int = 0
    response_fields: int = 0
    rules: int = 0
    conditional: int = 0
    with_rule: int = 0
    with_reason: int = 0
    without_rule: int = 0
    without_word: int = 0
    inferred: int = 0
    without_summary: int = 0
    without_example: int = 0
    repaired_examples: int = 0
    broken_examples: int = 0
    unread: int = 0
    rules_due: int = 0
    stale: int = 0

    def __add__(self, other: "CoverageCounts") -> "CoverageCounts":
        return CoverageCounts(
            **{field.name: getattr(self, field.name) + getattr(other, field.name) for field in fields(CoverageCounts)}
        )

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


@frozen(kw_only=True)
class Coverage:
    """Counts of each group and of all.

    ``open`` names each conditional parameter that nothing speaks of, ``stale`` tells of what is left out.
    """

    groups: dict[str, CoverageCounts]
    total: CoverageCounts
    open: tuple[str, ...]
    stale: tuple[Problem, ...] = ()


def coverage(venue: VenueSpec) -> Coverage:
    """Count what the spec of a venue covers; endpoints that vanished from the docs are left out."""
    groups: dict[str, CoverageCounts] = {}
    unexplained: list[str] = []
    for endpoint in venue.endpoints:
        if endpoint.gone_since is None:
            groups[endpoint.group] = groups.get(endpoint.group, CoverageCounts()) + _count(endpoint, venue)
            unexplained += [f"{endpoint.key}: {name}" for name in _unexplained(endpoint)]
    return Coverage(
        groups=groups,
        total=sum(groups.values(), CoverageCounts()),
        open=tuple(unexplained),
        stale=tuple(problem for endpoint in venue.endpoints for problem in endpoint.stale),
    )


def _count(endpoint: EndpointSpec, venue: VenueSpec) -> CoverageCounts:
    request, response = list(walk(endpoint.request)), list(walk(endpoint.response))
    conditional = [name for name, row in request if row.required == "conditional"]
    ruled = _ruled(endpoint)
    with_rule = [name for name in conditional if name in ruled]
    without = _unexplained(endpoint)
    has_request = any(example.request is not None for example in endpoint.examples)
    has_response = any(example.response is not None for example in endpoint.examples)
    return CoverageCounts(
        endpoints=1,
        parameters=len(request),
        response_fields=len(response),
        rules=len(endpoint.rules),
        conditional=len(conditional),
        with_rule=len(with_rule),
        with_reason=len(conditional) - len(with_rule) - len(without),
        without_rule=len(without),
        without_word=sum(row.name not in venue.words for _, row in (*request, *response)),
        inferred=sum(row.inferred for _, row in (*request, *response)),
        without_summary=not endpoint.summary,
        without_example=not (has_request and has_response),
        repaired_examples=sum(example.repaired is not None for example in endpoint.examples),
        broken_examples=sum(example.broken is not None for example in endpoint.examples),
        unread=sum(note not in endpoint.decided for note in endpoint.unread),
        rules_due=len(due(endpoint)),
        stale=len(endpoint.stale),
    )


def _ruled(endpoint: EndpointSpec) -> frozenset[str]:
    """The dotted names of the parameters that rules assert something of or depend on."""
    return frozenset(path for rule in endpoint.rules for path in paths_of(rule))


def _unexplained(endpoint: EndpointSpec) -> tuple[str, ...]:
    ruled = _ruled(endpoint)
    noted = {name for note in endpoint.notes for name in note.params}
    return tuple(
        name
        for name, row in walk(endpoint.request)
        if row.required == "conditional" and name not in ruled and name not in noted and row.name not in noted
    )
