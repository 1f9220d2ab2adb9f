"""The sample years as a founded repository: who recorded each step, and who approved it by what.

In 2016 the officials begin at the Git host (`pengesahan: peladen`): a lurah presses its button, the
camat approves there and a workflow merges. From the second day of the meeting on the camat signs
with a key. The year 2017 asks every office for its holder's key (`pengesahan: kunci`).
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from musrenbang.demo import example_keys
from musrenbang.demo.sample_years import FIRST, SECOND, YEARS, Files, SampleYears, Step
from musrenbang.demo.signed_history import SignedHistory, Someone
from musrenbang.files.tree import FolderTree, Overlay
from musrenbang.founding.founder import README, shipped
from musrenbang.founding.marks import CONTENT, filled
from musrenbang.records.loader import load
from musrenbang.review.owners import codeowners
from musrenbang.review.review_model import ALLOWED_SIGNERS, CODEOWNERS, HOST_KEYS
from schemas.musrenbang import Musrenbang, Pejabat

FOUNDED = date(2016, 2, 1)
KEYS_REGISTERED, KEYS_USED = date(2016, 3, 8), date(2016, 3, 10)
SECOND_BEGUN = date(2017, 1, 16)
_KEYS_END = date(2018, 4, 1)
_FIRST_NUMBER = 900_000_000_000
"""Accounts at a host are counted from here: numbers that no account of a real host has."""
_OPENS, _STEP = time(8), timedelta(minutes=40)
_COMMIT, _APPROVED, _MERGED = (timedelta(minutes=count) for count in (10, 25, 30))


def play(recorder: SignedHistory, sample: SampleYears) -> None:
    """The whole history."""
    _History(recorder, sample).play()


class _History:
    def __init__(self, recorder: SignedHistory, sample: SampleYears) -> None:
        self.recorder, self.sample = recorder, sample
        self.steps_of = Counter[date]()
        self.people: dict[tuple[str, str], Someone] = {}
        """Officials by account and name; an account of an office passes on, a key does not."""
        for tahun in YEARS:
            for one, _ in self._officials(tahun):
                known = {person.account: person for person in self.people.values()}
                number = len(known) + _FIRST_NUMBER
                key = f"{one.akun}-{tahun}" if one.akun in known else one.akun
                if one.akun in known:
                    number = int(known[one.akun].number)
                person = Someone(one.nama, one.akun, str(number), key)
                self.people.setdefault((one.akun, one.nama), person)

    def play(self) -> None:
        """Found the repository, then record every step on its day."""
        about, settings = self._about(FIRST), self.sample.settings(FIRST, "peladen")
        files = {**_founded(about), **settings, CODEOWNERS: _owners(settings)}
        message = f"Musrenbang Kecamatan {about.kecamatan.nama} {FIRST}: pengaturan awal"
        when = f"{FOUNDED}T09:00"
        self.recorder.commit(self._operator(FIRST), when, message, files, signed=False)
        steps = [self._keys(), self._next_year(settings), *self.sample.steps()]
        for step in sorted(steps, key=lambda step: step.day):
            self._record(step)

    def _keys(self) -> Step:
        files = {ALLOWED_SIGNERS: self._signers(FIRST)}
        return Step(KEYS_REGISTERED, f"kunci/{FIRST}", _KEYS, ((_KEYS, files),))

    def _next_year(self, before: Files) -> Step:
        settings = self.sample.settings(SECOND, "kunci")
        owners = {CODEOWNERS: _owners({**before, **settings})}
        files = {**settings, **owners, ALLOWED_SIGNERS: self._signers(SECOND)}
        return Step(SECOND_BEGUN, f"tahun/{SECOND}", _NEXT_YEAR, ((_NEXT_YEAR, files),))

    def _record(self, step: Step) -> None:
        recorder, tahun = self.recorder, FIRST if step.day <= SECOND_BEGUN else SECOND
        at = datetime.combine(step.day, _OPENS) + _STEP * self.steps_of[step.day]
        self.steps_of[step.day] += 1
        by_key = step.day >= KEYS_USED
        recorder.branch(step.branch)
        for count, (message, files) in enumerate(step.commits):
            who, signed = self._operator(tahun), by_key
            if step.kelurahan:
                who, signed = _staff(step.kelurahan), False
            recorder.commit(who, _time(at + count * _COMMIT), message, files, signed=signed)
        official, merged = self._office(tahun, step.kelurahan), _time(at + _MERGED)
        if by_key:
            recorder.merge(official, merged, step.title)
        elif step.kelurahan or step.day == KEYS_REGISTERED:
            recorder.press(official, merged, step.title)
        else:
            recorder.merge_approved(official, _time(at + _APPROVED), merged)

    def _about(self, tahun: int) -> Musrenbang:
        about = self.sample.snapshot.years[tahun].musrenbang
        if about is None:
            raise ValueError(tahun)
        return about

    def _officials(self, tahun: int) -> Iterator[tuple[Pejabat, str]]:
        """Who holds an office in a year, each with what a key of theirs may sign."""
        named = self._about(tahun).pejabat
        yield named.camat, "git,berita-acara"
        yield named.kepala_perencanaan, "git"
        yield from ((one, "git") for one in named.operator)
        for folder in self.sample.snapshot.years[tahun].kelurahan.values():
            if folder.profil and folder.profil.lurah:
                yield folder.profil.lurah, "git"

    def _person(self, one: Pejabat) -> Someone:
        return self.people[one.akun, one.nama]

    def _operator(self, tahun: int) -> Someone:
        return self._person(self._about(tahun).pejabat.operator[0])

    def _office(self, tahun: int, kelurahan: str) -> Someone:
        """The lurah of a kelurahan, or without one the camat."""
        if not kelurahan:
            return self._person(self._about(tahun).pejabat.camat)
        profil = self.sample.snapshot.years[tahun].kelurahan[kelurahan].profil
        if profil is None or profil.lurah is None:
            raise ValueError(kelurahan)
        return self._person(profil.lurah)

    def _signers(self, newest: int) -> str:
        """The registered keys while a year is the newest: who left an office signs no more."""
        rows: dict[Someone, tuple[str, date, date]] = {}
        for tahun, since in ((FIRST, KEYS_REGISTERED), (SECOND, SECOND_BEGUN)):
            if tahun > newest:
                break
            here = {self._person(one): uses for one, uses in self._officials(tahun)}
            for who, (uses, begun, _) in rows.items():
                rows[who] = (uses, begun, _KEYS_END if who in here else since)
            for who, uses in here.items():
                rows.setdefault(who, (uses, since, _KEYS_END))
        return "".join(
            f'{who.account} namespaces="{uses}",valid-after="{since:%Y%m%d}",'
            f'valid-before="{until:%Y%m%d}" {self.recorder.make_key(who)}\n'
            for who, (uses, since, until) in rows.items()
        )


def _staff(kelurahan: str) -> Someone:
    return Someone(f"Staf Kelurahan {kelurahan.replace('-', ' ').title()}", f"staf-{kelurahan}")


def _founded(about: Musrenbang) -> Files:
    """What a founded repository holds besides records; no program is pinned, nor its workflows."""
    texts = {path: text for path, text in shipped().items() if "@@" not in text or path == README}
    marks = {
        "@@KECAMATAN@@": about.kecamatan.nama,
        "@@KOTA@@": f"{about.kota.jenis} {about.kota.nama}",
        "@@TAHUN@@": str(about.tahun),
        "@@SITUS@@": f"<{about.situs.alamat}>",
        "@@PENGESAHAN@@": _EXAMPLE,
    }
    return {**texts, README: filled(texts[README], marks), HOST_KEYS: example_keys.host_key()}


def _owners(settings: Files) -> str:
    files = {path: text.encode() for path, text in settings.items()}
    return codeowners(load(Overlay(FolderTree(CONTENT, ()), files)))


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M}"


_KEYS = "Kunci pejabat didaftarkan"
_NEXT_YEAR = f"Tahun {SECOND}: pengaturan dari tahun {FIRST}, disahkan dengan kunci"
_EXAMPLE = (
    "**Ini contoh.** Nama orang, usulan dan tanda tangan di sini rekaan, dan kuncinya dapat "
    "dibuat siapa pun: tidak ada yang dilindunginya. Tahun 2016 disahkan lewat akun pada peladen "
    "Git, lalu dengan kunci camat; tahun 2017 dengan kunci setiap pejabat."
)
