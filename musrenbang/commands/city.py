"""`city`: the sites of many kecamatan as one; of many cities, as a province."""

import argparse
from pathlib import Path

from musrenbang.city.city_site import publish_city
from musrenbang.files.published_folder import PublishError
from musrenbang.text.errors import CommandError, UsageError
from musrenbang.text.progress import Progress

DEFAULT_TARGET, DEFAULT_KEPT = "_site", ".simpanan"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Jumlahkan situs semua kecamatan satu kota, atau semua kota satu provinsi, menjadi satu "
        "situs. Situs yang tidak dapat dipercaya diganti salinan terakhirnya dan disebut di sana."
    )
    parser.add_argument(
        "berkas", type=Path, metavar="BERKAS", help="daftar situsnya, biasanya kota.yaml"
    )
    parser.add_argument(
        "-o",
        dest="target",
        type=Path,
        metavar="FOLDER",
        help=f"folder hasil (bawaan: {DEFAULT_TARGET} di samping daftar itu)",
    )
    parser.add_argument(
        "--simpanan",
        dest="kept",
        type=Path,
        metavar="FOLDER",
        help=f"tempat salinan setiap situs (bawaan: {DEFAULT_KEPT} di samping daftar itu)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Publish the city, and name every site of which not the newest is shown."""
    file: Path = arguments.berkas
    if not file.is_file():
        raise UsageError(f"{file} tidak ada atau bukan berkas.")
    target: Path = arguments.target or file.parent / DEFAULT_TARGET
    kept: Path = arguments.kept or file.parent / DEFAULT_KEPT
    try:
        with Progress() as progress:
            built = publish_city(file, target, kept, progress)
    except PublishError as error:
        raise CommandError(str(error)) from None
    for one in built.taken:
        if one.fault:
            shown = f"data {one.published.told}" if one.published else "tidak ada"
            print(f"⚠ {one.wilayah.nama}: {one.fault} Yang ditampilkan: {shown}.")
    print(f"{built.files} berkas terbit di {target}. Buka {target / 'index.html'}")
    return 0
