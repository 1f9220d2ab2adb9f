"""Made-up kecamatan as their sites publish them, served by a file server that can misbehave."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.git.objects import Commit
from musrenbang.history.history_model import Merge, Pelaku
from musrenbang.history.timeline import History
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot, Year
from musrenbang.review.review_model import Jenis
from musrenbang.site.api import api_index, api_year
from musrenbang.site.engine import Engine
from musrenbang.site.open_data import open_data
from musrenbang.site.page_facts import facts_of, site_of
from musrenbang.year.views import views_of
from tests.conftest import ROOT, write_files
from tests.made_up_years import enlarged

START = datetime(2016, 3, 20, 10, tzinfo=UTC)
Files = dict[str, bytes]
SUMMARY, LIST = "api/v1/2016/ringkasan.json", "api/v1/2016/usulan.json"


@cache
def sample_year() -> Year:
    """The finished year that made-up kecamatan are made of."""
    return load(FolderTree(ROOT)).years[2016]


def line_of(kode: str, count: int, branch: str = "main") -> list[str]:
    """The commits of a history, oldest first."""
    return [hashlib.sha1(f"{kode} {branch} {n}".encode()).hexdigest() for n in range(count)]  # noqa: S324


def history_of(line: Sequence[str], days: int = 0) -> History:
    """A history of these commits, the last of them so many days after the start."""
    moment = START + timedelta(days=days)
    who = Pelaku("Operator")
    merges = [
        Merge(one, moment, "Data", Jenis.KEPUTUSAN, True, (), who, (who,), (), "") for one in line
    ]
    return History(head=Commit(line[-1], moment, who.nama, "Data"), merges=merges)


def kecamatan(year: Year, kode: str, nama: str, size: int | None = None) -> Snapshot:
    """The records of a kecamatan: those of a year under another name, more or fewer of them."""
    settings = year.musrenbang
    assert settings is not None
    own = settings.model_copy(
        update={"kecamatan": settings.kecamatan.model_copy(update={"kode": kode, "nama": nama})}
    )
    known = enlarged(year, size) if size is not None else Snapshot({year.tahun: year})
    return Snapshot({one.tahun: replace(one, musrenbang=own) for one in known.years.values()})


def published(snapshot: Snapshot, history: History) -> Files:
    """The data files of a site, with their checksums."""
    engine = Engine(site_of(snapshot, history, read_theme()))
    years = [one.value for one in facts_of(views_of(snapshot), history, {})]
    found = dict(api_index(engine, years, history))
    for year in years:
        found |= dict(api_year(engine, year, history))
        found |= dict(open_data(engine, year))
    return with_sums({path: data for path, data in found.items() if isinstance(data, bytes)})


def write_site(
    folder: Path, kode: str, nama: str, size: int | None = None, *, commits: int = 9, days: int = 0
) -> Files:
    """The site of a kecamatan in a folder: so many proposals, commits, and days after the start."""
    line = line_of(kode, commits)
    files = published(kecamatan(sample_year(), kode, nama, size), history_of(line, days))
    write_files(folder, files)
    return files


def with_sums(files: Mapping[str, bytes]) -> Files:
    """Files with a true list of their checksums."""
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n"
        for path, data in sorted(files.items())
        if path != "SHA256SUMS"
    )
    return {**files, "SHA256SUMS": sums.encode()}


def city_list(
    folder: Path, sources: Mapping[str, tuple[str, str]], kode: str = "31.71", **more: str
) -> Path:
    """A list of sites: name and source by code."""
    lines = [f'kode: "{kode}"', "nama: Jakarta Pusat", "jenis: Kota Administrasi", "contoh: true"]
    lines += [f"{name}: {value}" for name, value in more.items()]
    lines.append("wilayah:")
    for code, (nama, source) in sources.items():
        slug = nama.lower().replace(" ", "-")
        lines += [f'  - kode: "{code}"', f"    nama: {nama}"]
        lines += [f"    alamat: https://{slug}.example/", f'    sumber: "{source}"']
    return write_files(folder, {"kota.yaml": "\n".join(lines) + "\n"}) / "kota.yaml"


Answer = Callable[[BaseHTTPRequestHandler, str], bool]
"""Answers a request in its own way; false where the file server should."""


class SiteServer:
    """Sites below one address each, by their first folder; `odd` routes answer for themselves."""

    def __init__(self) -> None:
        self.sites: dict[str, Files] = {}
        self.odd: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.address = ""

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        name, _, path = request.path.strip("/").partition("/")
        self.asked.append(request.path)
        if name in self.odd and self.odd[name](request, path):
            return
        data = self.sites.get(name, {}).get(path)
        if data is None:
            send(request, 404, b"tidak ada")
            return
        tag = f'"{hashlib.sha256(data).hexdigest()[:16]}"'
        if request.headers.get("If-None-Match") == tag:
            send(request, 304, b"", ETag=tag)
        else:
            send(request, 200, data, ETag=tag)


def send(request: BaseHTTPRequestHandler, status: int, data: bytes, **headers: str) -> None:
    """A whole answer."""
    request.send_response(status)
    for name, value in {"Content-Length": str(len(data)), **headers}.items():
        request.send_header(name.replace("_", "-"), value)
    request.end_headers()
    request.wfile.write(data)


@contextmanager
def serving() -> Iterator[SiteServer]:
    """A server on this computer, as long as it is needed."""
    own = SiteServer()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            own.answer(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        request_queue_size = 64

        def handle_error(self, *_: object) -> None:
            """Whoever is cut off is cut off."""

    server = Server(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    own.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield own
    finally:
        server.shutdown()
        server.server_close()
