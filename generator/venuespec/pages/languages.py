"""Tell the language of a page in Latin letters by its small words: a translation can stand where the original stood."""

import re
from collections.abc import Iterable, Mapping
from itertools import islice

from .draft import Draft

ENGLISH = "English"
# The small words of each language that are frequent in documentation and no words of code, with a sentence of it.
_LANGUAGES: tuple[tuple[str, str, str], ...] = (
    (
        ENGLISH,
        "the of is and to for this that with by an be are in on or from if it when must",
        "The price of the order, which must be sent when it is a limit order.",
    ),
    (
        "German",
        "der die das und ist für wird werden nicht eine einer oder mit von dem den des zum zur auf",
        "Der Preis der Order wird nicht für eine Marktorder und mit dem Typ gesendet.",
    ),
    (
        "French",
        "le la les des est pour une dans par sur avec ou du que qui ce cette être sont pas",
        "Le prix est pour une limite, avec les types que la page liste dans le tableau.",
    ),
    (
        "Spanish",
        "el los las es para una por con del que se al como más esta este cuando son",
        "El precio es para una orden que se envía con los tipos del mercado.",
    ),
    (
        "Portuguese",
        "os uma para por com que não da dos das são quando ser este esta você ao pelo",
        "O preço que não é para uma ordem com os tipos da página.",
    ),
    (
        "Italian",
        "il gli della per una con che non del sono questo questa quando nel dei alla essere più",
        "Il prezzo della richiesta che non è per una lista con i tipi del mercato.",
    ),
    (
        "Dutch",
        "het een van voor niet met wordt worden deze dit bij naar ook als moet zijn zonder",
        "Het type van een order wordt voor deze markt niet met de prijs gestuurd.",
    ),
    (
        "Turkish",
        "ve bir bu için ile veya olan olarak değil gibi daha sonra ise eğer kadar gerekir",
        "Bu fiyat bir emir için ve piyasa ile olarak gerekir.",
    ),
    (
        "Vietnamese",
        "và của là các cho được với không này trong một theo khi để hoặc từ",
        "Giá của lệnh là một số và không được trong các loại này.",
    ),
    (
        "Indonesian",
        "dan yang untuk dengan dari atau adalah ini tidak pada harus akan jika dalam",
        "Harga yang tidak untuk pesanan ini adalah dari pasar dan dengan jenis.",
    ),
    (
        "Polish",
        "jest dla oraz nie się lub przez które który jako tylko gdy musi być od",
        "Cena nie jest dla zlecenia, które musi być tylko przez typ lub jako lista.",
    ),
)
_WORDS: Mapping[str, frozenset[str]] = {name: frozenset(words.split()) for name, words, _ in _LANGUAGES}
_WORD = re.compile(r"[^\W\d_]+")
# A page has the small words of its language many times over; a quotation has two or three.
_LEAST = 4
_MOST_WORDS = 400
_MOST_ROWS = 40


def language_of(texts: Iterable[str]) -> str:
    """Return the language of texts; '' where too little of it is there."""
    words = islice((word for text in texts for word in _WORD.findall(text)), _MOST_WORDS)
    seen = {word.lower() for word in words}
    counts = {language: len(seen & known) for language, known in _WORDS.items()}
    best = max(counts, key=lambda language: counts[language])
    english = counts[ENGLISH]
    if best != ENGLISH and counts[best] >= _LEAST and counts[best] > 2 * english:
        return best
    return ENGLISH if english >= _LEAST else ""


def speaks(language: str, labels: Iterable[str]) -> bool:
    """Tell whether labels, which have few small words, are rather in a language than in English."""
    seen = {word.lower() for label in labels for word in _WORD.findall(label)}
    own = len(seen & _WORDS[language])
    return own > 1 and own >= len(seen & _WORDS[ENGLISH])


def language_of_page(draft: Draft) -> str:
    """Return the language of an endpoint's page; '' where too little of it is there."""
    rows = islice(
        (*draft.request, *(row for table in draft.variants for row in table.rows), *draft.response), _MOST_ROWS
    )
    return language_of((draft.title, draft.prose[:4000], *(row.text for row in rows)))
