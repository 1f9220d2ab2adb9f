"""Reading files of a site that nobody here answers for: from a folder, or over HTTP in bounds.

No other host than the listed one is ever asked, and an address of the own network only where the
list names it by its number: a name that leads there is refused, and the address that was looked at
is the one that is connected to.
"""

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote, urljoin, urlsplit

from musrenbang.files.program import number
from musrenbang.text.errors import reason
from musrenbang.text.escaping import visible
from musrenbang.text.indonesian import ukuran
from schemas.kota import is_private


class SiteFaultError(Exception):
    """Why a site, or what it published, cannot be taken; Indonesian, for the city's pages.

    What it quotes of the site is made visible.
    """

    def __init__(self, text: str) -> None:
        super().__init__(visible(text))


class Bounds(NamedTuple):
    """What reading one site may cost."""

    file: int = 16 << 20
    """Bytes of one file: twelve thousand proposals, and small enough to be parsed in memory."""
    site: int = 128 << 20
    """Bytes of all that is read at once."""
    silence: float = 15
    """Seconds without an answer."""
    seconds: float = 120
    """Seconds for the whole site."""


class Answer(NamedTuple):
    """A file; `data` is `None` where it is still what the marks stand for."""

    data: bytes | None
    marks: Mapping[str, str] = {}
    """What the server wants to be asked with next time."""


class SiteReader(Protocol):
    """A site that files are read from; everything that goes wrong is a `SiteFaultError`."""

    def get(self, path: str, marks: Mapping[str, str] = ...) -> Answer:
        """One file by its path on the site."""

    def close(self) -> None:
        """Let go of what reading took."""


def reader_of(source: str, base: Path, bounds: Bounds) -> SiteReader:
    """The reader of an address, or of a folder beside the list that names it."""
    if source.startswith(("http://", "https://")):
        return WebReader(source, bounds)
    return FolderReader(base / source, bounds)


class FolderReader:
    """A site in a folder of this computer."""

    def __init__(self, folder: Path, bounds: Bounds) -> None:
        self.folder = folder
        self.bounds = bounds

    def get(self, path: str, _marks: Mapping[str, str] = {}) -> Answer:
        """A regular file of the folder; no link leads out of it."""
        file = self.folder / path
        if not self.folder.is_dir():
            raise SiteFaultError(f"Folder {self.folder.name} tidak ada.")
        try:
            if not file.is_file() or file.resolve() != self.folder.resolve() / path:
                raise SiteFaultError(f"{path} tidak ada.")
            if file.stat().st_size > self.bounds.file:
                raise SiteFaultError(_too_large(path, self.bounds.file))
            return Answer(file.read_bytes())
        except OSError as error:
            raise SiteFaultError(f"{path} tidak dapat dibaca: {reason(error)}.") from None

    def close(self) -> None:
        """Nothing is held."""


