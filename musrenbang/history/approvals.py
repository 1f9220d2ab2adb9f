"""Who signed and who approved a landing, by the keys and the officials of its parent.

`git log --format=%G?` judges by the keys of today. Here a commit is judged by the allowed_signers
file of its parent and by the committer's clock, as `git -c gpg.ssh.allowedSignersFile=…
verify-commit` would have judged it then; ssh-keygen does the cryptography.
"""

import base64
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from musrenbang.files.paths import Kind
from musrenbang.git.objects import CommitObject, Person
from musrenbang.git.runner import ssh_keygen, verify_time
from musrenbang.history.history_model import Breach, Merge, Tanda
from musrenbang.history.people import REVIEWED_BY, Officials, officials, person_of, same, trailers
from musrenbang.history.walk import Landing
from musrenbang.review.facts import Facts
from musrenbang.review.review_model import ALLOWED_SIGNERS, Area
from musrenbang.review.signers import GIT, Signer, fingerprint, signers

_SSH = b"-----BEGIN SSH SIGNATURE-----"
_ARMOUR = re.compile(rb"-----BEGIN SSH SIGNATURE-----(.*)-----END SSH SIGNATURE-----\s*", re.DOTALL)
_MAGIC = b"SSHSIG\x00\x00\x00\x01"


@dataclass(frozen=True, slots=True)
class Worth:
    """What a signature is worth; `principals` are the names under which its key is registered."""

    state: Tanda
    principals: tuple[str, ...] = ()
    fingerprint: str = ""
    key: str = ""
    """The public key as allowed_signers files write it, whether or not it is registered."""


def claim(commit: CommitObject, keys: bytes | None) -> Worth:
    """What a signature says of itself, as far as no cryptography is needed to judge it.

    `principals` are then whose key it claims to be, which nobody has verified.
    """
    if not commit.signature:
        return Worth(Tanda.TANPA)
    if not commit.signature.startswith(_SSH):
        return Worth(Tanda.LAIN)
    blob = public_key(commit.signature)
    if blob is None:
        return Worth(Tanda.RUSAK)
    key = base64.b64encode(blob).decode()
    known = _principals(keys, key)
    return Worth(Tanda.TIDAK_DINILAI, known, fingerprint(blob), key)


class Verifier:
    """Verifies commits; `folder` is a temporary folder of its own. Safe to use from threads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def worth(self, commit: CommitObject, keys: bytes | None) -> Worth:
        """What a signature is worth by an allowed_signers file; `None` where there is none."""
        claimed = claim(commit, keys)
        if claimed.state is not Tanda.TIDAK_DINILAI or keys is None:
            return claimed
        state, valid = self._judge(commit, keys, claimed.key)
        return replace(claimed, state=state, principals=valid)

    def _judge(self, commit: CommitObject, keys: bytes, key: str) -> tuple[Tanda, tuple[str, ...]]:
        allowed = self._file(keys)
        signature = self._file(commit.signature)
        given = ("-f", allowed, "-s", signature, verify_time(commit.time))
        known = _principals(keys, key)
        if not known:
            # Rare: a certificate, whose authority is registered in its place.
            known = (*ssh_keygen("find-principals", given).stdout.decode().split()[:1],)
        valid = tuple(
            name
            for name in known
            if ssh_keygen("verify", (*given, "-n", GIT, "-I", name), commit.payload).returncode == 0
        )
        if valid:
            return Tanda.SAH, valid
        found = ssh_keygen("find-principals", given)
        if found.returncode == 0:
            return Tanda.RUSAK, ()
        said = found.stderr.decode("utf-8", "replace")
        if known and ("expired" in said or "not yet valid" in said):
            return Tanda.DI_LUAR_MASA, ()
        return Tanda.TIDAK_DIKENAL, ()

    def _file(self, content: bytes) -> str:
        path = self.folder / hashlib.sha256(content).hexdigest()
        if not path.exists():
            path.write_bytes(content)
        return str(path)


def public_key(signature: bytes) -> bytes | None:
    """The public key that an SSH signature carries; `None` where it is none (PROTOCOL.sshsig)."""
    match = _ARMOUR.fullmatch(signature)
    try:
        data = base64.b64decode(b"".join(match[1].split()), validate=True) if match else b""
    except ValueError:
        return None
    start = len(_MAGIC) + 4
    size = int.from_bytes(data[len(_MAGIC) : start], "big")
    key = data[start : start + size]
    return key if data.startswith(_MAGIC) and key and len(key) == size else None


def _registered(keys: bytes | None) -> Iterator[Signer]:
    return signers((keys or b"").decode("utf-8", "replace"))


def _principals(keys: bytes | None, key: str) -> tuple[str, ...]:
    """The names under which an allowed_signers file has a key, whatever its validity."""
    found = (name for signer in _registered(keys) if signer.key == key for name in signer.names)
    return tuple(dict.fromkeys(found))


def _holders(keys: bytes | None) -> frozenset[str]:
    """The names, in lower case, with a key for signing commits, whatever its validity."""
    return frozenset(
        name.casefold()
        for signer in _registered(keys)
        if signer.is_for_git
        for name in signer.names
    )


@dataclass(frozen=True)
class Signed:
    """What the signatures of a landing's commits are worth, by the name of the commit."""

    worth: Mapping[str, Worth]
    keys: bytes | None
    """The allowed_signers file of the parent; `None` as long as no key was ever registered."""
    own_keys: bytes
    """The same file as the landing itself leaves it."""
    altered: frozenset[str] = frozenset()
    """Merges on the branch with more than their parents give: who made one wrote what it adds."""

    @property
    def registered(self) -> bool:
        """Whether keys have been registered, so that everything has to be signed."""
        return self.keys is not None


