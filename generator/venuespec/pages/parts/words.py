"""The words of table heads and of type and required cells, each meaning with examples beside it.

A word that is in no table here is unknown: the reader keeps its row, and reports the word.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from attrs import frozen

from ...spec.model import Required
from ...spec.row_types import json_type

ColumnRole = Literal[
    "name",
    "type",
    "required",
    "optional",
    "description",
    "notes",
    "default",
    "example",
    "range",
    "min",
    "max",
    "values",
    "length",
]
"""What a column of a parameter table holds. ``optional`` says the opposite of ``required``."""


Meaning = TypeVar("Meaning")


@frozen
class Vocabulary(Generic[Meaning]):
    """Words with one meaning, one of them a cell as a page writes it."""

    meaning: Meaning
    words: str
    example: str

    @property
    def all(self) -> Iterable[str]:
        return (word.strip() for word in self.words.split(","))


COLUMNS: tuple[Vocabulary[ColumnRole], ...] = (
    Vocabulary(
        "name",
        "parameter, parameters, parameter name, parameter names, param, params, param name, field, fields, field "
        "name, "
        "name, attribute, attributes, attribute name, property, properties, property name, key, keys, argument, "
        "arguments, variable, query parameter, body parameter, path parameter, request parameter, response "
        "parameter, "
        "request field, response field, 参数, 参数名, 参数名称, 字段, 字段名, 字段名称, 名称, 名字, 变量, "
        "变量名, 属性, 属性名",
        "**Parameters**",
    ),
    Vocabulary(
        "type",
        "type, types, data type, data types, datatype, value type, field type, param type, parameter type, json "
        "type, "
        "类型, 数据类型, 参数类型, 字段类型, 变量类型",
        "Data type",
    ),
    Vocabulary(
        "required",
        "required, is required, mandatory, is mandatory, obligatory, is obligatory, req, must, necessity, necessary, "
        "requirement, required or not, compulsory, 是否必须, 是否必填, 是否必需, 是否必要, 是否必选, "
        "是否必传, 必须, 必填, 必需, "
        "必选, 必传, 必要",
        "Mandatory?",
    ),
    Vocabulary("optional", "optional, is optional, 是否可选, 是否选填", "Optional?"),
    Vocabulary(
        "description",
        "description, descriptions, desc, comment, comments, explanation, meaning, definition, detail, details, "
        "information, info, 描述, 说明, 参数说明, 字段说明, 参数描述, 字段描述, 含义, 注释, 释义, 解释",
        "Comments",
    ),
    Vocabulary(
        "notes",
        "note, notes, remark, remarks, additional info, additional information, unit, units, 备注, 单位",
        "Remarks",
    ),
    Vocabulary("default", "default, defaults, default value, 默认值, 默认, 缺省值", "Default value"),
    Vocabulary(
        "example",
        "example, examples, example value, sample, sample value, e.g, eg, 示例, 示例值, 例子, 举例, 样例",
        "Example",
    ),
    Vocabulary(
        "range",
        "range, ranges, value range, valid range, allowed range, constraint, constraints, limits, limit, validation, "
        "restriction, restrictions, bounds, 取值范围, 范围, 约束, 限制",
        "Range",
    ),
    Vocabulary("min", "min, minimum, min value, minimum value, 最小值", "Min"),
    Vocabulary("max", "max, maximum, max value, maximum value, 最大值", "Maximum"),
    Vocabulary(
        "values",
        "values, value, allowed values, possible values, valid values, accepted values, available values, enum, "
        "enums, "
        "enumeration, options, choices, 可选值, 枚举值, 枚举, 取值",
        "Allowed values",
    ),
    Vocabulary("length", "length, max length, maximum length, 长度, 最大长度", "Max length"),
)

REQUIRED: tuple[Vocabulary[Required], ...] = (
    Vocabulary(
        "yes",
        "yes, y, true, required, is required, mandatory, must, m, req, always, always required, compulsory, "
        "obligatory, necessary, needed, is needed, indispensable, must-have, must have, essential, mandatory "
        "field, required field, must be sent, must be provided, "
        "must be passed, has to be sent, non-optional, not optional, not null, non-null, r, +, ✓, ✔, √, ☑, ✅, "
        "●, 是, 必填, 必须, 必需, 必传, 必选, 需要, 强制",
        "**Yes***",
    ),
    Vocabulary(
        "no",
        "no, n, false, optional, o, opt, not required, not mandatory, non-mandatory, non-required, no need, never, "
        "unnecessary, not needed, not necessary, not compulsory, not obligatory, non-compulsory, voluntary, "
        "nullable, "
        "optional field, can be omitted, may be omitted, can be left out, can be empty, may be left out, may be "
        "left blank, may be blank, can be left blank, "
        "can be blank, may be empty, x, ✗, ✘, ×, ⨯, ✕, ✖, "
        "❌, ☐, ○, 否, 不是, 选填, 非必填, 非必须, 非必需, 不必填, 不必须, 可不填, 不需要",
        "Optional",
    ),
    Vocabulary(
        "conditional",
        "conditional, conditionally, conditionally required, conditional required, required conditionally, "
        "conditionally mandatory, conditional mandatory, conditionally optional, c, cond, depends, dependent, "
        "it depends, sometimes, if applicable, as applicable, if needed, as needed, if required, as required, "
        "where applicable, either, either or both, "
        "see description, see notes, see note, see below, see remarks, partially, partially "
        "required, partly, situational, yes/no, no/yes, y/n, optional/required, "
        "required/optional, mandatory/optional, optional/mandatory, 视条件, "
        "条件必填, 条件必须, 条件必需, 有条件必填, 有条件, 条件, "
        "按情况, 视情况, 视情况而定, 可选, "
        "部分必填",
        "Depends",
    ),
)
_ALWAYS = re.compile(r"\s*[(（](?:always|in all cases|for all|default\b[^()]*)[)）]?$")
_CONDITION = re.compile(
    r"(?:yes|no|y|n|true|false|required|mandatory|must|optional|not required|conditional(?:ly)?|depend(?:s|ing)|"
    r"必填|必须|选填|是|否)[\s,;:(（，；]*(?:but |only |it is |is )?(?:required )?"
    r"(?:if|when|for|unless|except|on|only|with|in case|one of|at least|either|当|如果|若|仅|除)(?![a-z]).*"
    r"|(?:one of|either|at least one|any one)\b.*",
    re.IGNORECASE,
)

_SCALARS = (
    Vocabulary(
        "String",
        "string, strings, str, text, varchar, char, characters, uuid, guid, url, uri, numeric string, decimal "
        "string, alphanumeric, alphanumeric string, hex string, base64 string, "
        "number string, date string, timestamp string, json string, string decimal, string number, string enum, "
        "enum string, enum, decimal, string uuid, "
        "string date, string date-time, string timestamp, 字符串, 字符串型, 文本, 字符",
        "UUID",
    ),
    Vocabulary(
        "Integer",
        "integer, int, ints, integers, long, short, int8, int16, int32, int64, int2, int4, i32, i64, u32, "
        "u64, tinyint, smallint, timestamp long, long timestamp, uint, uint32, uint64, bigint, big "
        "integer, biginteger, big int, long int, unsigned int, unsigned integer, integer int32, integer int64, int "
        "int64, integer 32, integer 64, number integer, number int64, 整数, 整型, 整数型, 长整型, 长整数",
        "Integer(int64)",
    ),
    Vocabulary(
        "Number",
        "number, numbers, numeric, f32, f64, double precision, float, double, float32, float64, real, number "
        "double, number float, number decimal, "
        "float number, floating point, floating-point number, 浮点数, 浮点型",
        "Float",
    ),
    Vocabulary("Boolean", "boolean, booleans, bool, true/false, 布尔, 布尔值, 布尔型, 布尔类型", "Bool"),
    Vocabulary(
        "Object",
        "object, objects, map, json, dict, dictionary, struct, json object, json map, hash, hashmap, "
        "key-value map, 对象",
        "Dictionary",
    ),
    Vocabulary(
        "Array", "array, arrays, list, lists, json array, array list, arraylist, [], array[], 数组, 列表", "List"
    ),
)
TYPES: tuple[Vocabulary[str], ...] = (
    *_SCALARS,
    Vocabulary("Array of strings", "string[]", "Array<String>"),
    Vocabulary("Array of objects", "object[]", "List of objects"),
)
_ITEMS = {
    "String": "Array of strings",
    "Integer": "Array of integers",
    "Number": "Array of numbers",
    "Boolean": "Array of booleans",
    "Object": "Array of objects",
    "Array": "Array of arrays",
}
# Array<String>, List of objects, String[], [String], array (string), array string, string array, array of array of X.
_LIST = r"(?:json )?(?:array|list|arraylist|set|vector|collection|sequence|数组|列表)"
_LISTS = tuple(
    re.compile(text)
    for text in (
        rf"{_LIST}s?\s*(?:of|<|\[|\(|:|-)?\s*(?P<item>[^\s<>\[\]()][^<>\[\]()]*?)\s*[>\])]?",
        r"(?P<item>[^\s<>\[\]()][^<>\[\]()]*?)\s*\[\s*\]",
        r"\[\s*(?P<item>[^\s<>\[\]()][^<>\[\]()]*?)\s*\]",
        rf"(?P<item>[\w-]+) {_LIST}s?",
    )
)
_NESTED_LIST = re.compile(rf"{_LIST}s?\s*(?:of|<|\[|\()\s*(?:{_LIST})s?\b.*|.+\[\s*\]\s*\[\s*\]")
_MAP = re.compile(r"(?:map|dict|dictionary|object|record)\s*[<\[(].*[>\])]")
_SIZE = re.compile(r"\s*[(\[]\s*[0-9]+(?:\s*,\s*[0-9]+)?\s*[)\]]$")
_NULLABLE = re.compile(
    r"^(?:nullable|optional) |^\?|\?$|\s*[|/]\s*null$|\s+or null$|\s*[,(]\s*(?:nullable|optional)\s*\)?$"
)
_MARKS = re.compile(r"^[\s*_~`\"']+|[\s*_~`\"'†‡¹²³⁴.。]+$")
_FOOTNOTE = re.compile(r"\s*(?:\[\^?\d\]|\(\d\)|<sup>.*?</sup>|\^\d)$")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_FORMAT = re.compile(r"[\s(<\[:,/-]+")


def bare(cell: str) -> str:
    """A cell without the marks of bold, code, strikes, links and footnotes around it."""
    text = re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", cell)
    for mark in (_FOOTNOTE, _MARKS, _FOOTNOTE):
        text = mark.sub("", text.strip())
    return text


@lru_cache(maxsize=1 << 12)
def column_of(cell: str) -> ColumnRole | None:
    """What the column under this head holds; None for an unknown head."""
    return _COLUMNS.get(" ".join(bare(cell).rstrip("?:：？").lower().replace("_", " ").split()))


@lru_cache(maxsize=1 << 12)
def required_of(cell: str) -> Required:
    """Whether a parameter must be sent, ``unknown`` for unknown words."""
    text = " ".join(bare(cell).lower().split()).strip(" ()（）[]!")
    known = _REQUIRED.get(text) or _REQUIRED.get(_ALWAYS.sub("", text))
    return known or ("conditional" if _CONDITION.fullmatch(text) else "unknown")


@lru_cache(maxsize=1 << 12)
def type_of(cell: str) -> str | None:
    """The type label to write for a cell: the page's own where the spec knows it; None for an unknown type."""
    own = " ".join(bare(_TAG.sub("", cell) if cell.startswith("<") else cell).split())
    text = _NULLABLE.sub("", own.lower().replace("&lt;", "<").replace("&gt;", ">")).strip()
    label = _label(text)
    if label is None:
        return None
    return own if json_type(own) == json_type(label) and not re.search(r"[\[<(]", own) else label


def _label(text: str) -> str | None:
    if text in _TYPES:
        return _TYPES[text]
    if _NESTED_LIST.fullmatch(text):
        return "Array of arrays"
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
    return _TYPES.get(_FORMAT.sub(" ", text.rstrip(")]>")).strip())


def _by_word(tables: Iterable[Vocabulary[Meaning]]) -> Mapping[str, Meaning]:
    return {word: table.meaning for table in tables for word in table.all}


_COLUMNS = _by_word(COLUMNS)
_REQUIRED = _by_word(REQUIRED)
_TYPES = _by_word(_SCALARS)
