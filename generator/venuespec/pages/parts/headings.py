"""Headings of an endpoint's facts, in the spellings that pages use.

A heading is known by its words, with slips of a letter or two, whatever marks it: number signs with or without a space,
bold, or a bullet. What a heading says behind a colon is its value.
"""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal
from urllib.parse import unquote

from attrs import frozen

from .request_lines import ODD_SPACES
from .traditional import simplified
from .words import Vocabulary

Subject = Literal["http", "request", "response", "limit", "rule", "permission", "example"]
"""What stands below a heading, or behind its colon."""

SUBJECTS: tuple[Vocabulary[Subject], ...] = (
    Vocabulary(
        "http",
        "http request, http requests, http endpoint, http method, http url, request url, request path, request line, "
        "request method, rest endpoint, api endpoint, endpoint, url, http, http请求, "
        "http 请求, 请求地址, 请求方法, "
        "请求路径, 请求方式, 接口地址",
        "HTTP Request",
    ),
    Vocabulary(
        "request",
        "request parameters, request parameter, parameters, query parameters, query parameter, body parameters, "
        "body parameter, path parameters, request params, request fields, request body, request arguments, "
        "input parameters, input, inputs, arguments, params, query, query string, query params, "
        "query string parameters, "
        "body params, path params, payload, request payload, request schema, request body schema, body schema, "
        "url parameters, uri parameters, form parameters, form data, request data, request query, "
        "request query parameters, "
        "request body parameters, request path parameters, parameter list, 请求参数, 参数, 输入参数, 入参",
        "Request Parameters",
    ),
    Vocabulary(
        "response",
        "response parameters, response parameter, response fields, response field, response body, response data, "
        "response params, response, returned data, returned fields, return parameters, return values, return fields, "
        "returns, result, results, response schema, response body schema, response payload, response properties, "
        "response attributes, response object, responses, returned values, return value, return data, outputs, "
        "output parameters, output, success, success response, answer, answers, answer fields, answer parameters, "
        "返回参数, 响应参数, 返回结果, 返回值, 返回数据, 响应数据, 出参",
        "Response Parameters",
    ),
    Vocabulary(
        "rule",
        "rate limit rule, rate limit rules, limit rule, speed limit rule, frequency limit rule, "
        "rate limit key, rate limit scope, rate limited by, limited by, "
        "limit by, rate limit dimension, rate limit based on, rate limit type, 限速规则, 限频规则, 限速维度",
        "Rate limit rule",
    ),
    Vocabulary(
        "limit",
        "rate limit, rate limits, speed limit, frequency limit, request limit, request rate limit, api rate limit, "
        "weight, request weight, ip weight, uid weight, call limit, call frequency, request frequency, "
        "throttle, throttling, throttle limit, rate, limit, limits, quota, api quota, frequency, limit frequency, "
        "request quota, api weight, endpoint weight, cost, request cost, ip rate limit, uid rate limit, 限速, "
        "限频, 限流, "
        "接口限频, 调用频率, 请求频率, 请求限制, 频率, 权重, "
        "频率限制, 访问频率, 接口限速",
        "Speed limit",
    ),
    Vocabulary(
        "permission",
        "permission, permissions, required permission, required permissions, api key permission, "
        "api key permissions, "
        "api permission, access permission, permission required, permissions required, scope, scopes, required scope, "
        "required scopes, oauth scope, oauth scopes, api scope, key permission, key permissions, access, access level, "
        "perm, perms, 权限, 所需权限, 接口权限",
        "Required permission",
    ),
    Vocabulary(
        "example",
        "request example, request sample, response example, response sample, example, sample, examples, "
        "example request, "
        "example response, sample request, sample response, 请求示例, 返回示例, 返回结果示例, 示例",
        "Request Example",
    ),
)
_SUBJECTS: dict[str, Subject] = {word: table.meaning for table in SUBJECTS for word in table.all}
_MARKED = re.compile(
    r"\s{0,3}(?P<before>[^\w\s#*]{0,2})(?P<marks>#{1,6})(?P<space>\s*)(?P<text>[^#\s].*?)\s*#*\s*(?:\{#.*\})?"
)
_BOLD = re.compile(r"\s{0,3}(?:[-*+•]\s+)?(?:\*\*|__)\s*(?P<text>[^*|]+?)\s*(?:\*\*|__)\s*(?P<value>[:：]?[^|*]*)")
_STATED = re.compile(
    r"\s{0,3}(?:[-+•*·]\s+|\d+[.)]\s+|>\s+|\|\s*)?(?:\*\*|__|"
    r"`)?(?P<text>[^\W\d_][^:：|*`]{1,60}?)(?:\*\*|__|`)?\s*(?:[:：|]|\s[=–—-]\s)"
    r"(?:\*\*)?\s*(?P<value>[^|]*?[^|\s])\s*\|?\s*"
)
# The number of a section: '3. Response Parameters', '2.1) Request'.
_NUMBER = re.compile(r"(?<!\s)\s*+(?<!\d)\d++(?:\.\d++)*+[.)]\s+")
# The status of HTTP that an answer has: 'Response 200', 'Success 200', '200 OK Response'.
_STATUS = re.compile(r"(?<![\w.])20[0-4](?: ok\b)?(?![\w.])", re.IGNORECASE)
_CHINESE_WORDS = r"(?:http ?)?[\u4e00-\u9fff][\u4e00-\u9fff ]*"
_TWO_LANGUAGES = (
    re.compile(rf"(?P<english>[a-z][a-z ]*[a-z])(?<! http)[ /|·()（-]+(?P<other>{_CHINESE_WORDS})"),
    re.compile(rf"(?P<other>{_CHINESE_WORDS})[ /|·()（-]+(?P<english>[a-z][a-z ]*[a-z])"),
)
_LONGEST = 300
_LONGEST_TITLE = 100
_TITLE_REACH = 6
_ANY_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_MOST_WORDS = 4
_OF_PERMISSIONS = re.compile(r"^(?:api |key |required |access )*permissions?(?: \w+)?$|权限(?:要求|类型|需求)?$")
_SLIP = 0.86
# A slip leaves one of these whole; most headings have none of them, and are not compared word by word.
_ROOTS = (
    "req",
    "res",
    "para",
    "arame",
    "http",
    "lim",
    "rate",
    "perm",
    "miss",
    "param",
    "sample",
    "example",
    "ret",
    "out",
    "in",
)
_BADGE = re.compile(r"\s*!\[(?P<text>[^\[\]]+)\]\([^()\s]*?/(?P<words>[^()\s/?]+)(?:\?[^()\s]*)?\)\s*")


