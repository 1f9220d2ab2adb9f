"""A `gh` over a real repository: what GitHub does with branches, commits, pull requests, comments.

Run as a program it answers one call of `gh api`; the repository is named by `GH_HOST`, and what is
no Git is kept in `GH_STATE`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote

_BOT = "github-actions[bot]"
_IDENTITY = {
    "GIT_AUTHOR_NAME": _BOT,
    "GIT_AUTHOR_EMAIL": "41898282+github-actions[bot]@users.noreply.github.com",
    "GIT_COMMITTER_NAME": "GitHub",
    "GIT_COMMITTER_EMAIL": "noreply@github.com",
}


class Repository:
    """The host's side of one repository."""

    def __init__(self, root: Path, file: Path) -> None:
        self.root, self.file = root, file
        empty: dict[str, Any] = {"pulls": [], "comments": {}, "statuses": {}, "remarks": {}}
        self.state = json.loads(file.read_text("utf-8")) if file.exists() else empty

    def git(self, *words: str, stdin: str = "", **environment: str) -> str:
        done = subprocess.run(
            ["git", *words],
            cwd=self.root,
            input=stdin,
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def answer(self, method: str, path: str, fields: Mapping[str, Any]) -> Any:
        path, _, query = path.partition("?")
        match method, *path.split("/"):
            case "GET", "pulls":
                asked = parse_qs(query)
                head, base = asked["head"][0].partition(":")[2], asked.get("base")
                pulls = [one for one in self.state["pulls"] if one["head"] == head]
                pulls = [one for one in pulls if not base or one.get("base") in base]
                found: Any = pulls if self.ref(head) else []
            case "POST", "pulls":
                assert self.ref(fields["head"])
                number = len(self.state["pulls"]) + 20
                found = {"number": number, "html_url": f"#{number}", **fields}
                self.state["pulls"].append(found)
            case "POST", "statuses", commit:
                found = self.state["statuses"].setdefault(commit, []).append(fields)
            case _, ("issues" | "commits" | "comments"), *_:
                found = self.comments(method, path.split("/"), fields)
            case _, "git", *rest:
                found = self.stored(method, rest, fields)
            case _:
                raise LookupError(path)
        return found

    def comments(self, method: str, path: list[str], fields: Mapping[str, Any]) -> Any:
        """Comments on pull requests, and remarks on commits, of which only the text is kept."""
        if method == "PATCH":
            of, _, at = path[-1].partition(".")
            if path[0] == "issues":
                self.state["comments"][of][int(at)] |= fields
            else:
                self.state["remarks"][of][int(at)] = fields["body"]
            return {}
        kind, of, _ = path
        bodies = [*self.state["remarks"].get(of, [])] if kind == "commits" else []
        comments = self.state["comments"].get(of, []) + [{"body": one} for one in bodies]
        if method == "GET":
            own = {"user": {"login": _BOT}}
            return [own | one | {"id": f"{of}.{at}"} for at, one in enumerate(comments)]
        if kind == "commits":
            self.state["remarks"].setdefault(of, []).append(fields["body"])
        else:
            made = {"user": {"login": _BOT}, **fields}
            self.state["comments"].setdefault(of, []).append(made)
        return {}

    def stored(self, method: str, path: list[str], fields: Mapping[str, Any]) -> Any:
        """What is done to objects and branches."""
        name = unquote("/".join(path[2:]))
        match method, *path[:2]:
            case "GET", "ref", "heads":
                found: Any = {"object": {"sha": self.ref(name)}}
            case "GET", "matching-refs", "heads":
                refs = self.git("for-each-ref", "--format=%(refname)").split("\n")
                found = [{"ref": one} for one in refs if one.startswith(f"refs/heads/{name}")]
            case "DELETE", "refs", "heads":
                found = self.git("update-ref", "-d", f"refs/heads/{name}")
            case "POST", "refs":
                found = self.git("update-ref", fields["ref"], fields["sha"], "0" * 40)
            case "POST", "trees":
                found = {"sha": self.tree(fields)}
            case "POST", "commits":
                parents = [word for one in fields["parents"] for word in ("-p", one)]
                words = ("commit-tree", *parents, fields["tree"])
                made = self.git(*words, stdin=f"{fields['message']}\n", **_IDENTITY)
                found = {"sha": made, "verification": {"verified": True}}
            case _:
                raise LookupError(path)
        return found

    def tree(self, fields: Mapping[str, Any]) -> str:
        index = {"GIT_INDEX_FILE": f"{self.file}.index"}
        self.git("read-tree", fields["base_tree"], **index)
        for one in fields["tree"]:
            if one.get("sha", "") is None:
                self.git("rm", "--cached", "--quiet", one["path"], **index)
                continue
            blob = self.git("hash-object", "-w", "--stdin", stdin=one["content"])
            info = f"{one['mode']},{blob},{one['path']}"
            self.git("update-index", "--add", "--cacheinfo", info, **index)
        return self.git("write-tree", **index)

    def ref(self, name: str) -> str:
        try:
            return self.git("rev-parse", "--verify", "--quiet", f"refs/heads/{name}")
        except subprocess.CalledProcessError:
            return ""


def main(words: list[str]) -> None:
    """Answer `gh api --method METHOD repos/OWNER/NAME/PATH [--input -]`."""
    host = Repository(Path(os.environ["GH_HOST"]), Path(os.environ["GH_STATE"]))
    fields = json.loads(sys.stdin.read()) if "--input" in words else {}
    sys.stdout.write(json.dumps(host.answer(words[2], words[3].split("/", 3)[3], fields)))
    host.file.write_text(json.dumps(host.state), "utf-8")


def host_at(folder: Path, origin: Path) -> dict[str, str]:
    """The environment of such a `gh`, as a workflow has it."""
    tools = folder / "gh"
    tools.mkdir()
    file = tools / "gh"
    file.write_text(f'#!/bin/sh\nexec {sys.executable} {__file__} "$@"\n', "utf-8")
    file.chmod(0o755)
    return {
        "PATH": f"{tools}:{os.environ['PATH']}",
        "GH_HOST": str(origin),
        "GH_STATE": str(folder / "peladen.json"),
        "GITHUB_REPOSITORY": "contoh/musrenbang",
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RUN_ID": "77",
    }


if __name__ == "__main__":
    main(sys.argv[1:])
