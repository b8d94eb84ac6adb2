"""What is said outside conversations: kind ways to say “not so”, and what was found or not found.

Functions of what they need, each giving one Outgoing in the language of the turn.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import _, number
from bot.ports import Guide
from bot.talk.message import Begin, Button, Open, Outgoing
from handlers.menu import guide_button


def nothing_written() -> Outgoing:
    """A message without a single letter that can be seen."""
    return Outgoing(_("There were no words in that message. Please write a few."))


def edited() -> Outgoing:
    """A message was edited after it had been answered."""
    return Outgoing(
        _("An edited message is not read again. Please write the new words as a new message.")
    )


def too_long(most: int) -> Outgoing:
    """A message of more letters than a question has."""
    return Outgoing(
        _(
            "That is rather long. Please write the main question only, in under {most} letters."
        ).format(most=number(most)),
        buttons=_ways_on(),
    )


def secret_removed(kind: str) -> Outgoing:
    """What was pasted and not kept: a "code", "password", "account", "id" or "phone"."""
    buttons: tuple[Button, ...] = (
        Button(_("How to recognise scams"), Begin("guide", "scam-alert")),
    )
    match kind:
        case "code" | "password":
            text = _(
                "Careful: that looks like a one-time code (OTP) or a password. It was not kept. "
                "Never give it to anybody, not even to someone who says they are the police or "
                "the commune. Please delete that message on your side too."
            )
        case "account":
            text = _(
                "That looks like an account or card number. It was not kept. Never send one in a "
                "chat, and please delete that message on your side too."
            )
        case "id":
            text = _(
                "That looks like an ID number. It was not kept: Khéo never asks for one. Please "
                "delete that message on your side too."
            )
        case _:
            text, buttons = _("The phone number was not kept: Khéo needs none."), ()
    return Outgoing(text, buttons=buttons)


def unknown_command() -> Outgoing:
    """A “/word” that is not one of ours."""
    return Outgoing(
        _("I do not know that command. Please choose below, or write your question."),
        buttons=(Button(_("Help"), Begin("help")), *_ways_on()),
    )


def stale_button() -> Outgoing:
    """A button from an old screen, which leads nowhere now."""
    return Outgoing(
        _("That button is from an earlier screen and does nothing any more. Please choose again."),
        buttons=_ways_on(),
    )


def cancelled() -> Outgoing:
    """The open conversation was ended by the person."""
    return Outgoing(
        _("Stopped; nothing was changed. What would you like to do next?"), buttons=_ways_on()
    )


def first_question() -> Outgoing:
    """“Back” at the first question."""
    return Outgoing(_("This is the first question; there is nothing before it."))


def nothing_open() -> Outgoing:
    """“Back”, “cancel” or “go on” while no conversation is open or put aside."""
    return Outgoing(
        _("There is nothing left unfinished. What would you like to do?"), buttons=_ways_on()
    )


def conversation_lost() -> Outgoing:
    """The conversation changed with a new version and cannot be gone on with."""
    return Outgoing(
        _("Sorry: Khéo has been renewed since we last talked, so please start this one again."),
        buttons=_ways_on(),
    )


def trouble() -> Outgoing:
    """Something failed on our side; what was there before still stands."""
    return Outgoing(
        _("Sorry, something went wrong here, and nothing was changed. Please send that once more."),
        buttons=_ways_on(),
    )


def conversation_broken() -> Outgoing:
    """The conversation failed several times and was ended."""
    return Outgoing(
        _(
            "Sorry, this keeps going wrong, so it was stopped. Nothing was changed. Please ask an "
            "officer of the commune about it."
        ),
        buttons=_ways_on(),
    )


def nearest(guides: Sequence[Guide]) -> Outgoing:
    """Not sure: at most three titles, and a person."""
    return Outgoing(
        _("Which of these did you mean? If none, please ask in other words."),
        buttons=(
            *map(guide_button, guides[:3]),
            Button(_("Talk to an officer"), Begin("officer")),
        ),
    )


def not_understood() -> Outgoing:
    """Nothing fits: say so, invent nothing."""
    return Outgoing(
        _(
            "I do not know the answer to that. Please ask in other words, look in the menu, or ask "
            "an officer of the commune."
        ),
        buttons=_ways_on(),
    )


def small_talk(intent: str) -> Outgoing:
    """Words that are no question: a greeting, thanks, a goodbye, abuse …"""
    match intent:
        case "hello" | "greeting":
            text = _("Hello! What would you like to ask? Write it in your own words.")
        case "thanks":
            text = _("You are welcome! Write again whenever you need something.")
        case "goodbye" | "bye":
            text = _("Goodbye, and good health to you and your family!")
        case "who" | "bot":
            text = _(
                "This is Khéo, the commune's automatic assistant: a machine that answers from "
                "guides that officers have checked."
            )
        case "abuse":
            text = _("I am sorry that you are upset. An officer of the commune can listen to you.")
        case _:
            text = _("That is not something Khéo can talk about. Is there anything else?")
    return Outgoing(text, buttons=_ways_on())


def group_joined() -> Outgoing:
    """The bot was added to a group."""
    return Outgoing(
        _(
            "Hello everybody! Khéo, the commune's automatic assistant, passes on announcements "
            "here. It keeps nothing of what is said in this group. For a question of your own, "
            "please write to it in a private chat."
        )
    )


def group_answer(guide: Guide, link: str) -> Outgoing:
    """A guide that answers a question asked in a group: its summary; the steps in private."""
    return Outgoing(
        guide.summary,
        title=f"{guide.icon} {guide.title}".strip(),
        buttons=_private(_("Show me step by step"), link),
    )


def group(link: str) -> Outgoing:
    """Somebody speaks to the bot in a group, where everybody reads along."""
    return Outgoing(
        _("In the group everybody reads along. Please ask this in a private chat with Khéo."),
        buttons=_private(_("Private chat"), link),
    )


def _private(label: str, link: str) -> tuple[Button, ...]:
    return (Button(label, Open(link)),) if link else ()


def _ways_on() -> tuple[Button, ...]:
    return (
        Button(_("Menu"), Begin("menu")),
        Button(_("Talk to an officer"), Begin("officer")),
    )
