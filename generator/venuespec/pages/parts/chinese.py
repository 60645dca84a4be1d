"""Say in English what a Chinese sentence states of a value, so that the English forms read it.

Only the words of bounds, lengths, defaults, lists and conditions are put into English, with the wide marks of
punctuation; the rest of the sentence stays.
"""

import re
from functools import lru_cache

from attrs import frozen

from .traditional import simplified

_N = r"[`\"'“]{0,2}-?\d[\d,]*(?:\.\d+)?[`\"'”]{0,2}"
_IS = (
    r"\s*(?:可?(?:支持|以)?(?:查询|查看|查|返回|传入|传|填写|填|输入|设置|取|获取|展示|支持|为|是|在|到)|数量|个数|"
    r"条数|值|"
    r"[:：=])*\s*"
)
_NOT = r"(?:不得|不能够?|不可以?|不允许|不要|不)"
_CODE = r"[`\"'“]?[A-Za-z][\w.-]*[`\"'”]?"
_NAMED = r"[`\"'“]?([A-Za-z][\w.-]*)[`\"'”]?"
_VALUE = r"[`\"'“]?((?:(?!时)[\w.-])+)[`\"'”]?"


@frozen
class Translation:
    """What a part of a Chinese sentence is in English, with a sentence, and what becomes of it."""

    pattern: re.Pattern[str]
    english: str
    example: str
    reads: str


def _said(pattern: str, english: str, example: str, reads: str) -> Translation:
    return Translation(re.compile(pattern), english, example, reads)


