"""What is said in a group: what everybody may read; what is personal belongs in a private chat."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.locale import _
from bot.ports import Answers, Commune, Guides
from bot.talk.message import Button, Content, Joined, Open, Outgoing, Pressed, Words
from handlers.danger import emergency, in_case

#: A telephone number may stand in a group on purpose: whom to call about the meeting.
_SECRET = frozenset(("code", "password", "account", "id"))


def in_group(
    content: Content,
    answers: Answers,
    guides: Guides,
    commune: Commune,
    link: Callable[[str], str],
    pasted: Sequence[str] = (),
) -> list[Outgoing]:
    """The reply to what was addressed to the bot in a group; nothing is said to the rest.

    ``link(payload)`` is the address of a private chat that begins with the payload, or empty.
    ``pasted``: the kinds of numbers and codes that stood in the message.
    """
    match content:
        case Words(text, edited=False):
            finding = answers.find(text)
            if finding.emergency and not finding.doubtful:
                return [replace(emergency(finding.emergency, commune), buttons=())]
            first = [in_case(finding.emergency)] if finding.emergency else []
            if _SECRET & set(pasted):
                return [*first, _exposed(pasted)]
            guide = guides.get(finding.guide) if finding.guide else None
            if guide is not None:
                return [
                    *first,
                    Outgoing(
                        guide.summary,
                        title=f"{guide.icon} {guide.title}".strip(),
                        buttons=_way(_("Show me step by step"), link(f"g_{guide.id}")),
                    ),
                ]
            return [*first, _in_private(link)]
        case Pressed():
            return [_in_private(link)]
        case Joined():
            text = _(
                "Hello everybody! Khéo, the automatic assistant of {commune}, passes on the "
                "commune's announcements here. It keeps nothing of what is said in this group. "
                "For a question of your own, please write to it in a private chat."
            ).format(commune=commune.name)
            return [Outgoing(text, buttons=_way(_("Private chat"), link("group")))]
        case _:
            return []


def _exposed(pasted: Sequence[str]) -> Outgoing:
    """What everybody can read and nobody should: nothing of it is repeated or answered."""
    if {"code", "password"} & set(pasted):
        text = _(
            "Please delete the message that you have just sent: the whole group can read the code "
            "or password in it. Khéo has not kept it. Give it to nobody, not even to someone who "
            "says they are the police or the commune."
        )
    else:
        text = _(
            "Please delete the message that you have just sent: the whole group can read the "
            "number in it. Khéo has not kept it, and never asks for one."
        )
    return Outgoing(text)


def _in_private(link: Callable[[str], str]) -> Outgoing:
    return Outgoing(
        _("In the group everybody reads along. Please ask this in a private chat with Khéo."),
        buttons=_way(_("Private chat"), link("group")),
    )


def _way(label: str, url: str) -> tuple[Button, ...]:
    return (Button(label, Open(url)),) if url else ()
