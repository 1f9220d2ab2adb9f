"""`new city`: the repository of a city, whose site is made from those of its kecamatan."""

import argparse
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from musrenbang.commands.founding_asked import unfilled
from musrenbang.files.program import COMMAND, quoted
from musrenbang.founding.answers import MARK
from musrenbang.founding.city_files import KECAMATAN, LIST, city_files, city_named
from musrenbang.founding.founder import known_marks, refuse_taken, write
from musrenbang.text.errors import CommandError, UsageError
from schemas.kota import AlamatSitus

HELP = "repositori situs satu kota, yang dijumlahkan dari situs semua kecamatannya"
DESCRIPTION = (
    "Dirikan repositori kota: daftar situs kecamatannya, alur kerja yang menyusun situs kota "
    "setiap hari, dan README, dicatat sebagai commit pertama. Bila ada yang kurang, tidak ada yang "
    "ditulis."
)


def configure(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="folder baru atau kosong")
    parser.add_argument(
        "--kota", required=True, metavar="NAMA", help="nama kotanya, misalnya Jakarta Pusat"
    )
    parser.add_argument(
        "--alamat",
        required=True,
        metavar="POLA",
        help=f"alamat situs setiap kecamatan, dengan {KECAMATAN} di tempat namanya, misalnya "
        f"https://musrenbang.example/{KECAMATAN}/",
    )
    parser.add_argument("--situs", metavar="ALAMAT", help="alamat situs kota ini, https://…")
    parser.add_argument(
        f"--{MARK}",
        dest="marks",
        action="append",
        default=[],
        metavar="NAMA=ISI",
        help="isi satu tanda dalam alur kerja yang disertakan, misalnya alamat perangkat lunak. "
        "Boleh diulang.",
    )
    parser.add_argument(
        "--tanpa-git", action="store_true", help="tulis berkasnya saja, tanpa repositori Git"
    )


def run(arguments: argparse.Namespace) -> int:
    """Found the repository, or say what is missing."""
    target: Path = arguments.folder
    refuse_taken(target)
    kota = city_named(arguments.kota)
    if KECAMATAN not in arguments.alamat:
        raise UsageError(f"--alamat tidak memuat {KECAMATAN}, yang diganti nama setiap kecamatan.")
    for option, address in (("alamat", arguments.alamat), ("situs", arguments.situs)):
        if address is not None and not _is_address(address):
            raise UsageError(f"--{option} {address}: tulis alamat yang diawali https://")
    given = dict(text.partition("=")[::2] for text in arguments.marks)
    marks = known_marks() | {f"@@{name}@@": value for name, value in given.items()}
    if told := unfilled(marks):
        raise CommandError("Tidak ada yang ditulis.\n" + "\n".join(f"  {one}" for one in told))
    files = city_files(kota, arguments.alamat, arguments.situs, marks)
    message = f"Musrenbang {kota.jenis} {kota.nama}: daftar kecamatan"
    with_git = not arguments.tanpa_git
    commit = write(target, files, message, with_git=with_git, folders=())
    print(f"{len(files)} berkas {kota.jenis} {kota.nama} ditulis di {target}.")
    if commit:
        print(f"Tercatat sebagai {commit[:12]} di cabang main.")
    print("Langkah berikutnya: periksa alamat setiap kecamatan dalam daftar itu, lalu coba:")
    print(f"  {COMMAND} city {quoted(str(target / LIST))}")
    return 0


def _is_address(text: str) -> bool:
    try:
        TypeAdapter(AlamatSitus).validate_python(text)
    except ValidationError:
        return False
    return True
