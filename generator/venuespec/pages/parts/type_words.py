"""The words of type cells, and the type that a cell of several words means."""

import re
from functools import lru_cache

from ...spec.row_types import json_type
from .traditional import simplified
from .words import TAG, Vocabulary, bare, by_word, words_of

_SCALARS = (
    Vocabulary(
        "String",
        "string, strings, stringified, str, text, nvarchar, nchar, longtext, mediumtext, charsequence, character, "
        "char array, enumerated, enumeration, varchar, char, characters, uuid, "
        "guid, url, uri, "
        "numeric string, alphanumeric, alphanumeric string, hex string, base64 string, "
        "number string, date string, timestamp string, json string, string number, string enum, "
        "enum string, enum, string uuid, boolean string, bool string, string boolean, string bool, object string, "
        "json object string, hex, email, email address, ip address, csv, comma-separated list, comma separated list, "
        "comma-delimited list, comma-separated values, comma separated values,  datetime, date time, date-time, "
        "date, iso date, "
        "iso8601, iso 8601, rfc3339, "
        "string date, string date-time, string timestamp, enumstring, numberstring, datestring, timestring, address, "
        "字符串, 字符串型, 字符型, 文本, 字符, 枚举",
        "UUID",
    ),
    # Money travels as a text: a number of JSON loses digits.
    Vocabulary(
        "Decimal",
        "decimal, decimals, big decimal, bigdecimal, bignumber, big number, decimal string, string decimal, "
        "decimal text, float string, string float, double string, string double, bigdecimal string, string bigdecimal, "
        "bignumber string, money string, fixed point, fixed-point, fixed-point decimal, fixed point decimal, "
        "fixed-point string, fixed-point number, fixed point number",
        "BigDecimal",
    ),
    Vocabulary(
        "Integer",
        "integer, int, ints, integers, whole number, long, short, int8, int16, int32, int64, int2, int4, i32, "
        "i64, u32, natural number, counting number, natural, bigserial, serial, "
        "u8, u16, i8, i16, usize, isize, ulong, ushort, byte, unsigned byte, millis, u64, tinyint, smallint, "
        "timestamp long, long timestamp, uint, uint32, uint64, bigint, big "
        "integer, biginteger, big int, long int, unsigned int, unsigned integer, unix timestamp, epoch, "
        "epoch timestamp, unix time, epoch time, integer int32, integer int64, int "
        "int64, integer 32, integer 64, number integer, number int64, 整数, 整型, 整数型, 长整型, 长整数",
        "Integer(int64)",
    ),
    Vocabulary(
        "Number",
        "number, numbers, numeric, num, f32, f64, double precision, float, double, float32, float64, real, number "
        "double, number float, number decimal, "
        "float number, floating point, floating-point number, floating point number, decimal number, 浮点数, "
        "浮点型, 双精度, 双精度浮点数, 小数, 数字, 数值",
        "Float",
    ),
    Vocabulary(
        "Boolean",
        "boolean, booleans, bool, logical, flag, true/false, true / false, true or false, 布尔, 布尔值, 布尔型, "
        "布尔类型",
        "Bool",
    ),
    Vocabulary(
        "Object",
        "object, objects, map, json, dict, dictionary, struct, json object, jsonobject, json map, hash, hashmap, "
        "key-value map, key-value pairs, key value pairs, associative array, assoc array, keyed array, hash map, "
        "hash table, record, jsonb, mapping, hashtable, struct type, 对象, 字典, 映射, 哈希, 键值对",
        "Dictionary",
    ),
    Vocabulary(
        "Array",
        "array, arrays, list, lists, json array, jsonarray, array list, arraylist, [], array[], 数组, 列表",
        "List",
    ),
)
TYPES: tuple[Vocabulary[str], ...] = (
    *_SCALARS,
    Vocabulary("Array of strings", "string[]", "Array<String>"),
    Vocabulary("Array of objects", "object[]", "List of objects"),
)
_DECIMAL = "Decimal"
_SIMPLE = ("String", _DECIMAL, "Integer", "Number")
_ITEMS = {
    "String": "Array of strings",
    "Decimal": "Array of strings",
    "Integer": "Array of integers",
    "Number": "Array of numbers",
    "Boolean": "Array of booleans",
    "Object": "Array of objects",
    "Array": "Array of arrays",
}
# Array<String>, List of objects, String[], [String], array (string), array string, string array, array of array of X.
_LIST = r"(?:json )?(?:array|list|arraylist|set|vec|vector|collection|sequence|数组|列表)"
_LISTS = tuple(
    re.compile(text)
    for text in (
        rf"{_LIST}s?\s*(?:of|<|\[|\(|:|-)?\s*(?P<item>[^\s<>\[\]()][^<>\[\]()]*?)\s*[>\])]?",
        r"(?P<item>[^\s<>\[\]()][^<>\[\]()]*?)\s*\[\s*\]",
        r"\[\s*(?P<item>[^\s<>\[\]()][^<>\[\]()]*?)\s*\]",
        rf"(?P<item>[\w-]+) {_LIST}s?",
        r"\[\s*\]\s*(?P<item>\*?[a-z][\w.]*)",
        r"repeated (?P<item>[a-z][\w.]*)",
        r"(?P<item>[\u4e00-\u9fff]+?)(?:型|类型)?(?:数组|列表|集合)",
    )
)
_NESTED_LIST = re.compile(rf"{_LIST}s?\s*(?:of|<|\[|\()\s*(?:{_LIST})s?\b.*|.+\[\s*\]\s*\[\s*\]")
_LIST_OF_MAPS = re.compile(rf"{_LIST}s?\s*[<\[(]\s*(?:map|dict|dictionary|record|object)\s*[<\[(].*")
_MAP = re.compile(r"(?:map|dict|dictionary|object|record)\s*[<\[(].*[>\])].*|\{\s*[\w\"']+\??\s*:.*\}")
_SIZE = re.compile(r"\s*[(\[]\s*[0-9]+(?:\s*,\s*[0-9]+)?\s*[)\]]$")
_NULLABLE = re.compile(
    r"^(?:nullable|optional) |^\?|\?$|\s*[|/]\s*null$|\s+or null$|\s*[,(]\s*(?:nullable|optional|"
    r"required|mandatory)\s*\)?$"
)
# 'uint16', '64-bit integer', 'UUIDv4'; 'Integer, >= 1'.
_WIDTH = re.compile(r"(?<![\w<])(?:\d+-bit (?=\w))|(?<![\w-])(u?int|uuid|float|decimal)(?:v?\d{1,3})(?![\w<])")
_LIMITED = re.compile(r"\s*[,;(]\s*(?:(?:min|max)\w*\s*[:=]?|[<>=≤≥]+|default\b)[^<>]*$")
# A union of literals: '"Gtc" | "Ioc"'.
_BREAK = re.compile(r"\s*<br\s*/?>\s*[*_]*")
_LITERALS = re.compile(r"[\"'][\w.+-]+[\"'](?:\s*[|/]\s*[\"'][\w.+-]+[\"'])+")
# 'kotlin.String', 'java.lang.Long', 'std::string', '*int64'.
_QUALIFIED = re.compile(r"^[*&]?(?:std::|(?:[a-z_]\w*\.)+(?=[a-z]\w*(?:$|[\[<(])))|^[*&](?=[a-z])")
# 'Union[str, None]', 'Nullable<Integer>', 'Option<String>'.
_WRAPPED = re.compile(r"^(?:union|nullable|maybe|option)\s*[<\[(]\s*(.+?)\s*(?:,\s*(?:none|null|nil))?\s*[>\])]$")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_WIDE_BRACKETS = str.maketrans("（），：；", "(),:;")
_IN_ENGLISH = {
    "毫秒级": "ms", "毫秒": "ms", "微秒": "us", "纳秒": "ns", "秒级": "s", "秒": "s", "时间戳": "timestamp",
    "时间": "time",
    "字符串": "string", "字符": "string", "整数": "integer", "整型": "integer", "长整型": "integer", "浮点数": "number",
    "浮点型": "number", "浮点": "number", "布尔值": "boolean", "布尔": "boolean", "数组": "array", "列表": "array",
    "对象": "object", "枚举": "enum", "无符号": "unsigned", "正": "positive", "非负": "non-negative", "类型": "",
    "型": "", "的": "",
}  # fmt: skip
_CHINESE_WORDS = re.compile("|".join(_IN_ENGLISH))
_FORMAT = re.compile(r"[\s(<\[:,/$-]+")
# What says how a value is written, and nothing of its JSON type: 'integer (ms)', 'unsigned long', 'ISO 8601 string'.
_WRITTEN = words_of(
    """
    ms s us ns sec secs seconds milliseconds millisecond microseconds nanoseconds unix epoch timestamp utc unsigned
    signed iso 8601 iso8601 rfc3339 numeric encoded value base64 hex since mts time json unixtime non-negative
    nonnegative positive negative non in of format formatted as a an bit length uppercase lowercase quoted nested plain
    literal nanosecond microsecond second day comma-separated comma separated delimited semicolon-separated
    pipe-separated space-separated case-sensitive case-insensitive ascii utf-8 utf8 unicode printable url-encoded
    urlencoded escaped raw simple primitive native standard valid single non-empty nonempty percent percentage
    precision arbitrary fixed big gmt yyyy-mm-dd ratio whole
    """
)
_ENUMS = frozenset({"enum", "enums", "enumerated", "enumeration"})
# A time that is a count: 'timestamp (ms)', 'unix timestamp'; a 'timestamp' alone may be a text.
_COUNTED = re.compile(r"\b(?:unix|epoch|ms|s|us|ns|(?:milli|micro|nano)?seconds?)\b")
# 'int as string': the JSON type is the one behind.
_SENT_AS = re.compile(r"^.+? (?:as|sent as|encoded as|in|represented as)(?: an?| the)? (?=\w+$)")
_OPTIONAL_OF = re.compile(r"^optional\s*[\[<(](.+)[\])>]$")
# 'Order object', 'boolean: true, false': what it is called before the word, and its values behind it.
_NAMED_OBJECT = re.compile(r"[a-z][\w.-]* (?:object|struct|model)")
_TYPE_REMARK = re.compile(
    r"(?P<type>[A-Za-z]+)\s*[,;:(]\s*(?P<remark>[^()]*\d[^()]*[A-Za-z][^()]*|[^()]*[A-Za-z][^()]*\d[^()]*?)\)?"
)
# 'String(32)', 'String, max 32': of a text the figure is its length.
_SIZED = re.compile(
    r"(?P<type>[A-Za-z]+)(?:\s*\(\s*(?P<size>\d{1,5})\s*\)"
    r"|\s*[,;(]\s*max(?:imum)?\.?\s*[:=]?\s*(?P<most>\d{1,5})\)?)",
    re.IGNORECASE,
)
_TYPE_DEFAULT = re.compile(r"(?P<type>[A-Za-z]+)\s*[,;:(]\s*(?P<remark>default\b[^()]*)\)?", re.IGNORECASE)
_REMARKED = re.compile(r"(?P<type>[^,;()\[\]<>/|]+?)\s*[,;(]\s*(?P<remark>[^<>\[\]]+?)\)?")
_TYPE_AND_VALUES = re.compile(r"(?P<type>[a-z]+)\s*[:(]\s*[\w\"'`.-]+(?:\s*(?:[,/|]|or)\s*[\w\"'`.-]+)+\)?")


