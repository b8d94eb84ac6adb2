"""Questions that files answer: what is accepted, what is said otherwise, what is remembered."""

from __future__ import annotations

import json

import pytest

from bot.talk.fields import Rejected, Withdrawn
from bot.talk.files import File, Letter, LetterText
from bot.talk.message import Content, Document, NotTaken, Photo, Taken, Voice, Words

PHOTO = Taken("kept/p.jpg", "photo", "", 9)
VOICE = Taken("kept/v.ogg", "voice", "", 9, 4)
PAPER = Taken("kept/d.pdf", "document", "thư.pdf", 9)
MB = 1024 * 1024


def test_a_file_that_was_taken_in_is_the_answer() -> None:
    assert File(("photo",)).read(Photo("r", file=PHOTO)) == PHOTO
    assert File(("voice",)).read(Voice("r", file=VOICE)) == VOICE
    assert File(("document",)).read(Document("r", "x", file=PAPER)) == PAPER
    # A picture that was sent as a document is a picture.
    assert File(("photo",)).read(Document("r", "x", file=PHOTO)) == PHOTO
    assert File(("photo", "voice")).read(Voice("r", file=VOICE)) == VOICE


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (Words("đây"), "Please send a picture here."),
        (Photo("r"), "Please send a picture here."),
        (Document("r", "x", file=PAPER), "Please send a picture here."),
        (Voice("r", file=VOICE), "Please send a picture here."),
        (Photo("r", file=NotTaken("big", 20 * MB)), "This file is too big"),
        (Document("r", "x", file=NotTaken("kind")), "A file of this kind is not taken"),
        (Voice("r", file=NotTaken("lost")), "could not be fetched"),
    ],
)
def test_anything_else_is_refused_with_the_reason(content: Content, reason: str) -> None:
    said = File(("photo",)).read(content)
    assert isinstance(said, Rejected)
    assert reason in said.reason
    said.reason.format(**dict(said.values))


def test_each_kind_is_asked_for_by_its_name() -> None:
    wanted = [
        File(kinds).read(Words("?")) for kinds in (("voice",), ("document",), ("photo", "voice"))
    ]
    reasons = [said.reason for said in wanted if isinstance(said, Rejected)]
    assert [("voice" in r, "document" in r) for r in reasons] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_a_file_comes_back_from_the_state() -> None:
    field = File(("voice",))
    stored = json.loads(json.dumps(field.dump(VOICE)))
    assert field.load(stored) == VOICE
    for broken in (field.dump(PHOTO), {"path": "x"}, None, "kept/v.ogg"):
        with pytest.raises(Withdrawn):
            field.load(broken)


def test_words_for_others_may_come_under_a_picture() -> None:
    field = LetterText(100)
    assert field.read(Words("Mời họp")) == Letter("Mời họp")
    assert field.read(Photo("r", "Mời họp", file=PHOTO)) == Letter("Mời họp", PHOTO)
    assert field.read(Document("r", "x", "Mời họp", file=PAPER)) == Letter("Mời họp", PAPER)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (Photo("r", file=PHOTO), "write the words first"),
        (Photo("r", "Mời họp"), "write the words first"),
        (Document("r", "x", "Nghe", file=VOICE), "write the words first"),
        (Voice("r", file=VOICE), "write the words first"),
        (Photo("r", "Mời họp", file=NotTaken("big", MB)), "too big"),
        (Photo("r", "x" * 101, file=PHOTO), "too long"),
        (Words("  "), "in words"),
    ],
)
def test_words_for_others_that_cannot_be_taken(content: Content, reason: str) -> None:
    said = LetterText(100).read(content)
    assert isinstance(said, Rejected)
    assert reason in said.reason


def test_words_for_others_come_back_from_the_state() -> None:
    field = LetterText(100)
    for letter in (Letter("Mời họp"), Letter("Mời họp", PHOTO)):
        assert field.load(json.loads(json.dumps(field.dump(letter)))) == letter
    for broken in ("x" * 101, ["Mời", {"path": "x"}], None, 3, [1, {}]):
        with pytest.raises(Withdrawn):
            field.load(broken)
