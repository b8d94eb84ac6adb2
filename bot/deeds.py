"""What a conversation may cause. ``bot.perform`` carries each out inside the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass

from bot.ports_announcements import Draft


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """Speak with this chat in another language from now on."""

    language: str


@dataclass(frozen=True, slots=True)
class Enrol:
    """Become a resident on record: at a hamlet, with consent to the purposes named, as noticed."""

    place: int
    purposes: tuple[str, ...]
    notice_version: str


@dataclass(frozen=True, slots=True)
class GiveConsent:
    """Agree to one more purpose."""

    purpose: str
    notice_version: str


@dataclass(frozen=True, slots=True)
class WithdrawConsent:
    """Take back consent to one purpose."""

    purpose: str


@dataclass(frozen=True, slots=True)
class MoveTo:
    """Correct the hamlet."""

    place: int


@dataclass(frozen=True, slots=True)
class Rename:
    """Correct (or with an empty name remove) the name the person wants to be called by."""

    name: str


@dataclass(frozen=True, slots=True)
class JoinHousehold:
    """Say which household one belongs to, by its code; an empty code leaves it."""

    code: str


@dataclass(frozen=True, slots=True)
class ExportMe:
    """Hand over all that is kept about the person, as JSON."""


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Erase the person from the records."""


@dataclass(frozen=True, slots=True)
class AskAboutData:
    """A request about one's data that a person must answer; the legal clock starts now."""

    kind: str


@dataclass(frozen=True, slots=True)
class StopAnnouncements:
    """Send no more announcements to this chat."""


@dataclass(frozen=True, slots=True)
class ResumeAnnouncements:
    """Send announcements to this chat again."""


@dataclass(frozen=True, slots=True)
class Invite:
    """Make an invitation link to a role at a place."""

    role: str
    place: int


@dataclass(frozen=True, slots=True)
class AcceptInvitation:
    """Take up the invitation behind a token."""

    token: str
    name: str


@dataclass(frozen=True, slots=True)
class Revoke:
    """End one grant of a role."""

    grant: int


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Answer an announcement for one's household: "seen", "come" or "away"."""

    run: int
    answer: str


@dataclass(frozen=True, slots=True)
class Announce:
    """Write an announcement, or change draft ``number`` that was seen as ``version``.

    ``act``: "send" (now, later, or to the second person), "test" (only to oneself), "save".
    """

    draft: Draft
    act: str
    number: int = 0
    version: int = 0


@dataclass(frozen=True, slots=True)
class Judge:
    """Say as second person about one version: "approve", "return" or "reject", with a word."""

    number: int
    version: int
    verdict: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Steer:
    """Hold an announcement in its course: "pause", "resume" or "cancel"."""

    number: int
    act: str


@dataclass(frozen=True, slots=True)
class Follow:
    """Say more to exactly those who got it ("correct"), or take it back from them ("retract").

    ``texts``: (language, words). Taken back without words it says so in every language there is.
    """

    number: int
    act: str
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ShowMonth:
    """Draw a month's announcements (“2026-11”) as a picture, for the places one may see."""

    month: str


@dataclass(frozen=True, slots=True)
class Remind:
    """Send an announcement once more, to households that have not acknowledged it."""

    number: int


@dataclass(frozen=True, slots=True)
class TellInPerson:
    """Put on record that these households were told at their doors."""

    number: int
    households: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InviteGroup:
    """Make the one-time code with which a group chat becomes the group of a place."""

    place: int


@dataclass(frozen=True, slots=True)
class Correct:
    """Hand in new words for a place of a guide (``place`` as in ``content.rewrite``)."""

    guide: str
    language: str
    place: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class JudgeCorrection:
    """Settle a correction: "approve", "reject" (with a word), "drop" one's own; "withdraw" a live
    one (with a word) and, as second person, "agree" to that or "keep" it."""

    number: int
    verdict: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class ReviewGuide:
    """Say that a guide was read again in full and still holds."""

    guide: str


@dataclass(frozen=True, slots=True)
class ReadOut:
    """Hand in a recording of a step; ``words`` are what was read."""

    guide: str
    language: str
    step: str
    words: str
    path: str
    seconds: int


@dataclass(frozen=True, slots=True)
class JudgeReading:
    """Settle a recording: "approve", "reject" (with a word), or "remove"."""

    number: int
    verdict: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class TickPaper:
    """Note that one paper of a list (“guide:step”) is ready, or that it is not."""

    list: str
    paper: str
    ready: bool


@dataclass(frozen=True, slots=True)
class ForgetList:
    """Forget all ticks on one list of papers."""

    list: str