class WebReader:
    """A site behind an address; one connection, closed by force when its time is over."""

    def __init__(self, address: str, bounds: Bounds) -> None:
        self.address = f"{address.rstrip('/')}/"
        self.bounds = bounds
        self._origin = _origin(self.address)
        self._left = bounds.site
        self._until = time.monotonic() + bounds.seconds
        self._connection: _Pinned | None = None
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """Let go of the connection."""
        self._closed.set()
        if self._connection:
            self._connection.close()

    def _watch(self) -> None:
        """When time is over, end whatever is still being waited for, and what comes after it."""
        wait = self.bounds.seconds
        while not self._closed.wait(wait):
            sock = self._connection.sock if self._connection else None
            if sock:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
            wait = _AGAIN

    def get(self, path: str, marks: Mapping[str, str] = {}) -> Answer:
        """A file, at most a few steps within the host away from where it should be."""
        fault = None
        try:
            return self._followed(path, marks)
        except SiteFaultError as error:
            fault = error
        except (HTTPException, OSError, ValueError) as error:
            fault = None if isinstance(error, TimeoutError) else SiteFaultError(_why(error))
        if fault is None or time.monotonic() > self._until:
            fault = SiteFaultError(
                f"Situsnya terlalu lambat: tidak selesai dibaca dalam {self.bounds.seconds:.0f} "
                f"detik, atau diam lebih dari {self.bounds.silence:.0f} detik."
            )
        raise fault

    def _followed(self, path: str, marks: Mapping[str, str]) -> Answer:
        url = urljoin(self.address, path)
        for _ in range(_MOST_STEPS):
            answer = self._asked(url, marks)
            if answer.status not in _MOVED:
                return self._content(answer, path)
            answer.read(_PIECE)
            self._forget()
            target = urljoin(url, answer.headers.get("Location", ""))
            if _origin(target) != self._origin:
                host = urlsplit(target).netloc or target[:80]
                raise SiteFaultError(
                    f"Mengalihkan ke alamat lain ({host}), yang tidak ada dalam daftar."
                )
            url = target
        raise SiteFaultError("Mengalihkan berputar-putar.")

    def _asked(self, url: str, marks: Mapping[str, str]) -> HTTPResponse:
        parts = urlsplit(url)
        target = quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else "")
        headers = {
            "User-Agent": f"musrenbang/{number()}",
            "Accept-Encoding": "identity",
            **{asked: marks[told] for told, asked in _MARKS.items() if told in marks},
        }
        fresh = self._connection is None
        try:
            return self._over(target, headers)
        except (HTTPException, ConnectionError):
            if fresh:
                raise
            self._forget()  # the server had closed it meanwhile
            return self._over(target, headers)

    def _over(self, target: str, headers: dict[str, str]) -> HTTPResponse:
        if self._connection is None:
            self._connection = _Pinned(self._origin, self.bounds.silence)
        self._connection.request("GET", target, headers=headers)
        return self._connection.getresponse()

    def _forget(self) -> None:
        if self._connection:
            self._connection.close()
        self._connection = None

    def _content(self, answer: HTTPResponse, path: str) -> Answer:
        if answer.status == _UNCHANGED:
            answer.read(_PIECE)
            return Answer(None)
        if answer.status != _FINE:
            self._forget()
            raise SiteFaultError(f"Peladennya menjawab {answer.status} untuk {path}.")
        most = min(self.bounds.file, self._left)
        pieces: list[bytes] = []
        size = 0
        while piece := answer.read1(_PIECE):
            size += len(piece)
            if size > most:
                self._forget()
                raise SiteFaultError(_too_large(path, most))
            pieces.append(piece)
        if answer.length or time.monotonic() > self._until:
            raise SiteFaultError(f"{path} terpotong: {answer.length} byte terakhir tidak sampai.")
        answer.close()  # or the connection would not take the next request
        self._left -= size
        told = {name: answer.headers[name] for name in _MARKS if name in answer.headers}
        return Answer(b"".join(pieces), told)


_FINE, _UNCHANGED = 200, 304
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_STEPS = 4
_AGAIN = 1
"""Seconds until a connection is ended that was made when time was over already."""
_PIECE = 1 << 16
_MARKS = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
_PORTS = {"http": 80, "https": 443}

_Origin = tuple[str, str, int]


def _origin(url: str) -> _Origin:
    """Scheme, host and port."""
    parts = urlsplit(url)
    try:
        return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return parts.scheme, "", 0


def _too_large(path: str, most: int) -> str:
    return f"{path} lebih besar daripada batasnya, {ukuran(most)}."


def _why(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "Sertifikat HTTPS situsnya tidak sah."
    if isinstance(error, socket.gaierror):
        return "Nama peladennya tidak dikenal."
    if isinstance(error, HTTPException | ValueError):
        return "Peladennya menjawab dengan cara yang bukan HTTP, atau memutus sambungan."
    return "Situsnya tidak dapat dihubungi."


@cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Pinned(HTTPConnection):
    """A connection to the very address that was judged."""

    def __init__(self, origin: _Origin, silence: float) -> None:
        scheme, host, port = origin
        super().__init__(host, port, timeout=silence)
        self.default_port = _PORTS[scheme]
        self._secure = scheme == "https"

    def connect(self) -> None:
        """Look the host up, judge what its name leads to, and connect to that."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        place = str(found[0][4][0])
        if not (is_private(self.host) or ip_address(place.partition("%")[0]).is_global):
            raise SiteFaultError(
                "Nama peladennya menunjuk ke dalam jaringan sendiri; bila memang di sana, tulis "
                "nomor IP-nya pada `sumber`."
            )
        self.sock = socket.create_connection((place, self.port), self.timeout)
        if self._secure:
            self.sock = _trust().wrap_socket(self.sock, server_hostname=self.host)
