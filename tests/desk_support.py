"""What the desk's tests share: a meeting about to begin, and a desk to talk to."""

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from werkzeug.test import Client, TestResponse

from musrenbang.deciding.recorder import content_version
from musrenbang.desk.result_file import KIND
from musrenbang.desk.server import KEY_HEADER, Server, assets_of
from musrenbang.desk.session import Desk
from musrenbang.files.theme import read_theme
from musrenbang.files.tree import FolderTree
from musrenbang.records.loader import load
from musrenbang.year.cases import cases_of
from tests.conftest import MUSRENBANG, GitFolder
from tests.small_year import SMALL_YEAR

HOST = "127.0.0.1:8000"
KEY = "kunci-uji"
MEETING_DAY = date(2016, 3, 9)
SLUG = "rawasari"
FOLDER = f"decisions/2016/{SLUG}"

BEFORE_THE_MEETING = {
    name: text for name, text in SMALL_YEAR.items() if not name.startswith("decisions/")
}
SURVEY = """\
survei:
  tanggal: 2016-03-02
  lokasi_sesuai: true
  layak_teknis: true
  layak_administratif: true
  volume_terukur: {measured}
"""


def meeting_of(count: int) -> dict[str, str]:
    """A kelurahan of so many surveyed proposals, half of them drains and half courses.

    Of ten drains, one was measured shorter than proposed. No two ask for the same.
    """
    files = dict(BEFORE_THE_MEETING)
    for number in range(1, count + 1):
        nomor = f"{number:04d}"
        drain = number % 2 == 0
        volume = 60 + number % 45 if drain else 10 + number % 10
        price = 800_000 if drain else 1_500_000
        files[f"proposals/2016/{SLUG}/{nomor}.yaml"] = (
            f'rw: "{number % 9 + 1:03d}"\n'
            f"permasalahan: Keadaan nomor {number} sudah lama dikeluhkan warga.\n"
            f"usulan_kegiatan: Kegiatan nomor {number}\n"
            f"template: {'perbaikan-saluran' if drain else 'pelatihan-menjahit'}\n"
            f"lokasi: {{alamat: Gang Kenanga {number}}}\n"
            f"volume: {volume}\n"
            f"perkiraan_anggaran: {volume * price}\n"
            "validasi_lurah: {hasil: diteruskan, tanggal: 2016-02-24}\n"
        )
        if drain:
            measured = volume - 10 if number % 20 == 0 else volume
            files[f"{FOLDER}/{nomor}.yaml"] = SURVEY.format(measured=measured)
    return files


Actions = Iterable[tuple[str, Mapping[str, str]]]


def result_of(root: Path, actions: Mapping[str, Actions], day: date = MEETING_DAY) -> Path:
    """The result of a desk that is a file, as its page writes it after some actions."""
    snapshot = load(FolderTree(root))
    cases = {case.id: case for year in snapshot.years.values() for case in cases_of(year)}
    handed = [
        {
            "usulan": name,
            "versi": [
                content_version(snapshot, path)
                for path in (cases[name].file, cases[name].decision_file)
            ],
            "tindakan": [
                {
                    "tindakan": action,
                    "hari": "" if action == "survei" else day.isoformat(),
                    "isi": dict(fields),
                }
                for action, fields in done
            ],
        }
        for name, done in actions.items()
    ]
    result = {"jenis": KIND, "bentuk": 1, "tahun": 2016, "cakupan": SLUG, "segel": "0" * 16}
    path = root.parent / "hasil.json"
    path.write_text(json.dumps({**result, "keputusan": handed}), encoding="utf-8")
    return path


class DeskClient:
    """A desk in this process, asked as its page asks it."""

    def __init__(self, root: Path, today: date = MEETING_DAY) -> None:
        self.root = root
        self.desk = Desk(root, 2016, lambda: today)
        self.server = Server(self.desk, assets_of(read_theme(), self.desk.view.guide), KEY)
        self.server.host = HOST
        self._client = Client(self.server)

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, **more: Any
    ) -> TestResponse:
        """Any request, with the right Host and key unless told otherwise."""
        sent = {"Host": HOST, KEY_HEADER: KEY, **(headers or {})}
        return self._client.open(path, method=method, headers=sent, **more)

    def get(self, path: str) -> Any:
        """What the desk answers to a question."""
        answer = self.request("GET", f"/api/{path}")
        assert answer.status_code == 200, answer.text
        return answer.get_json()

    def post(self, path: str, **body: Any) -> TestResponse:
        """A change that is asked for."""
        return self.request("POST", f"/api/{path}", json=body)

    def act(self, nomor: str, action: str, version: str | None = None, **fields: str) -> Any:
        """One action on a proposal, as a window that has just shown it would send it."""
        seen = self.get(f"usulan/{SLUG}/{nomor}")["versi"] if version is None else version
        answer = self.post(f"usulan/{SLUG}/{nomor}", versi=seen, tindakan=action, isi=fields)
        return answer.get_json()

    def file(self, nomor: str) -> str | None:
        """The decision file of a proposal."""
        path = self.root / FOLDER / f"{nomor}.yaml"
        return path.read_text() if path.exists() else None

    def look_again(self) -> None:
        """Let the desk look at the folder now, however short ago it last did."""
        self.desk._looked = float("-inf")


@dataclass
class Running:
    """A desk in a process of its own."""

    process: int
    url: str

    @property
    def address(self) -> str:
        return self.url.partition("#")[0]

    @property
    def key(self) -> str:
        return self.url.partition("#")[2]

    def ask(self, path: str, body: object = None) -> tuple[int, Any]:
        """The status and content of an answer."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(  # noqa: S310 - loopback
            self.address + path,
            data,
            {KEY_HEADER: self.key, "Content-Type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - loopback
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.load(error)


@contextmanager
def running_desk(root: Path) -> Iterator[Running]:
    """Start `build.py desk` as the clerk does."""
    process = subprocess.Popen(
        [*MUSRENBANG, "desk", "--root", str(root)],
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdout is not None
    try:
        found = re.search(r"http://127\.0\.0\.1:\d+/#\S+", process.stdout.readline())
        assert found is not None
        yield Running(process.pid, found[0])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def in_git(folder: GitFolder, files: Mapping[str, str]) -> Path:
    """A repository that holds these files on its main branch, and knows its operator."""
    folder.commit("Usulan dan survei", files)
    folder.git("config", "user.name", "Operator Contoh")
    folder.git("config", "user.email", "operator@contoh.example")
    return folder.root
