"""What is left of a credential that an answer echoes: nothing, however it is spelt."""

import base64
import html
import json
import time
from urllib.parse import quote, quote_plus

import pytest

from venues._runtime.redaction import redacted
from venues._runtime.secret import Secret

PASSPHRASE = 'pass"wo/rd\\<CANARY> &+%41é€😀x'


def escaped(text: str) -> str:
    units = text.encode("utf-16-be").hex()
    return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))


SPELLINGS = {
    "raw": lambda text: text,
    "json": lambda text: json.dumps(text)[1:-1],
    "json, utf-8": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "json, slashes": lambda text: json.dumps(text)[1:-1].replace("/", "\\/"),
    "json, all escaped": escaped,
    "json, all escaped, upper": lambda text: escaped(text).upper().replace("\\U", "\\u"),
    "json, some escaped": lambda text: "".join(escaped(one) if at % 2 else one for at, one in enumerate(text)),
    "html": html.escape,
    "html, decimal": lambda text: "".join(f"&#{ord(each)};" for each in text),
    "html, hex": lambda text: "".join(f"&#x{ord(each):x};" for each in text),
    "html, hex upper, zeros": lambda text: "".join(f"&#X{ord(each):06X};" for each in text),
    "html, named": lambda text: html.escape(text).replace("/", "&sol;").replace("+", "&plus;"),
    "percent": lambda text: quote(text, safe=""),
    "percent, lower": lambda text: "".join(f"%{each:02x}" for each in text.encode()),
    "plus": quote_plus,
    "html in json": lambda text: json.dumps(html.escape(text))[1:-1],
    "json in json": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "json in html": lambda text: html.escape(json.dumps(text)[1:-1]),
    "url in json": lambda text: json.dumps(quote(text))[1:-1],
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_echo_is_blotted_out(spelling: str) -> None:
    secret = "abcdefghij" if spelling == "json, some escaped" else PASSPHRASE
    echo = SPELLINGS[spelling](secret)
    answer = f'{{"code": "1", "msg": "before {echo} after"}}'.encode()
    left = redacted(answer, [Secret("another one"), Secret(secret)]).decode()
    assert "before ***" in left
    assert left.endswith(' after"}')
    assert "CANARY" not in left
    assert len(left) < 60


def test_an_answer_without_an_echo_is_the_same_bytes() -> None:
    answer = b'{"a": "\\u0041 &amp; %41 \xff"}'
    assert redacted(answer, [Secret("the-secret")]) is answer


def test_several_echoes_that_touch_are_all_blotted_out() -> None:
    assert redacted(b"secret-onesecret-onesecret-two!", [Secret("secret-one"), Secret("secret-two")]) == b"*********!"


@pytest.mark.parametrize("unit", [b"\\", b"&", b"%", b"\\u0061", b"&#0000000", b"%25", b"&amp;", b"\\\\", b"aaaaaaaa"])
def test_a_hostile_answer_takes_a_time_in_proportion_to_its_length(unit: bytes) -> None:
    answer = unit * (200_000 // len(unit))
    began = time.process_time()
    redacted(answer, [Secret("a" * 60 + "b")])
    assert time.process_time() - began < 3.0
