"""Two states of a venue compared. Specs of different endpoints are never changes of each other."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ..rules.english import says
from ..rules.equivalent import Side, uncovered
from ..rules.evaluate import evaluate
from ..rules.python import speaks_of
from ..rules.tree import Choice, Group, Rule
from ..runtime.shapes import is_array, is_object
from ..spec.model import Endpoint, RateLimit, Venue
from .change import LEVELS, Change, Evidence, Level, change
from .fields import Tables, rows_changed

_MASS = 0.2
_MASS_LEAST = 10


def diff(old: Venue, new: Venue) -> tuple[Change, ...]:
    """Every change from one state to the other, the gravest first within an endpoint."""
    found = list(_venue(old, new))
    before = {each.key: each for each in old.endpoints}
    after = {each.key: each for each in new.endpoints}
    common = set(before.keys() & after.keys())
    gone = [each for key, each in before.items() if key not in common and each.gone_since is None]
    come = [each for key, each in after.items() if key not in common and each.gone_since is None]
    left = [each for key, each in before.items() if each.gone_since is None and key in common and after[key].gone_since]
    for lost, moved in _moved([*gone, *left], come):
        come.remove(moved)
        if lost in gone:
            gone.remove(lost)
        common.discard(lost.key)
        found += _move(lost, moved)
        found += _endpoint(lost, moved, old, new)
    # What a partial state lacks may have been there all the same.
    found += [_endpoint_removed(each) for each in gone if not new.partial]
    for each in come if not old.partial else ():
        message = f"{each.title} is a new endpoint"
        found.append(change("endpoint_added", each.key, "", None, each.key, message))
    for key in common:
        found += _endpoint(before[key], after[key], old, new)
    return tuple(sorted(_collapsed(found, len(common)), key=_order))


def _order(each: Change) -> tuple[Any, ...]:
    return (
        each.endpoint != "*",
        each.endpoint,
        LEVELS.index(each.level),
        each.pointer,
        each.kind,
        repr(each.old),
        repr(each.new),
    )


# --- the venue itself


def _venue(old: Venue, new: Venue) -> Iterator[Change]:
    before = {(name, region): url for name, each in old.environments.items() for region, url in each.hosts.items()}
    after = {(name, region): url for name, each in new.environments.items() for region, url in each.hosts.items()}
    for key in sorted(before.keys() | after.keys()):
        pointer = f"environments.{key[0]}.{key[1]}"
        was, now = before.get(key), after.get(key)
        if was == now:
            continue
        if was is None:
            yield change("base_url_added", "*", pointer, None, now, f"{' '.join(key)} is reached at {now}")
        elif now is None:
            yield change("base_url_removed", "*", pointer, was, None, f"{' '.join(key)} is no longer reached at {was}")
        else:
            yield change("base_url_changed", "*", pointer, was, now, f"{' '.join(key)} moved from {was} to {now}")
    for code in sorted(new.errors.keys() - old.errors.keys()):
        yield change("error_code_added", "*", f"errors.{code}", None, code, f"error code {code} is new")
    for code in sorted(old.errors.keys() - new.errors.keys()):
        yield change("error_code_removed", "*", f"errors.{code}", code, None, f"error code {code} is gone")


# --- endpoints


def _moved(gone: list[Endpoint], come: list[Endpoint]) -> list[tuple[Endpoint, Endpoint]]:
    """Endpoints that are under another path or method now:

    same name in the SDK or same title, and much the same parameters.
    """

    def alike(lost: Endpoint, found: Endpoint) -> bool:
        if lost.id != found.id and (lost.title.lower(), lost.section) != (found.title.lower(), found.section):
            return False
        names, others = {each.name for each in lost.request}, {each.name for each in found.request}
        return len(names & others) >= 0.6 * max(len(names | others), 1) or not names | others

    pairs = [(lost, found) for lost in gone for found in come if alike(lost, found)]
    return [
        (lost, found)
        for lost, found in pairs
        if sum(each is lost for each, _ in pairs) == 1 and sum(each is found for _, each in pairs) == 1
    ]


def _move(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    if old.path != new.path:
        yield change("path_changed", new.key, "path", old.path, new.path, f"{new.title} moved from {old.path}")
    if old.method != new.method:
        message = f"{new.title} is called with {new.method}, was {old.method}"
        yield change("method_changed", new.key, "method", old.method, new.method, message)


def _endpoint_removed(old: Endpoint) -> Change:
    if old.deprecated:
        message = f"{old.title} is gone, as announced"
        return change("endpoint_removed", old.key, "", old.key, None, message, level="WARN")
    return change("endpoint_removed", old.key, "", old.key, None, f"{old.title} is gone")


def _endpoint(old: Endpoint, new: Endpoint, before: Venue, after: Venue) -> Iterator[Change]:
    if old.gone_since != new.gone_since and (old.gone_since is None or new.gone_since is None):
        if new.gone_since is not None:
            message = f"{new.title} is not on the pages of {new.gone_since}"
            yield change("endpoint_gone", new.key, "", None, new.gone_since, message, evidence="no_longer_documented")
            return
        yield change("endpoint_back", new.key, "", old.gone_since, None, f"{new.title} is on the pages again")
    if old.deprecated != new.deprecated:
        kind = "endpoint_deprecated" if new.deprecated else "endpoint_undeprecated"
        message = f"{new.title} is {'deprecated' if new.deprecated else 'no longer deprecated'}"
        yield change(kind, new.key, "", old.deprecated, new.deprecated, message)
    if old.title != new.title:
        yield change("title_changed", new.key, "title", old.title, new.title, f"the title is {new.title}")
    if old.id != new.id:
        message = f"the SDK calls it {new.id}, was {old.id}"
        yield change("sdk_name_changed", new.key, "name", old.id, new.id, message)
    if old.batch != new.batch:
        shapes = {True: "an array", False: "an object"}
        message = f"the request body is {shapes[new.batch]}, was {shapes[old.batch]}"
        yield change("body_shape_changed", new.key, "request", shapes[old.batch], shapes[new.batch], message)
    if old.shape != new.shape:
        message = f"the payload of the answer is {new.shape}, was {old.shape}"
        yield change("response_shape_changed", new.key, "response", old.shape, new.shape, message)
    yield from _permissions(old, new)
    yield from _rate_limits(old, new)
    yield from _codes(old, new)
    yield from rows_changed(Tables(old, new, "request"))
    yield from rows_changed(Tables(old, new, "response"))
    yield from _rules(old, new, before, after)
    yield from _words(old, new)


def _permissions(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    was, now = sorted(old.permissions), sorted(new.permissions)
    if was != now:
        pointer = "permissions"
        if not was:
            message = f"the permission is now documented: {', '.join(now)}"
            yield change(
                "permission_changed",
                new.key,
                pointer,
                was,
                now,
                message,
                level="INFO",
                evidence="newly_documented",
                wire=False,
                sdk=False,
                bump="none",
            )
        elif not now:
            message = f"the permission, {', '.join(was)}, is no longer documented"
            yield change(
                "permission_changed",
                new.key,
                pointer,
                was,
                now,
                message,
                level="NONE",
                evidence="no_longer_documented",
                wire=False,
                sdk=False,
                bump="none",
            )
        else:
            yield change("permission_changed", new.key, pointer, was, now, f"the permission is {now}, was {was}")
    if old.access != new.access:
        needed = new.access == "signed"
        message = f"the endpoint is {new.access}, was {old.access}"
        level: Level = "ERR" if needed else "INFO"
        yield change(
            "permission_changed",
            new.key,
            "access",
            old.access,
            new.access,
            message,
            level=level,
            wire=needed,
            sdk=needed,
            bump="major" if needed else "minor",
        )


def _rate_limits(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    """Limits are paired by what they count and for whom; one that is alone on each side is the same limit."""
    before, after = list(old.rate_limits), list(new.rate_limits)
    pairs: list[tuple[RateLimit | None, RateLimit | None]] = []
    for limit in list(before):
        same = next((each for each in after if _counts(each) == _counts(limit)), None)
        if same is not None:
            before.remove(limit)
            after.remove(same)
            pairs.append((limit, same))
    if len(before) == len(after) == 1:
        pairs.append((before.pop(), after.pop()))
    pairs += [(limit, None) for limit in before]
    pairs += [(None, limit) for limit in after]
    for was, now in pairs:
        yield from _rate_limit(new.key, was, now)


def _counts(limit: RateLimit) -> tuple[Any, ...]:
    return (limit.scope, limit.counts, limit.key)


def _rate_limit(key: str, old: RateLimit | None, new: RateLimit | None) -> Iterator[Change]:
    pointer = "rate_limits"
    if old is None or new is None:
        limit = new or old
        assert limit is not None
        was, now = _limit(old), _limit(new)
        kind = "rate_limit_loosened" if new is None else "rate_limit_tightened"
        evidence: Evidence = "no_longer_documented" if new is None else "newly_documented"
        message = f"a rate limit is {'no longer' if new is None else 'now'} documented: {_limit(limit)}"
        yield change(kind, key, pointer, was, now, message, level="INFO", evidence=evidence)
        return
    if (old.limit, old.window) != (new.limit, new.window):
        tighter = new.limit / new.window < old.limit / old.window
        kind = "rate_limit_tightened" if tighter else "rate_limit_loosened"
        message = f"the rate limit is {_limit(new)}, was {_limit(old)}"
        yield change(kind, key, pointer, _limit(old), _limit(new), message)
    if (old.key, old.counts, old.scope) != (new.key, new.counts, new.scope):
        was, now = _counted(old), _counted(new)
        if not old.key and old.counts == new.counts:
            message = f"what the rate limit is counted on is now documented: {now}"
            yield change(
                "rate_limit_scope_changed", key, pointer, was, now, message, level="INFO", evidence="newly_documented"
            )
        else:
            # More parts in the key split the traffic into more budgets.
            split = set(new.key) > set(old.key) and old.counts == new.counts
            message = f"the rate limit is counted on {now}, was {was}"
            yield change("rate_limit_scope_changed", key, pointer, was, now, message, level="INFO" if split else "WARN")


def _limit(limit: RateLimit | None) -> str | None:
    return None if limit is None else f"{limit.limit} per {limit.window.normalize():f} s"


def _counted(limit: RateLimit) -> str:
    text = f"{limit.counts}s by {' and '.join(limit.key) or 'nothing stated'}"
    return f"{text} ({limit.scope})" if limit.scope else text


def _codes(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    for code in sorted(set(new.error_codes) - set(old.error_codes)):
        yield change("error_code_added", new.key, f"error_codes.{code}", None, code, f"error code {code} is new here")
    for code in sorted(set(old.error_codes) - set(new.error_codes)):
        yield change(
            "error_code_removed", new.key, f"error_codes.{code}", code, None, f"error code {code} is gone here"
        )


# --- rules


def _rules(old: Endpoint, new: Endpoint, before: Venue, after: Venue) -> Iterator[Change]:
    was, now = _side(old, before), _side(new, after)
    lost = {rule.id: rule for rule in uncovered(was, now)}
    come = {rule.id: rule for rule in uncovered(now, was)}
    for name in sorted(lost.keys() & come.keys()):
        message = f"the rule {name} changed: {says(come[name])}"
        level = _shown_forbidden(come[name], old, new, after) or "WARN"
        yield change(
            "conditional_rule_changed",
            new.key,
            f"rules.{name}",
            says(lost[name]),
            says(come[name]),
            message,
            level=level,
        )
    for name, rule in sorted(lost.items()):
        if name not in come and not _names_gone(rule, new):
            message = f"no longer so: {says(rule)}"
            yield change("conditional_rule_removed", new.key, f"rules.{name}", says(rule), None, message)
    for name, rule in sorted(come.items()):
        if name not in lost:
            usual: Level = "INFO" if _names_gone(rule, old) else _rule_level(rule)
            level = _shown_forbidden(rule, old, new, after) or usual
            message = f"now so: {says(rule)}"
            yield change(
                "conditional_rule_added",
                new.key,
                f"rules.{name}",
                None,
                says(rule),
                message,
                level=level,
                wire=level == "ERR",
                sdk=level != "INFO",
            )
    yield from _precedence(old, new)


def _rule_level(rule: Rule) -> Level:
    """What merely warns breaks nobody."""
    return "WARN" if rule.level == "error" else "INFO"


def _side(endpoint: Endpoint, venue: Venue) -> Side:
    return Side(
        rules=endpoint.rules,
        scope=endpoint.scope(venue),
        values={row.name: row.values for row in endpoint.request if row.values and row.closed},
        required=frozenset(row.name for row in endpoint.request if row.required == "yes"),
    )


def _names_gone(rule: Rule, other: Endpoint) -> bool:
    """Whether a rule speaks of a parameter that the other state does not have; that is reported as such."""
    top = {row.name for row in other.request}
    inner = {each.name for row in other.request for each in row.fields}
    return any(name not in top | inner for name in speaks_of(rule))


def _shown_forbidden(rule: Rule, old: Endpoint, new: Endpoint, after: Venue) -> Level | None:
    """ERR for a rule that refuses a request which the old page showed."""
    if rule.level != "error":
        return None
    scope = new.scope(after)
    for example in old.examples:
        for wire in example.request if is_array(example.request) else [example.request]:
            if is_object(wire) and evaluate(rule, wire, example.context, scope).state == "broken":
                return "ERR"
    return None


def _precedence(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    """Which parameter counts where several are sent is no refusal, and so no part of the comparison above."""
    before, after = _preferred(old), _preferred(new)
    for choice in before.keys() & after.keys():
        (was, _), (now, name) = before[choice], after[choice]
        if was == now:
            continue
        several = ", ".join("/".join(group) for group in choice)
        evidence: Evidence = "changed"
        level: Level = "WARN"
        if now is None:
            message = f"which of {several} counts where several are sent is no longer documented; it was {was}"
            evidence = "no_longer_documented"
        elif was is None:
            message = f"which of {several} counts where several are sent is now documented: {now}"
            evidence, level = "newly_documented", "INFO"
        else:
            message = f"of {several} {now} counts where several are sent, it was {was}"
        pointer = f"rules.{name}.prefer"
        kind = "conditional_rule_changed"
        yield change(kind, new.key, pointer, was, now, message, level=level, evidence=evidence, sdk=False)


def _preferred(endpoint: Endpoint) -> dict[tuple[Group, ...], tuple[str | None, str]]:
    """Of every choice the parameter that counts, and the rule that says so."""
    choices = ((rule, each) for rule in endpoint.rules for each in rule.asserts if isinstance(each, Choice))
    return {each.of: (each.prefer, rule.id) for rule, each in choices}


def _words(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    if old.prose != new.prose or [each.text for each in old.notes] != [each.text for each in new.notes]:
        yield change("note_changed", new.key, "notes", None, None, "the text of the page was reworded")
    was = [(each.request, each.response) for each in old.examples]
    now = [(each.request, each.response) for each in new.examples]
    if was != now:
        yield change("example_changed", new.key, "examples", len(was), len(now), "the examples changed")


# --- the whole


def _collapsed(found: list[Change], endpoints: int) -> list[Change]:
    """What stops being documented on a good part of all endpoints at once is one notice about the docs."""
    silent = Counter(
        (each.kind, each.pointer)
        for each in found
        if each.evidence == "no_longer_documented" and "." not in each.pointer and each.endpoint != "*"
    )
    mass = {key for key, count in silent.items() if count >= _MASS_LEAST and count > _MASS * endpoints}
    kept = [each for each in found if (each.kind, each.pointer) not in mass or each.evidence != "no_longer_documented"]
    for kind, pointer in sorted(mass):
        count = silent[kind, pointer]
        message = f"{pointer} is no longer documented on {count} endpoints: a change of the docs, not of the venue"
        notice = change(kind, "*", pointer, count, None, message, level="INFO", evidence="no_longer_documented")
        kept.append(evolve(notice, wire_breaking=False, sdk_breaking=False, bump="none"))
    return kept
