"""The one module that talks to GitHub, through its own `gh` program, and what it is to release.

`gh` takes its credentials from the environment; nothing here reads or passes them on. Everything
is handed over as arguments or as JSON on standard input, never through a shell.
"""

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

from musrenbang.files.paths import Kind, place_of
from musrenbang.git.differences import ChangedFile
from musrenbang.git.objects import CommitObject
from musrenbang.records.snapshot import Snapshot
from musrenbang.review.facts import Facts
from musrenbang.text.errors import CommandError, UsageError


class GitHub:
    """One repository, named as OWNER/NAME."""

    def __init__(self, repository: str) -> None:
        self.repository = repository

    def issue(self, number: int) -> Mapping[str, Any]:
        """One issue as GitHub's API gives it."""
        result: Mapping[str, Any] = self._api("GET", f"issues/{number}")
        return result

    def propose(self, branch: str, commit: str, file: "Proposed", title: str) -> None:
        """Record a file on a new branch; GitHub signs the commit."""
        self._api("POST", "git/refs", {"ref": f"refs/heads/{branch}", "sha": commit})
        fields = {"message": title, "content": base64.b64encode(file.content).decode()}
        before = {"sha": file.replaced} if file.replaced else {}
        self._api("PUT", f"contents/{file.path}", {**fields, **before, "branch": branch})

    def commit(
        self, parent: CommitObject, files: Mapping[str, str | None], message: str
    ) -> tuple[str, str, bool]:
        """Record texts, without a branch yet: tree, commit, and whether GitHub has signed it.

        It signs only where nobody else is named as author.
        """
        tree = [
            {"path": path, "mode": "100644", "type": "blob"}
            | ({"sha": None} if text is None else {"content": text})
            for path, text in files.items()
        ]
        made = self._api("POST", "git/trees", {"base_tree": parent.tree, "tree": tree})
        fields = {"message": message, "tree": made["sha"], "parents": [parent.id]}
        found = self._api("POST", "git/commits", fields)
        signed = bool(found.get("verification", {}).get("verified"))
        return str(made["sha"]), str(found["sha"]), signed

    def begin_branch(self, name: str, commit: str) -> None:
        """Begin a branch at a commit; refused where there is one of this name."""
        self._api("POST", "git/refs", {"ref": f"refs/heads/{name}", "sha": commit})

    def end_branch(self, name: str, tip: str) -> bool:
        """Delete a branch if it still ends in a commit, and whether it did."""
        if not self.has_branch(name) or self.tip(name) != tip:
            return False
        self._api("DELETE", f"git/refs/heads/{quote(name)}")
        return True

    def open_requests(self, branch: str, base: str = "") -> list[int]:
        """The numbers of the pull requests that ask for a branch of this repository (into one)."""
        owner = self.repository.partition("/")[0]
        into = f"&base={quote(base, safe='')}" if base else ""
        found = self._api("GET", f"pulls?state=open&head={owner}:{quote(branch, safe='')}{into}")
        return [int(one["number"]) for one in found]

    def say(self, commit: str, check: str, state: str, about: str, address: str) -> None:
        """Put the outcome of a check to a commit (`success`, `failure`, `pending`)."""
        fields = {"state": state, "context": check, "description": about, "target_url": address}
        self._api("POST", f"statuses/{commit}", fields)

    def remark(self, commit: str, mark: str, text: str) -> None:
        """Leave a comment on a commit, of which its author is told; otherwise as `comment`."""
        self._comment(f"commits/{commit}/comments", "comments", mark, text)

    def has_remark(self, commit: str, mark: str) -> bool:
        """Whether a workflow has left a comment with this mark on a commit."""
        return any(_is_own(one, mark) for one in self._all(f"commits/{commit}/comments"))

    def has_branch(self, name: str) -> bool:
        """Whether a branch of this name exists."""
        return name in self.branches(name)

    def branches(self, start: str) -> list[str]:
        """The names of branches that begin so."""
        refs = self._api("GET", f"git/matching-refs/heads/{quote(start)}")
        return [str(ref["ref"]).removeprefix("refs/heads/") for ref in refs]

    def newest_files(self) -> Mapping[str, str]:
        """The addresses of the files of the newest release, and the SHA-256 that GitHub has."""
        return {
            asset["browser_download_url"]: str(asset.get("digest") or "").removeprefix("sha256:")
            for asset in self._api("GET", "releases/latest")["assets"]
        }

    def pull_request(self, number: int) -> Mapping[str, Any]:
        """One pull request as GitHub's API gives it."""
        result: Mapping[str, Any] = self._api("GET", f"pulls/{number}")
        return result

    def tip(self, branch: str) -> str:
        """The newest commit of a branch."""
        return str(self._api("GET", f"git/ref/heads/{quote(branch)}")["object"]["sha"])

    def reviews(self, number: int) -> list[Mapping[str, Any]]:
        """All reviews of a pull request, oldest first."""
        return self._all(f"pulls/{number}/reviews")

    def checks(self, commit: str) -> list[tuple[str, str]]:
        """Name and outcome of everything that was run on a commit, or is said of it."""
        runs = self._all(f"commits/{commit}/check-runs", "check_runs")
        said = self._all(f"commits/{commit}/status", "statuses")
        return [
            *((str(one["name"]), str(one["conclusion"] or one["status"])) for one in runs),
            *((str(one["context"]), str(one["state"])) for one in said),
        ]

    def merge(self, number: int, head: str, title: str, message: str) -> str:
        """Merge a pull request if its branch still ends in a commit; GitHub signs the merge."""
        fields = {"merge_method": "merge", "sha": head}
        told = {"commit_title": title, "commit_message": message}
        return str(self._api("PUT", f"pulls/{number}/merge", {**fields, **told})["sha"])

    def comment(self, number: int, mark: str, text: str) -> None:
        """Leave a comment on a pull request, in place of the one that bears the same mark.

        Only what a workflow has written is replaced: anybody can write the mark.
        """
        self._comment(f"issues/{number}/comments", "issues/comments", mark, text)

    def _comment(self, path: str, one: str, mark: str, text: str) -> None:
        body = {"body": f"{mark}\n{text}"}
        for known in self._all(path):
            if _is_own(known, mark):
                self._api("PATCH", f"{one}/{known['id']}", body)
                return
        self._api("POST", path, body)

    def start(self, workflow: str, branch: str) -> None:
        """Run a workflow: a merge by a workflow starts no other one."""
        self._api("POST", f"actions/workflows/{workflow}/dispatches", {"ref": branch})

    def open_pull_request(self, branch: str, base: str, title: str, body: str) -> Mapping[str, Any]:
        """Ask for a branch to be merged; the pull request as GitHub's API gives it."""
        fields = {"head": branch, "base": base, "title": title, "body": body}
        result: Mapping[str, Any] = self._api("POST", "pulls", fields)
        return result

    def has_release(self, tag: str) -> bool:
        """Whether a release of this name exists."""
        done = self._run(["release", "view", tag, "--repo", self.repository, "--json", "tagName"])
        return done.returncode == 0

    def release(self, tag: str, commit: str, title: str, notes: str, files: Sequence[Path]) -> None:
        """Publish a release with files."""
        done = self._run(
            [
                *("release", "create", tag, "--repo", self.repository),
                *("--target", commit, "--title", title, "--notes", notes),
                *map(str, files),
            ]
        )
        _demand(done)

    def _all(self, path: str, key: str = "") -> list[Mapping[str, Any]]:
        """All pages of a list, which stands under a key of the answer, if any is given."""
        found: list[Mapping[str, Any]] = []
        for page in count(1):
            answer = self._api("GET", f"{path}?per_page={_PAGE}&page={page}")
            part = answer[key] if key else answer
            found += part
            if len(part) < _PAGE:
                break
        return found

    def _api(self, method: str, path: str, fields: Mapping[str, Any] | None = None) -> Any:
        command = ["api", "--method", method, f"repos/{self.repository}/{path}"]
        if fields is not None:
            command += ["--input", "-"]
        done = self._run(command, json.dumps(fields) if fields is not None else "")
        return json.loads(_demand(done) or "null")

    def _run(self, words: Sequence[str], stdin: str = "") -> "subprocess.CompletedProcess[str]":
        try:
            return subprocess.run(
                ["gh", *words],
                input=stdin,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                check=False,
            )
        except FileNotFoundError:
            raise UsageError("Program gh (GitHub CLI) tidak ditemukan.") from None


def _is_own(comment: Mapping[str, Any], mark: str) -> bool:
    """Whether a workflow has written a comment with a mark, which anybody can write."""
    is_own = comment["user"] and comment["user"]["login"] == _BOT
    return bool(is_own and str(comment["body"]).startswith(mark))


_BOT = "github-actions[bot]"
_PAGE = 100


def _demand(done: "subprocess.CompletedProcess[str]") -> str:
    if done.returncode != 0:
        raise CommandError(f"GitHub menolak: {done.stderr.strip()}")
    return done.stdout


class Proposed(NamedTuple):
    """A file to record; `replaced` is what Git calls the content that it replaces, if any."""

    path: str
    content: bytes
    replaced: str = ""


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
            notes = "Dokumen Musrenbang Kecamatan pada saat Kirim."
            yield Release(tag, f"Kirim {name}", notes, place.tahun)
        elif facts.corrections(place):
            number = len(folder.kirim.koreksi)
            notes = "Dokumen Musrenbang Kecamatan sesudah koreksi."
            title = f"Koreksi {number}, {name}"
            yield Release(f"{tag}-koreksi-{number}", title, notes, place.tahun)
