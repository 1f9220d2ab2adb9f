"""CODEOWNERS: who has to approve which files, generated from the officials in the records.

The last matching line of a CODEOWNERS file wins, so it goes from the general to the particular.
"""

import re
from collections.abc import Iterator

from musrenbang.files.paths import PROPOSALS, kelurahan_path
from musrenbang.records.findings import Finding
from musrenbang.records.snapshot import Snapshot, Year

PATH = ".github/CODEOWNERS"
_ACCOUNT = re.compile(
    r"@?([A-Za-z0-9](?:[A-Za-z0-9-]{0,37}[A-Za-z0-9])?(?:/[A-Za-z0-9_-]{1,100})?)"
)
_HEADER = """\
# Dibuat dari pejabat dalam data; jangan disunting. Perbarui dengan: python build.py codeowners
# Yang wajib menyetujui perubahan berkas. Baris terakhir yang cocok yang berlaku.
"""


def codeowners(snapshot: Snapshot) -> str:
    """The file as it follows from the records."""
    rows = list(owners_by_path(snapshot))
    width = max((len(path) for path, _ in rows), default=0)
    return _HEADER + "".join(
        f"{path:<{width}} {' '.join(owners)}".rstrip() + "\n" for path, owners in rows
    )


def codeowners_findings(snapshot: Snapshot, text: str | None) -> list[Finding]:
    """A finding where the file is not what follows from the records; none where there is none."""
    if text is None or text.replace("\r\n", "\n") == codeowners(snapshot):
        return []
    return [
        Finding(
            PATH,
            1,
            1,
            "codeowners.mutakhir",
            "error",
            "Pemilik berkas tidak sesuai dengan pejabat dalam data.",
            "Jalankan: python build.py codeowners",
        )
    ]


def owners_by_path(snapshot: Snapshot) -> Iterator[tuple[str, list[str]]]:
    """Patterns of paths, each with the accounts that have to approve; the last match wins.

    The camat in office answers for everything, each lurah for the own kelurahan's proposals.
    """
    camat = next(
        (owners for year in reversed(tuple(snapshot.years.values())) if (owners := _camat(year))),
        [],
    )
    yield "*", camat
    for tahun, year in snapshot.years.items():
        for slug, folder in year.kelurahan.items():
            profile = folder.profil
            lurah = _owners(profile.lurah.akun) if profile and profile.lurah else []
            if lurah:
                yield f"/{PROPOSALS}/{tahun}/{slug}/", lurah
                # It names the lurah's account: nobody appoints themselves.
                yield f"/{kelurahan_path(tahun, slug)}", camat


def _camat(year: Year) -> list[str]:
    return _owners(year.musrenbang.pejabat.camat.akun if year.musrenbang else "")


def _owners(account: str) -> list[str]:
    """One account as GitHub names it; nothing where it is empty or could not be an account."""
    match = _ACCOUNT.fullmatch(account.strip())
    return [f"@{match[1]}"] if match else []
