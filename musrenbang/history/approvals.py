"""Who signed and who approved a landing, by the keys and the officials of its parent.

`git log --format=%G?` judges by the keys of today. Here a commit is judged by the allowed_signers
file of its parent and by the committer's clock, as `git -c gpg.ssh.allowedSignersFile=…
verify-commit` would have judged it then; ssh-keygen does the cryptography.
"""

import base64
import hashlib
import re
from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import permutations
from pathlib import Path
from threading import Lock

from musrenbang.files.paths import Kind
from musrenbang.git import openpgp
from musrenbang.git.objects import CommitObject, Person
from musrenbang.git.runner import ssh_keygen, verify_time
from musrenbang.history import first_keys, hosted
from musrenbang.history.history_model import NOTED, Breach, Tanda
from musrenbang.history.people import (
    REVIEWED_BY,
    Officials,
    is_among,
    officials,
    person_of,
    trailers,
    writers,
)
from musrenbang.history.walk import Landing
from musrenbang.review.facts import Facts
from musrenbang.review.review_model import ALLOWED_SIGNERS, HOST_KEYS, Area
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

    @property
    def valid(self) -> tuple[str, ...]:
        """The names that the signature proves; none unless its key counted."""
        return self.principals if self.state in {Tanda.SAH, Tanda.PELADEN} else ()


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
        self._writing = Lock()

    def landed(self, landing: Landing) -> Worth:
        """What the signature of a landing is worth by the keys before it.

        Of one that the host made, `principals` are not told yet.
        """
        commit = landing.commit
        if landing.by_host and landing.host and commit.signature.startswith(openpgp.BEGIN):
            state, key = hosted.verdict(landing.host, commit)
            return Worth(state, fingerprint=key.fingerprint if key else "")
        return self.worth(commit, landing.keys)

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
        whole = ssh_keygen("check-novalidate", ("-n", GIT, "-s", signature), commit.payload)
        if whole.returncode != 0:
            return Tanda.RUSAK, ()
        found = ssh_keygen("find-principals", given)
        said = found.stderr.decode("utf-8", "replace")
        if known and ("expired" in said or "not yet valid" in said):
            return Tanda.DI_LUAR_MASA, ()
        return Tanda.TIDAK_DIKENAL, ()

    def _file(self, content: bytes) -> str:
        path = self.folder / hashlib.sha256(content).hexdigest()
        with self._writing:  # no other thread may take a file for whole that is being written
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


_STATES: Mapping[Tanda, tuple[str, str]] = {
    Tanda.TANPA: ("riwayat.tanpa-tanda-tangan", "Commit ini tidak ditandatangani"),
    Tanda.TIDAK_DIKENAL: (
        "riwayat.kunci-tidak-dikenal",
        "Bukan tanda tangan dengan kunci yang terdaftar pada commit sebelumnya",
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
        "Ditandatangani dengan GPG atau X.509 (misalnya oleh peladen), yang tidak berlaku di sini",
    ),
}


def signature(landing: Landing, own: Worth) -> Iterator[Breach]:
    """Whether the landing is signed with a key that counted."""
    if not landing.must_be_signed:
        return
    if own.state is Tanda.TIDAK_DIKENAL and (found := _brought_key(landing, own)):
        file, name = found
        message = f"Kunci {name} baru didaftarkan oleh perubahan yang ditandatanganinya."
        yield "riwayat.kunci-sendiri", file, message
    elif own.state is Tanda.PELADEN and not (own.principals or landing.facts.touched):
        yield "riwayat.bukan-wewenang", ".", _NOT_BY_HOST.format(who="pejabat")
    elif own.state in _STATES:
        rule, message = _STATES[own.state]
        detail = f" ({own.fingerprint})" if own.fingerprint else ""
        yield rule, ".", f"{message}{detail}."


def _brought_key(landing: Landing, own: Worth) -> tuple[str, str] | None:
    """The file by which a landing itself registers the key that signed it, and the key's name."""
    if own.key:
        registered = own.key.encode() in (landing.own_keys or b"")
        return (ALLOWED_SIGNERS, own.fingerprint) if registered else None
    _, key = hosted.verdict(landing.own_host or (), landing.commit)
    return (HOST_KEYS, key.fingerprint) if key else None