_SEPARATED = re.compile(r"\bcomma[- ](?:separated|delimited)\b|\bcsv\b", re.IGNORECASE)


def type_remark(cell: str) -> str:
    """Return what stands behind the word of a type cell, if it has a figure: '36 chars' of 'String, 36 chars'."""
    if _SEPARATED.search(cell):
        return "Comma-separated list"
    sized = _SIZED.fullmatch(bare(cell))
    if sized and _TYPES.get(sized["type"].lower()) == "String":
        return f"Maximum length: {sized['size'] or sized['most']}"
    remarked = _TYPE_REMARK.fullmatch(bare(cell)) if any(map(str.isdigit, cell)) else None
    remarked = remarked or (_TYPE_DEFAULT.fullmatch(bare(cell)) if "default" in cell.lower() else None)
    return remarked["remark"] if remarked and remarked["type"].lower() in _TYPES else ""


# 'Enum(buy, sell)', '"buy" | "sell"', 'string: `buy` or `sell`'.
_ENUMERATED = re.compile(
    r"(?:enum(?:eration|erated)?|one ?of|string|str|text)\s*[(\[{<:]+\s*(?P<values>[^()\[\]{}<>]+?)\s*[)\]}>]*",
    re.IGNORECASE,
)
_SIGNS_BETWEEN = re.compile(r"\s*(?:[,|/、，]|\bor\b)\s*")
_LITERAL = re.compile(r"(?P<mark>[\"'`]?)(?P<value>[A-Za-z0-9][\w.-]*)(?P=mark)")


