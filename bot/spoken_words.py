"""Numbers as Vietnamese words, the way they are read aloud in the north. Pure."""

from __future__ import annotations

_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 1_000_000_000


def number(value: int) -> str:
    """A whole number, not below 0: 105 → “một trăm linh năm”, 2026 → “hai nghìn không trăm …”."""
    if value >= _BILLION:
        rest = value % _BILLION
        return f"{number(value // _BILLION)} tỷ" + (f" {_group(rest, True)}" if rest else "")
    return _group(value, False)


def digits(text: str) -> str:
    """Figures one by one, as telephone numbers and codes are read."""
    return " ".join(_UNITS[int(sign)] for sign in text)


def _group(value: int, inner: bool) -> str:
    """A number below a billion; ``inner``: more stands before it, so nothing may be left out."""
    words: list[str] = []
    for scale, name in ((1_000_000, "triệu"), (1000, "nghìn"), (1, "")):
        part = value // scale % 1000
        if part:
            words.append(f"{_hundreds(part, inner or bool(words))} {name}".strip())
    return " ".join(words) if words else _UNITS[0]


def _hundreds(value: int, inner: bool) -> str:
    hundreds, rest = divmod(value, 100)
    if not hundreds and not inner:
        return _tens(rest)
    words = f"{_UNITS[hundreds]} trăm"
    if not rest:
        return words
    return f"{words} linh {_UNITS[rest]}" if rest < 10 else f"{words} {_tens(rest)}"


def _tens(value: int) -> str:
    tens, unit = divmod(value, 10)
    if not tens:
        return _UNITS[unit]
    last = "" if not unit else "lăm" if unit == 5 else _UNITS[unit]
    if tens == 1:
        return f"mười {last}".strip()
    if unit == 1:
        last = "mốt"
    elif unit == 4:
        last = "tư"
    return f"{_UNITS[tens]} mươi {last}".strip()