def appointment(landing: Landing, named: Officials) -> Iterator[Breach]:
    """Whether the records still say how the camat is known, so that the office can be judged."""
    settings = landing.facts.of(Kind.MUSRENBANG)
    lost = named.camat and settings and not officials(landing.facts.head).camat
    if lost and landing.must_be_signed:
        yield "riwayat.tanpa-camat", settings[0].path, _NO_CAMAT


_NO_CAMAT = (
    "Sesudah perubahan ini tidak ada tahun yang menyebut akun atau surel camat, sehingga tidak "
    "dapat diperiksa lagi siapa yang menyetujui. Isi `akun` atau `email` camat."
)


def approval(
    landing: Landing, named: Officials, worth: Mapping[str, Worth], altered: Container[str]
) -> Iterator[Breach]:
    """Whether somebody other than the author, holding the office, approved.

    `altered` names merges with more than their parents give: who made one wrote what it adds.

    Only a signature proves an approval. A `Reviewed-by:` trailer is the word of whoever signed
    the merge: worth nothing where that is the author, or where the office has a key of its own.
    Where the base says `pengesahan: kunci`, no office is exercised without one; where it accepts
    the host, none without its own key or what the host says of its account (`hosted`).
    """
    commit = landing.commit
    if not commit.is_merge or landing.facts.initial:
        return
    reviewers = [person_of(text) for text in trailers(commit.message).get(REVIEWED_BY, ())]
    added = (own for own in landing.link.branch if own.id in altered)
    wrote = _writers((*landing.authors, *added), named, worth)
    own = worth[commit.id]
    hosted_here = own.state is Tanda.PELADEN
    approvers = [Person(named.signer(name).nama, name) for name in own.valid]
    others = [signer for signer in approvers if not is_among(signer, wrote)]
    counted = others or approvers if hosted_here else approvers
    if any(is_among(signer, wrote) for signer in counted):
        yield (
            "riwayat.setuju-sendiri",
            ".",
            f"Disahkan oleh {approvers[0].name}, yang membuat perubahannya sendiri.",
        )
    elif (
        reviewers
        and not (approvers or landing.by_host)
        and all(is_among(reviewer, wrote) for reviewer in reviewers)
    ):
        yield (
            "riwayat.setuju-sendiri",
            ".",
            f"Satu-satunya peninjau, {reviewers[0].name}, membuat perubahannya sendiri.",
        )
    by_key = landing.facts.pengesahan == "kunci"
    if approvers or hosted_here or (by_key and not landing.must_be_signed):
        tip = worth[landing.tip.id] if landing.tip else Worth(Tanda.TANPA)
        approvals = _Approvals(
            signed=_identities(counted),
            vouched=_identities([Person("", name) for name in tip.valid] + counted * hosted_here),
            told=frozenset() if by_key or landing.by_host else _identities(reviewers),
            keyed=_holders(landing.keys),
            by_key=by_key,
            by_host=landing.by_host,
            two_keys=hosted_here or tip.key != own.key,
        )
        if by_key and landing.keys is None and _first_keys(landing, named):
            yield first_keys.RULE, ALLOWED_SIGNERS, first_keys.NOTE
        else:
            yield from _office(landing.facts, named, approvals)


def _first_keys(landing: Landing, named: Officials) -> bool:
    changed = [file.path for file in landing.facts.changed]
    return first_keys.registers_first_keys(changed, landing.own_keys, landing.facts.base, named)


def unapproved(facts: Facts, named: Officials, approvers: Collection[str]) -> list[str]:
    """What a merge by the host still lacks, if some accounts have approved, in sentences."""
    told = frozenset(approvers)
    approvals = _Approvals(told, told, frozenset(), frozenset(), False, True, True)  # noqa: FBT003 - as named there
    return [message for rule, _, message in _office(facts, named, approvals) if rule not in NOTED]


def _writers(
    commits: Collection[CommitObject], named: Officials, worth: Mapping[str, Worth]
) -> list[Person]:
    """Authors, and whoever signed as one: a name can be made up, a signature cannot."""
    signed = (name for commit in commits for name in worth[commit.id].valid)
    return [*writers(commits, named), *(Person("", name) for name in signed)]


