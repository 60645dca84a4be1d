"""Parse the HTTP messages that examples show: the request line, and the body."""

import re

_HTTP_LINE = re.compile(r"(GET|POST|PUT|DELETE|PATCH)\s+(\S+?)(?:\s+HTTP/[\d.]+)?\s*", re.IGNORECASE)
_HTTP_HEADER = re.compile(r"[A-Za-z][\w-]*:\s.*|[A-Za-z][\w-]*:$")


def called(text: str) -> tuple[str, str] | None:
    """Return the method and path of an HTTP message; None where it has no request line."""
    lines = (_HTTP_LINE.fullmatch(line.strip()) for line in text.splitlines())
    match = next(filter(None, lines), None)
    return (match[1].upper(), re.split(r"[?&]", f"/{match[2].lstrip('/')}")[0]) if match else None


def without_headers(text: str) -> str:
    """Reduce an HTTP message to its request line or, if it has one, its body."""
    request_lines: list[str] = []
    body: list[str] = []
    for line in text.splitlines():
        match = _HTTP_LINE.fullmatch(line.strip())
        if match:
            # Some pages lack the first slash, or begin the query with an ampersand.
            target = f"/{match[2].lstrip('/')}"
            request_lines.append(f"{match[1].upper()} {target if '?' in target else target.replace('&', '?', 1)}")
        elif not _HTTP_HEADER.fullmatch(line.strip()):
            body.append(line)
    if any(line.lstrip()[:1] in ("{", "[") for line in body) and not "".join(request_lines).startswith("GET"):
        return "\n".join(body)
    return "\n".join([*request_lines, *body])
