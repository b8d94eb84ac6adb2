"""What must never be kept from a message: identity and phone numbers, codes, passwords, cards.

Pure: ``scrub(text)`` gives the text with those masked, and the kinds that were found.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from bot.talk.fold import tidy
from content.answers.syllable import bare

MASK = "•••"

_CODE_NEAR = re.compile(  # “mã otp là 1234”, “482913 là mã xác nhận”
    r"(?:\b(?:otp|opt|passcode|pass code|password|mat khau|mat ma|mk|pass|pin|ma so bi mat"
    r"|ma (?:6|sau) so"
    r"|ma(?: so)?(?: (?:otp|xac nhan|xac thuc|xac minh|kich hoat|dang nhap|bao mat|pin))+"
    r"|xac nhan|xac thuc)\b[^\d\n]{0,25}?|\bma(?: so)?(?:[ :]|la\b|day\b|ne\b){0,5})"
    r"(?<![\d.,])(\d(?:[ .-]?\d){3,7})(?![\d.,]*\d)"
)
_CODE_BEFORE = re.compile(
    r"(?<![\d.,/-])(\d(?:[ .-]?\d){3,7})(?!\d)(?:[^\d\n]{0,15}?\b(?:la|chinh la|is|:)\s*(?:cai )?"
    r"(?:otp|passcode|mat khau|ma otp|ma xac|ma pin|code|mk)\b"
    r"|\s+(?:cai )?(?:(?:ma )?(?:otp|opt)|ma (?:xac nhan|xac thuc|xac minh))\b)"
)
_PASSWORD = re.compile(
    r"\b(?:mat khau|mat ma|passcode|password|passwd|pass|mk|pw)(?: (?:vneid|wifi|app|dang nhap"
    r"|cua\s\w+|facebook|zalo|em|toi|tui|minh|ong|ba|moi))*\s*(?:la|[:=]|is)+\s*(\S{4,40})"
)
_ALONE = re.compile(r"\s*\d(?:[ .-]?\d){5}\s*")
_RUN = re.compile(r"(?<![\w/])\+?\(?\d(?:[ .\-()]{0,2}\d){6,21}(?![\w/])")
_WORD_CARD = re.compile(r"\b(?:stk|so tai khoan|tai khoan|so the|the atm|atm|visa|mastercard)\b")
_WORD_ID = re.compile(r"\b(?:cccd|cmnd|cmt|cmtnd|can cuoc|dinh danh|chung minh|id card)\b")
_WORD_MONEY = re.compile(r"^\s*(?:d\b|vnd|dong|nghin|ngan|trieu|ty\b|tr\b|k\b|₫|usd|m2|m3|kg)")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+|\d{1,3}(?: \d{3})+")
_DATE = re.compile(
    r"(?:[0-3]?\d)([./-])(?:[01]?\d)\1(?:(?:19|20)\d\d)(?:\s+\d{1,2}([:.]?)\d{2})?"
    r"|(?:19|20)\d\d([./-])[01]?\d\3[0-3]?\d|(?:19|20)\d\d ?- ?(?:19|20)\d\d"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:[ .-]{1,2}(?:19|20)\d\d)+")  # “năm 2025 2026 2027”
_HOTLINE = re.compile(r"1[89]00[ .\-]?\d{2,4}(?:[ .\-]?\d{2})?|0769[ .]?04[ .]?04[ .]?04")
_ROUND = re.compile(r"[1-9]\d*0{3,}")
_NOT_A_WORD = frozenset(
    re.findall(
        r"\w+",
        "gi j sao nhu the vay thi ma khi bao duoc khong ko do rua rang quen sai cai nay no",
    )
)


class Scrubbed(NamedTuple):
    """The text that may be kept, and the kinds masked in it: "id", "phone", "code", …"""

    text: str
    kinds: tuple[str, ...]


def _bare(text: str) -> str:
    """The text without diacritics, letter for letter, so that places agree with the original."""
    return "".join((bare(letter.lower()) or letter)[0] for letter in text)


def _kind(run: str, before: str, after: str) -> str:
    """What a long run of digits is, or "" when it may stay."""
    digits = re.sub(r"\D", "", run)
    plain = run.strip(" .-()")
    if _DATE.fullmatch(plain) or _HOTLINE.fullmatch(plain):
        return ""
    if _WORD_CARD.search(before[-30:]):
        return "account" if len(digits) >= 6 else ""
    if _YEARS.fullmatch(plain):
        return ""
    if len(digits) in (9, 12) and _WORD_ID.search(before[-30:] + "|" + after[:12]):
        return "id"
    if _WORD_MONEY.match(after) or (_GROUPED.fullmatch(plain) and plain[0] != "0"):
        return ""
    if len(digits) == 12 and digits[0] == "0":
        return "id"
    phone = re.sub(r"^(?:84|0084)", "0", digits)
    if phone[0] == "0" and len(phone) in (10, 11):
        return "phone"
    if _ROUND.fullmatch(digits):
        return ""
    if len(digits) in (9, 12):
        return "id"
    if len(digits) >= 13:
        return "account"
    return "phone" if digits[0] == "0" and len(digits) >= 9 else ""


def scrub(text: str) -> Scrubbed:
    """The text with what nobody should paste masked, and what kinds were found, in that order.

    >>> scrub("cccd của tôi 040 085 001 234, góp 500.000đ")
    Scrubbed(text='cccd của tôi •••, góp 500.000đ', kinds=('id',))
    """
    text = tidy(text)
    letters = _bare(text)
    if _ALONE.fullmatch(text) and not _ROUND.fullmatch(re.sub(r"\D", "", text)):
        return Scrubbed(MASK, ("code",))
    found: list[tuple[int, int, str]] = []
    for match in _RUN.finditer(letters):
        kind = _kind(match.group(), letters[: match.start()], letters[match.end() :])
        if kind:
            found.append((match.start(), match.end(), kind))
    for match in _PASSWORD.finditer(letters):
        if match.group(1).strip(".,?!") not in _NOT_A_WORD:
            found.append((match.start(1), match.end(1), "password"))
    for pattern in (_CODE_NEAR, _CODE_BEFORE):
        for match in pattern.finditer(letters):
            after = letters[match.end(1) :]
            if not _WORD_MONEY.match(after) and not _is_year(match.group(1)):
                found.append((match.start(1), match.end(1), "code"))
    clean, last, kinds = [], 0, []
    for start, end, kind in sorted(found):
        if start >= last:
            clean += [text[last:start], MASK]
            last = end
            if kind not in kinds:
                kinds.append(kind)
    return Scrubbed("".join([*clean, text[last:]]), tuple(kinds))


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in ("19", "20")
