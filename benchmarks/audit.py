"""How long `build.py audit` takes over 3,000 signed merges and 50,000 files; history in a build.

The history is made up: 26,000 proposals, then 3,000 merges that decide them kelurahan by kelurahan,
each of a branch of its own; every second branch left main one merge earlier. All commits but the
first are signed.
`git fast-import` makes the trees; the commits are made here, because it cannot sign.

The audit is a whole process. The last row is what the history of a year of 1,000 proposals and 300
merges adds to a build.
"""

import hashlib
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks import made_up
from musrenbang.history.timeline import read_history

ROOT = Path(__file__).resolve().parent.parent
START = 1_457_571_600
"""10 March 2016, 08.00 WIB, the last day that a decision is of."""
PEOPLE = {"camat": "Camat Ukuran", "operator": "Operator Ukuran"}


class MadeUpHistory:
    """Writes a repository; `keys` lies beside it."""

    def __init__(self, root: Path, keys: Path) -> None:
        self.root = root
        self.keys = keys
        self.lines: list[str] = []
        for who in PEOPLE:
            key = str(keys / who)
            command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key]
            subprocess.run(command, check=True)
            public = (keys / f"{who}.pub").read_text().strip()
            self.lines.append(f"{who}@contoh.example {public}\n")

    def make(self, proposals: int, merges: int) -> None:
        """The whole history on main."""
        subprocess.run(["git", "init", "--quiet", "--initial-branch=main", self.root], check=True)
        trees = iter(self._trees(proposals, merges))
        main = [self._commit(next(trees), (), "camat", START, "Data awal", signed=False)]
        for index in range(merges):
            when = START + 60 * (index + 1)
            base = main[max(0, len(main) - 1 - index % 2)]
            text = f"Keputusan {index}\n"
            tip = self._commit(next(trees), (base,), "operator", when - 30, text)
            text = (
                f"Gabungkan pull request #{index}\n\n"
                f"Reviewed-by: Camat Ukuran <camat@contoh.example>\nPull-Request: #{index}\n"
            )
            main.append(self._commit(next(trees), (main[-1], tip), "camat", when, text))
        subprocess.run(
            ["git", "-C", self.root, "update-ref", "refs/heads/main", main[-1]], check=True
        )
        subprocess.run(["git", "-C", self.root, "repack", "-adq"], check=True)

    def _trees(self, proposals: int, merges: int) -> list[str]:
        """The tree of every commit, in the order in which `make` needs them."""
        stream = bytearray()
        steps = list(changes(proposals, merges, "".join(self.lines)))
        for index, files in enumerate(steps):
            previous = max(0, index - 1 - (index - 1) % 2) if index else 0
            for name, parent in (("b", f":{2 * previous + 2}"), ("m", f":{2 * index}")):
                mark = 2 * index + (1 if name == "b" else 2)
                stream += f"commit refs/heads/{name}\nmark :{mark}\n".encode()
                stream += b"committer A <a@contoh.example> 1457485200 +0700\n"
                stream += f"data 1\n{name}\n".encode()
                if index:
                    stream += f"from {parent}\n".encode()
                for path, text in files.items():
                    data = text.encode()
                    stream += f"M 100644 inline {path}\ndata {len(data)}\n".encode() + data + b"\n"
                stream += b"\n"
        marks = self.keys / "marks"
        command = ["git", "-C", str(self.root), "fast-import", "--quiet", f"--export-marks={marks}"]
        subprocess.run(command, input=bytes(stream), check=True)
        names = [line.split()[1] for line in sorted(marks.read_text().splitlines(), key=_mark)]
        found = subprocess.run(
            ["git", "-C", self.root, "log", "--no-walk=unsorted", "--stdin", "--format=%T"],
            input="\n".join(names),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        return found[1:]

    def _commit(  # noqa: PLR0913 - what a commit is made of
        self,
        tree: str,
        parents: tuple[str, ...],
        who: str,
        when: int,
        message: str,
        *,
        signed: bool = True,
    ) -> str:
        person = f"{PEOPLE[who]} <{who}@contoh.example> {when} +0700"
        head = f"tree {tree}\n" + "".join(f"parent {name}\n" for name in parents)
        head += f"author {person}\ncommitter {person}\n"
        signature = self._sign(who, f"{head}\n{message}") if signed else ""
        body = f"{head}{signature}\n{message}".encode()
        data = b"commit %d\0" % len(body) + body
        name = hashlib.sha1(data, usedforsecurity=False).hexdigest()
        path = self.root / ".git" / "objects" / name[:2] / name[2:]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(zlib.compress(data, 1))
        return name

    def _sign(self, who: str, payload: str) -> str:
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", "git", "-f", str(self.keys / who)]
        done = subprocess.run(command, input=payload.encode(), capture_output=True, check=True)
        lines = done.stdout.decode().strip().split("\n")
        return "gpgsig " + "\n ".join(lines) + "\n"


def _mark(line: str) -> int:
    return int(line.split(maxsplit=1)[0][1:])


def changes(proposals: int, merges: int, keys: str) -> Iterator[Mapping[str, str]]:
    """The files of the first commit, then those that each merge adds."""
    others, decisions = made_up.before_kirim(proposals)
    base = {path: text for path, text in others.items() if path.startswith("proposals/")}
    musrenbang = "proposals/2016/musrenbang.yaml"
    camat = "camat: {nama: Camat Ukuran"
    base[musrenbang] = base[musrenbang].replace(camat, f"{camat}, email: camat@contoh.example")
    base[".github/allowed_signers"] = keys
    decided: list[dict[str, str]] = [{} for _ in range(merges)]
    for index, (path, text) in enumerate(decisions.items()):
        decided[index * merges // len(decisions)][path] = text
    yield base
    yield from decided


def processor() -> float:
    """CPU seconds of this process and of those it has waited for."""
    used = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def audit(root: Path) -> str:
    """One audit; its seconds and CPU seconds as cells of the table."""
    start, before = time.perf_counter(), processor()
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "--root", root, "audit"],
        capture_output=True,
        text=True,
        check=False,
    )
    cells = f"{time.perf_counter() - start:.2f} | {processor() - before:.2f}"
    # The first commit brings proposals that nobody reviewed; nothing else is wrong.
    if "✘ 1 pelanggaran dalam riwayat." not in done.stdout:
        sys.exit(done.stdout[:3000] + done.stderr)
    return cells


def main() -> None:
    """Print the table."""
    print("| | seconds | CPU seconds |\n|---|---:|---:|")
    with tempfile.TemporaryDirectory() as folder:
        root, keys = Path(folder, "repo"), Path(folder, "keys")
        keys.mkdir()
        MadeUpHistory(root, keys).make(26_000, 3_000)
        print(f"| audit of 3,000 merges, 50,000 files | {audit(root)} |")
    with tempfile.TemporaryDirectory() as folder:
        root, keys = Path(folder, "repo"), Path(folder, "keys")
        keys.mkdir()
        MadeUpHistory(root, keys).make(1_000, 300)
        start, before = time.perf_counter(), processor()
        history = read_history(root)
        cells = f"{time.perf_counter() - start:.2f} | {processor() - before:.2f}"
        if sum(len(merge.events) for merge in history.merges) < 1_000:  # noqa: PLR2004 - one per proposal
            sys.exit("no stories")
        print(f"| history of 1,000 proposals, 300 merges | {cells} |")


if __name__ == "__main__":
    main()
