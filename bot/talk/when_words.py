"""Words about time, brought to a few marks whatever the mouth that says them.

    marks("7h tối mai")       "7 H EVE D+1"
    marks("bữa mốt 5g sáng")  "D+2 5 H MORN"
    marks("T6 tuần tới")      "WD4 WEEK NEXT"

Marks are in capitals, figures stay figures, all other words stay as they are. A word counts when
it is written with all its diacritics or with none: “tới” is never “tối”, “toi” may be either.
"""

from __future__ import annotations

import re
import unicodedata

from bot.talk.fold import fold, tidy

_UNITS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mốt": 1, "lăm": 5, "nhăm": 5,
}  # fmt: skip
_VALUES = {word: value for name, value in _UNITS.items() for word in (name, fold(name))}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


def _any(phrases: str) -> str:
    """A pattern for any of ``a|b c``, each with all its diacritics or with none."""
    both = {form for one in phrases.split("|") for form in (one, fold(one))}
    return "(?:" + "|".join(sorted(both, key=lambda form: (-len(form), form))) + ")"


def _alone(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\S){pattern}(?!\S)")


_UNIT = _any("|".join(_UNITS))
_TEN = f"{_any('hai|ba|bốn|năm|sáu|bảy|tám|chín')} {_any('mươi')}|{_any('hăm|mười')}"
_TENS = _alone(rf"({_TEN})(?: ({_UNIT}))?")
# “hai lăm” is 25, “ba mốt” 31: said so of days only, or where the second word gives it away.
_SHORT_TENS = _alone(
    rf"({_any('hai|ba')}) ({_any('lăm|nhăm|mốt')}|{_UNIT}(?= {_any('tháng|tết|chạp|âm')}))"
)
# Without diacritics “ngay bây giờ” looks like a day and seven o'clock.
_AT_ONCE = _alone(r"(?:gui |phat )?ngay bay gio")
# A hamlet's number is no hour: “nhà văn hoá thôn 3”.
_PLACES = _alone(
    rf"{_any('thôn|xóm|tổ|bản|làng|khối|ấp|khu|đội|buôn|phòng|số nhà|nhà số|tổ dân phố')} \d+"
)
_BEFORE = _any("thứ|tháng|mùng|mồng|lúc|kém|vào ngày|sau")
_AFTER = _any("giờ|h|g|tiếng|phút|ngày|bữa|hôm|tuần|tháng|lần|rưỡi")
_AFTER_ONE = re.compile(rf"(?<!\S)({_BEFORE}) ({_UNIT})(?!\S)")
_BEFORE_ONE = re.compile(rf"(?<!\S)({_UNIT})(?= {_AFTER}(?!\S))")
_YEARLY = re.compile(rf"{_any('sang|hằng|hàng|mỗi|mọi|hết|cuối|đầu|trong|từng')} $")


def _number(match: re.Match[str]) -> str:
    """“hai mươi ba”, “hăm lăm”, “mười hai” in figures."""
    tens, unit = match[1].split()[0], match[2]
    ten = 20 if fold(tens) == "ham" else 10 if fold(tens) == "muoi" else 10 * _VALUES[tens]
    return str(ten + (_VALUES[unit] if unit else 0))


def _after(match: re.Match[str]) -> str:
    """“thứ sáu”, “mùng ba”; but “tháng một” is two months, and “tháng sau” is the next one."""
    lead, unit = fold(match[1]), match[2]
    if lead == "thang" and (unit in ("một", "mot", "mốt", "sau", "nam")):
        return match[0]
    if lead == "sau" and unit in ("nam", "năm", "mot", "mốt"):
        return match[0]
    return f"{match[1]} {_VALUES[unit]}"


