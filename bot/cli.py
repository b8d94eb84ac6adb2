"""The command line: its commands and their options, without the weight of what they do.

Each command names the function that carries it out; its module is imported when it is called, so
that starting the bot does not load what prints posters or reads spreadsheets.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot import logs
from bot.errors import KheoError
from bot.locale import _
from bot.settings import Settings
from bot.usage import Parser

Work = Callable[[argparse.Namespace, Settings], int]


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    root = Parser(prog="kheo", description=_("The commune's chat bot."))
    commands = root.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, help: str, work: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=help, description=help)
        made.set_defaults(work=work)
        return made

    command("run", _("start everything"), "bot.running:run")
    command("chat", _("talk with Khéo in this terminal"), "bot.running:chat")
    command("migrate", _("prepare the database, or bring it up to date"), "bot.chores:migrate")
    command("doctor", _("check everything and say what to do"), "bot.chores:examine")
    backup_ = command("backup", _("copy the database while everything runs"), "bot.chores:backup")
    backup_.add_argument("file", type=Path)
    command(
        "requests",
        _("requests about personal data that wait, with their dates"),
        "bot.chores:waiting",
    )

    questions_ = command(
        "questions",
        _("what residents asked and nobody has answered yet"),
        "bot.questions_cli:listed",
    )
    questions_.add_argument("--json", action="store_true")

    ask_ = command("ask", _("print what Khéo answers to a question"), "bot.ask_cli:ask")
    ask_.add_argument("text", nargs="?", default="", help=_("the question"))
    ask_.add_argument("--batch", type=Path, metavar="FILE", help=_("a TSV with a column “text”"))
    ask_.add_argument("--json", action="store_true", help=_("one JSON object a line"))
    ask_.add_argument("--explain", action="store_true", help=_("which words spoke for what"))

    import_ = command(
        "import", _("take in places or households from CSV or Excel"), "bot.chores:take_in"
    )
    import_.add_argument("what", choices=("places", "households"))
    import_.add_argument("file", type=Path)
    import_.add_argument("--dry-run", action="store_true", help=_("only tell what would change"))

    content = command(
        "content",
        _("check the guides, list what is due, correct them by file, print them as a book"),
        "bot.chores:look_over",
    )
    content.add_argument(
        "what", choices=("check", "stale", "suggest", "correct", "corrections", "export")
    )
    content.add_argument("file", type=Path, nargs="?", help=_("the changed file, or the PDF"))
    content.add_argument("--language", default="", metavar="CODE", help=_("export: en, else vi"))
    content.add_argument("--as", dest="author", default="", metavar="CADRE")
    content.add_argument("--reason", default="", help=_("correct: why"))
    content.add_argument("--out", type=Path, metavar="FOLDER", help=_("where files are written"))
    content.add_argument("--within", type=int, default=30, metavar="DAYS")

    print_ = command(
        "poster", _("make a printable page with a hamlet's code"), "bot.chores:print_poster"
    )
    print_.add_argument("hamlet", help=_("the hamlet's code"))
    print_.add_argument("--out", type=Path, default=Path("."), metavar="FOLDER")

    grant_ = command(
        "grant", _("give somebody a role and print the link for them"), "bot.chores:grant"
    )
    grant_.add_argument("handle", help=_("a short name, for example lan-mattran"))
    grant_.add_argument("--role", required=True)
    grant_.add_argument("--place", required=True, metavar="CODE")
    grant_.add_argument("--name", default="")

    demo_ = command("demo", _("the made-up commune to try with"), "bot.chores:make_demo")
    demo_.add_argument("what", choices=("load", "residents"))
    demo_.add_argument("count", nargs="?", type=int, default=0)
    demo_.add_argument("--channel", default="webchat")
    demo_.add_argument("--first-id", type=int, default=1)

    announce_ = command(
        "announce", _("send an announcement, now or later"), "bot.announce_cli:announce"
    )
    announce_.add_argument("--to", required=True, metavar="all|HAMLET[,HAMLET]")
    words = announce_.add_mutually_exclusive_group(required=True)
    words.add_argument("--text")
    words.add_argument("--text-file", type=Path, metavar="FILE")
    announce_.add_argument("--at", default="", metavar="WHEN", help=_("for example: 7h tối mai"))
    announce_.add_argument(
        "--class",
        dest="kind",
        default="information",
        choices=("information", "meeting", "urgent", "disaster"),
    )
    announce_.add_argument("--photo", type=Path, metavar="FILE", help=_("JPEG, PNG or WebP"))
    announce_.add_argument("--alt", default="", metavar="TEXT", help=_("what the picture shows"))
    announce_.add_argument("--voice", type=Path, metavar="FILE", help=_("OGG, M4A or MP3"))
    announce_.add_argument(
        "--transcript", type=Path, metavar="FILE", help=_("the recording's words, as text")
    )
    announce_.add_argument("--document", type=Path, metavar="FILE", help=_("PDF, Word, Excel …"))
    announce_.add_argument("--ack", action="store_true", help=_("ask households for “Đã rõ”"))
    announce_.add_argument("--come", action="store_true", help=_("ask households who will come"))
    announce_.add_argument(
        "--groups", choices=("also", "only"), default="", help=_("the hamlets' group chats")
    )
    announce_.add_argument(
        "--missed",
        type=int,
        default=0,
        metavar="N",
        help=_("only households that announcement N did not reach"),
    )
    announce_.add_argument("--as", dest="author", required=True, metavar="CADRE")
    announce_.add_argument("--approve-as", dest="approver", default="", metavar="CADRE")

    report_ = command(
        "report", _("what has become of an announcement, or of a month's"), "bot.paper_cli:tell"
    )
    report_.add_argument("what", choices=("announcement", "doors", "month"))
    report_.add_argument("number", help=_("the announcement's number, or a month: 2026-11"))
    form = report_.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true")
    for option in ("--xlsx", "--pdf", "--png"):
        form.add_argument(option, type=Path, nargs="?", const=Path(""), metavar="FILE")

    notice_ = command(
        "notice", _("an announcement as a page to print, with a code"), "bot.paper_cli:notice"
    )
    notice_.add_argument("number", type=int)
    notice_.add_argument("--out", type=Path, default=Path("."), metavar="FOLDER")

    speech_ = command(
        "speech", _("an announcement as it is read over the loudspeaker"), "bot.paper_cli:speech"
    )
    speech_.add_argument("number", type=int)

    command(
        "deliver",
        _("help to send, beside kheo run (PostgreSQL only)"),
        "bot.announce_cli:deliver",
    )
    return root


def work_of(name: str) -> Work:
    """The function behind ``module:function``."""
    module, _colon, function = name.partition(":")
    gc.disable()  # what imports make stays: to look through it over and over is a tenth of the time
    try:
        work: Work = getattr(importlib.import_module(module), function)
    finally:
        gc.enable()
    return work


def main(arguments: Sequence[str] | None = None, environ: Mapping[str, str] = os.environ) -> int:
    """Run one command; problems are told in plain words, with exit code 2."""
    logs.set_up(sys.stderr)
    namespace = parser().parse_args(arguments)
    try:
        settings = Settings.read(environ, words=_)
        code = work_of(namespace.work)(namespace, settings)
        sys.stdout.flush()
        return code
    except KheoError as error:
        print(str(error), file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read has gone (“kheo report … | head”); nothing more can be told there.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        if error.filename is None:
            raise
        text = _("The file {file} cannot be read or written: {why}.")
        print(text.format(file=error.filename, why=error.strerror), file=sys.stderr)
        return 2
