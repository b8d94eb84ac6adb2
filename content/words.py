"""The catalogue's own tool, for contributors.

    python -m content.words                  collect the texts in the code, update all catalogues
    python -m content.words add vi FILE      fill in translations from a JSON object {text: words}
    python -m content.words missing          list what is not translated

English is its own translation, so its catalogue is filled as it is collected. A lock lets several
people (or processes) run it at once.
"""

from __future__ import annotations

import fcntl
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "content" / "locales"
SOURCES = ("bot", "handlers", "content", "delivery", "scheduler", "store", "web")
KEYWORDS = {"_": None, "ngettext": (1, 2)}


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def collect() -> Catalog:
    """Every text in the code that a person may read, as an empty catalogue."""
    catalogue = Catalog(project="Kheo", charset="utf-8")
    for source in SOURCES:
        for name, _line, text, comments, context in extract_from_dir(
            ROOT / source,
            method_map=[("**.py", "python")],
            keywords=KEYWORDS,
            comment_tags=("Translators:",),
        ):
            catalogue.add(
                text, None, [(f"{source}/{name}", 0)], auto_comments=comments, context=context
            )
    return catalogue


def read(language: str, folder: Path = FOLDER) -> Catalog:
    """The catalogue of one language as it stands."""
    path = folder / language / "messages.po"
    if not path.exists():
        return Catalog(locale=language, project="Kheo", charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def write(language: str, catalogue: Catalog, folder: Path = FOLDER) -> None:
    """Keep the catalogue of one language, sorted by text so that differences are small."""
    path = folder / language / "messages.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.fuzzy = False
    catalogue.header_comment = f"# Khéo: {language}. Kept by python -m content.words."
    catalogue.creation_date = catalogue.revision_date = datetime(2026, 1, 1, tzinfo=UTC)
    with path.open("wb") as file:
        write_po(file, catalogue, sort_output=True, omit_header=False, include_lineno=False)


def languages(folder: Path = FOLDER) -> list[str]:
    """The languages that have a folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def update(folder: Path = FOLDER) -> None:
    """Bring every catalogue in step with the code; nothing is ever guessed."""
    for language in languages(folder):
        catalogue = read(language, folder)
        catalogue.update(collect(), no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        if language == "en":
            for message in catalogue:
                if (message.id and not message.string) or message.pluralizable:
                    message.string = message.id
        write(language, catalogue, folder)


def missing(language: str, folder: Path = FOLDER) -> list[str]:
    """The texts that have no translation in ``language``, and those marked as doubtful."""
    return [
        str(message.id)
        for message in read(language, folder)
        if message.id and (not message.string or not any(message.string) or message.fuzzy)
    ]


def add(language: str, translations: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """Fill in translations; returns the texts that the catalogue does not know."""
    catalogue = read(language, folder)
    unknown = []
    for text, words in translations.items():
        message = catalogue.get(text)
        if message is None:
            unknown.append(text)
        else:
            message.string = (words,) if message.pluralizable else words
    write(language, catalogue, folder)
    return unknown


def main(arguments: list[str], folder: Path = FOLDER) -> int:
    """Run the tool; exit code 1 when something is missing or unknown."""
    with _locked(folder):
        match arguments:
            case []:
                update(folder)
                return 0
            case ["add", language, file]:
                update(folder)
                unknown = add(language, json.loads(Path(file).read_text("utf-8")), folder)
                print("\n".join(f"unknown: {text}" for text in unknown))
                return int(bool(unknown))
            case ["missing"]:
                gaps = [
                    (code, text) for code in languages(folder) for text in missing(code, folder)
                ]
                print("\n".join(f"{code}: {text}" for code, text in gaps))
                return int(bool(gaps))
            case _:
                print(__doc__)
                return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
