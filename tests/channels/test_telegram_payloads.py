"""Telegram by tables: updates and their meaning, pieces as requests, answers as outcomes."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import methods

from bot.channels import base
from bot.channels.base import Key, Outcome, Piece
from bot.channels.telegram.decode import Malformed, Me, decode, decode_whole
from bot.channels.telegram.encode import Upload, encode
from bot.channels.telegram.outcome import outcome
from bot.channels.telegram.session import Lost, Unsent, read
from bot.talk import message
from bot.talk.message import Address, Answer, Begin, Incoming, Pressed

FOLDER = Path(__file__).parent.parent / "payloads" / "telegram"
ME = Me(7_000_000_000, "kheo_test_bot")
NOW = datetime.fromisoformat("2026-11-22T01:02:03+00:00")


def rows(*names: str) -> list[Any]:
    """The rows of some tables, each by its label."""
    return [
        pytest.param(row, id=f"{name}: {row['label']}")
        for name in names
        for row in json.loads((FOLDER / f"{name}.json").read_text())
    ]


def incoming(row: dict[str, Any] | None) -> Incoming | None:
    """What a row expects."""
    if row is None:
        return None
    kind, *values = row["content"]
    if kind == "Pressed" and values[0] is not None:
        press, *parts = values[0]
        content: message.Content = Pressed({"Answer": Answer, "Begin": Begin}[press](*parts))
    else:
        content = getattr(message, kind)(*values)
    return Incoming(
        Address("telegram", row["chat"]),
        row["id"],
        datetime.fromisoformat(row["at"]),
        content,
        row["group"],
        row["sender"],
        row["language"],
    )


@pytest.mark.parametrize("row", rows("updates_private", "updates_group"))
def test_an_update_is_what_the_table_says(row: dict[str, Any]) -> None:
    raw = json.dumps(row["update"]).encode()
    assert decode(raw, ME, NOW) == incoming(row["expected"])


@pytest.mark.parametrize("row", rows("updates_private", "updates_group"))
def test_the_quick_way_and_aiogram_agree(row: dict[str, Any]) -> None:
    raw = json.dumps(row["update"], ensure_ascii=False).encode()
    assert decode(raw, ME, NOW) == decode_whole(raw, ME, NOW)


def test_a_self_hosted_server_of_an_older_version_is_understood() -> None:
    (row,) = (r.values[0] for r in rows("updates_group") if r.values[0]["label"] == "bot kicked")
    del row["update"]["my_chat_member"]["old_chat_member"]["can_send_welcome_messages"]
    raw = json.dumps(row["update"]).encode()
    with pytest.raises(Malformed):  # aiogram insists on the newest fields
        decode_whole(raw, ME, NOW)
    assert decode(raw, ME, NOW) == incoming(row["expected"])


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"[]", b"\xff\xfe", b'{"message":{}}', b'{"update_id":1,"message":{}}']
)
def test_what_is_no_update_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed) as caught:
        decode(raw, ME, NOW)
    assert str(caught.value) == "no update of the Bot API"
    assert caught.value.__suppress_context__


def test_nothing_of_a_number_or_a_place_is_left() -> None:
    for row in (row.values[0] for row in rows("updates_private")):
        if row["expected"] and row["expected"]["content"][0] in ("Contact", "Location"):
            raw = json.dumps(row["update"]).encode()
            shown = repr(decode(raw, ME, NOW))
            assert "8490000" not in shown
            assert "21.0" not in shown


@pytest.mark.parametrize("row", rows("pieces"))
def test_a_piece_becomes_exactly_this_request(row: dict[str, Any]) -> None:
    keys = tuple(tuple(Key(**key) for key in line) for line in row["piece"].pop("keys", ()))
    request = encode(row["chat"], Piece(**row["piece"], keys=keys))
    assert (request.method, request.fields) == (row["method"], row["fields"])
    assert request.upload == (Upload(*row["upload"]) if row["upload"] else None)


@pytest.mark.parametrize("row", rows("pieces"))
def test_aiogram_would_send_the_same(row: dict[str, Any]) -> None:
    name = row["method"][0].upper() + row["method"][1:]
    fields = row["fields"] | ({row["upload"][0]: "an-id"} if row["upload"] else {})
    method = getattr(methods, name).model_validate(fields)
    assert method.model_dump(mode="json", exclude_unset=True) == fields


@pytest.mark.parametrize("chat", ["", "abc", "web-1"])
def test_a_chat_of_another_channel_cannot_be_written_to(chat: str) -> None:
    with pytest.raises(ValueError, match="int"):
        encode(chat, Piece("x"))


def expected(row: list[Any]) -> Outcome:
    """The outcome that a row expects."""
    kind, *values = row
    if kind == "Later":
        return base.Later(timedelta(seconds=values[0]), *values[1:])
    made: Outcome = getattr(base, kind)(*values)
    return made


@pytest.mark.parametrize("row", rows("answers"))
def test_an_answer_means_what_the_table_says(row: dict[str, Any]) -> None:
    assert outcome(read(row["status"], row["body"].encode())) == expected(row["outcome"])


def test_a_call_that_never_left_is_tried_later_and_one_without_answer_is_unknown() -> None:
    assert outcome(Unsent("X")) == base.Later(timedelta(seconds=5), "unreachable: X", True)
    assert outcome(Lost("Y")) == base.Unknown("no answer: Y")


def test_a_reason_is_short_enough_for_its_column() -> None:
    refused = read(400, json.dumps({"ok": False, "description": "x" * 999}).encode())
    assert outcome(refused) == base.Refused("x" * 200)
