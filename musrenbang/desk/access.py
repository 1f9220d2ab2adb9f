"""Access: which requests the desk answers at all.

It listens on the loopback address only, but any web page the clerk opens can send requests there,
and so can every program of the machine. What a request must bring:

- the exact Host of this desk (a foreign name that resolves to 127.0.0.1 is a rebinding attack);
- no sign of coming from another site (Origin, Sec-Fetch-Site);
- for everything but the empty page and its assets, the key of this start, in a header. A header,
  not a cookie: a browser sends cookies to every port of the same host, and sends them by itself.
"""

import secrets
from collections.abc import Mapping

from werkzeug.exceptions import Forbidden, MisdirectedRequest, Unauthorized
from werkzeug.wrappers import Request

KEY_HEADER = "X-Kunci-Meja"
MOST_BYTES = 32 * 1024
"""More than the longest form; a decision file may hold 64 KiB, a form never that."""

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def new_key() -> str:
    """The key of one start of the desk."""
    return secrets.token_urlsafe(24)


def require_own_site(request: Request, host: str) -> None:
    """Refuse what was not sent to this desk by its own page, or by somebody typing its address."""
    if request.headers.get("Host") != host:
        raise MisdirectedRequest("Alamat ini bukan alamat meja sidang.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        raise Forbidden("Permintaan dari situs lain ditolak.")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    typed = site == "none" and request.method == "GET"
    if site != "same-origin" and not typed:
        raise Forbidden("Permintaan dari situs lain ditolak.")


def require_key(request: Request, key: str) -> None:
    """Refuse a request without the key of this start."""
    given = request.headers.get(KEY_HEADER, "")
    if not secrets.compare_digest(given.encode(), key.encode()):
        raise Unauthorized("Meja ini sudah dibuka ulang. Buka alamat yang tertera di terminal.")
