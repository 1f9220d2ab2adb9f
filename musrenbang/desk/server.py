"""The server: requests of the page in, JSON out. Reading never changes anything.

It listens on the loopback address only, but any web page the clerk opens can send requests there,
and so can every program of the machine. What a request must bring:

- the exact Host of this desk (a foreign name that resolves to 127.0.0.1 is a rebinding attack);
- no sign of coming from another site (Origin, Sec-Fetch-Site);
- for everything but the empty page and its assets, the key of this start, in a header. A header,
  not a cookie: a browser sends cookies to every port of the same host, and sends them by itself.
"""

import json
import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    MisdirectedRequest,
    NotFound,
    Unauthorized,
    UnsupportedMediaType,
)
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Request, Response

from musrenbang.deciding.submission import drafted
from musrenbang.desk.actions import ACTIONS, FieldError, volume_of
from musrenbang.desk.overview import Json, kelurahan, overview, row, totals
from musrenbang.desk.proposal_card import price_for, proposal
from musrenbang.desk.session import ConflictError, Desk, Done, NotDecidedError
from musrenbang.files.paths import PROPOSALS, is_junk
from musrenbang.files.theme import Theme
from musrenbang.files.tree import FolderTree
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError
from musrenbang.text.errors import CommandError
from musrenbang.year.cases import Case
from musrenbang.year.guide import Guide

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


if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

ROUTES = Map(
    [
        Rule("/", endpoint="page", methods=["GET"]),
        Rule("/aset/<name>", endpoint="asset", methods=["GET"]),
        Rule("/api/keadaan", endpoint="state", methods=["GET"]),
        Rule("/api/rekap", endpoint="overview", methods=["GET"]),
        Rule("/api/kelurahan/<slug>", endpoint="kelurahan", methods=["GET"]),
        Rule("/api/usulan/<folder>/<nomor>", endpoint="proposal", methods=["GET"]),
        Rule("/api/usulan/<folder>/<nomor>/anggaran", endpoint="amount", methods=["GET"]),
        Rule("/api/foto/<folder>/<name>", endpoint="photo", methods=["GET"]),
        Rule("/api/pengajuan", endpoint="drafted", methods=["GET"]),
        Rule("/api/usulan/<folder>/<nomor>", endpoint="act", methods=["POST"]),
        Rule("/api/urung", endpoint="undo", methods=["POST"]),
        Rule("/api/hari", endpoint="day", methods=["POST"]),
        Rule("/api/pengajuan", endpoint="hand_in", methods=["POST"]),
    ]
)
_OPEN = {"page", "asset"}
"""What holds nothing but the page's own looks, and so needs no key."""


class _SmallRequest(Request):
    max_content_length = MOST_BYTES


