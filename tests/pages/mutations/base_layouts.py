"""A base address and a path that stand apart, in lines, lists, tables and sections; ``{p}`` is the path behind the base."""

BASES: dict[str, str] = {
    "lines": "Base URL: https://api.venue.example{b}\n\nEndpoint: {p}\n\nMethod: POST",
    "bold lines": "**Base URL:** `https://api.venue.example{b}`  \n**Endpoint:** `{p}`  \n**Method:** `POST`",
    "a list": "- Base URL: `https://api.venue.example{b}`\n- Endpoint: `{p}`\n- Method: `POST`",
    "a table": "| Property | Value |\n|---|---|\n| Base URL | https://api.venue.example{b} |\n| Endpoint | {p} |\n| Method | POST |",
    "a table without heads": "| Base URL | https://api.venue.example{b} |\n|---|---|\n| Path | {p} |\n| Method | POST |",
    "sections": "#### Base URL\n\n```\nhttps://api.venue.example{b}\n```\n\n#### Endpoint\n\n```\nPOST {p}\n```",
    "a server": "Server: https://api.venue.example{b}\n\n#### HTTP Request\n\n`POST {p}`",
    "a host and a path": "Host: api.venue.example\n\nBase path: {b}\n\n#### HTTP Request\n\n`POST {p}`",
    "a sentence": "All paths are relative to `https://api.venue.example{b}`.\n\n#### HTTP Request\n\n`POST {p}`",
    "the base last": "Method: POST\n\nPath: {p}\n\nBase URL: https://api.venue.example{b}",
}  # fmt: skip
