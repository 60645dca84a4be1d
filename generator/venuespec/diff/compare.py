"""Two states of a venue compared. Specs of different endpoints are never changes of each other."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from ..rules.equivalence import Side, uncovered
from ..rules.evaluate import evaluate
from ..rules.queries import paths_of
from ..rules.to_english import says
from ..rules.tree import Choice, Group, Rule
from ..runtime.json_types import is_array, is_object
from ..runtime.venue import ErrorCode
from ..spec.model import Endpoint, RateLimit, Venue, walk
from .change import LEVELS, Change, Evidence, Level, change
from .fields import Tables, applicability, rows_changed
from .new_parameters import Known, known, titles, unheard_of
from .relocate import relocated
from .wording import applies, quoted

_MASS = 0.2
_MASS_LEAST = 10
_LEAST_ALIKE = 4
# What a key may do, from least to most; and how a page can say outright whether calls are signed.
_RANKS = ("public", "read", "trade", "withdraw")
_PLACEHOLDER = re.compile(r"\{\w+\}")
_SAID = ("", "stated by the page", "called public")


def diff(old: Venue, new: Venue) -> tuple[Change, ...]:
    """Every change from one state to the other, the gravest first within an endpoint."""
    found = list(_venue(old, new))
    states = known(old, new)
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
        found += _endpoint(lost, moved, old, new, states)
    # What a partial state lacks may have been there all the same.
    found += [_endpoint_removed(each) for each in gone if not new.partial]
    for each in come if not old.partial else ():
        message = f"{each.title} is a new endpoint"
        found.append(change("endpoint_added", each.key, "", None, each.key, message))
    older = _older([(before[key], after[key]) for key in common])
    for key in common:
        changes = list(_endpoint(before[key], after[key], old, new, states))
        found += _page_older(before[key], after[key], changes) if key in older else changes
    return tuple(sorted(_collapsed(relocated(found, old, new), len(common)), key=_order))


def _older(pairs: list[tuple[Endpoint, Endpoint]]) -> set[str]:
    """Endpoints whose page is older than it was, while the state as a whole is not: a stale copy was served."""
    dated = [(each.key, old.as_of, each.as_of) for old, each in pairs if old.as_of and each.as_of]
    older = {key for key, was, now in dated if now < was}
    return older if len(older) * 2 < len(dated) else set()


def _page_older(old: Endpoint, new: Endpoint, changes: list[Change]) -> list[Change]:
    """One notice in place of what an older page says differently."""
    told = sum(each.level != "NONE" for each in changes)
    if not told:
        return []
    message = f"the page is of {new.as_of}, older than that of {old.as_of}: {told} differences are not counted"
    evidence: Evidence = "no_longer_documented"
    return [change("page_older", new.key, "as_of", old.as_of, new.as_of, message, evidence=evidence)]


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
        message = f"error code {code} is new{_said_of(new.errors[code])}"
        yield change("error_code_added", "*", f"errors.{code}", None, code, message)
    for code in sorted(old.errors.keys() - new.errors.keys()):
        message = f"error code {code} is gone{_said_of(old.errors[code])}"
        yield change("error_code_removed", "*", f"errors.{code}", code, None, message)
    for code in sorted(old.errors.keys() & new.errors.keys()):
        text, other = old.errors[code].meaning, new.errors[code].meaning
        if text != other:
            message = f"the text of error code {code} was reworded"
            lost = sorted(set(_PLACEHOLDER.findall(text)) - set(_PLACEHOLDER.findall(other)))
            message += f": it no longer has {', '.join(lost)}" if lost else ""
            level: Level = "INFO" if lost else "NONE"
            yield change("note_changed", "*", f"errors.{code}", text, other, message, level=level)


def _said_of(code: ErrorCode) -> str:
    return f": {quoted(code.meaning)}" if code.meaning else ""


# --- endpoints


def _moved(gone: list[Endpoint], come: list[Endpoint]) -> list[tuple[Endpoint, Endpoint]]:
    """Endpoints that are under another path or method now, of which there is no doubt.

    The same name in the SDK, title, path or last part of the path, and much the same parameters.
    """
    pairs: list[tuple[Endpoint, Endpoint]] = []
    for sign in (_id, _title, _path, _last):
        lost, found = _by(sign, gone), _by(sign, come)
        for key in lost.keys() & found.keys():
            before, after = lost[key], found[key]
            if len(before) == len(after) == 1 and _much_the_same(before[0], after[0], strict=sign is _last):
                pairs.append((before[0], after[0]))
                gone = [each for each in gone if each is not before[0]]
                come = [each for each in come if each is not after[0]]
    return sorted(pairs, key=lambda pair: pair[1].key)


def _by(sign: Callable[[Endpoint], str], endpoints: list[Endpoint]) -> dict[str, list[Endpoint]]:
    found: dict[str, list[Endpoint]] = {}
    for each in endpoints:
        found.setdefault(sign(each), []).append(each)
    return found


def _id(endpoint: Endpoint) -> str:
    return endpoint.id


def _title(endpoint: Endpoint) -> str:
    return f"{endpoint.section}/{endpoint.title}".casefold()


def _path(endpoint: Endpoint) -> str:
    return endpoint.path


def _last(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path.rpartition('/')[2]}"


def _much_the_same(lost: Endpoint, found: Endpoint, *, strict: bool) -> bool:
    names, others = {each.name for each in lost.request}, {each.name for each in found.request}
    if strict:
        answer, other = {each.name for each in lost.response}, {each.name for each in found.response}
        return names == others and answer == other and len(names) + len(answer) >= _LEAST_ALIKE
    return len(names & others) >= 0.6 * len(names | others)


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


def _endpoint(old: Endpoint, new: Endpoint, before: Venue, after: Venue, states: Known) -> Iterator[Change]:
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
    yield from _shapes(old, new, after.envelope.data)
    yield from _permissions(old, new)
    yield from _rate_limits(old, new)
    yield from _codes(old, new)
    yield from _variants(old, new)
    yield from rows_changed(Tables(old, new, "request", states))
    yield from rows_changed(Tables(old, new, "response", states))
    yield from _rules(old, new, before, after, states)
    yield from _words(old, new)


def _shapes(old: Endpoint, new: Endpoint, data_key: str) -> Iterator[Change]:
    """The body's and the payload's shape. Examples tell them, and where there is none, nothing does."""
    if old.batch != new.batch:
        shapes = {True: "an array", False: "an object"}
        told = all(each.batch or any(example.request is not None for example in each.examples) for each in (old, new))
        message = f"the request body is {shapes[new.batch]}, was {shapes[old.batch]}"
        yield _shape("body_shape_changed", new.key, "request", shapes[old.batch], shapes[new.batch], message, told)
    if old.shape != new.shape:
        told = all(each.shape != "objects" or _shows_payload(each, data_key) for each in (old, new))
        message = f"the payload of the answer is {new.shape}, was {old.shape}"
        yield _shape("response_shape_changed", new.key, "response", old.shape, new.shape, message, told)


def _shape(kind: str, key: str, pointer: str, old: str, new: str, message: str, told: bool) -> Change:
    if told:
        return change(kind, key, pointer, old, new, message)
    message += ", or one of the pages only shows no example of it"
    evidence: Evidence = "no_longer_documented"
    return change(
        kind, key, pointer, old, new, message, level="WARN", evidence=evidence, wire=False, sdk=False, bump="minor"
    )


def _shows_payload(endpoint: Endpoint, data_key: str) -> bool:
    answers = [each.response for each in endpoint.examples if is_object(each.response)]
    return any(each.get(data_key, each) for each in answers)


def _variants(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    """Request tables for some calls only, such as for one type of order."""
    before, after = titles(old), titles(new)
    if not before or not after:
        return
    for title in sorted(after - before):
        message = f"there is a table of request parameters for {title}"
        yield change("variant_added", new.key, "request.variants", None, title, message)
    for title in sorted(before - after):
        message = f"the table of request parameters for {title} is gone"
        yield change("variant_removed", new.key, "request.variants", title, None, message)


def _permissions(old: Endpoint, new: Endpoint) -> Iterator[Change]:
    was, now = sorted(old.permissions), sorted(new.permissions)
    kind, pointer = "permission_changed", "permissions"
    silent: Evidence = "newly_documented" if not was else "no_longer_documented"
    if was != now and not (was and now):
        said = f"now documented: {', '.join(now)}" if now else f"no longer documented; it was {', '.join(was)}"
        level: Level = "INFO" if now else "NONE"
        message = f"the permission is {said}"
        yield change(
            kind, new.key, pointer, was, now, message, level=level, evidence=silent, wire=False, sdk=False, bump="none"
        )
    elif was != now:
        message = f"the permission is {', '.join(now)}, was {', '.join(was)}"
        yield _permission(new.key, pointer, was, now, message, more=not _less(was, now))
    if old.access != new.access:
        message = f"the endpoint is {new.access}, was {old.access}"
        guessed = [each.access_evidence for each in (old, new) if each.access_evidence not in _SAID]
        if guessed and was and not now:
            # Only the permission told that calls are signed.
            return
        if guessed:
            message += f", going by what else the page says: {guessed[-1]}"
            yield change(
                kind, new.key, "access", old.access, new.access, message, level="WARN", wire=False, bump="minor"
            )
        else:
            yield _permission(new.key, "access", old.access, new.access, message, more=new.access == "signed")


def _permission(key: str, pointer: str, old: Any, new: Any, message: str, *, more: bool) -> Change:
    kind = "permission_changed"
    if more:
        return change(kind, key, pointer, old, new, message)
    return change(kind, key, pointer, old, new, message, level="INFO", wire=False, sdk=False, bump="minor")


def _less(was: list[str], now: list[str]) -> bool:
    """Whether a key that could call before still can: each permission of a key is granted on its own."""
    if all(each in _RANKS for each in (*was, *now)):
        return max(map(_RANKS.index, now)) < max(map(_RANKS.index, was))
    return set(now) < set(was)


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
    if old.error_codes and not new.error_codes and len(old.error_codes) > 1:
        message = f"the {len(old.error_codes)} error codes are no longer documented here"
        evidence: Evidence = "no_longer_documented"
        was = list(old.error_codes)
        yield change(
            "error_code_removed", new.key, "error_codes", was, [], message, level="INFO", evidence=evidence, wire=False
        )
        return
    for code in sorted(set(old.error_codes) - set(new.error_codes)):
        yield change(
            "error_code_removed", new.key, f"error_codes.{code}", code, None, f"error code {code} is gone here"
        )


# --- rules


def _rules(old: Endpoint, new: Endpoint, before: Venue, after: Venue, states: Known) -> Iterator[Change]:
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
            unheard = _names_gone(rule, old) and unheard_of(rule, old, new, states)
            if after.documented and _names_gone(rule, old) and not unheard:
                # What it says of older parameters may have held before: only its text does not fit that state.
                continue
            usual: Level = "INFO" if unheard else _rule_level(rule)
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
    there = {name for name, _ in walk(other.request)}
    return not there.issuperset(paths_of(rule))


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
    noted = [[each.text for each in endpoint.notes] for endpoint in (old, new)]
    remarks = [each.remarks.split() for each in (old, new)]
    if old.prose != new.prose or noted[0] != noted[1] or (all(remarks) and remarks[0] != remarks[1]):
        yield change("note_changed", new.key, "notes", None, None, "the text of the page was reworded")
    for each in applies(old.text, new.text) if old.text and new.text else ():
        yield applicability(new.key, "notes", "the endpoint", each, usual="WARN", narrowed="ERR")
    was = [(each.request, each.response) for each in old.examples]
    now = [(each.request, each.response) for each in new.examples]
    if was != now:
        yield change("example_changed", new.key, "examples", len(was), len(now), "the examples changed")


# --- the whole


def _collapsed(found: list[Change], endpoints: int) -> list[Change]:
    """What stops being documented on a good part of all endpoints at once is one notice about the docs."""
    silent: dict[tuple[str, str], set[str]] = {}
    for each in found:
        if each.evidence == "no_longer_documented" and each.endpoint != "*":
            silent.setdefault((each.kind, _attribute(each)), set()).add(each.endpoint)
    mass = {
        key: len(keys) for key, keys in silent.items() if len(keys) >= _MASS_LEAST and len(keys) > _MASS * endpoints
    }
    kept = [
        each
        for each in found
        if (each.kind, _attribute(each)) not in mass or each.evidence != "no_longer_documented" or each.endpoint == "*"
    ]
    for (kind, attribute), count in sorted(mass.items()):
        what = f"{attribute.replace('_', ' ')} no longer documented on {count} endpoints"
        if kind == "endpoint_gone":
            what = f"{count} endpoints are not on the pages, of which a part may not have been crawled"
        message = f"{what}: a change of the docs, not of the venue"
        notice = change(kind, "*", attribute, count, None, message, level="INFO", evidence="no_longer_documented")
        kept.append(evolve(notice, wire_breaking=False, sdk_breaking=False, bump="none"))
    return kept


def _attribute(each: Change) -> str:
    """What of an endpoint or a row the change is about: 'permissions', 'values'; 'endpoint' for all of it."""
    return each.pointer.rpartition(".")[2] or "endpoint"
