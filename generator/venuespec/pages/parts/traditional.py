"""Write Chinese in traditional characters with the simplified ones that the readers' forms have.

當 `kind` 為 `stop` 時必填 -> 当 `kind` 为 `stop` 时必填
"""

import re

_TRADITIONAL = (
    "當為時則須傳須僅適於過請棄廢將後貨約權槓桿帳戶頻鐘無簽鑑鑒認證參數線單長範圍個條筆據間與從開關選項擇類買賣幣種產該這訂檔對應"
    "執處舊稱經啟預設會應當為備註說發達極擴離聯連續調試測網絡場價額總計額歷號碼錄產險標準確許兌換餘維護優級別務終齊滿種實際態歸還"
    "輸讀寫編輯詢顯現狀貸賬戶質員變動點擊響質訪問絕讓進遠運轉軟載輯鎖閉隻內兩並佈來侖"
    "報錯誤陣結構獨屬頁鏈購銷斷層創雙們檢補礎組積協議獲撥劃減刪給複籤遲"
)
_SIMPLIFIED = (
    "当为时则须传须仅适于过请弃废将后货约权杠杆账户频钟无签鉴鉴认证参数线单长范围个条笔据间与从开关选项择类买卖币种产该这订档对应"
    "执处旧称经启预设会应当为备注说发达极扩离联连续调试测网络场价额总计额历号码录产险标准确许兑换余维护优级别务终齐满种实际态归还"
    "输读写编辑询显现状贷账户质员变动点击响质访问绝让进远运转软载辑锁闭只内两并布来仑"
    "报错误阵结构独属页链购销断层创双们检补础组积协议获拨划减删给复签迟"
)
_CHARACTERS = str.maketrans(_TRADITIONAL, _SIMPLIFIED)
# Where Chinese of other places has other words.
_WORDS = (
    ("栏位", "字段"),
    ("欄位", "字段"),
    ("字元", "字符"),
    ("预设", "默认"),
    ("支援", "支持"),
    ("回传", "返回"),
    ("陣列", "数组"),
    ("阵列", "数组"),
    ("物件", "对象"),
    ("布林", "布尔"),
    ("字串", "字符串"),
)


_OTHER_WORDS = re.compile("|".join(word for word, _ in _WORDS))


def simplified(text: str) -> str:
    """Return a text with simplified characters in place of traditional ones."""
    if text.isascii():
        return text
    plain = text.translate(_CHARACTERS)
    if plain != text or _OTHER_WORDS.search(text):
        for word, other in _WORDS:
            plain = plain.replace(word, other)
    return plain