def literals_of(cell: str) -> tuple[str, ...]:
    """Return the values that a type cell lists; nothing for a cell that names a type, or says how it is written."""
    text = TAG.sub("", cell).strip().strip("*_")
    listed = _ENUMERATED.fullmatch(text)
    parts = _SIGNS_BETWEEN.split(listed["values"] if listed else text)
    found = [_LITERAL.fullmatch(part.strip()) for part in parts]
    if len(parts) < _FEWEST_VALUES or None in found:
        return ()
    values = [match["value"] for match in found if match]
    is_marked = all(match["mark"] for match in found if match)
    is_enum = listed is not None and text.lower().startswith(("enum", "one"))
    if not is_marked and (not is_enum or any(_label(value.lower()) for value in values)):
        return ()
    return tuple(dict.fromkeys(values))


_FEWEST_VALUES = 2


@lru_cache(maxsize=1 << 12)
def type_of(cell: str) -> str | None:
    """The type label to write for a cell: the page's own where the spec knows it; None for an unknown type."""
    own = " ".join(bare((TAG.sub("", cell).strip() or cell.strip("<>")) if cell.startswith("<") else cell).split())
    own = _BREAK.sub(", ", own)
    text = own.lower().replace("\\", "").replace("&lt;", "<").replace("&gt;", ">")
    if _LITERALS.fullmatch(text) or literals_of(cell):
        return "String"
    text = _in_english(text) if not text.isascii() else text
    text = _NULLABLE.sub("", _WRAPPED.sub(r"\1", _QUALIFIED.sub("", text))).strip()
    text = _WIDTH.sub(r"\1", _LIMITED.sub("", text))
    text = _OPTIONAL_OF.sub(r"\1", text).removesuffix("类型").strip() or text
    label = _label(text)
    if label is None:
        return None
    return own if json_type(own) == json_type(label) and not re.search(r"[\[<(]", own) else label


