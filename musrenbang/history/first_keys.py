"""The first keys of all: who registers them while nobody has one to sign that with."""

from collections.abc import Collection

from musrenbang.files.paths import DECISIONS
from musrenbang.history.people import Officials
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.review_model import ALLOWED_SIGNERS
from musrenbang.review.signers import signers

RULE = "riwayat.kunci-pertama"
NOTE = (
    "Kunci yang pertama didaftarkan, sebelum ada kunci untuk menandatanganinya. Pastikan sidik "
    "jarinya pada pemiliknya."
)
UNKEYED = (
    "Belum ada kunci yang terdaftar, padahal pengesahannya `kunci`: apa pun yang digabung sekarang "
    "menjadi pelanggaran, karena camat tidak dapat menandatanganinya."
)

HOW_TO_REGISTER = (
    "Daftarkan dulu kunci camat sebagai perubahan tersendiri, satu baris dalam "
    '.github/allowed_signers: {who} namespaces="git,berita-acara" ssh-ed25519 AAAA…'
)


def registers_first_keys(
    changed: Collection[str], after: bytes | None, base: Snapshot, named: Officials
) -> bool:
    """Whether a change does nothing but register the first keys, the camat's among them.

    `changed` are its paths, `after` is its allowed_signers file, `base` the records before it,
    `named` who was in office then. The caller knows that no key was ever registered. What is
    registered belongs to those in office by account or address, and nothing has been decided yet.
    """
    found = list(signers((after or b"").decode("utf-8", "replace")))
    names = {name.casefold() for one in found for name in one.names}
    signing = {name.casefold() for one in found if one.is_for_git and one.key for name in one.names}
    return (
        {*changed} == {ALLOWED_SIGNERS}
        and not named.camat.isdisjoint(signing)
        and names <= named.known
        and not _is_decided(base)
    )


def _is_decided(base: Snapshot) -> bool:
    """Whether anything was ever surveyed, decided, sent on or put into minutes."""
    return any(path.startswith(f"{DECISIONS}/") for path in base.broken) or any(
        year.berita_acara
        or any(folder.keputusan or folder.survei or folder.kirim for folder in year.folders)
        for year in base.years.values()
    )
