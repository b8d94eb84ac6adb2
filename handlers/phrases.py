"""What is said outside conversations: kind ways to say “not so”, and what was found or not found.

Functions of what they need, each giving one Outgoing in the language of the turn. ``buttons`` are
the menu's, or none where the open question follows at once.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.locale import _
from bot.ports import Guide, Guides, Me
from bot.talk.message import Begin, Button, Outgoing
from bot.talk.talk import Talk
from handlers.danger import emergency, in_case
from handlers.groups import in_group
from handlers.guide import origin
from handlers.menu import guide_button
from handlers.menu import top as menu_buttons
from handlers.unread import out_of_place

__all__ = [
    "ask_to_stop",
    "cancelled",
    "edited",
    "emergency",
    "empty",
    "guide_button",
    "in_case",
    "in_group",
    "masked",
    "menu_buttons",
    "nearest",
    "no_idea",
    "not_allowed",
    "not_chosen",
    "nothing_open",
    "nothing_to_take_back",
    "old_button",
    "out_of_place",
    "outdated",
    "passage",
    "small_talk",
    "trouble",
    "unknown_command",
    "unknown_errand",
]

Buttons = Sequence[Button]


def empty() -> Outgoing:
    """A message without a single letter that can be seen."""
    return Outgoing(_("There were no words in that message. Please write a few."))


def edited() -> Outgoing:
    """A message was edited after it had been answered."""
    return Outgoing(
        _("An edited message is not read again. Please write the new words as a new message.")
    )


def masked(kinds: Sequence[str]) -> Outgoing:
    """Numbers and codes that were pasted ("code", "password", "account", "id", "phone")."""
    buttons: Buttons = (Button(_("⚠️ How to recognise scams"), Begin("guide", "scam-alert")),)
    if {"code", "password"} & set(kinds):
        text = _(
            "Careful: that looks like a one-time code (OTP) or a password. It was not kept. Never "
            "give it to anybody, not even to someone who says they are the police or the commune. "
            "Please delete that message on your side too."
        )
    elif "account" in kinds:
        text = _(
            "That looks like an account or card number. It was not kept. Never send one in a chat, "
            "and please delete that message on your side too."
        )
    elif "id" in kinds:
        text = _(
            "That looks like an ID number. It was not kept: Khéo never asks for one. Please delete "
            "that message on your side too."
        )
    else:
        text, buttons = _("The phone number was not kept: Khéo needs none."), ()
    return Outgoing(text, buttons=tuple(buttons))


def unknown_command(buttons: Buttons = ()) -> Outgoing:
    """A “/word” that is not one of ours."""
    return Outgoing(
        _("I do not know that command. Please choose below, or write your question."),
        buttons=tuple(buttons),
    )


def unknown_errand(talk: Talk, guides: Guides, me: Me) -> None:
    """What only some cadres may open is, to anybody else, a word that is not one of ours."""
    unknown = unknown_command(menu_buttons(guides, me))
    talk.say(unknown.text, title=unknown.title, buttons=unknown.buttons)


def old_button(buttons: Buttons = ()) -> Outgoing:
    """A button from an old screen, which leads nowhere now."""
    if not buttons:
        return Outgoing(_("That button is from an earlier screen. The question now is:"))
    return Outgoing(
        _("That button is from an earlier screen and does nothing any more. Please choose again."),
        buttons=tuple(buttons),
    )


def cancelled(buttons: Buttons = (), *, kept: bool = False) -> Outgoing:
    """The open conversation was ended by the person; ``kept``: what was written is kept."""
    text = _("Stopped; nothing was changed. What would you like to do next?")
    if kept:
        text = _("Stopped. What you have written is kept: you can go on with it below.")
    return Outgoing(text, buttons=tuple(buttons))


def not_chosen(buttons: Buttons = ()) -> Outgoing:
    """A number that stands beside nothing on the screen."""
    return Outgoing(_("I did not understand which one you mean."), buttons=tuple(buttons))


def nothing_to_take_back(buttons: Buttons = ()) -> Outgoing:
    """“Back” where nothing was answered before."""
    return Outgoing(_("There is no earlier step to go back to."), buttons=tuple(buttons))


def nothing_open(buttons: Buttons = ()) -> Outgoing:
    """“Go on” while no conversation is open or put aside."""
    return Outgoing(
        _("There is nothing left unfinished. What would you like to do?"), buttons=tuple(buttons)
    )


def outdated(buttons: Buttons = ()) -> Outgoing:
    """The conversation changed with a new version and cannot be gone on with."""
    return Outgoing(
        _("Sorry: Khéo has been renewed since we last talked, so please start this one again."),
        buttons=tuple(buttons),
    )


def ask_to_stop() -> Outgoing:
    """Words that sound like “stop”: only a button stops announcements then."""
    return Outgoing(
        _("Would you like the commune's announcements to stop?"),
        buttons=(
            Button(_("Stop announcements"), Begin("stop")),
            Button(_("No, go on"), Begin("menu")),
        ),
    )


def trouble(buttons: Buttons = ()) -> Outgoing:
    """Something failed on our side; what was there before still stands."""
    if not buttons:
        return Outgoing(_("Sorry, something went wrong here. Please send that once more."))
    return Outgoing(
        _(
            "Sorry, something keeps going wrong here, and nothing was changed. Please choose "
            "something else, or ask an officer of the commune."
        ),
        buttons=tuple(buttons),
    )


def not_allowed(why: str, buttons: Buttons = ()) -> Outgoing:
    """A deed that the person's role does not cover; ``why`` is translated already."""
    return Outgoing(why, buttons=tuple(buttons))


