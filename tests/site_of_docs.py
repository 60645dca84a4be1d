"""A small documentation site as a crawl saves it: a page for each endpoint, and a page for each section with all of them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen


@frozen(kw_only=True)
class Endpoint:
    """What the page of an endpoint says; a ``None`` is left out."""

    name: str
    section: str = "account"
    method: str = "POST"
    path: str = ""
    title: str = ""
    limit: str | None = "20 requests per 2 seconds"
    rule: str | None = "User ID"
    permission: str | None = "Trade"
    prose: str = "Sets a thing of the account."
    request: Mapping[str, str] = field(
        factory=lambda: {"instId": "String | Yes | Instrument ID", "lever": "String | No | Leverage"}
    )
    response: Mapping[str, str] = field(
        factory=lambda: {"instId": "String | Instrument ID", "ordId": "String | Order ID", "ts": "String | Time"}
    )
    example: str | None = '{"instId":"BTC-USDT","lever":"5"}'

    @property
    def where(self) -> str:
        return self.path or f"/api/v5/{self.section}/{self.name}"

    @property
    def heading(self) -> str:
        return self.title or self.name.replace("-", " ").capitalize()

    def english(self) -> str:
        lines = [f"# {self.heading}", "", self.prose, ""]
        if self.limit:
            lines += [f"#### Rate limit: {self.limit}", ""]
        if self.rule:
            lines += [f"#### Rate limit rule: {self.rule}", ""]
        if self.permission:
            lines += [f"#### Permission: {self.permission}", ""]
        lines += ["#### HTTP Request", "", f"`{self.method} {self.where}`", ""]
        if self.example:
            lines += ["> Request Example", "", f"    {self.method} {self.where}", f"    body {self.example}", "    "]
        if self.request:
            lines += ["#### Request Parameters", "", "Parameter | Type | Required | Description", "---|---|---|---"]
            lines += [f"{name} | {cells}" for name, cells in self.request.items()]
        if self.example:
            lines += ["", "> Response Example", "", '    {"code":"0","msg":"","data":[{"ordId":"7"}]}', ""]
        if self.response:
            lines += ["#### Response Parameters", "", "Parameter | Type | Description", "---|---|---"]
            lines += [f"{name} | {cells}" for name, cells in self.response.items()]
        return "\n".join(lines)

    def chinese(self) -> str:
        swaps = {
            "Rate limit rule": "限速规则",
            "Rate limit": "限速",
            "Permission": "权限",
            "HTTP Request": "HTTP请求",
            "Request Parameters": "请求参数",
            "Response Parameters": "返回参数",
            "Parameter | Type | Required | Description": "参数名 | 类型 | 是否必须 | 描述",
            "Parameter | Type | Description": "参数名 | 类型 | 描述",
            "| Yes |": "| 是 |",
            "| No |": "| 否 |",
            "Instrument ID": "产品标识",
            "Leverage": "杠杆倍数",
            "Order ID": "订单标识",
            "| Time": "| 时间戳",
            self.prose: "设置账户的一个参数。",
            f"# {self.heading}\n": "# 设置账户参数\n",
        }
        text = self.english()
        for english, chinese in swaps.items():
            text = text.replace(english, chinese)
        return text


def page(anchor: str, endpoints: list[Endpoint], day: str, *, chinese: bool = True) -> str:
    """The text of a page, English and then Chinese."""
    head = (
        f"---\nexchange: okx\nsource_url: https://www.okx.com/docs-v5/en/#{anchor}\nanchor_id: {anchor}\n"
        f"updated_at: {day} 19:14:20.824289\n---\n\n"
    )
    english = "\n\n".join(each.english() for each in endpoints)
    return head + english + ("\n\n---\n\n" + "\n\n".join(each.chinese() for each in endpoints) if chinese else "")


def endpoints(count: int = 12) -> list[Endpoint]:
    """Endpoints of two sections; the last one is public."""
    found = [Endpoint(name=f"set-thing-{number}") for number in range(count // 2)]
    found += [Endpoint(name=f"make-part-{number}", section="trade") for number in range(count - count // 2 - 1)]
    return [
        *found,
        Endpoint(name="time", section="trade", method="GET", rule="IP", permission=None, request={}, example=None),
    ]


def site(folder: Path, day: str, listed: list[Endpoint] | None = None, *, sections: bool = True) -> Path:
    """Save a site in ``folder/DAY``."""
    root = folder / day
    listed = endpoints() if listed is None else listed
    for each in listed:
        leaf(root, each).parent.mkdir(parents=True, exist_ok=True)
        leaf(root, each).write_text(page(f"{each.section}-rest-api-{each.name}", [each], day))
    for section in sorted({each.section for each in listed}) if sections else ():
        inside = [each for each in listed if each.section == section]
        (root / f"{section}.md").write_text(page(f"{section}-rest-api", inside, day))
    return root


def leaf(root: Path, endpoint: Endpoint) -> Path:
    """The file of an endpoint's own page."""
    return root / endpoint.section / f"{endpoint.name}.md"


def changed(listed: list[Endpoint], name: str, **facts: Any) -> list[Endpoint]:
    """The endpoints with other facts of one of them."""
    return [evolve(each, **facts) if each.name == name else each for each in listed]
