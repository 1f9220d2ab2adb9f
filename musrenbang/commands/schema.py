"""`schema`: the JSON Schemas of the record files, written or compared."""

import argparse

from musrenbang.files.file_writer import replace_file
from musrenbang.files.program import COMMAND, PROGRAM
from musrenbang.text.errors import CommandError

SCHEMA_FOLDER = PROGRAM / "schemas" / "json"


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="hanya bandingkan, jangan menulis")


def run(arguments: argparse.Namespace) -> int:
    """Write the schemas, or name those that are out of date."""
    from musrenbang.records.fields import json_schemas  # noqa: PLC0415 - only this command needs it

    wanted = json_schemas()
    existing = {path.name: path.read_bytes() for path in SCHEMA_FOLDER.glob("*.schema.json")}
    stale = sorted(
        name for name in wanted.keys() | existing.keys() if wanted.get(name) != existing.get(name)
    )
    if arguments.check:
        if stale:
            raise CommandError(
                f"Tidak sesuai dengan model: {', '.join(stale)}. Jalankan: {COMMAND} schema"
            )
        return 0
    for name in stale:
        if name in wanted:
            replace_file(SCHEMA_FOLDER / name, wanted[name])
        else:
            (SCHEMA_FOLDER / name).unlink()
    print(f"{len(stale)} dari {len(wanted)} skema diperbarui.")
    return 0
