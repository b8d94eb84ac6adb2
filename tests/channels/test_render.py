"""What a channel can carry of what there is to say."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot import locale
from bot.channels.base import Capabilities, Key, Piece
from bot.channels.render import render, screen, size_in_words
from bot.talk.fields import pick
from bot.talk.message import Answer, Attachment, Begin, Button, Media, Open, Outgoing

RICH = Capabilities("rich", 100, 64, 4096, 1024, "utf16", "upload", "upload", True, True)
FIVE = Capabilities("five", 5, 20, 2000, 500, "character", "url", "no")
PLAIN = Capabilities("plain", 0, 0, 2000, 0, "character", "no", "no")

PARK = Button("Park", Answer("pledge", "project", "park"))
SCHOOL = Button("School", Answer("pledge", "project", "school"))
BACK = Button("Go back", Begin("back"), nav=True)
STOP = Button("Stop here", Begin("cancel"), nav=True)
MENU = Button("Menu", Begin("menu"), nav=True)
SITE = Button("The official page", Open("https://example.vn/a"))
SKIP = Button("Not now", Answer("pledge", "reason", "-"))
PHOTO = Media("vneid/nfc.png", "The card lies on the back of the phone.")
VOICE = Media("vneid/step.ogg", "Lay the card on the back of the phone.")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with locale.use("en"):
        yield


def only(pieces: list[Piece]) -> Piece:
    assert len(pieces) == 1, pieces
    return pieces[0]


def labels(piece: Piece) -> list[list[str]]:
    return [[key.label for key in row] for row in piece.keys]


def test_buttons_are_keys_with_navigation_in_the_last_row() -> None:
    piece = only(render(Outgoing("Which?", buttons=(PARK, SCHOOL, BACK, STOP)), RICH))
    assert piece == Piece(
        "Which?",
        keys=(
            (Key("Park", "a|pledge|project|park"), Key("School", "a|pledge|project|school")),
            (Key("Go back", "b|back|"), Key("Stop here", "b|cancel|")),
        ),
    )


def test_long_labels_have_a_row_of_their_own() -> None:
    long = Button("A rather long label", Begin("guide", "x"))
    piece = only(render(Outgoing("Which?", buttons=(PARK, long, PARK, SCHOOL, PARK)), RICH))
    assert labels(piece) == [["Park"], ["A rather long label"], ["Park", "School"], ["Park"]]


def test_many_navigation_buttons_share_rows_of_three() -> None:
    piece = only(render(Outgoing("?", buttons=(BACK, STOP, MENU, BACK)), RICH))
    assert labels(piece) == [["Go back", "Stop here", "Menu"], ["Go back"]]


def test_an_address_opens_from_a_key() -> None:
    piece = only(render(Outgoing("See:", buttons=(SITE,)), RICH))
    assert piece.keys == ((Key("The official page", url="https://example.vn/a"),),)


def test_without_buttons_answers_are_numbered_and_navigation_is_told_in_words() -> None:
    piece = only(render(Outgoing("Which?", buttons=(PARK, SCHOOL, BACK, STOP, MENU)), PLAIN))
    assert piece == Piece(
        "Which?\n\n1. Park\n2. School\n\nReply with the number.\nWrite 0 to go back.\n"
        "Write “cancel” to stop here.\nWrite “menu” to see everything."
    )


def test_beside_an_open_question_zero_is_an_answer_so_going_back_is_a_word() -> None:
    piece = only(render(Outgoing("How many children?", buttons=(BACK,)), PLAIN))
    assert piece.text == "How many children?\n\nWrite “back” to go back."


def test_without_buttons_leaving_out_is_a_word_because_a_number_would_be_an_answer() -> None:
    piece = only(render(Outgoing("How many?", buttons=(SKIP, STOP)), PLAIN))
    assert piece.text == ("How many?\n\nOr write “Not now”.\nWrite “cancel” to stop here.")


def test_without_buttons_an_address_is_written_out() -> None:
    piece = only(render(Outgoing("See:", buttons=(SITE, PARK)), PLAIN))
    assert piece.text == (
        "See:\n\nThe official page: https://example.vn/a\n\n1. Park\n\nReply with the number."
    )


def test_more_answers_than_buttons_are_numbered_while_the_rest_stay_keys() -> None:
    options = tuple(Button(f"Hamlet {n}", Answer("start", "hamlet", f"h{n}")) for n in range(6))
    piece = only(render(Outgoing("Which?", buttons=(*options, BACK, STOP)), FIVE))
    assert labels(piece) == [["Go back", "Stop here"]]
    assert "6. Hamlet 5" in piece.text
    assert piece.text.endswith("Reply with the number.")


def test_a_label_that_must_be_cut_is_written_out_in_full() -> None:
    long = Button("Support for building a house for poor families", Begin("guide", "housing"))
    piece = only(render(Outgoing("Which?", buttons=(long, PARK)), FIVE))
    assert labels(piece) == [["Support for buildin…"], ["Park"]]
    assert "1. Support for building a house for poor families\n2. Park" in piece.text


def test_navigation_to_a_place_without_a_word_of_its_own_carries_a_number() -> None:
    officer = Button("A person", Begin("officer"), nav=True)
    said = Outgoing("Which?", buttons=(PARK, officer, BACK))
    assert "1. Park\n2. A person" in only(render(said, PLAIN)).text
    assert [label for _press, label in screen(said)] == ["Park", "A person"]


def test_the_title_is_bold_and_counted_in_the_unit_of_the_channel() -> None:
    said = Outgoing("Mở ứng dụng.", title="📱 Bước 1")
    assert only(render(said, RICH)) == Piece("📱 Bước 1\nMở ứng dụng.", bold=9)
    assert only(render(said, PLAIN)).bold == 8


def test_a_title_typed_in_another_normal_form_is_counted_composed() -> None:
    title = unicodedata.normalize("NFD", "Đường")
    assert only(render(Outgoing("đi", title=title), RICH)) == Piece("Đường\nđi", bold=5)


def test_a_title_longer_than_a_piece_is_bold_as_far_as_the_piece_goes() -> None:
    pieces = render(Outgoing("text", title="t" * 30), replace(PLAIN, text_limit=20))
    assert pieces == [Piece("t" * 20, bold=20), Piece("t" * 10 + "\ntext")]


def test_a_long_text_is_split_and_its_buttons_are_on_the_last_piece() -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "word " * 200 for n in range(6))
    pieces = render(Outgoing(text, buttons=(PARK, BACK)), RICH)
    assert len(pieces) == 2
    assert [bool(piece.keys) for piece in pieces] == [False, True]
    assert " ".join(piece.text for piece in pieces).split() == text.split()


def test_a_picture_carries_a_short_text_as_its_caption() -> None:
    piece = only(
        render(Outgoing("Lay the card.", title="Step 1", photo=PHOTO, buttons=(PARK,)), RICH)
    )
    assert (piece.photo, piece.alt) == (PHOTO.path, PHOTO.words)
    assert (piece.text, piece.bold, labels(piece)) == ("Step 1\nLay the card.", 6, [["Park"]])


def test_a_picture_goes_before_a_text_too_long_for_a_caption() -> None:
    photo, text = render(Outgoing("word " * 250, title="Step", photo=PHOTO, buttons=(PARK,)), RICH)
    assert (photo.text, photo.photo, photo.keys, photo.bold) == ("", PHOTO.path, (), 0)
    assert (text.photo, labels(text), text.bold) == ("", [["Park"]], 4)


def test_a_picture_by_address_is_still_a_picture() -> None:
    assert only(render(Outgoing("Lay it.", photo=PHOTO), FIVE)).photo == PHOTO.path


def test_a_picture_that_cannot_be_shown_is_described() -> None:
    piece = only(render(Outgoing("Lay it.", photo=PHOTO), PLAIN))
    assert piece == Piece("Lay it.\n\nPicture: The card lies on the back of the phone.")


def test_a_recording_always_comes_with_its_words() -> None:
    piece = only(render(Outgoing("Step 1.", voice=VOICE), RICH))
    assert piece == Piece(
        "Step 1.\n\nThe recording says: Lay the card on the back of the phone.", voice=VOICE.path
    )


def test_words_of_a_recording_that_the_text_already_says_are_not_repeated() -> None:
    text = "Lay the card\non the back of the phone. Wait."
    assert only(render(Outgoing(text, voice=VOICE), RICH)).text == text


def test_a_recording_that_cannot_be_played_is_its_words() -> None:
    assert only(render(Outgoing("Step 1.", voice=VOICE), FIVE)) == Piece(
        "Step 1.\n\nLay the card on the back of the phone."
    )


def test_a_recording_goes_before_the_picture_that_carries_the_text() -> None:
    first, second = render(Outgoing(VOICE.words, photo=PHOTO, voice=VOICE, buttons=(PARK,)), RICH)
    assert first == Piece("", voice=VOICE.path)
    assert (second.photo, second.text, labels(second)) == (PHOTO.path, VOICE.words, [["Park"]])


def test_media_that_say_nothing_else_carry_the_buttons() -> None:
    piece = only(render(Outgoing("", photo=PHOTO), replace(RICH, caption_limit=0)))
    assert piece == Piece("", photo=PHOTO.path, alt=PHOTO.words)


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [("contact", "Please write the phone number here."), ("place", "Please say in words")],
)
def test_what_a_channel_cannot_ask_for_is_asked_in_words(ask: str, sentence: str) -> None:
    said = Outgoing("Where?", ask=ask)
    assert only(render(said, RICH)) == Piece("Where?", ask=ask)
    assert only(render(said, PLAIN)).ask == ""
    assert sentence in only(render(said, PLAIN)).text


def test_buttons_alone_get_a_sentence_because_no_channel_carries_an_empty_text() -> None:
    assert only(render(Outgoing("", buttons=(PARK,)), RICH)).text == "Please choose one of these."


def test_nothing_to_say_is_no_piece() -> None:
    assert render(Outgoing("  "), RICH) == []


def test_a_button_that_cannot_travel_is_an_error_of_ours() -> None:
    with pytest.raises(ValueError, match="64"):
        render(Outgoing("?", buttons=(Button("x", Begin("guide", "g" * 64)),)), RICH)


def test_the_screen_agrees_with_the_numbers_that_are_shown() -> None:
    said = Outgoing("Which?", buttons=(SITE, PARK, SKIP, SCHOOL, BACK))
    kept = screen(said)
    assert kept == [("a|pledge|project|park", "Park"), ("a|pledge|project|school", "School")]
    assert "1. Park\n2. School" in only(render(said, PLAIN)).text
    assert pick("số 2", [(label,) for _press, label in kept]) == 1


def test_in_vietnamese_the_words_are_vietnamese() -> None:
    with locale.use("vi"):
        piece = only(render(Outgoing("Bác chọn ạ", buttons=(PARK, BACK, STOP, MENU)), PLAIN))
    assert piece.text == (
        "Bác chọn ạ\n\n1. Park\n\nBác trả lời bằng số giúp ạ.\nGõ 0 để quay lại.\n"
        "Gõ “huỷ” để dừng lại.\nGõ “menu” để xem tất cả các mục."
    )


PAPER = Attachment("kept/d.pdf", "Thư mời.pdf", 1_600_000)
FILES = replace(RICH, document="upload", file="picked")


def test_a_document_has_a_piece_of_its_own_and_the_words_beneath_the_last() -> None:
    piece = only(render(Outgoing("Mời họp", document=PAPER), FILES))
    assert piece == Piece("Mời họp", document="kept/d.pdf", name="Thư mời.pdf", size=1_600_000)
    photo, voice = Media("a.png", "Nhà"), Media("a.ogg", "Mời họp")
    said = Outgoing("Mời họp", photo=photo, voice=voice, document=PAPER)
    pieces = render(said, FILES)
    assert [bool(p.voice) + 2 * bool(p.document) + 4 * bool(p.photo) for p in pieces] == [1, 2, 4]
    assert [piece.text for piece in pieces] == ["", "", "Mời họp"]
    long = render(Outgoing("x" * 1025, document=PAPER), FILES)
    assert [(piece.document, len(piece.text)) for piece in long] == [("kept/d.pdf", 0), ("", 1025)]


def test_where_no_document_goes_its_name_and_size_are_told() -> None:
    piece = only(render(Outgoing("Mời họp", document=PAPER), PLAIN))
    assert piece == Piece("Mời họp\n\nDocument: Thư mời.pdf (1.5 MB)")


@pytest.mark.parametrize(
    ("size", "words"), [(0, "1 KB"), (2048, "2 KB"), (1024 * 1024, "1 MB"), (20 << 20, "20 MB")]
)
def test_a_size_is_told_as_people_read_it(size: int, words: str) -> None:
    assert size_in_words(size) == words


def test_a_file_is_asked_for_as_the_channel_takes_it() -> None:
    said = Outgoing("Which?", ask="file")
    assert only(render(said, FILES)) == Piece("Which?", ask="file")
    assert only(render(said, replace(RICH, file="attached"))) == Piece("Which?")
    path = only(render(said, replace(PLAIN, file="path")))
    assert path.ask == "file"
    assert "path of the file" in path.text
    nowhere = only(render(said, PLAIN))
    assert nowhere.ask == ""
    assert "web chat" in nowhere.text
