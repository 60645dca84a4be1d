"""The words of table heads and of type and required cells, each meaning with examples beside it.

A word that is in no table here is unknown: the reader keeps its row, and reports the word.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Generic, Literal, TypeVar

from attrs import frozen

from ...spec.model import Required
from .traditional import simplified

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
    "place",
]
"""What a column of a parameter table holds.

``optional`` says the opposite of ``required``; ``place`` is where a parameter is sent, or the number of its row.
"""


Meaning = TypeVar("Meaning")


def words_of(text: str) -> frozenset[str]:
    """Return the words of a table that is written as text."""
    return frozenset(text.split())


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
        "parameter, parameters, parameter name, parameters name, parameter names, param, params, "
        "param name, field, fields, field "
        "name, "
        "name, attribute, attributes, attribute name, property, properties, property name, key, keys, argument, "
        "arguments, variable, query parameter, body parameter, path parameter, request parameter, response "
        "parameter, "
        "request field, response field, 参数, 参数名, 参数名称, 字段, 字段名, 字段名称, 名称, 名字, 变量, "
        "变量名, 属性, 属性名, parámetro, campo, nombre, parâmetro, nome, paramètre, champ, nom, parametro, feld, "
        "parametername, параметр, поле, имя, название, パラメータ, パラメーター, パラメータ名, 名前, フィールド, 項目, "
        "파라미터, 매개변수, 필드, 이름, 변수명, parametre, alan, tham số, trường, query, name and type, name & type, "
        "name/type, name / type, name (type), parameter (type), parameter / type, "
        "field (type), field / type, parameter and type, parameter name and type, field and type",
        "**Parameters**",
    ),
    Vocabulary(
        "type",
        "type, types, kind, data type, data types, datatype, value type, field type, param type, parameter type, json "
        "type, "
        "schema, 类型, 数据类型, 参数类型, 字段类型, 变量类型, tipo, tipo de dato, tipo de datos, tipo de dado, typ, "
        "datentyp, тип, тип данных, 型, タイプ, データ型, 타입, 자료형, 데이터 타입, 유형, tip, kiểu, kiểu dữ liệu",
        "Data type",
    ),
    Vocabulary(
        "required",
        "required, is required, mandatory, is mandatory, obligatory, is obligatory, req, must, necessity, necessary, "
        "needed, is needed, must be sent, must send, requirement, required or not, necessary or not, "
        "mandatory or not, mandatory/optional, required/optional, "
        "true or false, yes or no, y/n, m/o, r/o, m/o/c, m / o / c, presence, usage, mode, status, req/opt, "
        "opt/req, o/m, required / optional, optionality, need, "
        "compulsory, cardinality, multiplicity, occurrence, 是否必须, 是否必填, 是否必需, 是否必要, 是否必选, "
        "是否必传, 必须, 必填, 必需, "
        "必选, 必传, 必要, 必須, 必須かどうか, obligatorio, requerido, es obligatorio, obrigatório, obrigatorio, "
        "requis, obligatoire, obbligatorio, richiesto, pflicht, pflichtfeld, erforderlich, обязательный, "
        "обязательность, обязательно, обязателен, обязательное, 필수, 필수 여부, 필수여부, zorunlu, bắt buộc",
        "Mandatory?",
    ),
    Vocabulary(
        "optional",
        "can be omitted, may be omitted, omittable, can be empty, may be empty, nullable, optional, is optional, "
        "是否可选, 是否选填",
        "Optional?",
    ),
    Vocabulary(
        "description",
        "description, descriptions, desc, comment, comments, explanation, meaning, definition, detail, details, "
        "information, info, what it is, what it does, what it means, purpose, descripción, descripcion, descrição, "
        "descrizione, beschreibung, erklärung, описание, "
        "説明, 内容, 설명, açıklama, mô tả, 描述, 说明, 参数说明, 字段说明, 参数描述, 字段描述, 含义, 注释, 释义, 解释",
        "Comments",
    ),
    Vocabulary(
        "notes",
        "note, notes, remark, remarks, additional info, additional information, unit, units, 备注, 单位",
        "Remarks",
    ),
    Vocabulary("default", "default, defaults, default value, default values, 默认值, 默认, 缺省值", "Default value"),
    Vocabulary(
        "example",
        "example, examples, example value, sample, sample value, e.g, eg, 示例, 示例值, 例子, 举例, 样例",
        "Example",
    ),
    Vocabulary(
        "range",
        "range, ranges, value range, values range, value ranges, valid range, allowed range, constraint, "
        "constraints, limits, limit, validation, "
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
    Vocabulary(
        "place",
        "in, located in, location, sent in, passed in, position, no, no., number, index, 序号, 位置, 参数位置",
        "Located in",
    ),
)

REQUIRED: tuple[Vocabulary[Required], ...] = (
    Vocabulary(
        "yes",
        "yes, y, true, required, is required, mandatory, must, m, req, always, always required, compulsory, "
        "obligatory, necessary, needed, is needed, req'd, reqd, mand, indispensable, must-have, "
        "must have, essential, mandatory "
        "field, required field, must be sent, must be provided, "
        "must be passed, has to be sent, non-optional, not optional, not null, non-null, must be present, "
        "1..1, 1..*, 1..n, heavy check mark, white check mark, check mark, ballot box with check, "
        "r, +, ✓, ✔, ✔️, √, "
        "sí, si, sim, ja, oui, da, да, はい, 필수, 예, 네, sì, evet, có, requerido, obligatorio, obrigatório, "
        "obligatoire, "
        "obbligatorio, erforderlich, pflicht, обязательно, обязательный, 必須, zorunlu, bắt buộc, "
        "☑, ✅, ●, 是, 必填, 必填项, 必传项, 必须, 必需, 必传, 必选, 需要, 强制",
        "**Yes***",
    ),
    Vocabulary(
        "no",
        "no, n, false, optional, o, opt, not required, not mandatory, non-mandatory, non-required, "
        "no need, no need to fill, "
        "no need to send, never, nope, "
        "unnecessary, not needed, not necessary, not compulsory, not obligatory, non-compulsory, voluntary, "
        "nullable, "
        "optional field, can be omitted, may be omitted, can be left out, can be empty, may be left out, may be "
        "left blank, may be blank, can be left blank, "
        "0..1, 0..*, 0..n, heavy multiplication x, cross mark, negative squared cross mark, omittable, "
        "discretionary, elective, at your discretion, skippable, "
        "can be blank, may be empty, x, ✗, ✘, ×, ⨯, ✕, ✖, "
        "nein, non, não, нет, いいえ, 아니오, 아니요, 선택, 任意, hayır, không, opcional, facultatif, optionnel, "
        "opzionale, "
        "facoltativo, необязательно, необязательный, опционально, isteğe bağlı, tùy chọn, "
        "❌, ☐, ○, 否, 不是, 选填, 选填项, 可选项, 可填, 可不传, 非必传, 非必选, 非必填, 非必须, 非必需, "
        "不必填, 不必须, 可不填, 不需要",
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
        "按情况, 视情况, 视情况而定, 可选, 二选一, 三选一, 多选一, 至少填一个, "
        "at least one of both, one of both, one of two, "
        "部分必填",
        "Depends",
    ),
)
_SHORTEST_REMARK = 5
_SAID_BEHIND = re.compile(r"(?:[\s,(\[*]|<br\s*/?>)+(?P<word>[^\W\d_]+)\W*$")
_SAID_LAST = re.compile(r"[\[(（【](?P<word>(?:not )?[^\W\d_]+)[\])）】]\W*$")
_SAID_FIRST = re.compile(r"^\W*(?P<word>(?:not )?[^\W\d_]+)(?:\*+|_+|[.,:;)\]。，：])")
_HANGS_ON = re.compile(r"\b(?:if|when|for|unless|except|only|depend\w*)\b|时|若|仅", re.IGNORECASE)
_ALWAYS = re.compile(r"\s*[(（](?:always|in all cases|for all|default\b[^()]*)[)）]?$")
# 'This field is required', 'Always mandatory', 'Required in the body', 'Optional (query)'.
_AROUND = re.compile(
    r"^(?:(?:this|the) (?:field|parameter|param) )(?:is )?|^always (?=[a-z])| (?:field|parameter|param|value)$|"
    r"(?<![\s,(（])[\s,(（]+(?:(?:in|as) )?(?:the )?(?:query|body|path|header|url|form)"
    r"(?: string| parameter| param)?[)）]?$"
)
# A remark behind the word, as on its default or its limits: 'Optional, default: 100'; it is read like a description.
_REMARKED = re.compile(
    r"(?P<word>[^\s,;:.(（\[，；：-][^,;:.(（\[，；：]*?)(?:\s*[,;:.(（\[，；：]|\s[-–—]\s)\s*"
    r"(?P<remark>(?:defaults?\b|max|min|up to|at (?:most|least)|range|between|optional\b|required\b|"
    r"mandatory\b|默认|缺省|最[大小多少])"
    r"[^()（）\[\]]*)[)）\]]?",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    r"(?:yes|no|y|n|true|false|required|mandatory|must|optional|not required|conditional(?:ly)?|depend(?:s|ing)|"
    r"必填|必须|选填|是|否)[\s,;:(（，；]*(?:but |only |it is |is )?(?:required )?"
    r"(?:if|when|for|unless|except|on|only|with|in case|one of|at least|either|当|如果|若|仅|除)(?![a-z]).*"
    r"|(?:one of|either|at least one|any one|only (?:for|if|when|with|in))\b.*"
    r"|(?:yes|y|true|required|mandatory|必填|是)\s*[(（][^()（）]*(?:\bonly|\bif|\bwhen|仅|时)\s*[)）]?",
    re.IGNORECASE,
)

_CHINESE = re.compile(r"[\u4e00-\u9fff]+")
_MARKS = re.compile(r"^[\s*_~`\"']+|(?<![\s*_~`\"'†‡¹²³⁴.。])[\s*_~`\"'†‡¹²³⁴.。]+$")
# 'No*': a note below the table says when it must be sent.
_STARRED = re.compile(r"[^\W\d_]+\*")
_FOOTNOTE = re.compile(r"\s*(?:\[\^?\d\]|\(\d\)|<sup>.*?</sup>|\^\d)$")
TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")


@lru_cache(maxsize=1 << 15)
def bare(cell: str) -> str:
    """A cell without the marks of bold, code, strikes, links and footnotes around it."""
    text = re.sub(r"\[([^\[\]]+)\]\([^()]*\)", r"\1", cell)
    for mark in (_FOOTNOTE, _MARKS, _FOOTNOTE):
        text = mark.sub("", text.strip())
    return text


@lru_cache(maxsize=1 << 15)
def column_of(cell: str) -> ColumnRole | None:
    """What the column under this head holds; None for an unknown head."""
    words = " ".join(bare(cell).rstrip("?:：？✓✔*†‡ ").lower().replace("_", " ").split())
    return _COLUMNS.get(words) or _in_two_languages(words)


def _in_two_languages(words: str) -> ColumnRole | None:
    """Return the role of a head in Chinese and English, '参数名 Parameter', if the two do not disagree."""
    other = _CHINESE.sub(" ", words)
    if not 0 < len(other.strip()) < len(words):
        return None
    english = _COLUMNS.get(other.strip(" /|()（）,-").removesuffix(" of"))
    chinese = _COLUMNS.get("".join(_CHINESE.findall(words)))
    if english is None or chinese is None:
        return english or chinese
    return english if english == chinese else None


@lru_cache(maxsize=1 << 12)
def required_of(cell: str) -> Required:
    """Whether a parameter must be sent, ``unknown`` for unknown words."""
    cell = TAG.sub("", cell) if cell[:1] == "<" else cell
    text = " ".join(bare(cell).lower().split()).strip(" ()（）[]!")
    text = simplified(text.strip(":").replace("_", " ") if text[:1] == ":" else text)
    known = (
        _REQUIRED.get(text)
        or _REQUIRED.get(cell.strip())
        or _REQUIRED.get(_ALWAYS.sub("", text))
        or _REQUIRED.get(_AROUND.sub("", text))
    )
    known = known or _of_parts(text)
    if known is None and (remarked := _REMARKED.fullmatch(text)) and not _HANGS_ON.search(remarked["remark"]):
        known = _REQUIRED.get(remarked["word"].strip())
    if known == "no" and _STARRED.fullmatch(cell.strip()):
        return "conditional"
    return known or ("conditional" if _CONDITION.fullmatch(text) else _required_in_words(text))


def _of_parts(text: str) -> Required | None:
    """Return what a cell says twice: 'optional, nullable', 'C (conditional)', '1 (yes)'; None if its parts differ."""
    if short := _SHORT_AND_WORD.fullmatch(text):
        return "no" if short["short"] == "否" and short["word"] == "可选" else _REQUIRED.get(short["word"])
    said: set[Required | None] = {_REQUIRED.get(part) for part in _PARTS.split(text)}
    return said.pop() if len(said) == 1 else None


def _required_in_words(text: str) -> Required:
    """Return what a cell says if every word in it is known: 'No, but recommended', 'Limit orders only'."""
    plain = _REQUIRED_CHINESE.sub(
        lambda match: f" {_IN_ENGLISH[match[0]]} ", text.replace("n't", " not").replace("cannot", "can not")
    )
    plain = _REMARK_BEHIND.sub("", plain)
    plain = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", plain.replace("\ufe0f", ""))
    if (first := _NO_WITH_REMARK.match(plain)) and not _YES.union(_HINGES - {"for", "in"}).intersection(
        re.findall(r"[a-z]+", plain[first.end() :])
    ):
        return "no"
    tokens = re.findall(r"[a-z]+|[\u4e00-\u9fff]+|[^\sa-z,.;:()（），。：；!_/*'-]", plain)
    if not tokens or len(tokens) > _MOST_WORDS:
        return "unknown"
    if len({*tokens} & {"yes", "no", "y", "n"}) > 1 or tokens in (["not", "yes"], ["not", "no"]):
        return "unknown"
    if _HANGS_ON_A_CASE.match(plain) or (
        tokens[0] in ("if", "when", "where", "whenever", "for", "unless", "except") and len(tokens) > 1
    ):
        return "conditional"
    if "required" in tokens and any("\u4e00" <= token[0] <= "\u9fff" for token in tokens):
        return "conditional"
    if _HINGES.intersection(tokens):
        return "conditional" if _SAYS.intersection(tokens) or tokens[-1] == "only" else "unknown"
    said: set[str] = set()
    denied = False
    if answered := _ANSWER_FIRST.match(plain):
        said.add("yes" if answered[1] in _YES else "no")
        tokens = tokens[1:]
    for token in tokens:
        if token in _DENIES:
            denied = True
        elif token in _YES or token in _OMITTED or token in _NO:
            is_yes = (token in _YES) != denied if token not in _OMITTED else denied
            said.add("yes" if is_yes else "no")
            denied = False
        elif token not in _BESIDE:
            return "unknown"
    if denied and not said:
        said = {"no"} if tokens[0] == "no" else set()
    return "unknown" if len(said) != 1 else "yes" if said == {"yes"} else "no"


_MOST_WORDS = 12
_SHORT_AND_WORD = re.compile(r"(?P<short>[\w+*✓✔✗✘]{1,2})\s*[(（=:-]\s*(?P<word>[^()（）]{2,})[)）]?")
_PARTS = re.compile(r"\s*(?:[,;&，；]|\band\b)\s*")
_REMARK_BEHIND = re.compile(r"(?:[,;.(]|\s[-–—])\s*(?:the )?default\b[^,;]*$")
_NO_WITH_REMARK = re.compile(r"\s*(?:no|optional|false|n|not required)\s*(?:[;.]|\s[-–—])\s+")
_ANSWER_FIRST = re.compile(r"\s*(no|n|yes|y)\s*[,(:]")
_HANGS_ON_A_CASE = re.compile(
    r"\s*(?:required|mandatory|necessary|needed|compulsory)\s+(?:in|on|by|under|during|with)\s+(?!(?:the |an? )"
    r"?(?:query|body|path|header|url|"
    r"form|all|every|any|each|both|request)\b)\w+"
)
_YES = frozenset(
    [
        "required",
        "mandatory",
        "compulsory",
        "obligatory",
        "necessary",
        "needed",
        "must",
        "yes",
        "true",
        "y",
        "always",
        "essential",
        "req",
    ]
)
_NO = frozenset(["optional", "voluntary", "false", "n", "unnecessary"])
_OMITTED = frozenset(["omitted", "empty", "blank", "null", "skipped", "absent", "missing"])
_DENIES = frozenset(["not", "no", "never", "non", "without", "nor"])
# What hangs on something.
_HINGES = words_of(
    """
    if when where whenever unless except for only with either or depends depending otherwise exclusive one
    sometimes case else
    """
)
_SAYS = frozenset({*_YES, *_NO, "no", "not", "either", "one", "depends", "depending", "exclusive", "sometimes", "only"})
_BESIDE = words_of(
    """
    is are be it this the a an field fields parameter parameters param value values to sent provided given
    passed present included specified filled string integer number boolean but highly strongly recommended
    advised can may should could left out unique any more longer all cases calls requests in at all times also
    """
)
_IN_ENGLISH = {
    "不允许为空": "required", "不可以为空": "required", "不可为空": "required", "不能为空": "required",
    "不为空": "required",
    "不得为空": "required", "非空": "required", "允许为空": "optional", "可以为空": "optional", "可为空": "optional",
    "可空": "optional", "为空": "omitted", "选传": "optional", "不必": "unnecessary", "无需": "unnecessary",
    "不需要": "unnecessary", "不强制": "unnecessary", "强制": "required", "必要": "required", "需要": "needed",
    "不填写": "omitted", "不填": "omitted", "不传入": "omitted", "不传": "omitted", "省略": "omitted", "可以": "can",
    "填写": "", "填入": "", "传入": "", "传递": "", "输入": "", "传值": "",
    "提供": "provided", "一定": "required", "该": "", "本": "",
    "必填": "required", "必须": "required", "必需": "required", "必传": "required", "必选": "required", "是": "yes",
    "选填": "optional", "可选": "optional", "非": "non", "否": "no", "不": "not", "可": "can",
    "时": "when", "当": "when",
    "若": "if", "如果": "if", "仅": "only", "限": "only", "项": "", "单": "order", "参数": "", "字段": "",
}  # fmt: skip
_REQUIRED_CHINESE = re.compile("|".join(_IN_ENGLISH))


def required_in(name: str, kind: str, described: str) -> Required:
    """Return what the cells of a row say of its requiredness where no column does; ``unknown`` if they say nothing.

    As in 'symbol (required)', 'String, optional', '**Required.** The symbol'.
    """
    said_by = ((name, _SAID_BEHIND), (kind, _SAID_BEHIND), (described, _SAID_FIRST), (described, _SAID_LAST))
    for cell, pattern in said_by:
        said = pattern.search(cell)
        if said and (known := required_of(said["word"])) != "unknown":
            return known
    return "unknown"


def remark_of(cell: str) -> str:
    """Return the remark behind the word of a required cell: 'default: 100' of 'Optional, default: 100'."""
    if len(cell) < _SHORTEST_REMARK:
        return ""
    remarked = _REMARKED.fullmatch(bare(cell))
    word = remarked and _REQUIRED.get(remarked["word"].strip().lower())
    return remarked["remark"].strip() if remarked and word else ""


def by_word(tables: Iterable[Vocabulary[Meaning]]) -> Mapping[str, Meaning]:
    return {word: table.meaning for table in tables for word in table.all}


_COLUMNS: Mapping[str, ColumnRole] = by_word(COLUMNS)
_REQUIRED = by_word(REQUIRED)