@frozen
class Heading:
    """A heading's text and, where its words are known, its subject and the value behind the colon."""

    text: str
    subject: Subject | None
    value: str
    level: int


def heading_of(line: str) -> Heading | None:
    """The heading that a line is; None for another line.

    Bold text is one if its words are known, and so are number signs that stand oddly.
    """
    if len(line) > _LONGEST:
        text = line.lstrip("#")
        level = len(line) - len(text)
        return Heading(text.strip(), None, "", level) if 0 < level < 7 and text[0] == " " else None
    if not ("#" in line[:9] or "**" in line or "__" in line):
        return None
    return _heading(line)


@lru_cache(maxsize=1 << 14)
def _heading(line: str) -> Heading | None:
    line = line if line.isascii() else line.translate(ODD_SPACES)
    match = _MARKED.fullmatch(line)
    if match:
        text, level = match["text"].strip("*_ "), len(match["marks"])
        name, value = _parts(text)
        subject = subject_of(name)
        is_odd = bool(match["before"]) or (not match["space"] and level < 4)
        return None if is_odd and subject is None else Heading(text, subject, value, level)
    bold = _BOLD.fullmatch(line)
    if bold:
        text = bold["text"] + bold["value"]
        name, value = _parts(text)
        subject = subject_of(name, slips=False)
        if subject is not None and (bool(value) or not bold["value"].strip(" :：")):
            return Heading(text, subject, value, 4)
    return None


def stated_fact(line: str) -> tuple[Subject, str, str] | None:
    """The subject, name and value of a line such as '- Rate limit: 20 requests per 2 seconds'."""
    match = _STATED.fullmatch(line)
    subject = subject_of(match["text"]) if match else None
    if match is None or subject not in ("limit", "rule", "permission"):
        return None
    return subject, match["text"], match["value"].strip("*` ")


def badge(line: str) -> tuple[Subject, str, str] | None:
    """The subject, name and value of a fact in the address of an image: a badge such as those of shields."""
    match = _BADGE.fullmatch(line) if "![" in line else None
    subject = subject_of(match["text"]) if match else None
    if match is None or subject not in ("limit", "rule", "permission"):
        return None
    words = unquote(match["words"]).replace("_", " ").split("-")
    value = words[1] if len(words) > 1 else words[0]
    return subject, match["text"], value.strip()


@lru_cache(maxsize=1 << 14)
def subject_of(text: str, *, slips: bool = True) -> Subject | None:
    """The subject that a heading's words name, whatever stands in brackets; ``slips`` of the pen may be allowed."""
    text = _STATUS.sub(" ", text) if "0" in text else text
    text = _NUMBER.sub("", re.sub(r"\(.*?\)|（.*?）", " ", simplified(text)))
    words = " ".join(text.replace("_", " ").lower().strip(" :：*`.").split())
    known = _SUBJECTS.get(words)
    if known is None and not words.isascii():
        known = _in_two_languages(words)
    if known is not None or len(words) < 4 or not slips:
        return known
    for start in ("rate limit rule", "rate limit", "限速规则", "限速"):
        if words.startswith(start):
            return _SUBJECTS[start]
    if len(words.split()) <= _MOST_WORDS and _OF_PERMISSIONS.search(words):
        return "permission"
    if not any(root in words for root in _ROOTS):
        return None
    bound = SequenceMatcher(None, "", words)
    close: list[tuple[float, str]] = []
    for word in _SUBJECTS:
        if abs(len(word) - len(words)) < 3:
            bound.set_seq1(word)
            if bound.quick_ratio() >= _SLIP:
                close.append((SequenceMatcher(None, words, word).ratio(), word))
    ratio, word = max(close, default=(0.0, ""))
    return _SUBJECTS[word] if ratio >= _SLIP else None


def _in_two_languages(words: str) -> Subject | None:
    """Return the subject of words in two languages, 'request parameters 请求参数', if both name the same one."""
    for pattern in _TWO_LANGUAGES:
        if (both := pattern.fullmatch(words)) is not None:
            first, second = _SUBJECTS.get(both["english"].strip()), _SUBJECTS.get(both["other"].strip())
            if first is not None and first == second:
                return first
    return None


def _parts(text: str) -> tuple[str, str]:
    name, _, value = text.replace("：", ":").partition(":")
    return name.strip("*` "), value.strip("*` ")


def title_above(lines: Sequence[tuple[int, str]], index: int) -> str:
    """The text right above a table that begins at an index: a heading, a sentence, a summary; empty where none is."""
    for _, line in reversed(lines[max(index - _TITLE_REACH, 0) : index]):
        if "|" in line or line.startswith("    "):
            return ""
        text = _ANY_TAG.sub("", line).strip("#*_> \t:：")
        if text:
            return text if len(text) <= _LONGEST_TITLE else ""
    return ""
