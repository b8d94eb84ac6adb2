"""The questions inside one message: “…ở đâu? Với lại … mất bao nhiêu tiền?” asks two things."""

from __future__ import annotations

import re

# What joins two questions in one sentence. “Và” alone joins words far more often than questions.
_JOINT = re.compile(
    r"[,;]?\s+(?:với lại|voi lai|ngoài ra|ngoai ra|tiện thể|tien the|nhân tiện|nhan tien|luôn tiện"
    r"|luon tien|sẵn tiện|san tien|sẵn đây|à mà|cho hỏi thêm|cho hoi them|hỏi thêm|hoi them"
    r"|(?:và |va )?hỏi luôn|(?:và |va )?hoi luon"
    r"|còn nữa là|và cho hỏi|va cho hoi)\s+",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<=[?!…])\s*|(?<=[^\W\d_]{2}\.)\s+|\n+")
FEWEST = 3  # words; less is no question of its own
MOST = 3  # parts; a longer message is a story, in which only a question mark shows a question


def questions(text: str) -> tuple[str, ...]:
    """The parts of a message that may each ask for something; none when it is one question.

    >>> questions("Làm khai sinh ở đâu? với lại tiền rác mấy đồng")
    ('Làm khai sinh ở đâu?', 'với lại tiền rác mấy đồng')
    """
    parts = [part.strip() for piece in _STOP.split(text) for part in _JOINT.split(piece)]
    parts = [part for part in parts if len(part.split()) >= FEWEST]
    if len(parts) > MOST:
        parts = [part for part in parts if part.endswith("?")][:MOST]
    return tuple(parts) if len(parts) > 1 else ()
