"""A page in another language in place of the original: told by its small words, and not taken over."""

import pytest

from venuespec.pages.languages import _LANGUAGES, language_of


@pytest.mark.parametrize(("language", "words", "example"), _LANGUAGES, ids=[each[0] for each in _LANGUAGES])
def test_each_language_is_told_by_its_example(language: str, words: str, example: str) -> None:
    assert language_of([example]) == language
    assert len(words.split()) >= 14


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["instId", "String", "BTC-USDT-SWAP", "ordType=limit&sz=1"],
        ["Der die das"],
        ["The market code der, die, das, und: names of the venue that are in the answer, if it is for them."],
    ],
    ids=["nothing", "code", "three words", "a quotation"],
)
def test_too_little_of_a_language_is_none_of_the_others(texts: list[str]) -> None:
    assert language_of(texts) in ("", "English")
