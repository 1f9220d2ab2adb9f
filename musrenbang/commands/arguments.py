"""Kinds of argument that several commands take."""

import argparse
import re
from datetime import date
from pathlib import Path


def add_root(parser: argparse.ArgumentParser, default: object) -> None:
    """Declare `--root`."""
    parser.add_argument(
        "--root",
        type=_folder,
        default=default,
        metavar="FOLDER",
        help="folder yang memuat proposals/ dan decisions/ (bawaan: folder ini)",
    )


def _folder(text: str) -> Path:
    if not text:
        raise argparse.ArgumentTypeError("nama folder kosong")
    return Path(text)


def this_day() -> date:
    """The day by the clock and calendar of whoever calls the command."""
    return date.today()  # noqa: DTZ011 - not the day in Greenwich


def day(text: str) -> date:
    """A date as the record files write it."""
    from pydantic_core import PydanticCustomError  # noqa: PLC0415 - every command loads this module

    from schemas.scalars import read_date  # noqa: PLC0415 - as above

    try:
        read_date(text)
    except PydanticCustomError as error:
        hint = (error.context or {})["hint"]
        raise argparse.ArgumentTypeError(f"{error.message()} {hint}") from None
    return date.fromisoformat(text)


def year_number(text: str) -> int:
    """A year of four digits."""
    if not re.fullmatch(r"20[0-9]{2}", text):
        raise argparse.ArgumentTypeError(f"“{text}” bukan tahun, misalnya 2016")
    return int(text)
