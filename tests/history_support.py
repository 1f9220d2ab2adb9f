"""A small year with a life: every step a merge with its reviewer, on the day it happened."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from copy import copy
from pathlib import Path

from tests.conftest import write_files
from tests.small_year import DISETUJUI, DITOLAK, KELURAHAN, PELATIHAN, SMALL_YEAR, USULAN

OPERATOR = "Fitri Handayani"
CAMAT = "Ratna Wulandari"
SETTINGS = "proposals/2016/musrenbang.yaml"
FIRST = "proposals/2016/rawasari/0001.yaml"
DECISION = "decisions/2016/rawasari/0001.yaml"
KIRIM = "decisions/2016/rawasari/kirim.yaml"
_CORRECTED = DISETUJUI.replace("volume: 100\n", "volume: 95\n", 1).replace("80000000", "76000000")
_SENT = "tanggal: 2016-03-10\n"


class LivedYear:
    """The repository, and the names of its merges by title."""

    def __init__(self, root: Path, repositori: str = "https://git.kota.go.id/musrenbang") -> None:
        self.root = root
        self.merges: dict[str, str] = {}
        root.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")
        start = {
            path: text
            for path, text in SMALL_YEAR.items()
            if path.count("/") == 2 and path.startswith("proposals/")
        }
        start[SETTINGS] += f"situs: {{repositori: {repositori}}}\n"
        start["proposals/2016/rawasari/kelurahan.yaml"] = KELURAHAN.replace(
            "dikirim: 2016-02-26\n", ""
        )
        self.merge("2016-02-20", "Siapkan tahun 2016", start)
        plain = USULAN.split("validasi_lurah")[0]
        self.merge("2016-02-22", "Usulan Rawasari", {FIRST: plain.replace("120", "150")})
        self.merge(
            "2016-02-26",
            "Rawasari dikirim lurah",
            {
                FIRST: USULAN,
                "proposals/2016/rawasari/0002.yaml": PELATIHAN,
                "proposals/2016/rawasari/kelurahan.yaml": KELURAHAN,
            },
        )
        self.merge(
            "2016-03-09",
            "Keputusan Rawasari",
            {DECISION: DISETUJUI, DECISION.replace("0001", "0002"): DITOLAK},
        )
        self.merge("2016-03-10", "Kirim Rawasari", {KIRIM: _SENT})
        self.merge(
            "2016-03-16",
            "Koreksi Rawasari 0001",
            {
                DECISION: _CORRECTED,
                KIRIM: _SENT + 'koreksi: [{nomor: "0001", tanggal: 2016-03-15, '
                "alasan: Panjang saluran salah ketik., berita_acara: BA-14/2016}]\n",
            },
        )

    def copy(self, root: Path) -> "LivedYear":
        """The same repository elsewhere."""
        shutil.copytree(self.root, root)
        other = copy(self)
        other.root, other.merges = root, dict(self.merges)
        return other

    def git(self, *words: str, day: str = "2016-02-20", name: str = OPERATOR) -> str:
        person = {"NAME": name, "EMAIL": "x@contoh.example", "DATE": f"{day}T09:30:00+07:00"}
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.root),
                "GIT_CONFIG_NOSYSTEM": "1",
                **{f"GIT_AUTHOR_{key}": value for key, value in person.items()},
                **{f"GIT_COMMITTER_{key}": value for key, value in person.items()},
            },
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def record(self, day: str, title: str, files: Mapping[str, str]) -> str:
        """Record files without any merge."""
        write_files(self.root, files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "-m", title, day=day)
        return self.git("rev-parse", "HEAD")

    def merge(self, day: str, title: str, files: Mapping[str, str]) -> str:
        """Record files on a branch and merge it, reviewed by the camat."""
        number = len(self.merges) + 1
        if number == 1:
            self.merges[title] = self.record(day, title, files)
            return self.merges[title]
        self.git("checkout", "--quiet", "-b", f"cabang-{number}")
        self.record(day, title, files)
        self.git("checkout", "--quiet", "main")
        message = f"{title}\n\nReviewed-by: {CAMAT}\nPull-Request: {number}"
        self.git(
            *("merge", "--quiet", "--no-ff", "-m", message, f"cabang-{number}"),
            day=day,
            name="Hasan Basri",
        )
        self.merges[title] = self.git("rev-parse", "HEAD")
        return self.merges[title]