@dataclass(frozen=True)
class _Approvals:
    """The accounts and addresses that approved a merge, by what shows it."""

    signed: frozenset[str]
    """By its signature."""
    vouched: frozenset[str]
    """By the signature of the last commit of its branch, which covers all of that, or beside the
    first one by the host's word."""
    told: frozenset[str]
    """In the words of the signer."""
    keyed: frozenset[str]
    """Those with a registered key, who approve by their own signature alone."""
    by_key: bool
    """Whether nobody approves otherwise."""
    by_host: bool
    """Whether the host's word on an account counts besides, and nobody else's."""
    two_keys: bool
    """Whether the merge and that commit are signed by different keys, or accounts."""

    def missing(self, office: frozenset[str]) -> str:
        """What lacks of the approval of an office, in words; empty where nothing does."""
        if office & self.signed or (office & self.told and not office & self.keyed):
            return ""
        if self.by_host:
            return _NOT_BY_HOST
        if self.by_key and not office & self.keyed:
            return _NO_KEY
        return _ONLY_TOLD if office & self.told else _NOT_IN_OFFICE

    def agrees(self, office: frozenset[str]) -> bool:
        """Whether an office agreed to what another one approves."""
        return not self.missing(office) or bool(office & self.vouched)

    def may_recover(self, named: Officials) -> bool:
        """Whether those have signed who may register keys for an office that has lost its own.

        Two lurah are two persons in office, by two keys: one signs the merge, another the branch.
        """
        if not (self.by_key or self.by_host):
            return False
        newest = max((tahun for tahun, _ in named.lurah), default=0)
        lurah = [office for (tahun, _), office in named.lurah.items() if tahun == newest]
        second = any(
            one & self.signed and other & self.vouched and one.isdisjoint(other)
            for one, other in permutations(lurah, 2)
        )
        return bool(named.planner & self.signed) or (self.two_keys and second)


def _identities(people: Collection[Person]) -> frozenset[str]:
    return frozenset((person.email or person.name).strip().casefold() for person in people)


def _office(facts: Facts, named: Officials, approvals: _Approvals) -> Iterator[Breach]:
    items = {item.area: item for item in reversed(facts.touched)}
    camat = next((item for area, item in items.items() if area is not Area.USULAN), None)
    if camat and named.camat and (missing := approvals.missing(named.camat)):
        if facts.only_appoints and approvals.may_recover(named):
            yield "riwayat.pemulihan", camat.path, _RECOVERED
        else:
            yield "riwayat.bukan-wewenang", camat.path, missing.format(who="camat")
    for locked in facts.locked_usulan:
        lurah = named.lurah.get((locked.place.tahun, locked.place.kelurahan))
        if lurah and not approvals.agrees(lurah):
            who = f"lurah {locked.place.kelurahan}"
            yield "riwayat.tanpa-lurah", locked.path, _WITHOUT_LURAH.format(who=who)
    for item in facts.unlocked_usulan:
        place = item.place
        lurah = named.lurah.get((place.tahun, place.kelurahan)) if place else None
        who = f"lurah {place.kelurahan}" if place and lurah else "camat"
        office = lurah or named.camat
        if office and (missing := approvals.missing(office)) and approvals.missing(named.camat):
            yield "riwayat.bukan-wewenang", item.path, missing.format(who=who)
            return


_NOT_IN_OFFICE = (
    "Tidak ada tanda tangan atau tinjauan {who}, yang berwenang pada commit sebelumnya."
)
_NOT_BY_HOST = (
    "Tidak ada tanda tangan {who}, dan peladen Git tidak menyebut akunnya sebagai yang "
    "menggabungkan (tombol hijau) atau menyetujui (alur Gabungkan)."
)
_NO_KEY = (
    "Pengesahan dengan kunci, tetapi {who} tidak mempunyai kunci terdaftar untuk menandatangani "
    "penggabungan (namespace git)."
)
_WITHOUT_LURAH = (
    "Usulan yang terkunci dikoreksi tanpa {who}: penggabungan atau commit terakhir cabangnya "
    "harus ditandatangani lurah itu."
)
_RECOVERED = (
    "Kunci atau jabatan dipulihkan tanpa tanda tangan camat, oleh yang berwenang memulihkannya: "
    "kepala perencanaan, atau dua lurah."
)
_ONLY_TOLD = (
    "Tinjauan {who} hanya disebut oleh penanda tangan; {who} mempunyai kunci terdaftar, jadi harus "
    "menandatangani penggabungan ini sendiri."
)
