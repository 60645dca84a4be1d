"""The keys of an endpoint's file: a sentence and an example of each."""

from collections.abc import Mapping

from ..runtime.endpoint import Paging, PayloadVerdict, RateLimit
from .alphabets import ClassName, Name, RowName
from .files import (
    CodeFile,
    DocsFile,
    EndpointFile,
    ExampleFile,
    FieldFile,
    HeaderFile,
    RowFile,
    SdkFile,
    VariantFile,
)
from .model import Alias, Deprecation, Note, OlderRow, Reviewed, ReviewedRule, ValueKind
from .orders import AskSpec, ReconcileSpec, Stateful
from .spans import Span
from .written import About, Both, Dotted, OneOrMore

LIMIT_KEYS: Mapping[str, About] = {
    "limit": About("The number of units in the span.", "20"),
    "window": About("The span of time.", "2s", name="per", kind=Span),
    "counts": About("The unit: a request, each order in it, or a unit of weight.", "request"),
    "key": About("The key that it is counted on: user_id, ip, master_user_id or a parameter.", "[user_id, instId]"),
    "scope": About("The part of the traffic it holds for, in the page's words; see limits.scopes.", "spot"),
}
_FACTS = {
    "type": About("The page's word for the JSON type.", "String"),
    "values": About("The documented values, as text.", "[buy, sell]"),
    "default": About("The documented default, as text.", "'100'"),
    "separator": About("The text between several values in one text.", "','"),
}
_STATED = {
    "applies_to": About("Parties and conditions that a restriction names.", "[SPOT, ordType=limit]"),
    "excludes": About("Parties and conditions that the page calls not supported.", "[sub-accounts]"),
    "at_most": About("The longest spans of time that the text allows.", "[20 days]"),
}
_DEPRECATED = "{use: alertPx, until: 2026-12-31}"
ENDPOINT_KEYS: Mapping[type, Mapping[str, About]] = {
    EndpointFile: {
        "docs": About("Facts of the page; import writes them.", "{source: ..., title: ..., method: GET, path: /time}"),
        "sdk": About("Our own part: names, rules, notes, decisions.", "{summary: Get the time.}"),
    },
    DocsFile: {
        "source": About("The link to the page.", "https://acme.example/docs#set-price-alert"),
        "title": About("The page's title.", "Set price alert"),
        "method": About("The HTTP method.", "POST"),
        "path": About("The path; a name in braces is a parameter.", "/api/v1/alerts"),
        "as_of": About("The day of the crawl, in revisions from before the lock.", "2026-06-27"),
        "gone_since": About("The crawl in which the page was first missing.", "2026-06-27"),
        "section": About("The part of the documentation.", "trading account"),
        "access": About("Whether a call is signed.", "signed", name="auth"),
        "auth_evidence": About("The page's evidence on whether a call is signed.", "limit counted on user id"),
        "permissions": About("The permissions that a key needs.", "[trade]"),
        "rate_limits": About("The page's rate limits.", "[{limit: 20, per: 2s, key: [user_id]}]"),
        "body": About(
            "Whether the request is one object, a list of them, or a query although it is not a GET.", "array"
        ),
        "costs": About(
            "The units that the page says a call takes of the venue's budgets, by condition.",
            "{weight: [{when: {absent: symbol}, is: 40}, {is: 1}]}",
        ),
        "request": About("The rows of the request table.", "[{name: instId, type: String, required: true}]"),
        "variants": About(
            "Request tables of a page that has one for each kind of request.", "[{title: Spot, request: []}]"
        ),
        "data": About(
            "The payload of the answer: a list of objects, one object, rows by name or position ...", "object"
        ),
        "response": About("The rows of the response table.", "[{name: alertId, type: String}]"),
        "examples": About("Documented requests and answers.", """[{request: '{"instId":"BTC-USDT"}'}]"""),
        "error_codes": About("The codes that the page lists.", "[{code: '51000', label: Parameter error}]"),
        "applies_to": _STATED["applies_to"],
        "excludes": _STATED["excludes"],
        "at_most": _STATED["at_most"],
        "mentions": About("Other names and figures in the page's text.", "[Amend order, 30 min]"),
        "deprecated": About("Whether the page calls the endpoint deprecated, with its particulars.", _DEPRECATED),
        "unread": About("Parts of the page that import could not read; sdk.decided answers them.", "[limit-unread]"),
        "prose": About("The digest of the page's text, in revisions from before the lock.", "'9f04a929'"),
    },
    RowFile: {
        "name": About("The wire name.", "instId"),
        "type": _FACTS["type"],
        "required": About(
            "Whether it must be sent; conditional where rules say, unknown where the page is not understood.", "true"
        ),
        "label": About("A few words of the page.", "Instrument ID"),
        **_FACTS,
        "values": About("The documented values, as a list, or with a label of the page each.", "{buy: Buy, sell: ''}"),
        "open": About("Whether there can be other values than those listed.", "true"),
        "min": About("The least number. A fact; only a rule refuses.", "1"),
        "max": About("The greatest number.", "125"),
        "min_length": About("The least number of characters.", "1"),
        "max_length": About("The greatest number of characters.", "32"),
        "max_items": About("The greatest number of items of a list or a separated text.", "20"),
        "pattern": About("The regular expression that the whole text matches.", "'[A-Za-z0-9]*'"),
        "unit": About("The unit that the description gives.", "ms"),
        **_STATED,
        "required_when": About("Names and values that a sentence on being required speaks of.", "[tdMode, cross]"),
        "empty_at_times": About("Whether the page says that an answer need not have a value for it.", "true"),
        "alias": About("Another name for it: an older one, or the one to use.", "{was: tradeMode, until: 2026-12-31}"),
        "deprecated": About("Whether the page calls it deprecated, with its particulars.", _DEPRECATED),
        "deprecated_values": About("Values that the page calls deprecated.", f"{{stop: {_DEPRECATED}}}"),
        "mentions": About("Other names and figures in the description.", "[posSide, '51000']"),
        "text": About("The digest of the row's description, in revisions from before the lock.", "'9f04a929'"),
        "fields": About("The rows inside an object, or inside each item of a list.", "[{name: px, type: String}]"),
    },
    Deprecation: {
        "use": About("The replacement.", "alertPx", kind=OneOrMore),
        "until": About("The day until which it works.", "2026-12-31"),
        "since": About("The day since which it is deprecated.", "2026-06-30"),
    },
    Alias: {
        "was": About("An older name that still works.", "tradeMode"),
        "of": About("The name to use.", "tdMode"),
        "until": About("The day until which both work.", "2026-12-31"),
    },
    VariantFile: {
        "title": About("The page's heading of the table.", "Spot"),
        "request": About("The rows of the table.", "[{name: instId, type: String}]"),
    },
    ExampleFile: {
        "title": About("The subject of the example.", "MARGIN, isolated"),
        "request": About("The request, as JSON text.", """'{"instId":"BTC-USDT"}'"""),
        "response": About("The answer, as JSON text.", """'{"code":"0","data":[]}'"""),
        "repaired": About("The repair that import made to its JSON.", "a comma was missing"),
        "broken": About("Why import could not read it.", "no JSON"),
    },
    CodeFile: {
        "code": About("The code, as text.", "'51000'"),
        "label": About("A few words of the page.", "Parameter error"),
    },
    RateLimit: LIMIT_KEYS,
    SdkFile: {
        "summary": About("One sentence of ours: what a call does.", "Set an alert on a price."),
        "row": About(
            "The name of the class of an answer's items, or GROUP.CLASS for that of another endpoint.",
            "Alert",
            kind=RowName | None,
        ),
        "row_alias": About("An older name of that class, which stays importable.", "OldAlert", kind=ClassName | None),
        "renamed": About(
            "What the page called a row before, by its path; the SDK takes the older name too, with a warning.",
            "{request.alertPx: {from: triggerPx, until: 2026-10-31}}",
        ),
        "dedup_key": About("The parameter that holds the caller's own id of a write.", "clOrdId"),
        "reconcile": About(
            "How the outcome of a write is found out.",
            "{ask: [{endpoint: trade.get_order, params: {clOrdId: clOrdId}}]}",
        ),
        "success_codes": About("Codes other than the venue's usual ones that mean success here.", "['51400']"),
        "envelope": About(
            "The wrapper of its answers, where it is not the venue's.",
            "{code: ret_code, message: ret_msg, data: result, success: ['0']}",
        ),
        "verdict": About(
            "The code inside the payload that tells a refusal below an envelope of success.",
            "{code: status, success: ['0'], message: reason}",
        ),
        "max_items": About("The maximum number of items of a call whose body is a list.", "20"),
        "one_row": About("Whether the list of every answer has one row, which a call returns by itself.", "true"),
        "pages": About("The paging of the endpoint; gives iterate_NAME.", "{cursor: after, field: billId}"),
        "sandbox": About("The memory of the local sandbox.", "{table: alerts, key: [instId], writes: true}"),
        "decided": About(
            "Why what is unread, or a contradiction of the page, is settled as it is.",
            "{request.side.values: The page lists two of three.}",
        ),
        "reviewed": About(
            "What rules were confirmed against, in revisions from before the lock.", "{page: '9f04a929'}"
        ),
        "access": About("Overrules docs.auth.", "public"),
        "permissions": About("Overrules docs.permissions.", "[trade]"),
        "rate_limits": About("Overrules docs.rate_limits.", "[{limit: 20, per: 2s, key: [user_id]}]"),
        "write": About("Whether a call can change something; false for a POST that only reads.", "false"),
        "data": About("Overrules docs.data.", "object"),
        "transport": About("How its parameters travel, where it is not as the venue's others.", "form"),
        "costs": About("Overrules docs.costs.", "{weight: 5}"),
        "headers": About(
            "Headers that a caller may send.",
            "{expTime: {kind: timestamp_ms}}",
        ),
        "context": About(
            "The account settings that a request example, counted from 1, assumes.", "{1: {posMode: net_mode}}"
        ),
        "fields": About(
            "Where this endpoint differs from fields.yaml or its page; by row, or request.NAME, response.NAME.",
            "{request.side: {open: true}}",
        ),
        "rules_from": About("Endpoints whose rules hold here too.", "[trade.place_order]"),
        "rules": About(
            "Combinations that the venue refuses; see the rule language.",
            "[{id: price, when: {ordType: limit}, require: [px], because: A limit order has a price.}]",
        ),
        "notes": About(
            "What a user should know and no rule can say.",
            "[{text: The alert lapses after a week., params: [alertPx]}]",
        ),
    },
    FieldFile: {
        **_FACTS,
        "required": About("Overrules the page.", "false"),
        "evidence": About(
            "Who sends requests without a parameter that the page requires, and where; it is then optional.",
            "ccxt's recorded request of setTradingStop leaves it out.",
        ),
        "envelope": About("Whether the field stands beside the payload although its table shows it inside.", "true"),
        "kind": About("The meaning of the value.", "decimal"),
        "item": About("The kind of an item of a list of plain values.", "id"),
        "description": About("A sentence of ours.", "Id of the alert."),
        "open": About("Whether there can be other values than those listed.", "true"),
        "flags": About("The texts of false and true, where they are not those words.", "['FALSE', 'TRUE']"),
        "empty": About("Whether empty text has a meaning of its own where a number is taken.", "true"),
        "attribute": About("Its name in the SDK, where the wire name is none that people say.", "low"),
        "type_name": About("The name of the type of its values, here and wherever the name has the same ones.", "Bar"),
        "columns": About(
            "What an item of a list of lists holds, in its order: a name and a kind each.",
            "{price: decimal, quantity: decimal}",
            kind=Mapping[Name, ValueKind],
        ),
        "row": About("The class of such an item, which fields with the same columns share.", "BookLevel"),
    },
    OlderRow: {
        "former": About("The older wire name.", "triggerPx", name="from"),
        "until": About("The day until which the page takes it.", "2026-10-31"),
    },
    HeaderFile: {
        "kind": About("The meaning of the value.", "timestamp_ms"),
        "description": About("A sentence of ours.", "Not after this time."),
    },
    Note: {
        "text": About("The note.", "The alert lapses after a week."),
        "params": About("The parameters and fields it speaks of.", "[alertPx]"),
    },
    Paging: {
        "cursor": About("The parameter that asks for what lies behind a record or a token.", "after"),
        "field": About("The field that names the record; dotted inside rows.", "billId", kind=Dotted),
        "repeats": About("Whether the named record comes again.", "true", name="inclusive"),
        "ties": About("Whether records can share the value, a time in milliseconds.", "true"),
        "number": About("The parameter with the number of a page, in place of a cursor.", "page"),
        "first": About("The number of the first page.", "0"),
        "total": About("The field with the number of pages.", "totalPage"),
        "rows": About("The list in the only row that holds the records.", "details"),
        "keep": About("The parameter of later pages that comes from the first answer.", "beginId", kind=Both | None),
        "token": About("The field beside the records that holds the cursor of the next page.", "nextPageCursor"),
        "last": About("The token of the last page; an empty one by default.", "'0'"),
        "size": About("The parameter with the number of records of a page; the venue's page_size by default.", "limit"),
        "largest": About("The number of records to ask for; the maximum of the table by default.", "100"),
        "begin": About("The parameter that begins a range of time which the cursor, in milliseconds, ends.", "start"),
    },
    PayloadVerdict: {
        "code": About("The field of the payload with the code; without it the payload is the code.", "status"),
        "success": About("The codes that are no refusal.", "['0', '200']"),
        "message": About("The field of the payload with the reason.", "reason"),
        "outcome": About("The fate of a refused write.", "unknown"),
        "kinds": About("The kind of the error for codes that the page explains.", "{'405': already_done}"),
    },
    ReconcileSpec: {
        "ask": About(
            "The questions; only where each finds nothing there is nothing.",
            "[{endpoint: trade.get_order, params: {clOrdId: clOrdId}}]",
        ),
        "items": About("The parameter with the items of a batch whose body is not a list.", "request"),
        "created": About("The field of a found row with the time in Unix milliseconds.", "cTime"),
        "expires": About("The header after whose time the venue drops the write.", "expTime"),
        "refused": About("Values in a found row that say that the venue did not take it.", "{orderStatus: [Rejected]}"),
        "undecided": About("Values in a found row that say neither that nor the contrary.", "{status: [init]}"),
    },
    AskSpec: {
        "endpoint": About("The endpoint that is asked.", "trade.get_order"),
        "params": About("Its parameters by those of the write that they are taken from.", "{clOrdId: clOrdId}"),
        "given": About("Its parameters with values of their own.", "{role: maker}"),
        "match": About(
            "Fields of a found row by those of the write, where they have other names than the parameters.",
            "{clientOrderId: clOrdId}",
        ),
        "created": About("The field of a found row with the time, where the other questions have another.", "uTime"),
        "absent": About("Codes that say that there is nothing of the kind.", "['51603']"),
        "rows": About("The list in an answer that is an object.", "list"),
    },
    Stateful: {
        "table": About("The table whose rows the sandbox keeps.", "alerts"),
        "key": About("The fields that tell settings apart.", "[instId]"),
        "writes": About("Whether a call writes settings, or reads them.", "true"),
        "defaults": About("Fields that no request sends.", "{lever: '3'}"),
        "does": About("The operation of a call on orders.", "place"),
        "changes": About("The columns that the parameters of an amendment change.", "{newPx: px}"),
        "open": About("Whether only orders that are not done yet are read.", "true"),
        "items": About("The parameter with the orders of a batch whose body is not a list.", "request"),
        "rows": About("The list in an answer that is an object.", "list"),
        "duplicate": About("The code for a client id that an open order has.", "'51016'"),
        "missing": About("The code for an order that there is not, or that is done.", "'51400'"),
        "unchanged": About("The code for settings that are so already.", "'110043'"),
        "done": About("Whether only orders that are done are read.", "true"),
        "inner": About("The columns of the only row that hold rows of other tables.", "{details: balances}"),
        "arrays": About("Whether each row is a list.", "true"),
        "ids": About("The parameters with lists of ids, and those that name one order so.", "{orderIds: orderId}"),
        "documented": About("Parts of an answer beside its rows that are as in the page's example.", "[rateLimits]"),
        "context": About("The settings of the account that parameters of a call change.", "{posMode: posMode}"),
        "means": About("The setting that a value of such a parameter means.", "{'3': hedge}"),
    },
    Reviewed: {
        "page": About("The digest of the page's text.", "'9f04a929'"),
        "rows": About("The digest of each row that the rules speak of.", "{px: '9f04a929'}"),
        "rules": About("The rules that were confirmed by themselves since, by id.", "{price: {page: '9f04a929'}}"),
    },
    ReviewedRule: {
        "page": About("The digest of the page's text.", "'9f04a929'"),
        "rows": About("The digest of each row that the rule speaks of.", "{px: '9f04a929'}"),
    },
}
