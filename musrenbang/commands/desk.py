"""`desk`: Meja sidang, the screen of meeting day, as a page on this computer."""

import argparse
import logging
from pathlib import Path

from waitress.server import create_server

from musrenbang.commands.arguments import add_year, data_folder_of, left_out, origin_of, this_day
from musrenbang.commands.years import open_year
from musrenbang.deciding.submission import refuse_unready
from musrenbang.desk.offline import desk_file, scope_of
from musrenbang.desk.server import MOST_BYTES, Server, assets_of, new_key
from musrenbang.desk.session import Desk
from musrenbang.files.file_writer import replace_file
from musrenbang.files.program import COMMAND
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.git.runner import GitError
from musrenbang.records.loader import load
from musrenbang.records.snapshot import Snapshot, Year, chosen_kelurahan
from musrenbang.text.errors import CommandError, UsageError, reason
from musrenbang.text.indonesian import ukuran
from musrenbang.year.views import View

_LOOPBACK = "127.0.0.1"
_LOWEST_PORT, _HIGHEST_PORT = 1024, 65535


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Meja sidang: layar Musrenbang untuk proyektor, di komputer ini saja dan tanpa internet. "
        "Setiap keputusan langsung tersimpan dalam berkasnya. Buka alamat yang ditampilkan dengan "
        "peramban; tombol ? di sana menyebut semua tombol. Dengan --berkas: meja yang sama sebagai "
        "satu berkas untuk komputer tanpa program ini."
    )
    parser.add_argument(
        "--port", type=_port, default=0, help="nomor port, 0 untuk sembarang (bawaan: 0)"
    )
    parser.add_argument(
        "--berkas",
        nargs="*",
        metavar="KELURAHAN",
        help="buat meja sebagai satu berkas HTML yang dibuka tanpa program ini dan tanpa internet, "
        "untuk kelurahan yang disebut atau semuanya; hasilnya diserahkan dengan `accept`",
    )
    parser.add_argument(
        *("-o", "--output"),
        type=Path,
        metavar="BERKAS",
        help="nama berkas HTML itu (bawaan: meja-CAKUPAN-TAHUN.html di folder ini)",
    )
    add_year(parser)


def _port(text: str) -> int:
    port = int(text) if text.isdecimal() else -1
    if port and not _LOWEST_PORT <= port <= _HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"pilih 0 atau {_LOWEST_PORT} sampai {_HIGHEST_PORT}")
    return port


def run(arguments: argparse.Namespace) -> int:
    """Serve the desk on the loopback address until interrupted, or write it as a file."""
    if arguments.berkas is not None:
        return _write(arguments)
    if arguments.output:
        raise UsageError("-o hanya bersama --berkas.")
    logging.getLogger("waitress").setLevel(logging.ERROR)
    root: Path = arguments.root
    tahun = _year(load(FolderTree(root)), arguments.tahun).tahun
    desk = Desk(root, tahun, this_day)
    application = Server(desk, assets_of(read_theme(), desk.view.guide), new_key())
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


def _write(arguments: argparse.Namespace) -> int:
    root: Path = arguments.root
    snapshot = load(FolderTree(root))
    year = _year(snapshot, arguments.tahun)
    slugs = [chosen_kelurahan(year, name).slug for name in arguments.berkas] or [*year.kelurahan]
    view = View(snapshot, year)
    chosen = tuple(dict.fromkeys(slugs))
    path = arguments.output or Path(f"meja-{scope_of(view, chosen)}-{year.tahun}.html")
    if path.suffix.lower() != ".html":
        raise UsageError(f"-o {path}: pakai nama yang berakhir .html.")
    inside = data_folder_of(path, root)
    if inside:
        raise UsageError(f"-o {path}: jangan di dalam {inside}/. Pilih tempat lain.")
    data = desk_file(view, chosen, read_theme(), origin_of(root))
    try:
        replace_file(path, data)
    except OSError as error:
        raise UsageError(f"{path} tidak dapat ditulis: {reason(error)}.") from None
    for slug in chosen:
        for line in left_out(snapshot, year, slug):
            print(line)
    print(
        f"{path} dibuat ({ukuran(len(data))}). Buka dengan Chrome, Edge atau Firefox, juga dari "
        "stik USB.\nHasilnya disimpan di sana (tombol A), lalu diserahkan: "
        f"{COMMAND} accept BERKAS.json"
    )
    return 0


def _year(snapshot: Snapshot, wanted: int | None) -> Year:
    year = open_year(snapshot, wanted)
    if not year.kelurahan:
        raise UsageError(
            f"Belum ada usulan tahun {year.tahun} di folder ini; jadikan lembar kerja dengan "
            "`import`."
        )
    return year