def _before(match: re.Match[str]) -> str:
    """“bảy giờ”, “năm ngày”; but “hằng năm ngày 2/9” speaks of a year, “mot bua” of two days."""
    unit, lead = match[1], match.string[: match.start()]
    following = match.string[match.end() + 1 :].split(" ")[0]
    hour = fold(following) in ("gio", "h", "g")
    if unit in ("năm", "nam") and not hour and _YEARLY.search(lead):
        return unit
    if unit in ("sau", "tu", "mốt") and not hour:
        return unit
    return str(_VALUES[unit])


# In order: what is longer or could be mistaken for something else comes first.
_MARKS: tuple[tuple[str, str], ...] = (
    # what nobody can put a date to
    ("mai mốt|mai kia|nay mai|bữa mô|khi mô|khi nào", "VAGUE"),
    ("lúc nào|hôm nào|bữa nào|chừng nào|rảnh|rảnh rỗi|lúc rỗi", "VAGUE"),
    ("mùa gặt|vụ đông|vụ mùa|mùa lụt|mùa mưa", "VAGUE"),
    ("mùa màng|gặt xong|ra giêng|cuối năm|đầu năm|giữa năm", "VAGUE"),
    ("qua tết|giáp tết|gần tết|cận tết|ra tết", "VAGUE"),
    ("ăn tết xong|trong tết|dịp tết|hạ tuần|thượng tuần", "VAGUE"),
    ("ít bữa nữa|ít hôm nữa|mấy bữa nữa|mấy hôm nữa|vài bữa nữa|vài hôm nữa|vài ngày nữa", "VAGUE"),
    ("mấy ngày nữa|ít ngày nữa|sớm nhất|càng sớm càng tốt|từ từ", "VAGUE"),
    ("lần sau|bựa mô|later|someday|soon", "VAGUE"),
    # again and again
    ("ngày nào cũng|hằng ngày|hàng ngày|mỗi ngày", "EVERY DAY"),
    ("mọi ngày|từng ngày|hằng bữa|daily|every day", "EVERY DAY"),
    ("tuần nào cũng|weekly", "EVERY WEEK"),
    ("tháng nào cũng|monthly", "EVERY MON"),
    ("năm nào cũng|yearly|annually", "EVERY YEAR"),
    ("sáng nào cũng", "EVERY MORN"),
    ("chiều nào cũng", "EVERY AFT"),
    ("tối nào cũng", "EVERY EVE"),
    ("cách ngày", "EVERY 2 DAY"),
    ("một lần|1 lần|lần một", "EACH"),
    ("lần|lượt|times", "TIMES"),
    ("cho đến|cho tới|đến hết|tới hết|until the end of|until|till", "UNTIL"),
    ("bắt đầu từ|kể từ|starting", "FROM"),
    ("ngoại trừ|trừ ra|trừ|except", "EXCEPT"),
    # now, and so much later
    ("ngay bây giờ|ngay lập tức|ngay bây chừ|ngay chừ", "NOW"),
    ("bây giờ|bây chừ|lập tức|gửi ngay|gửi luôn", "NOW"),
    ("phát ngay|ngay luôn|chừ|dừ|right now|now|gửi liền|send now", "NOW"),
    ("nửa tiếng|nửa giờ|half an hour", "30 phút"),
    # parts of the day
    ("nửa đêm|midnight", "MIDNIGHT"),
    ("chập tối|sẩm tối|chạng vạng|nhá nhem|nhá nhem tối", "DUSK"),
    ("tảng sáng|tờ mờ sáng|rạng sáng|hừng sáng|sáng tinh mơ|mờ sáng", "DAWN"),
    ("gà gáy", "COCK"),
    ("sớm mai|sáng mai|sáng mơi|tomorrow morning", "MORN D+1"),
    ("tonight", "EVE D+0"),
    ("khi hôm", "EVE D-1"),
    ("sang tháng|qua tháng", "MON NEXT"),
    ("sang tuần|qua tuần", "WEEK NEXT"),
    ("sang năm|qua năm", "YEAR NEXT"),
    ("giữa trưa|đúng ngọ|chính ngọ|noon", "MIDDAY"),
    ("ban trưa|buổi trưa|trưa", "NOON"),
    ("buổi sáng|ban sáng|sáng sớm|sáng|morning", "MORN"),
    ("xế chiều|buổi chiều|ban chiều|chiều|afternoon", "AFT"),
    ("buổi tối|ban tối|tối|túi|evening", "EVE"),
    ("ban đêm|đêm khuya|đêm|khuya|night", "NIGHT"),
    # days near today
    ("ngày hôm nay|hôm nay|bữa nay|bữa ni|bựa ni|hôm ni|ngày ni|bựa nay|today", "D+0"),
    ("day after tomorrow|ngày mốt|bữa mốt|bựa mốt|hôm mốt|mốt", "D+2"),
    ("bữa kìa|bựa kìa", "D+3"),
    ("ngày mai|ngày mơi|bữa mai|bựa mai|hôm mai|bữa mơi|mai|mơi|tomorrow", "D+1"),
    ("hôm qua|bữa qua|bựa qua|ngày qua|yesterday", "D-1"),
    ("hôm kia|bữa kia", "D-2"),
    ("bữa tê|bựa tê|hôm tê|ngày tê", "DTE"),
    # stretches and what stands by them
    ("ngày cuối cùng của|ngày cuối cùng|ngày cuối|hết", "LASTDAY"),
    ("last day of the|last day of|last day", "LASTDAY"),
    ("tuần|week", "WEEK"),
    ("tháng|thg|month", "MON"),
    ("năm|year", "YEAR"),
    ("mùng|mồng", "MUNG"),
    ("ngày rằm|hôm rằm|rằm", "RAM"),
    ("vừa rồi|vừa qua|hồi nãy|trước|ngoái|rồi|qua|last|ago", "LAST"),
    ("tết nguyên đán|tết âm lịch|tết ta|tết cổ truyền|tết", "TET"),
    ("sau nữa|tới nữa", "NEXT2"),
    ("tới đây|sắp tới|tới|coming", "COMING"),
    ("sau|next|after", "NEXT"),
    ("này|nầy|ni|nay|this", "THIS"),
    ("âm lịch|lịch âm|lịch ta|âm|al|âl", "LUNAR"),
    ("dương lịch|lịch dương|dương|dl|tây lịch|tây|duong lich", "SOLAR"),
    ("nhuận", "LEAP"),
    ("giờ|h|g|gio|hours|hour", "H"),
    ("phút|ph|p|minutes|minute", "MIN"),
    ("rưỡi", "HALF"),
    ("kém", "LESS"),
    ("cuối cùng|cuối|the end of the|end of the|end of", "END"),
    ("đầu tiên|đầu|first", "FIRST"),
    ("giữa", "MIDDLE"),
    ("ngày|days|day|bữa|bựa|hôm", "DAY"),
    ("nữa", "MORE"),
    ("đến|tới", "TO"),
    ("từ|from", "SINCE"),
    ("và|với|cùng|lẫn|and", "AND"),
    ("hoặc|hay|or", "OR"),
    ("không|đừng|chưa|not|dont", "NOT"),
    ("lúc|at", "AT"),
)  # fmt: skip
_RULES = tuple((_alone(_any(words)), mark) for words, mark in _MARKS)

