"""The keys of a venue's own files: a sentence and an example of each."""

from collections.abc import Mapping

from ..rules.tree import JsonType
from ..runtime.venue import (
    AnswerMatch,
    Auth,
    Ban,
    Envelope,
    Environment,
    ErrorCode,
    Feedback,
    HeaderCount,
    Increments,
    LimitScope,
)
from .alphabets import ClassName, Credential, EndpointId, Header, HeaderValue, Host, Label, Link, Name, Wire
from .clients import OtherClient
from .endpoint_keys import LIMIT_KEYS
from .files import OlderFile, VenueFile
from .lock import EndpointLock, Lock
from .model import Word
from .names import EndpointNames, PublicNames, Renamed, TypeName
from .orders import Moves, OrderTable
from .sandbox_keys import SANDBOX_KEYS
from .settings import ClockSource, ContextValue, Derived, Learn, LimitFacts, PageSource, Reason, Refusal, SharedLimit
from .spans import Span
from .texts import PageTexts
from .written import About, Caseless

VENUE_KEYS: Mapping[type, Mapping[str, About]] = {
    VenueFile: {
        "title": About("The venue's name for people.", "Acme v1"),
        "docs": About("The address of the documentation.", "https://acme.example/docs", kind=Link),
        "pages": About("The reader of its pages: a name, or package.module:NAME.", "flat_text"),
        "fetch": About("The source of its pages for venuespec fetch.", "{pages: ['https://acme.example/docs/']}"),
        "groups": About(
            "The group of each part of the documentation, where it is not its name.",
            "{trading account: account}",
            kind=Mapping[str, Name],
        ),
        "sections": About(
            "The parts of the documentation that the spec transcribes; all where there are none.", "[account, trade]"
        ),
        "permissions": About(
            "The words for the permissions of a key; import reports others. Without any, words of a usual form.",
            "[read, trade, withdraw]",
        ),
        "page_size": About("The parameter that says how many records a page has.", "limit"),
        "environments": About(
            "Where the venue is reached.",
            "{production: {hosts: {global: 'https://api.acme.example'}}}",
            kind=Mapping[Label, Environment],
        ),
        "auth": About(
            "How a request is signed.",
            "{credentials: [api_key, secret_key], algorithm: hmac_sha256, encoding: hex, signs: [timestamp, body], "
            "timestamp: milliseconds, tolerance: 5s, headers: {ACME-KEY: api_key, ACME-SIGN: signature}}",
        ),
        "envelope": About("The wrapper of every answer.", "{code: code, message: msg, data: data, success: ['0']}"),
        "clock": About(
            "The endpoint that tells the time.", "{endpoint: public.get_time, field: ts, unit: milliseconds}"
        ),
        "context": About(
            "Settings of the account that rules may depend on.",
            "{posMode: {values: {net_mode: one position, long_short_mode: two}, meaning: Position mode.}}",
            kind=Mapping[Wire, ContextValue],
        ),
        "increments": About(
            "The fields of an instrument's row that hold its steps.",
            "{price: [tickSz], size: [lotSz], minimum: [minSz]}",
        ),
        "learn": About(
            "The endpoint that tells the context.", "{endpoint: account.get_config, fields: {posMode: posMode}}"
        ),
        "instruments": About(
            "How the type of an instrument is derived from a request.",
            "{type: instType, ids: [instId], patterns: [{types: [SWAP], pattern: '.+-SWAP'}]}",
        ),
        "limits": About(
            "What is to be known of rate limits beside the pages' own lines.",
            "{shared: {address: {limit: 600, per: 5s, key: [ip]}}}",
        ),
        "refusals": About(
            "The answers to calls that the venue does not look into, by reason.",
            "{wrong_key: {code: '50111', status: 401}}",
            kind=Mapping[Reason, Refusal],
        ),
        "orders": About(
            "The kinds of orders that the sandbox keeps, by table.",
            "{orders: {id: ordId, client_id: clOrdId, state: state, open: [live], cancelled: canceled}}",
            kind=Mapping[Label, OrderTable],
        ),
        "sandbox": About(
            "The markets and the account that the sandbox simulates.",
            "{coins: {BTC: '60000'}, balances: {USDT: '1000'}, context: {posMode: net_mode}}",
        ),
        "feedback": About(
            "The response headers that tell the venue's own count of a limit.", "{remaining: X-Limit-Remaining}"
        ),
        "rules": About(
            "Rules that endpoints take over by rules_from.",
            "[{id: window, compare: {lte: [begin, end]}, because: Time runs forward.}]",
        ),
        "transport": About("How the parameters of a call travel that is no GET.", "query"),
        "lists": About("How a list is written in a query or a form: joined by commas, or as JSON.", "json"),
        "types": About(
            "The JSON type of the pages' own words for types.", "{DECIMAL: string}", kind=Mapping[str, JsonType]
        ),
        "matches": About(
            "Refusals that a code alone does not tell apart; the first that fits counts.",
            "[{status: [503], says: unknown error, kind: unavailable, outcome: unknown}]",
        ),
    },
    AnswerMatch: {
        "status": About("The HTTP statuses; any where there are none.", "[503]"),
        "code": About("The codes, as text; any where there are none.", "['-1']"),
        "says": About("Words in the answer, in any case.", "unknown error", kind=Caseless),
        "meaning": About("The meaning.", "The venue is overloaded."),
        "kind": About("The kind of failure; it chooses the exception.", "unavailable"),
        "retry": About("Whether a read may be repeated; write for a write too.", "write"),
        "outcome": About("The outcome of a write.", "not_executed"),
    },
    HeaderCount: {
        "header": About("The header.", "X-Used-Weight-1M", kind=Header),
        "tells": About("Whether it tells what is used or what remains.", "used"),
        "budget": About("The budget of limits.shared.", "weight", kind=Label),
        "but": About("Endpoints where it is not accurate.", "[public.get_price]", kind=tuple[EndpointId, ...]),
    },
    PageSource: {
        "pages": About(
            "The addresses of its pages; robots.txt of their sites is obeyed.",
            "['https://acme.example/docs/en/', 'https://acme.example/docs/changes/']",
            kind=tuple[Link, ...],
        ),
        "sitemap": About("A sitemap that lists the pages.", "https://acme.example/sitemap.xml", kind=Link | None),
        "git": About("A public repository that the pages are in.", "https://git.example/acme/docs", kind=Link | None),
        "under": About("The path that pages of a sitemap or of a repository are below; all by default.", "docs/v1"),
        "also": About("Other folders of the repository whose pages are fetched too.", "[docs/broker, docs/changelog]"),
        "branch": About("The branch of the repository; its own one by default.", "main"),
        "delay": About("The least pause between two requests.", "2s", kind=Span),
    },
    Environment: {
        "hosts": About("The host of each region.", "{global: 'https://api.acme.example'}", kind=Mapping[Label, Host]),
        "headers": About(
            "Headers that every request carries there.", "{x-simulated-trading: '1'}", kind=Mapping[Header, HeaderValue]
        ),
    },
    Auth: {
        "credentials": About("The credentials for signing.", "[api_key, secret_key]", kind=tuple[Credential, ...]),
        "algorithm": About("The algorithm of the signature.", "hmac_sha256"),
        "encoding": About("The encoding of the signature.", "base64"),
        "signs": About("The parts of the signed text, in order.", "[timestamp, method, target, body]"),
        "timestamp": About("The format of the time.", "milliseconds"),
        "tolerance": About("The maximum distance of a timestamp from the venue's clock.", "30s", kind=Span),
        "headers": About(
            "The headers and what each carries: a credential, signature, timestamp or recv_window.",
            "{ACME-KEY: api_key}",
            kind=Mapping[Header, Name],
        ),
        "recv_window": About("The window in milliseconds that each request carries.", "5000"),
        "ahead": About("How far ahead of the venue's clock a timestamp may be, if less.", "1s", kind=Span | None),
        "also": About(
            "The encoding of the signature for other kinds of keys, told by a secret in PEM form.",
            "{rsa_sha256: base64}",
        ),
        "params": About(
            "The parameters that the signature adds, and what each carries; their rows are no arguments.",
            "{timestamp: timestamp, signature: signature}",
            kind=Mapping[Wire, Name],
        ),
    },
    Envelope: {
        "code": About(
            "The key of the code; without one the HTTP status alone tells success.", "code", kind=Wire | None
        ),
        "message": About("The key of the message.", "msg", kind=Wire | None),
        "data": About("The key of the payload; without one the payload is the body.", "data", kind=Wire | None),
        "success": About("The codes that mean success, as text.", "['0']"),
        "time": About("The key of the server's clock in Unix milliseconds.", "time", kind=Wire | None),
        "item_code": About("The key of the code inside each item of a batch.", "sCode", kind=Wire | None),
        "item_message": About("The key of the message inside each item of a batch.", "sMsg", kind=Wire | None),
        "statuses": About(
            "The kind of the errors that an HTTP status tells alone, in an answer without a code.",
            "{401: auth, 422: invalid, 429: rate_limited}",
        ),
        "verdicts": About("The way to a list of the items' verdicts.", "[retExtInfo, list]", kind=tuple[Wire, ...]),
    },
    ClockSource: {
        "endpoint": About("The endpoint to ask.", "public.get_time", kind=EndpointId),
        "field": About("The field with the time.", "ts", kind=Wire),
        "unit": About("Its unit since the Unix epoch.", "milliseconds"),
    },
    Learn: {
        "endpoint": About("The endpoint to ask.", "account.get_config", kind=EndpointId),
        "fields": About("Fields of the answer by context name.", "{posMode: posMode}", kind=Mapping[Wire, Wire]),
        "same": About(
            "Pairs of fields whose equality tells: the context's first value if they are equal.",
            "{main: [uid, mainUid]}",
            kind=Mapping[Wire, tuple[Wire, ...]],
        ),
        "set_by": About(
            "Writes that set values of the context, each with their parameters; '' where a value is unknown then.",
            "{account.set_position_mode: {posMode: posMode}}",
            kind=Mapping[EndpointId, Mapping[Wire, str]],
        ),
        "values": About(
            "The context's value by the text of the field, where they are not the same.",
            "{posMode: {'true': hedge, 'false': one_way}}",
            kind=Mapping[Wire, Mapping[str, str]],
        ),
    },
    ContextValue: {
        "values": About("Its possible values, and the meaning of each.", "{net_mode: one position}"),
        "meaning": About("Its meaning.", "Position mode."),
        "per": About("The parameter, such as that of an instrument, for whose values it can differ.", "instId"),
        "only": About(
            "The patterns of the instruments that can have a value; of others it is not known.",
            "{hedge: '[A-Z]+-SWAP'}",
        ),
        "type_name": About("The name of the type of its values.", "PositionMode"),
    },
    LimitFacts: {
        "scopes": About("The meaning of words for a part of the traffic.", "{spot: {only: {category: [spot]}}}"),
        "derived": About(
            "Key parts that a pattern finds in a parameter.",
            "{instFamily: {of: instId, pattern: '(.+)-SWAP'}}",
            kind=Mapping[Wire, Derived],
        ),
        "shared": About(
            "Limits on several endpoints together, by budget.",
            "{address: {limit: 600, per: 5s, key: [ip]}}",
            kind=Mapping[Label, SharedLimit],
        ),
        "singles": About(
            "For an endpoint of many items the one whose limits hold for a call with one item.",
            "{trade.place_orders: trade.place_order}",
            kind=Mapping[EndpointId, EndpointId],
        ),
    },
    LimitScope: {
        "only": About("It holds where each name certainly has one of the values.", "{category: [spot]}"),
        "unless": About(
            "It does not hold where one of these certainly has one of the values.", "{instrument.type: [OPTION]}"
        ),
        "kept": About("Whether the SDK keeps it; false for what cannot be told: it is shown only.", "false"),
    },
    Derived: {
        "of": About("The parameter.", "instId", kind=Wire),
        "pattern": About("A regular expression whose only group is the value.", "'(.+)-SWAP'"),
    },
    SharedLimit: {
        **LIMIT_KEYS,
        "endpoints": About(
            "The endpoints; all where there are none.", "[trade.place_order]", kind=tuple[EndpointId, ...]
        ),
        "code": About("The error code that refers to this limit alone.", "'50061'"),
    },
    Refusal: {
        "code": About("The code, as text.", "'50111'"),
        "status": About("The HTTP status.", "401"),
        "wait": About("The header that says in how many seconds the call will be taken.", "Retry-After", kind=Header),
    },
    OrderTable: {
        "id": About("The venue's id of an order.", "ordId"),
        "client_id": About("The caller's id of an order.", "clOrdId"),
        "state": About("The state of an order.", "state"),
        "open": About(
            "The states of orders that can be amended; the first is that of a new one.", "[live, partially_filled]"
        ),
        "cancelled": About("The state of a cancelled order.", "canceled"),
        "created": About("Columns with the time of creation, in Unix milliseconds.", "[cTime]"),
        "updated": About("Columns with the time of the last change.", "[uTime]"),
        "sent": About("The columns of parameters that have another name.", "{newId: clOrdId}"),
        "defaults": About("Columns that no request sends.", "{accFillSz: '0'}"),
        "fills": About("Values with which an order is filled at once.", "{ordType: [market]}"),
        "filled": About("The state of a filled order.", "filled"),
        "fill": About("Columns that a filled order gets from others.", "{accFillSz: sz}"),
        "trades": About(
            "What its columns mean to the simulated market.",
            "{instrument: instId, side: side, size: sz, price: px, market: {ordType: [market]}, partly: live}",
        ),
        "once": About("Whether a client id is good for one record for ever; it can be the id itself.", "true"),
        "shows": About("Columns that show what another has.", "{withdrawId: id}"),
        "moves": About(
            "What a record does to the balance of the account.",
            "{currency: ccy, amount: amt, out: {from: ['18']}, into: {to: ['18']}, short: '58350'}",
        ),
    },
    Moves: {
        "currency": About("The column of the currency.", "ccy"),
        "amount": About("The column of the amount.", "amt"),
        "out": About("The values of records that take it from the account.", "{from: ['18']}"),
        "into": About("The values of records that bring it.", "{to: ['18']}"),
        "short": About("The code where the balance does not suffice.", "'58350'"),
    },
    **SANDBOX_KEYS,
    Increments: {
        "price": About("The fields of an instrument's row with the tick of its price, dotted.", "[tickSz]"),
        "size": About("Those with the lot of its size.", "[lotSz]"),
        "minimum": About("Those with the least size of an order.", "[minSz]"),
    },
    Feedback: {
        "remaining": About("The header with the number of remaining calls.", "X-Limit-Remaining", kind=Header | None),
        "limit": About("The header with the limit.", "X-Limit", kind=Header | None),
        "reset": About(
            "The header with the moment of the reset, in Unix milliseconds.", "X-Limit-Reset", kind=Header | None
        ),
        "ban": About("The ban of an address by a gateway.", "{status: 403, says: too frequent, lasts: 10m}"),
        "counts": About(
            "Headers that tell the use of shared budgets.",
            "[{header: X-Used-Weight, tells: used, budget: weight}]",
        ),
    },
    Ban: {
        "status": About("The HTTP status.", "403"),
        "says": About("Words in the text of its page, in any case.", "access too frequent", kind=Caseless),
        "seconds": About("The length of the ban where no Retry-After tells it.", "10m", name="lasts", kind=Span),
    },
    OlderFile: {
        "title": About("The name of the older state.", "Acme v1, spring 2026"),
        "like": About("The folder of the venue that provides everything but the endpoints.", "../acme_v1"),
        "partial": About("Whether it has only some pages: a missing endpoint proves nothing.", "true"),
    },
    Word: {
        "kind": About("The meaning of the value, whatever its JSON type.", "decimal"),
        "description": About("One sentence in our own words.", "Price that triggers the alert."),
        "item": About("The kind of an item of a list or of a separated text.", "id"),
        "attribute": About("Its name in the SDK, where the wire name is none that people say.", "low"),
    },
    ErrorCode: {
        "meaning": About("The meaning of the code.", "Insufficient balance."),
        "kind": About("The kind of failure; it chooses the exception.", "rejected"),
        "retry": About("Whether a read may be repeated; write for a write too.", "true"),
        "outcome": About("The outcome of a write.", "not_executed"),
        "success": About("Whether the venue is already as the request wants it.", "true"),
        "status": About("The HTTP status that it comes with.", "400"),
    },
    OtherClient: {
        "version": About("The version whose source was read.", "'1.0.0'"),
        "imports": About("The package that a program imports.", "acme"),
        "adds_parameters": About("Whether it sends empty parameters beside the given ones.", "true"),
        "methods": About(
            "The method and path of an endpoint by the class and name of a method.",
            "{Trade.place_order: POST /v1/orders}",
        ),
        "unified": About(
            "The endpoints that a method calls, where one name stands for the like at many venues.",
            "{create_order: [POST /v1/orders]}",
        ),
    },
    Lock: {
        "as_of": About("The day of the crawl.", "2026-06-27"),
        "endpoints": About(
            "What is known of each page beside its facts, by method and path.",
            "{GET /api/v1/time: {prose: '9f04a929'}}",
        ),
        "codes": About("The digest of the text of each error code that the pages list.", "{'50011': '9f04a929'}"),
        "gone_codes": About("The day since when the pages no longer list an error code.", "{'50013': 2026-06-27}"),
        "unread": About("The digest of what is not understood of a page.", "{trade/orders.md: '9f04a929'}"),
    },
    PageTexts: {
        "texts": About("The sentences of every text, by the key of the text.", "{t0099: [s01ab]}"),
        "sentences": About("What a sentence states: digests, names and figures.", '{s01ab: \'{"s": 12, "l": 3}\'}'),
    },
    EndpointLock: {
        "remarks": About("A digest of the text below the tables.", "ab12cd34"),
        "as_of": About("The day of the page, where it is not the venue's.", "2026-06-27"),
        "raw": About("The digest of the files of its pages, before any reader.", "'9f04a929'"),
        "prose": About("The digest of the text between the tables.", "'9f04a929'"),
        "text": About("The digest of each row's description.", "{request.instId: '9f04a929'}"),
        "reviewed": About("Digests of the texts that a person confirmed the rules against.", "{page: '9f04a929'}"),
        "kept": About(
            "Facts of docs: that many pages stopped stating at once, with the day when this page last had them.",
            "{permissions: 2026-06-27}",
        ),
    },
    PublicNames: {
        "groups": About("The class of each group's methods.", "{account: Account}", kind=Mapping[Name, ClassName]),
        "types": About(
            "The types of values.",
            "{Side: {wire: side, home: POST /api/v1/orders request.side, values: [buy, sell]}}",
            kind=Mapping[ClassName, TypeName],
        ),
        "older_types": About(
            "Present names of types by former ones.", "{Bar2: CandleBar}", kind=Mapping[ClassName, ClassName]
        ),
        "endpoints": About("The names of each endpoint, by method and path.", "{GET /api/v1/time: {name: time.get}}"),
    },
    TypeName: {
        "wire": About("The wire name that has these values.", "side"),
        "home": About("The field that the type was made for.", "POST /api/v1/orders request.side"),
        "values": About("The values that the name stands for.", "[buy, sell]"),
    },
    EndpointNames: {
        "name": About("The group and the method.", "account.get_balance", kind=EndpointId),
        "iterate": About("The method that walks through the pages.", "iterate_balance", kind=Name | None),
        "gone": About("Whether the SDK has dropped it. Its names stay reserved.", "true"),
        "added": About("Its place in the order of additions: classes stay in the module that had them first.", "1"),
        "classes": About(
            "The classes that the module defines, with the object of each.",
            "{Detail: response.details}",
            kind=Mapping[ClassName, str],
        ),
        "shared": About(
            "The classes that it takes from another module.", "{Order: response}", kind=Mapping[ClassName, str]
        ),
        "older": About(
            "Older names of its classes, which stay importable.", "{OldAlert: response}", kind=Mapping[ClassName, str]
        ),
        "attributes": About(
            "The wire names of each object; NAME=WIRE where it is not that in snake case, ! where it is gone.",
            "{request: ccy instId}",
        ),
        "former": About("Former attributes of rows, as NAME=WIRE.", "{response: l_=l}"),
        "renamed": About("Rows that have another name now.", "{request.triggerPx: {use: alertPx}}"),
        "moved": About(
            "Former places, with the class that the request had there.",
            "{alerts.set: SetAlert}",
            kind=Mapping[EndpointId, ClassName],
        ),
        "annotated": About(
            "What the annotations of the group call a class where another one has its name.",
            "{Detail: GetBalanceDetail}",
            kind=Mapping[ClassName, ClassName],
        ),
    },
    Renamed: {
        "use": About("The wire name that it has now.", "alertPx"),
        "until": About("The last day of the older name, according to the page.", "2026-10-31"),
    },
}