def _in_english(text: str) -> str:
    """Return a cell with Chinese words of types and units in English: '时间戳(毫秒)'; others stay."""
    if text in _TYPES or not _CHINESE.search(text):
        return text
    text = simplified(text)
    english = _CHINESE_WORDS.sub(lambda match: f" {_IN_ENGLISH[match[0]]} ", text.translate(_WIDE_BRACKETS))
    return text if _CHINESE.search(english) else " ".join(english.split()).replace("( ", "(").replace(" )", ")")


def _label(text: str) -> str | None:
    if text in _TYPES:
        return _TYPES[text]
    if _NESTED_LIST.fullmatch(text):
        return "Array of arrays"
    if _LIST_OF_MAPS.fullmatch(text):
        return "Array of objects"
    for pattern in _LISTS:
        match = pattern.fullmatch(text)
        if match:
            return _ITEMS.get(_TYPES.get(match["item"], ""), "Array")
    if _MAP.fullmatch(text):
        return "Object"
    # A size behind the type, char(32) or string[36], and braces around or behind an object: {object}.
    text = _SIZE.sub("", text).replace("{}", "").strip("{} ")
    if text in _TYPES:
        return _TYPES[text]
    # A format behind the type: string(date-time), integer <int64>, number:double.
    words = _FORMAT.sub(" ", text.rstrip(")]>")).strip()
    return _TYPES.get(words) or _of_words(words, text)


def _of_words(words: str, text: str) -> str | None:
    """Return the type that words name among those that only say how a value is written, or beside its values."""
    if _SENT_AS.match(words):
        return _label(_SENT_AS.sub("", words))
    left = [word for word in words.split() if word not in _WRITTEN]
    if len(left) > 1 and (others := [word for word in left if word not in _ENUMS]):
        # 'enum (int)' is a number that has names.
        left = others
    named = [_TYPES.get(word) for word in left]
    if len(left) == 1 < len(words.split()):
        return named[0]
    if not left and _COUNTED.search(words):
        return "Integer"
    if len(left) == 2 and "/" not in text and None not in named and {*named} <= {*_SIMPLE}:
        return (
            _DECIMAL
            if _DECIMAL in named
            else "String"
            if "String" in named
            else "Integer"
            if "Integer" in named
            else "Number"
        )
    if _NAMED_OBJECT.fullmatch(text) and text.split()[0] not in _TYPES:
        return "Object"
    behind = _TYPE_AND_VALUES.fullmatch(text) or _TYPE_REMARK.fullmatch(text)
    if behind and behind["type"] in _TYPES:
        return _TYPES[behind["type"]]
    remarked = _REMARKED.fullmatch(text)
    if remarked is None or any(word in _TYPES or word == "comma" for word in re.findall(r"[a-z]+", remarked["remark"])):
        return None
    return _TYPES.get(remarked["type"])


_TYPES = by_word(_SCALARS)
