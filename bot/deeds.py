"""What a conversation may cause. ``bot.perform`` carries each out inside the turn's transaction."""

from __future__ import annotations

from dataclasses import dataclass


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