_STATES: Mapping[Tanda, tuple[str, str]] = {
    Tanda.TANPA: ("riwayat.tanpa-tanda-tangan", "Commit ini tidak ditandatangani."),
    Tanda.TIDAK_DIKENAL: (
        "riwayat.kunci-tidak-dikenal",
        "Kunci penanda tangan tidak terdaftar pada commit sebelumnya",
    ),
    Tanda.DI_LUAR_MASA: (
        "riwayat.kunci-di-luar-masa",
        "Kunci penanda tangan tidak berlaku pada waktu itu",
    ),
    Tanda.RUSAK: (
        "riwayat.tanda-tangan-rusak",
        "Tanda tangan tidak cocok dengan isi commit: commit diubah sesudah ditandatangani",
    ),
    Tanda.LAIN: (
        "riwayat.bukan-ssh",
        "Ditandatangani dengan GPG atau X.509, yang kuncinya tidak terdaftar di repositori ini.",
    ),
}


def signature(landing: Landing, signed: Signed) -> Iterator[Breach]:
    """Whether the landing is signed with a key that counted."""
    if not signed.registered:
        return
    own = signed.worth[landing.commit.id]
    if own.state is Tanda.TIDAK_DIKENAL and own.key.encode() in signed.own_keys:
        yield (
            "riwayat.kunci-sendiri",
            ALLOWED_SIGNERS,
            f"Kunci {own.fingerprint} baru didaftarkan oleh perubahan yang ditandatanganinya.",
        )
    elif own.state in _STATES:
        rule, message = _STATES[own.state]
        yield rule, ".", f"{message} ({own.fingerprint})." if own.key else message


def appointment(landing: Landing, named: Officials, signed: Signed) -> Iterator[Breach]:
    """Whether the records still say how the camat is known, so that the office can be judged."""
    settings = landing.facts.of(Kind.MUSRENBANG)
    if settings and signed.registered and named.camat and not officials(landing.facts.head).camat:
        yield "riwayat.tanpa-camat", settings[0].path, _NO_CAMAT


_NO_CAMAT = (
    "Sesudah perubahan ini tidak ada tahun yang menyebut akun atau surel camat, sehingga tidak "
    "dapat diperiksa lagi siapa yang menyetujui. Isi `akun` atau `email` camat."
)