class Server:
    """The desk as a WSGI application."""

    def __init__(self, desk: Desk, assets: Mapping[str, bytes], key: str) -> None:
        self.desk = desk
        self.assets = assets
        self.key = key
        self.host = ""
        """Name and port, as requests must name them; known once the port is."""

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        response = self.answer(_SmallRequest(environ))
        response.headers.update(HEADERS)
        return response(environ, start_response)

    def answer(self, request: Request) -> Response:
        """The response to a request, whatever happens on the way."""
        try:
            result = self._result(request)
        except HTTPException as error:
            return _told(error.code or HTTPStatus.BAD_REQUEST, error.description or "")
        except NotDecidedError as error:
            refused = [asdict(refusal) for refusal in error.refusals]
            return _json({"penolakan": refused}, HTTPStatus.UNPROCESSABLE_ENTITY)
        except (CommandError, GitError) as error:
            return _told(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        return result if isinstance(result, Response) else _json(result)

    def _result(self, request: Request) -> Json | Response:
        require_own_site(request, self.host)
        endpoint, values = ROUTES.bind(self.host).match(request.path, method=request.method)
        answer: Callable[..., Json | Response] = getattr(self, f"_{endpoint}")
        if endpoint in _OPEN:
            return answer(**values)
        require_key(request, self.key)
        with self.desk.lock:
            self.desk.refresh()
            return answer(request, **values)

    def _page(self) -> Response:
        return Response(self.assets["meja.html"], mimetype="text/html")

    def _asset(self, name: str) -> Response:
        if name not in self.assets:
            raise NotFound("Tidak ada berkas itu.")
        return Response(self.assets[name], mimetype=_kind(name))

    def _state(self, _: Request) -> Json:
        return self._now()

    def _overview(self, _: Request) -> Json:
        return {**overview(self.desk.view), "keadaan": self._now()}

    def _kelurahan(self, _request: Request, slug: str) -> Json:
        found = kelurahan(self.desk.view, slug)
        if found is None:
            raise NotFound("Kelurahan itu tidak ada.")
        return {**found, "keadaan": self._now()}

    def _proposal(self, _request: Request, folder: str, nomor: str) -> Json:
        return {**self._shown(self._case(folder, nomor)), "keadaan": self._now()}

    def _amount(self, request: Request, folder: str, nomor: str) -> Json:
        case = self._case(folder, nomor)
        try:
            return price_for(case, volume_of(request.args))
        except FieldError as error:
            return {"pesan": error.message}

    def _photo(self, _request: Request, folder: str, name: str) -> Response:
        """A photo the snapshot knows by this very path; no other path reaches the disk."""
        path = f"{PROPOSALS}/{self.desk.tahun}/{folder}/{name}"
        known = [path] if path in self.desk.view.year.foto else []
        for _, data in FolderTree(self.desk.root).read(known):
            if data is not None:
                return Response(data, mimetype=_kind(name))
        raise NotFound("Foto itu tidak ada.")

    def _drafted(self, _: Request) -> Json:
        found = drafted(self.desk.root, self.desk.tahun)
        return {
            "keputusan": len(found.decisions),
            "lain": [path for path in found.others if not is_junk(path)],
            "cabang": Repository(self.desk.root).branch(),
        }

    def _act(self, request: Request, folder: str, nomor: str) -> Json | Response:
        case = self._case(folder, nomor)
        sent = _sent(request)
        action = sent.get("tindakan", "")
        if action not in ACTIONS:
            raise BadRequest("Tindakan itu tidak dikenal.")
        try:
            done = self.desk.act(case, sent.get("versi", ""), action, sent["isi"])
        except ConflictError as error:
            current = self._shown(self._case(folder, nomor))
            return _json({"pesan": str(error), "usulan": current}, HTTPStatus.CONFLICT)
        return self._told_done(done)

    def _undo(self, request: Request) -> Json:
        _sent(request)
        return self._told_done(self.desk.undo())

    def _day(self, request: Request) -> Json:
        self.desk.choose_day(_sent(request).get("tanggal", ""))
        return self._now()

    def _hand_in(self, request: Request) -> Json:
        _sent(request)
        done = self.desk.hand_in()
        return {"cabang": done.branch, "catatan": done.commit, "langkah": list(done.next_steps)}

    def _now(self) -> Json:
        """What every window must know, whatever it shows."""
        desk = self.desk
        return {
            "perubahan": desk.changes,
            "kabar_ke": desk.news[0],
            "kabar": desk.news[1],
            "urung": desk.steps,
            "hari": desk.day.told(desk.view.year),
        }

    def _case(self, folder: str, nomor: str) -> Case:
        case = self.desk.case(folder, nomor)
        if case is None:
            raise NotFound("Usulan itu tidak ada.")
        return case

    def _shown(self, case: Case) -> Json:
        return {**proposal(self.desk.view, case), "versi": self.desk.version(case)}

    def _told_done(self, done: Done) -> Json:
        view = self.desk.view
        return {
            "pesan": done.pesan,
            "baris": row(view, done.case),
            "kelurahan": done.case.kelurahan,
            "jumlah": totals(view, done.case.kelurahan),
            "keadaan": self._now(),
        }


def assets_of(theme: Theme, guide: Guide) -> Mapping[str, bytes]:
    """What the page consists of, by name: its own files in a guide's words, the site's fonts."""
    fonts = theme.below("fonts/web")
    return {
        **{
            name: guide.worded(data.decode()).encode() for name, data in theme.below("desk").items()
        },
        **{name: data for name, data in fonts.items() if name.endswith(".woff2")},
        "lambang.svg": theme.files["aset/lambang.svg"],
        "kawung.svg": theme.files["aset/kawung.svg"],
    }


def _sent(request: Request) -> dict[str, Any]:
    """What a form sent: a flat object of texts, with at most one more of them under `isi`."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType("Kirim sebagai JSON.")
    try:
        sent = request.get_json()
    except RecursionError:
        sent = None
    fields = sent.get("isi", {}) if isinstance(sent, dict) else None
    if not isinstance(sent, dict) or not isinstance(fields, dict):
        raise BadRequest("Permintaan ini tidak dikenal.")
    texts = (*(value for name, value in sent.items() if name != "isi"), *fields.values())
    if not all(isinstance(text, str) and _is_text(text) for text in texts):
        raise BadRequest("Permintaan ini tidak dikenal.")
    return {"isi": {}, **sent}


def _is_text(text: str) -> bool:
    """Whether a file can hold it: JSON may smuggle in half of a character."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _kind(name: str) -> str:
    return _KINDS.get(name.rpartition(".")[2], "application/octet-stream")


_KINDS: Mapping[str, str] = {
    "css": "text/css",
    "html": "text/html",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
    "woff2": "font/woff2",
}
"""Not what the system says: on Windows any program may have made scripts plain text."""


def _json(value: Json, status: int = HTTPStatus.OK) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, mimetype="application/json")


def _told(status: int, text: str) -> Response:
    return _json({"pesan": text}, status)