# “mỗi tuần”, but neither “mọi người” nor, without diacritics, “sang moi” (mơi) or “moi ba con”.
_REPEATED = _any(
    "ngày|tuần|tháng|năm|sáng|trưa|chiều|tối|túi|đêm|thứ|rằm|mùng|mồng|cuối|ngày cuối|tết|chủ nhật"
)
_EVERY = re.compile(
    rf"(?<!\S)(?<!sang )(?<!trua )(?<!chieu )(?<!toi )(?<!tui )(?<!bua )(?<!hom )(?<!ngay )"
    rf"(?:{_any('hằng|hàng|mỗi|mọi')}|every|each)"
    rf"(?= (?:\d|{_REPEATED}(?!\S)|WD|[LS]:|day|week|month|year|first|end))"
)
# The feasts that people name instead of a date: lunar (L) or solar (S) day and month.
_FEASTS = (
    ("tết dương lịch|tết tây|tết dương", "S:1:1"),
    ("tết trung thu|trung thu", "L:15:8"),
    ("tết đoan ngọ|đoan ngọ", "L:5:5"),
    ("lễ vu lan|vu lan", "L:15:7"),
    ("giỗ tổ hùng vương|giỗ tổ|gio to", "L:10:3"),
    ("ông công ông táo|ông táo|ông công", "L:23:12"),
    ("giao thừa", "L:30:12"),
    ("quốc khánh", "S:2:9"),
    ("lễ giáng sinh|giáng sinh|noel|nô en|christmas", "S:25:12"),
)
_EARLY: tuple[tuple[re.Pattern[str], str], ...] = (
    *((_alone(_any(words)), mark) for words, mark in _FEASTS),
    (_alone(_any("tháng giêng|tháng riêng")), "LM1"),
    (_alone(_any("tháng chạp|tháng chap")), "LM12"),
    (re.compile(rf"(?<=[\dm]) {_any('chạp')}(?!\S)"), " LM12"),
    (re.compile(rf"(?<=[\dm]) {_any('giêng')}(?!\S)"), " LM1"),
    (_alone(_any("tháng") + " (?:một|mot)"), "M1?"),
    (_alone(_any("chủ nhật|chủ nhựt|chúa nhật|chúa nhựt|cn")), "WD6"),
    (_alone("weekend"), "END WEEK"),
    (_alone(r"in (\d+) (days?|weeks?|hours?|minutes?)"), r"\1 \2 MORE"),
    (_EVERY, "EVERY"),
    (_alone("am lich"), "LUNAR"),
    (
        re.compile(r"((?:/|ngay|ngày|mung|mong|thang|tháng|MON) \d{1,2}) am(?! \d)(?!\S)"),
        r"\1 LUNAR",
    ),
    (_alone(r"(next|this|last|coming) (WD\d|week|month|year)"), r"\2 \1"),
    # “toi” may be “tới” or “tối”: after a stretch of days it is the former
    (_alone(r"(tuan|thang|nam|ram|WD\d) toi(?! mai| moi| nay| ni)"), r"\1 tới"),
    # “kia” is the day after tomorrow, “kìa” the one after that; without diacritics nobody knows
    (_alone("ngày kia|ngày kía"), "D+2"),
    (_alone("ngày kìa"), "D+3"),
    (_alone("ngay kia"), "DKIA"),
    (re.compile(r"(?<=\d) ta(?!\S)"), " LUNAR"),
)
_LATE: tuple[tuple[re.Pattern[str], str], ...] = (
    # “sáng nay”, “chiều ni”, “túi qua”
    (_alone(r"(MORN|NOON|AFT|EVE|NIGHT) THIS"), r"\1 D+0"),
    (_alone(r"(MORN|NOON|AFT|EVE|NIGHT) LAST"), r"\1 D-1"),
    # “tuần đến”, as they say in the centre
    (_alone(r"(WEEK|MON) TO(?=$| AT| MORN| NOON| AFT| EVE| \d+ H)"), r"\1 NEXT"),
    # “trước rằm 2 ngày”, “2 ngày trước rằm”, “sau Tết 3 ngày”
    (_alone(r"LAST (.+?) (\d+) DAY(?! \d)"), r"\1 SHIFT-\2"),
    (_alone(r"LAST (\d+) DAY"), r"SHIFT-\1"),
    (_alone(r"(\d+) DAY (?:LAST|before)(?= \S)"), r"SHIFT-\1"),
    (_alone(r"NEXT ((?:RAM|TET|MUNG \d+|[LS]:)\S*.*?) (\d+) DAY(?! \d)"), r"\1 SHIFT+\2"),
    (_alone(r"(\d+) DAY NEXT(?= RAM| TET| MUNG| [LS]:)"), r"SHIFT+\1"),
    # “sau 7 tiếng”, but “thứ sáu tuần sau 7h” is seven o'clock of a day
    (
        _alone(
            r"(?<!DAY )(?<!WEEK )(?<!MON )(?<!YEAR )(?<!WD\d )"
            r"NEXT (\d+) (DAY|WEEK|MON|H|MIN|tiếng|tieng)"
        ),
        r"\1 \2 MORE",
    ),
    (_alone(r"SINCE THIS"), "SINCE D+0"),
    # one way to write a date; “7.30 sáng” is an hour, as no month has that number
    (
        _alone(r"(\d{1,2}) \. (00|1[3-9]|[2-5]\d)(?= (?:MORN|NOON|AFT|EVE|NIGHT|AM|PM)(?!\S))"),
        r"\1 H \2",
    ),
    (_alone(r"(MON \d{1,2}) (\d{4})"), r"\1 / \2"),
    (_alone(r"(\d{4}) ([-./]) (\d{1,2}) \2 (\d{1,2})"), r"\4 / \3 / \1"),
    (_alone(r"(\d{1,2}) ([-.]) (\d{1,2}) \2 (\d{4}|\d{2})"), r"\1 / \3 / \4"),
    (_alone(r"DAY (\d{1,2}) [-.] (\d{1,2})"), r"DAY \1 / \2"),
    (_alone(r"MON (\d{1,2}) DAY (\d{1,2})"), r"DAY \2 MON \1"),
)


