"""The web server: its routes, written out, and the rules that hold for every answer."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

from web.chat import Chat
from web.desk import Desk
from web.files import Files
from web.front import Front
from web.page import ICON, POLICY, SCRIPT
from web.site import Hook, Site
from web.upload import Upload

logger = logging.getLogger(__name__)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: Telegram's updates are a few kB (a message has at most 4,096 letters); 1 MB is far beyond.
HOOK_BODY = 1024 * 1024
_FORM_BODY = 256 * 1024
_SECRET = "X-Telegram-Bot-Api-Secret-Token"
_WEEK = "public, max-age=604800"
_FOR_EVER = "public, max-age=31536000, immutable"
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


def build(site: Site) -> web.Application:
    """The application with all its routes; the caller runs it and stops it."""
    desk = Desk(site)
    front, chat = Front(desk), Chat(desk)
    app = web.Application(middlewares=[_guard], client_max_size=_FORM_BODY)
    app.on_response_prepare.append(_dress)
    app.add_routes(
        [
            web.get("/", front.open),
            web.get("/chat", front.open),
            web.post("/chat/form", front.form),
            web.post("/chat/say", chat.say),
            web.get("/chat/news", chat.news),
            web.post("/chat/file", Upload(desk, chat, front).take),
            web.get("/h/{code}", front.short),
            web.get(SCRIPT.address, _script),
            web.get("/icon.svg", _icon),
            web.get("/media/{path:.+}", Files(site).show),
            web.get("/healthz", _health(site)),
        ]
    )
    if site.telegram is not None:
        app.router.add_post("/telegram/webhook", _hook(site.telegram))

    async def let_go(_app: web.Application) -> None:
        await site.webchat.stop()

    app.on_shutdown.append(let_go)
    return app


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """No post from another site's page, and no error that tells about our inside."""
    # Browsers since 2020 say where a request comes from (Fetch Metadata); older ones are held by
    # the SameSite cookie, the form's ticket and the JSON content type.
    stranger = request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none")
    if stranger and request.method == "POST" and request.path.startswith("/chat/"):
        raise web.HTTPForbidden
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as error:
        route = request.match_info.route.resource
        logger.error(
            "web.error",
            extra={
                "action": "web.error",
                "route": route.canonical if route else "",
                "error": type(error).__name__,
            },
        )
        raise web.HTTPInternalServerError from error


async def _dress(_request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


async def _script(request: web.Request) -> web.Response:
    gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    headers = {"Cache-Control": _FOR_EVER, "Vary": "Accept-Encoding"}
    if gzip:
        headers["Content-Encoding"] = "gzip"
    return web.Response(
        body=SCRIPT.gzipped if gzip else SCRIPT.plain,
        content_type="text/javascript",
        charset="utf-8",
        headers=headers,
    )


async def _icon(_request: web.Request) -> web.Response:
    return web.Response(body=ICON, content_type="image/svg+xml", headers={"Cache-Control": _WEEK})


def _health(site: Site) -> Handler:
    async def health(_request: web.Request) -> web.Response:
        parts = dict(await site.health())
        return web.json_response(parts, status=200 if all(parts.values()) else 503)

    return health


def _hook(hook: Hook) -> Handler:
    async def webhook(request: web.Request) -> web.Response:
        body = await request.clone(client_max_size=HOOK_BODY).read()
        return web.Response(status=await hook(body, request.headers.get(_SECRET, "")))

    return webhook
