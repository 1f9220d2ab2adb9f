"""Which releases a push asks for: one per Kirim, one more per correction after it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from musrenbang.files.paths import Kind, place_of
from musrenbang.git.differences import ChangedFile
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.facts import Facts


@dataclass(frozen=True, slots=True)
class Release:
    """A release to publish; `tahun` says whose documents it carries."""

    tag: str
    title: str
    notes: str
    tahun: int


def releases(base: Snapshot, head: Snapshot, changed: Sequence[ChangedFile]) -> Iterator[Release]:
    """The releases for what changed between two snapshots."""
    facts = Facts(base, head, changed)
    for file in changed:
        place = place_of(file.path)
        if place is None or place.kind is not Kind.KIRIM or file.is_gone:
            continue
        folder = facts.folder(head, place)
        if folder is None or folder.kirim is None:
            continue
        tag = f"kirim-{place.tahun}-{place.kelurahan}"
        name = f"Kelurahan {folder.nama} {place.tahun}"
        if file.is_new:
            yield Release(
                tag,
                f"Kirim {name}",
                "Dokumen Musrenbang Kecamatan pada saat Kirim.",
                place.tahun,
            )
        elif facts.corrections(place):
            number = len(folder.kirim.koreksi)
            yield Release(
                f"{tag}-koreksi-{number}",
                f"Koreksi {number}, {name}",
                "Dokumen Musrenbang Kecamatan sesudah koreksi.",
                place.tahun,
            )
