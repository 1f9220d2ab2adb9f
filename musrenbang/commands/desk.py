"""`desk`: Meja sidang, the screen of meeting day, as a page on this computer."""

import argparse
import logging
from pathlib import Path

from waitress.server import create_server

from musrenbang.commands.arguments import add_year, this_day
from musrenbang.deciding.submission import refuse_unready
from musrenbang.desk.server import MOST_BYTES, Server, assets_of, new_key
from musrenbang.desk.session import Desk
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.git.runner import GitError
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot
from musrenbang.text.errors import CommandError, UsageError

_LOOPBACK = "127.0.0.1"
_LOWEST_PORT, _HIGHEST_PORT = 1024, 65535


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Meja sidang: layar Musrenbang untuk proyektor, di komputer ini saja dan tanpa internet. "
        "Setiap keputusan langsung tersimpan dalam berkasnya. Buka alamat yang ditampilkan dengan "
        "peramban; tombol ? di sana menyebut semua tombol."
    )
    parser.add_argument(
        "--port", type=_port, default=0, help="nomor port, 0 untuk sembarang (bawaan: 0)"
    )
    add_year(parser)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if port and not _LOWEST_PORT <= port <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"pilih 0 atau {_LOWEST_PORT} sampai {_HIGHEST_PORT}")
    return port


def run(arguments: argparse.Namespace) -> int:
    """Serve the desk on the loopback address until interrupted."""
    logging.getLogger("waitress").setLevel(logging.ERROR)
    root: Path = arguments.root
    tahun = _year(load(FolderTree(root)), arguments.tahun)
    application = Server(Desk(root, tahun, this_day), assets_of(read_theme()), new_key())
    try:
        # waitress rather than werkzeug's own server: that one is for development, says its manual.
        server = create_server(
            application,
            host=_LOOPBACK,
            port=arguments.port,
            threads=4,
            ident=None,
            max_request_body_size=MOST_BYTES,
        )
    except OSError:
        raise UsageError(f"Port {arguments.port} tidak dapat dipakai; pilih --port lain.") from None
    application.host = f"{_LOOPBACK}:{server.effective_port}"
    print(
        f"Meja sidang {tahun}. Buka http://{application.host}/#{application.key}\n"
        "Alamat itu kunci meja ini; jangan dibagikan. Ctrl+C untuk menutup meja.",
        flush=True,
    )
    try:
        refuse_unready(root)
    except (CommandError, GitError) as error:
        print(f"Keputusan akan tersimpan, tetapi belum dapat diajukan. {error}", flush=True)
    server.run()
    return 0


def _year(snapshot: Snapshot, wanted: int | None) -> int:
    years = [tahun for tahun, year in snapshot.years.items() if year.kelurahan]
    if not years:
        raise UsageError("Belum ada usulan di folder ini; jadikan lembar kerja dengan `import`.")
    if wanted is not None and wanted not in years:
        raise UsageError(f"Tahun {wanted} tidak ada; yang ada: {', '.join(map(str, years))}.")
    return wanted or max(years)
