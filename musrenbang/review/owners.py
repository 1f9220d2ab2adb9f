"""CODEOWNERS: who has to approve which files, generated from the officials in the records.

The last matching line of a CODEOWNERS file wins, so it goes from the general to the particular.
"""

import re

from musrenbang.files.paths import PROPOSALS, Kind, kelurahan_path, place_of
from musrenbang.files.program import COMMAND
from musrenbang.records.findings import Finding
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.review_model import CODEOWNERS
from schemas.musrenbang import Pejabat

_ACCOUNT = re.compile(
    r"@?([A-Za-z0-9](?:[A-Za-z0-9_-]{0,48}[A-Za-z0-9])?(?:/[A-Za-z0-9_-]{1,100})?)"
)
_NOREPLY = re.compile(r"(?:[0-9]+\+)?([A-Za-z0-9_-]+)@users\.noreply\.github\.com")
_ADDRESS = re.compile(r"[^\s@#]+@[^\s@#]+")
_HEADER = """\
# Dibuat dari pejabat dalam data; jangan disunting. Perbarui dengan perintah codeowners.
# Yang wajib menyetujui perubahan berkas. Baris terakhir yang cocok yang berlaku.
"""


def codeowners(snapshot: Snapshot) -> str:
    """The file as it follows from the records."""
    found = owners(snapshot)
    width = max(map(len, found))
    return _HEADER + "".join(
        f"{path:<{width}} {' '.join(accounts)}".rstrip() + "\n" for path, accounts in found.items()
    )


def codeowners_findings(snapshot: Snapshot, text: str | None) -> list[Finding]:
    """A finding where the file is not what follows from the records; none where there is none.

    Its comments are not judged: they are those of the version that wrote it. Nothing follows from
    records of officials that cannot be read.
    """
    if text is None or any(map(tells_of_officials, snapshot.broken)):
        return []
    if _without_comments(text) == _without_comments(codeowners(snapshot)):
        return [] if owners(snapshot)["*"] or not snapshot.years else [_UNOWNED]
    return [
        Finding(
            CODEOWNERS,
            1,
            1,
            "codeowners.mutakhir",
            "error",
            "Pemilik berkas tidak sesuai dengan pejabat dalam data.",
            f"Jalankan: {COMMAND} codeowners",
        )
    ]


_UNOWNED = Finding(
    CODEOWNERS,
    1,
    1,
    "codeowners.pemilik",
    "warning",
    "Tidak ada yang wajib menyetujui perubahan: camat tidak mempunyai akun atau surel.",
    "Isi `akun` atau `email` camat dalam musrenbang.yaml tahun ini.",
)


def tells_of_officials(path: str) -> bool:
    """Whether a record at this path names somebody in office."""
    place = place_of(path)
    return place is not None and place.kind in {Kind.MUSRENBANG, Kind.KELURAHAN}


def _without_comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")]


def owners(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """The accounts that have to approve, by pattern of paths; the last match wins.

    The camat in office answers for everything, each lurah for the own kelurahan's proposals.
    """
    settings = [year.musrenbang for year in snapshot.years.values() if year.musrenbang]
    camat = next(filter(None, (_accounts(one.pejabat.camat) for one in settings[::-1])), ())
    found = {"*": camat}
    for tahun, year in snapshot.years.items():
        for slug, folder in year.kelurahan.items():
            profile = folder.profil
            lurah = _accounts(profile.lurah) if profile and profile.lurah else ()
            if lurah:
                found[f"/{PROPOSALS}/{tahun}/{slug}/"] = lurah
                # It names the lurah's account: nobody appoints themselves.
                found[f"/{kelurahan_path(tahun, slug)}"] = camat
    return found


def _accounts(official: Pejabat) -> tuple[str, ...]:
    """The owner as Git hosts name one: by account, else by mail address; nothing without either."""
    address = official.email.strip()
    match = _ACCOUNT.fullmatch(official.akun.strip()) or _NOREPLY.fullmatch(address)
    if match:
        return (f"@{match[1]}",)
    return (address,) if _ADDRESS.fullmatch(address) else ()