_HAN_PARTY = (
    r"(?:期权|现货|合约|永续|永续合约|杠杆|交割|交割合约|期货|全仓|逐仓|子账户|母账户|主账户|市价单|限价单|策略委托|"
    r"统一账户)"
)
CONDITIONS: tuple[Translation, ...] = (
    _said(
        rf"^(?:条件)?(?:必填|必传|必须填写)\s*(?:[(（]|[:：])\s*(?:当|如果?|若)?\s*{_NAMED}\s*(?:为|是|等于|"
        rf"=)\s*{_VALUE}\s*时?\s*[)）]?$",
        r"Required when `\1` is `\2`",
        "必填（当`ordType`=`limit`时）",
        "Required when `ordType` is `limit`",
    ),
    _said(
        rf"^(?:(?:选填|可选|非必填)[,，]\s*)?(?:当|如果?|若|在)?\s*{_NAMED}\s*(?:为|是|等于|选择|取|传|"
        rf"=)\s*{_VALUE}\s*(?:时|的?情况下)?[,"
        rf"，:：]?\s*则?(?:[该此本]?(?:参数|字段))?"
        r"(?:为)?(?:必填|必传|必须(?:填写?|传入?|提供)|必需|必选)(?:项|参数)?$",
        r"Required when `\1` is `\2`",
        "当`ordType`为`limit`时必填",
        "Required when `ordType` is `limit`",
    ),
    _said(
        rf"^(?:(?:仅|只)(?:当|在|有)?)?\s*{_NAMED}\s*(?:为|是|等于|=)\s*{_VALUE}\s*时?(?:才)?(?:有效|生效|适用|"
        rf"可用|需要|使用)$",
        r"Only applicable when `\1` is `\2`",
        "仅当`ordType`为`limit`时有效",
        "Only applicable when `ordType` is `limit`",
    ),
    _said(
        rf"^(?:仅|只)(?:适用|支持|限|用|对|在)?(?:于)?\s*((?:{_CODE}|[A-Z]+|"
        rf"{_HAN_PARTY})(?:\s*[、/,，和或]\s*(?:{_CODE}|[A-Z]+|"
        rf"{_HAN_PARTY}))*)\s*(?:下|时|模式下|订单)?(?:才?(?:有效|生效|适用|可用|可以使用|使用)|需要)?$",
        r"Only applicable to \1",
        "仅适用于 OPTION",
        "Only applicable to OPTION",
    ),
    _said(
        rf"^({_CODE}|{_HAN_PARTY})\s*(?:模式|订单|账户|合约)?(?:下|时)?\s*(?:不支持|不适用|不可用|"
        rf"无效)(?:[该此](?:参数|字段|接口))?$",
        r"Not applicable to \1",
        "OPTION 不支持",
        "Not applicable to OPTION",
    ),
    _said(
        rf"^(?:该(?:参数|字段|接口))?不(?:适用|支持)(?:于)?\s*(?=[`A-Za-z]|{_HAN_PARTY}$)",
        "Not applicable to ",
        "不适用于 OPTION",
        "Not applicable to OPTION",
    ),
)
_BETWEEN_CODES = r"\s*(?:/|,|，|、|或者?|\||和)\s*"
LISTS: tuple[Translation, ...] = (
    _said(
        r"(?:例如|比如|(?<![\u4e00-\u9fff])如(?=\s*[:：`A-Z]))\s*[:：]?\s*",
        "e.g. ",
        "币种，例如 `BTC`",
        "币种，e.g. `BTC`",
    ),
    _said(
        r"(?<=[\u4e00-\u9fff])[,，]\s*(?=(?:可选值|可选项|枚举值?|取值(?!范围)|有效值)\s*(?:为|是|包括|有|[:：]))",
        ". ",
        "方向，可选值：buy、sell",
        "方向. values: buy、sell",
    ),
    _said(
        r"(?<=[\w`])\s*(?:二选一|二者选一|三选一|任选其一|之一)\s*$", "", "`buy` 或 `sell` 二选一", "`buy` or `sell`"
    ),
    _said(
        rf"^[\u4e00-\u9fff]{{1,20}}\s*[:：,，\s]\s*(?={_CODE}(?:{_BETWEEN_CODES}{_CODE})+$)",
        "values: ",
        "方向 buy/sell",
        "values: buy/sell",
    ),
    _said(
        r"(?:可选值|可选项|可选参数|枚举值?|取值(?!范围)|可取值?|有效值|支持的?值|可选(?=\s*[:：]))\s*(?:为|是|"
        r"包括|有|[:：])*\s*",
        "values: ",
        "可选值为：buy、sell",
        "values: buy、sell",
    ),
    _said(
        r"(?:只|仅)(?:能|可以?|支持|允许)(?:为|是|传入?|填写?|取)?\s*(?=[`\"'A-Za-z])",
        "must be ",
        "只能为buy",
        "must be buy",
    ),
    _said(r"(?:必须|可以?|应)(?:为|是|传入?|填写?|取)\s*(?=[`\"'A-Za-z])", "can be ", "可以是buy", "can be buy"),
    _said(r"(?<=[\w`\"'])\s*或者?\s*(?=[\w`\"'])", " or ", "buy或sell", "buy or sell"),
    _said(r"(?<=[\w`\"'])\s*(?:和|与|以及|及)\s*(?=[\w`\"'])", " and ", "buy和sell", "buy and sell"),
)
_UNSENT = (
    r"(?:不填写?|不传入?|未传入?|未填写?|未指定|不指定|不设置?|未设置?|为空|留空|省略|不提供|未提供|"
    r"未[带帶]|缺省(?!值|为|[:：]))"
)
FACTS: tuple[Translation, ...] = (
    _said(
        rf"(?:如果?|若|当)?(?:[该此本]?(?:参数|字段|值))?{_UNSENT}(?:[该此本](?:参数|字段|值))?(?:时|的?话|"
        rf"则)*[,，]?\s*(?:则|即|就|系统|"
        rf"默认)*\s*(?:为|是|取|使用|用|按|返回)?",
        "if omitted, ",
        "如果不填则20",
        "if omitted, 20",
    ),
    _said(r"(?:系统)?(?:默认值?|缺省值?)\s*[:：=]\s*(?=[A-Za-z])", "default: ", "默认：desc", "default: desc"),
    _said(r"(?:系统)?(?:默认值?|缺省值?)" + _IS + r"(?:最[新近])?", "default ", "默认值是20", "default 20"),
    _said(rf"介于\s*({_N})\s*(?:~|～|-|–|—)\s*({_N})", r"between \1 and \2", "介于5～10", "between 5 and 10"),
    _said(
        rf"(?:介于|在)?\s*({_N})\s*(?:和|与|至|到|~|～|-|–|—)\s*({_N})\s*(?:个|位)?(?:之间|以?内)的?",
        r"between \1 and \2",
        "介于5和10之间",
        "between 5 and 10",
    ),
    _said(rf"(?:从)?({_N})\s*(?:至|到)\s*({_N})", r"\1 to \2", "5到10", "5 to 10"),
    _said(
        r"(?:(?:取值|数值|有效|可选)?(?:范围|区间)|取值(?=\s*[:：]?\s*\d))" + _IS,
        "range: ",
        "取值范围：5-10",
        "range: 5-10",
    ),
    _said(
        rf"^[\u4e00-\u9fff]{{1,8}}[,，:：]\s*({_N})\s*(?:~|～|-|–|—)\s*({_N})$",
        r"\1 to \2",
        "条数，5~10",
        "5 to 10",
    ),
    _said(
        rf"(?:小于(?:或)?等于|{_NOT}(?:大于|超过|高于|多于|长于|超出)|至多|最多|最大值?|最高|上限|最长|限制(?:为|"
        rf"在|于))" + _IS,
        "at most ",
        "不得超过100",
        "at most 100",
    ),
    _said(
        rf"(?:大于(?:或)?等于|{_NOT}(?:小于|低于|少于|短于)|至少|最少|最小值?|最低|下限|最短)" + _IS,
        "at least ",
        "不能小于5",
        "at least 5",
    ),
    _said(
        rf"({_N})\s*(?:至|到|~|～|-|–|—|to)\s*({_N})\s*(?:个|位)?\s*(?:字符|字母|字|位)(?:(?:或|和|、|与)?(?:字母|"
        rf"数字|字符))*",
        r"\1 to \2 characters",
        "4至24位字母或数字",
        "4 to 24 characters",
    ),
    _said(
        rf"({_N})\s*(?:个|位)?\s*(?:字符|字母|字|位)(?:长度)?(?:以内|以下|内)",
        r"at most \1 characters",
        "36个字符以内",
        "at most 36 characters",
    ),
    _said(rf"({_N})\s*(?:条|个|笔|项)?\s*(?:以内|以下|及以下|内)", r"at most \1", "100以内", "at most 100"),
    _said(rf"({_N})\s*(?:条|个|笔|项)?\s*(?:及?以上)", r"at least \1", "5以上", "at least 5"),
    _said(rf"({_N})\s*(?:个|位)?\s*(?:字符|字母|位(?!数))", r"\1 characters", "36个字符", "36 characters"),
    _said(r"(?:字符(?:串)?)?长度(?:限制)?(?:必须|应该?|应当|须|需要?)?" + _IS, "length ", "长度为36", "length 36"),
    _said(
        r"(?:用|以|使用|通过)?(?:英文|半角)?(?:的)?(?:逗号|[\"'`“]?[,，][\"'`”]?)\s*(?:进行)?(?:分隔|分割|隔开|"
        r"拼接|连接)",
        "comma separated",
        "用逗号分隔",
        "comma separated",
    ),
    _said(r"(?:必须|需要?|应)?大于(?!等|或)", "greater than ", "必须大于0", "greater than 0"),
    _said(r"(?:必须|需要?|应)?小于(?!等|或)", "less than ", "必须小于5", "less than 5"),
    _said(
        r"(?<=\d)\s*(?:条|个|笔|项)(?:(?:数据|记录)|(?!字|月|小时|数))|(?<=\d)\s*(?:处理|计算)$", "", "20条数据", "20"
    ),
    _said(r"(?:单次|每次|一次|每页|单页)", " per request ", "每次5", "per request 5"),
    _said(r"的?整数(?:值)?", " integer ", "5整数", "5 integer"),
    _said(r"(?<=\d)\s*[且并](?:且)?\s*", " and ", "≥5 且 10", "≥5 and 10"),
)
_WIDE = str.maketrans(
    {"，": ", ", "；": "; ", "：": ": ", "。": ". ", "（": " (", "）": ") ", "、": ", ", "【": "[", "】": "]"}
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


@lru_cache(maxsize=1 << 15)
def facts_in_english(sentence: str) -> str:
    """Return a sentence with what it states of bounds, lengths and defaults in English."""
    if sentence.isascii() or not _HAN.search(sentence):
        return sentence
    return _translated(simplified(sentence), FACTS)


@lru_cache(maxsize=1 << 15)
def list_in_english(line: str) -> str:
    """Return a line with the words that announce a list, and stand between its values, in English."""
    if line.isascii() or not _HAN.search(line):
        return line
    line = simplified(line)
    for each in LISTS:
        line = each.pattern.sub(each.english, line)
    return line


@lru_cache(maxsize=1 << 15)
def condition_in_english(sentence: str) -> str:
    """Return a sentence on where a thing can be used, or must be sent, in English; any other as it is."""
    if sentence.isascii() or not _HAN.search(sentence):
        return sentence
    return _translated(simplified(sentence), CONDITIONS)


def _translated(sentence: str, table: tuple[Translation, ...]) -> str:
    text = sentence
    for each in table:
        text = each.pattern.sub(each.english, text)
    return sentence if text == sentence else " ".join(text.translate(_WIDE).split())
