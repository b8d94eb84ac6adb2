"""Whatever there is to say and whatever a channel can carry: it fits, and nothing is lost."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from bot import locale
from bot.channels.base import Capabilities
from bot.channels.length import length
from bot.channels.render import render, screen
from bot.talk import press
from bot.talk.message import Answer, Begin, Button, Media, Open, Outgoing

WORDS = st.lists(
    st.sampled_from(
        ["xã", "đường", "Nguyễn.", "ươ\u0309", "👨‍👩‍👧", "👍🏽", "\n", "\n\n", "a" * 70]
    )
    | st.text(st.characters(exclude_categories=("Cs", "Cc", "Z")), min_size=1, max_size=9),
    max_size=60,
).map(" ".join)
LABELS = st.text("Đường xã số 12", min_size=1, max_size=40).filter(str.strip)
PRESSES = (
    st.sampled_from([Begin("back"), Begin("cancel"), Begin("menu"), Begin("guide", "vneid")])
    | st.builds(Answer, st.just("pledge"), st.just("project"), st.sampled_from("abc-"))
    | st.builds(Open, st.just("https://example.vn/a"))
)
MEDIA = st.none() | st.builds(Media, st.just("guide/file"), WORDS.filter(str.strip))
OUTGOINGS = st.builds(
    Outgoing,
    WORDS,
    WORDS.map(lambda text: text[:80].strip()),
    st.lists(st.builds(Button, LABELS, PRESSES, st.booleans()), max_size=9).map(tuple),
    MEDIA,
    MEDIA,
    st.sampled_from(["", "contact", "place"]),
)
CAPABILITIES = st.builds(
    Capabilities,
    st.just("any"),
    st.sampled_from([0, 3, 5, 100]),
    st.sampled_from([0, 8, 20, 64]),
    st.sampled_from([40, 200, 2000, 4096]),
    st.sampled_from([0, 40, 1024]),
    st.sampled_from(["utf16", "character"]),
    st.sampled_from(["upload", "url", "no"]),
    st.sampled_from(["upload", "url", "no"]),
    st.booleans(),
    st.booleans(),
)


def bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


@given(OUTGOINGS, CAPABILITIES)
def test_every_piece_is_within_the_limits_of_its_channel(
    said: Outgoing, channel: Capabilities
) -> None:
    with locale.use("vi"):
        pieces = render(said, channel)
    for piece in pieces:
        media = piece.photo or piece.voice
        assert not (piece.photo and piece.voice)
        assert piece.text or media
        most = channel.caption_limit if media else channel.text_limit
        assert length(piece.text, channel.unit) <= most
        assert 0 <= piece.bold <= length(piece.text, channel.unit)
        keys = [key for row in piece.keys for key in row]
        assert all(piece.keys)
        assert len(keys) <= channel.buttons
        assert piece is pieces[-1] or not (keys or piece.ask)
        for key in keys:
            assert bool(key.data) != bool(key.url)
            assert len(key.data.encode()) <= press.LIMIT
            assert not channel.label_limit or (
                length(key.label, channel.unit) <= channel.label_limit
            )
    assert all(not (piece.photo and channel.photo == "no") for piece in pieces)
    assert all(not (piece.voice and channel.voice == "no") for piece in pieces)
    assert sum(1 for piece in pieces if piece.bold) == bool(said.title)


@given(OUTGOINGS, CAPABILITIES)
def test_nothing_that_was_to_be_said_is_lost(said: Outgoing, channel: Capabilities) -> None:
    with locale.use("vi"):
        pieces = render(said, channel)
    text = bare(" ".join(piece.text for piece in pieces))
    assert text.startswith(bare(said.title + said.text))
    if said.voice:
        assert bare(said.voice.words) in text
    if said.photo:
        assert bare(said.photo.words) in text or any(piece.photo for piece in pieces)
    keys = {bare(key.label) for piece in pieces for row in piece.keys for key in row}
    urls = {key.url for piece in pieces for row in piece.keys for key in row}
    for button in said.buttons:
        match button.press:
            case Open(url):
                assert url in urls or url in text
            case Begin("back" | "cancel" | "menu") if button.nav:
                pass  # in words of the channel's language
            case _:
                assert bare(button.label) in keys or bare(button.label) in text


@given(OUTGOINGS, CAPABILITIES)
def test_the_numbers_on_the_screen_are_the_numbers_that_are_kept(
    said: Outgoing, channel: Capabilities
) -> None:
    with locale.use("vi"):
        text = bare(" ".join(piece.text for piece in render(said, channel)))
    lines = "".join(f"{n}.{bare(label)}" for n, (_press, label) in enumerate(screen(said), 1))
    assert lines in text or channel.buttons >= len(said.buttons)


@given(OUTGOINGS, CAPABILITIES)
def test_the_same_is_rendered_the_same(said: Outgoing, channel: Capabilities) -> None:
    assert render(said, channel) == render(said, channel)