def nearest(guides: Sequence[Guide]) -> Outgoing:
    """Not sure: at most three titles, and a person."""
    return Outgoing(
        _("Which of these did you mean? If none, please ask in other words."),
        buttons=(
            *map(guide_button, guides[:3]),
            Button(_("☎ Talk to an officer"), Begin("officer")),
        ),
    )


def passage(guide: Guide, text: str, step: str = "") -> Outgoing:
    """What a guide says on the figure that was asked for, with its source; the guide behind it."""
    at = f"{guide.id}:{step}" if step else guide.id
    return Outgoing(
        f"{text}\n\n{origin(guide)}",
        title=f"{guide.icon} {guide.title}".strip(),
        buttons=(
            Button(_("See it step by step"), Begin("guide", at)),
            Button(_("Read the guide from its beginning"), Begin("guide", guide.id)),
        )[: 2 if step else 1],
    )


def no_idea(buttons: Buttons = ()) -> Outgoing:
    """Nothing fits: say so, invent nothing."""
    return Outgoing(
        _(
            "I do not know the answer to that. Please ask in other words, choose below, or ask an "
            "officer of the commune."
        ),
        buttons=tuple(buttons),
    )


def small_talk(intent: str, buttons: Buttons = ()) -> Outgoing:
    """Words that no guide answers: a greeting, thanks, abuse, a report …"""
    match intent:
        case "greeting":
            text = _("Hello! What would you like to ask? Write it in your own words.")
        case "thanks":
            text = _("You are welcome! Write again whenever you need something.")
        case "chitchat":
            text = _(
                "Khéo is a machine and knows only the affairs of the commune. What may it help "
                "you with?"
            )
        case "report":
            text = _(
                "Khéo cannot take reports yet. Please tell an officer of the commune; in danger "
                "call 113, 114 or 115."
            )
            officer = Button(_("☎ Talk to an officer"), Begin("officer"))
            buttons = (officer, *(button for button in buttons if button.press != officer.press))
        case "abuse":
            text = _("I am sorry that you are upset. An officer of the commune can listen to you.")
        case "spam":
            text = _(
                "Khéo takes no advertisements. If somebody sent you this, be careful: never "
                "transfer money and never give out a code."
            )
        case "which":
            text = _(
                "Which matter do you mean? Please write it with its name, for example: how long "
                "does a birth registration take."
            )
        case "politics":
            text = _(
                "Khéo cannot talk about that. If it is an affair of the commune, an officer can "
                "listen to you. Is there anything else?"
            )
        case _:
            text = _(
                "Khéo has no guide about that. If it is an affair of the commune, an officer can "
                "tell you. Is there anything else?"
            )
    return Outgoing(text, buttons=tuple(buttons))