def approval(landing: Landing, merge: Merge, named: Officials, signed: Signed) -> Iterator[Breach]:
    """Whether somebody other than the author, holding the office, approved.

    Only a signature proves an approval. A `Reviewed-by:` trailer is the word of whoever signed
    the merge: worth nothing where that is the author, or where the office has a key of its own.
    """
    commit = landing.commit
    if not commit.is_merge or landing.facts.initial:
        return
    reviewers = [person_of(text) for text in trailers(commit.message).get(REVIEWED_BY, ())]
    altered = (own for own in landing.link.branch if own.id in signed.altered)
    wrote = _writers((*landing.authors, *altered), signed)
    approvers = _signers(merge, signed.worth[commit.id])
    if any(_is_among(signer, wrote) for signer in approvers):
        yield (
            "riwayat.setuju-sendiri",
            ".",
            f"Ditandatangani oleh {approvers[0].name}, yang membuat perubahannya sendiri.",
        )
    elif reviewers and all(_is_among(reviewer, wrote) for reviewer in reviewers) and not approvers:
        yield (
            "riwayat.setuju-sendiri",
            ".",
            f"Satu-satunya peninjau, {reviewers[0].name}, membuat perubahannya sendiri.",
        )
    if approvers:
        approvals = _Approvals(
            _identities(approvers), _identities(reviewers), _holders(signed.keys)
        )
        yield from _office(landing.facts, named, approvals)


def _signers(merge: Merge, own: Worth) -> list[Person]:
    """Who signed a merge with a key that counted, by each name that it is registered under."""
    by = merge.tanda_tangan.oleh
    known = own.principals if by and own.state is Tanda.SAH else ()
    return [Person(by.nama if by else "", principal) for principal in known]


def _is_among(person: Person, others: Collection[Person]) -> bool:
    return any(same(person, other) for other in others)


def _writers(commits: Collection[CommitObject], signed: Signed) -> list[Person]:
    """Authors, and whoever signed as one: a name can be made up, a signature cannot."""
    found = []
    for commit in commits:
        found.append(commit.author)
        own = signed.worth[commit.id]
        if own.state is Tanda.SAH:
            found += [Person("", principal) for principal in own.principals]
    return found


@dataclass(frozen=True)
class _Approvals:
    """The accounts and addresses that approved a merge: by its signature, in the signer's words."""

    signed: frozenset[str]
    told: frozenset[str]
    keyed: frozenset[str]
    """Those with a registered key, who approve by their own signature alone."""

    def missing(self, office: frozenset[str]) -> str:
        """What lacks of the approval of an office, in words; empty where nothing does."""
        if office & self.signed or (office & self.told and not office & self.keyed):
            return ""
        return _ONLY_TOLD if office & self.told else _NOT_IN_OFFICE


def _identities(people: Collection[Person]) -> frozenset[str]:
    return frozenset((person.email or person.name).strip().casefold() for person in people)


def _office(facts: Facts, named: Officials, approvals: _Approvals) -> Iterator[Breach]:
    items = {item.area: item for item in reversed(facts.touched)}
    camat = next((item for area, item in items.items() if area not in _LURAH_AREAS), None)
    if camat and named.camat and (missing := approvals.missing(named.camat)):
        yield "riwayat.bukan-wewenang", camat.path, missing.format(who="camat")
    for item in facts.unlocked_usulan:
        place = item.place
        lurah = named.lurah.get((place.tahun, place.kelurahan)) if place else None
        who = f"lurah {place.kelurahan}" if place and lurah else "camat"
        office = lurah or named.camat
        if office and (missing := approvals.missing(office)) and approvals.missing(named.camat):
            yield "riwayat.bukan-wewenang", item.path, missing.format(who=who)
            return


_LURAH_AREAS = frozenset({Area.USULAN})
_NOT_IN_OFFICE = (
    "Tidak ada tanda tangan atau tinjauan {who}, yang berwenang pada commit sebelumnya."
)
_ONLY_TOLD = (
    "Tinjauan {who} hanya disebut oleh penanda tangan; {who} mempunyai kunci terdaftar, jadi harus "
    "menandatangani penggabungan ini sendiri."
)