def marks(text: str) -> str:
    """The words of ``text`` with everything that speaks of time as marks."""
    s = unicodedata.normalize("NFKC", tidy(text)).lower()
    s = re.sub(r"[’′`´]", "'", s).replace("–", "-").replace("—", "-")
    s = re.sub(r"(\d)(h|g|giờ|gio)(?=[^\W\d])", r"\1 \2 ", s)
    s = re.sub(r"(?<=\d)(?=[^\W\d_])|(?<=[^\W\d_])(?=\d)", " ", s)
    s = " ".join(re.sub(r"([/:.\-])", r" \1 ", re.sub(r"[^\w/:.\-']", " ", s)).split())
    return _marked(s)


def _marked(s: str) -> str:
    s = _AT_ONCE.sub("NOW", s)
    s = _TENS.sub(_number, _PLACES.sub("PLACE", s))
    s = _SHORT_TENS.sub(lambda two: str(10 * _VALUES[two[1]] + _VALUES[two[2]]), s)
    s = _BEFORE_ONE.sub(_before, _AFTER_ONE.sub(_after, s))
    s = re.sub(r"(?<!\S)(?:thứ|thu|t) ([2-7])(?!\S)", lambda found: f"WD{int(found[1]) - 2}", s)
    for name, mark in ((day, f"WD{n}") for n, day in enumerate(_WEEKDAYS)):
        s = re.sub(rf"(?<!\S){name}s?(?!\S)", mark, s)
    for n, name in enumerate(_MONTHS, 1):
        s = re.sub(
            rf"(?<!\S)(\d+)(?: (?:st|nd|rd|th))?(?: of)? {name}[a-z]*(?!\S)", rf"\1 MON {n}", s
        )
        s = re.sub(rf"(?<!\S){name}[a-z]* (\d+)(?: (?:st|nd|rd|th))?(?!\S)", rf"\1 MON {n}", s)
    for pattern, mark in _EARLY:
        s = pattern.sub(mark, s)
    s = re.sub(r"(?<=\d) (?:H )?(am|pm)(?!\S)", lambda found: f" {found[1].upper()}", s)
    for pattern, mark in (*_RULES, *_LATE):
        s = pattern.sub(mark, s)
    return s
