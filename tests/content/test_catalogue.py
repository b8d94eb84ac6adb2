"""The catalogues: complete, in step with the code, and spoken as Khéo speaks."""

from __future__ import annotations

import re
import unicodedata

import pytest
from babel.messages.catalog import Message

from content import words

FIELD = re.compile(r"\{[a-z_]*\}")
BULLETS = re.compile(r"^• ", re.MULTILINE)


def messages(language: str) -> list[Message]:
    return [message for message in words.read(language) if message.id]


def said(message: Message) -> list[str]:
    """Every form of a translation."""
    return [message.string] if isinstance(message.string, str) else list(message.string)


@pytest.mark.parametrize("language", words.languages())
def test_nothing_is_missing_doubtful_or_left_over(language: str) -> None:
    assert words.missing(language) == []
    in_code = {str(message.id) for message in words.collect() if message.id}
    assert {str(message.id) for message in messages(language)} == in_code, "run `make words`"


@pytest.mark.parametrize("language", words.languages())
def test_every_translation_fills_in_the_same_values(language: str) -> None:
    for message in messages(language):
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        wanted = {field for source in sources for field in FIELD.findall(source)}
        for form in said(message):
            assert set(FIELD.findall(form)) == wanted, form


@pytest.mark.parametrize("language", words.languages())
def test_every_translation_is_tidy(language: str) -> None:
    for message in messages(language):
        for form in said(message):
            assert form == unicodedata.normalize("NFC", form)
            assert form == form.strip(), form
            assert "  " not in form, form
            assert not re.search(r"\w [,;:!]|\w \.(?:\s|$)", form), form


def test_vietnamese_keeps_the_lines_of_the_original() -> None:
    for message in messages("vi"):
        if isinstance(message.id, str):
            bullets = len(BULLETS.findall(message.id))
            assert len(BULLETS.findall(said(message)[0])) >= bullets, message.id


def test_kheo_is_nobodys_grandchild_and_nobody_is_a_customer() -> None:
    for message in messages("vi"):
        for form in said(message):
            found = re.search(r"\b(?:cháu|con ạ|em ạ|quý khách|bạn)\b", form.lower())
            assert found is None, form


def test_the_reader_is_asked_kindly_where_khéo_speaks() -> None:
    """In conversations a request to the person says bác, bà con, or ends on a kind word."""
    kind = re.compile(r"\b(?:bác|bà con|ạ|nhé|giúp)\b", re.IGNORECASE)
    rude = re.compile(r"^(?:hãy|phải|nhập|chọn lại)\b", re.IGNORECASE)
    for message in messages("vi"):
        if all(path.startswith("handlers/") for path, _line in message.locations):
            for form in said(message):
                assert kind.search(form) or not rude.search(form), form
