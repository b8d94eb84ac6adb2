"""The page as it is written: one script, one style, every word in the reader's language."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape

import pytest

from bot.channels.base import Key, Piece
from bot.channels.webchat.channel import pack
from bot.channels.webchat.mailbox import Letter
from bot.locale import use
from tests.support.webhouse import COMMUNE
from web.desk import preferred
from web.page import POLICY, SCRIPT, View, page

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
VIEW = View(COMMUNE, (), NOW, "a tag", "a ticket")
LETTER = Letter(3, pack(Piece("Chào bác", keys=((Key("Có", "a|f|q|y"),),))), NOW)


def test_nothing_on_the_page_breaks_its_own_rules() -> None:
    text = page(replace(VIEW, letters=(LETTER,), start="h_01", notice="Chờ <chút>"))
    assert text.count("<script") == text.count(f'<script src="{SCRIPT.address}"') == 1
    assert not re.search(r"\son\w+=|\sstyle=|javascript:", text)
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert "style-src 'sha256-" in POLICY
    assert "Chờ &lt;chút&gt;" in text
    assert "$" not in text.partition("<style>")[2].partition("</style>")[2]


def test_the_script_is_small_and_the_same_when_unpacked() -> None:
    assert gzip.decompress(SCRIPT.gzipped) == SCRIPT.plain
    assert len(SCRIPT.gzipped) < 8000
    assert b"PARTS" not in SCRIPT.plain
    for name in (b"recall", b"show", b"listen", b"hand"):
        assert SCRIPT.plain.count(b"function " + name + b"(") == 1


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_word_of_the_script_is_in_the_readers_language(language: str) -> None:
    with use(language):
        text = page(VIEW)
    found = re.search(r'data-words="([^"]*)"', text)
    assert found
    words = json.loads(unescape(found[1]))
    assert all(words.values())
    used = set(re.findall(r"\bwords\.([a-z]+)\b", SCRIPT.plain.decode()))
    assert used == set(words)
    assert (words["sent"] == "Sent ✓") is (language == "en")


def test_a_newcomer_finds_the_greeting_first_and_who_was_here_before_the_letters() -> None:
    assert 'id="hello"' in page(VIEW)
    assert 'id="hello"' not in page(replace(VIEW, letters=(LETTER,)))
    text = page(replace(VIEW, letters=(LETTER,), start="h_01"))
    assert text.index('data-seq="3"') < text.index('id="hello"')
    assert 'data-after="3"' in text


def test_another_language_is_a_link_until_there_is_a_conversation() -> None:
    text = page(replace(VIEW, start="h_01"))
    assert 'href="/chat?lang=en&amp;start=h_01" lang="en"' in text
    text = page(replace(VIEW, letters=(LETTER,)))
    assert 'value="b|language|" lang="en">Language</button>' in text
    with use("en"):
        assert 'lang="vi">Ngôn ngữ</button>' in page(replace(VIEW, known=True))


def test_only_a_made_up_commune_is_called_one() -> None:
    assert 'class="demo"' in page(VIEW)
    real = replace(COMMUNE, name='Xã "A" & B', demo=False)
    text = page(replace(VIEW, commune=real))
    assert 'class="demo"' not in text
    assert "Xã &quot;A&quot; &amp; B – Khéo" in text


def test_a_browser_that_wants_everything_gets_vietnamese() -> None:
    assert preferred("*") == preferred("") == preferred("xx," * 500 + "en") == "vi"
    assert preferred("en-US") == "en"
