"""Who is at the page: an unguessable id in a signed cookie, and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

#: About a year: a resident comes back months later and finds the conversation. Browsers keep a
#: cookie for 400 days at most (RFC 6265bis, section 5.5).
LIFE = timedelta(days=365)
#: A cookie older than this is written anew, so that who comes at least once a year stays known.
FRESH = timedelta(days=30)
_FORM = re.compile(r"([A-Za-z0-9_-]{22})\.(\d{1,11})\.([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Visitor:
    """One browser. ``id`` is the chat's address; ``stale``: the cookie is to be written anew."""

    id: str
    stale: bool = False

    @property
    def tag(self) -> str:
        """A short mark by which the page tells one visitor from another; it leads nowhere."""
        return hashlib.sha256(self.id.encode()).hexdigest()[:12]


class Signer:
    """Signs what we hand to browsers, so that nobody can make it up (HMAC-SHA256)."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def _mark(self, purpose: str, text: str) -> str:
        digest = hmac.digest(self._secret, f"{purpose}:{text}".encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")

    def cookie(self, visitor: Visitor, now: datetime) -> str:
        """The value of the cookie of ``visitor``, valid for ``LIFE`` from now."""
        body = f"{visitor.id}.{int(now.timestamp())}"
        return f"{body}.{self._mark('visitor', body)}"

    def visitor(self, cookie: str, now: datetime) -> Visitor | None:
        """Who holds the cookie, or None when it is forged, broken or too old."""
        form = _FORM.fullmatch(cookie)
        if form is None:
            return None
        id_, issued, mark = form.groups()
        if not hmac.compare_digest(mark, self._mark("visitor", f"{id_}.{issued}")):
            return None
        age = now - datetime.fromtimestamp(int(issued), UTC)
        return Visitor(id_, age > FRESH) if age <= LIFE else None

    def ticket(self, visitor: Visitor) -> str:
        """A fresh word for one form: it proves that the form came from our page, to this visitor,
        and names the message, so that a form that is handed in twice counts once."""
        nonce = secrets.token_urlsafe(9)
        return f"{nonce}.{self._mark('form', visitor.id + nonce)}"

    def nonce(self, visitor: Visitor, ticket: str) -> str:
        """The message's name in a ticket, or empty when it is not ours or not this visitor's."""
        nonce, _dot, mark = ticket.partition(".")
        good = hmac.compare_digest(mark.encode(), self._mark("form", visitor.id + nonce).encode())
        return nonce if good and nonce else ""


def newcomer() -> Visitor:
    """Somebody who has not been here before (or whose cookie is gone)."""
    return Visitor(secrets.token_urlsafe(16), stale=True)
