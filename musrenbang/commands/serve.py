"""`serve`: the site on this computer, rebuilt and reloaded whenever a file changes."""

import argparse
import functools
import http.server
import importlib
import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from musrenbang.commands.build import DEFAULT_TARGET
from musrenbang.files.program import PROGRAM
from musrenbang.files.theme import THEME_FOLDER
from musrenbang.files.tree import TOP_FOLDERS, Stamps, stamps
from musrenbang.git.repository import Repository
from musrenbang.git.runner import GitError
from musrenbang.text.errors import UsageError

POLL_SECONDS = 0.7
STATE_PATH = "/__keadaan.json"
SCRIPT_PATH = "/__muat-ulang.js"
_LOOPBACK = "127.0.0.1"

_SCRIPT = f"""
let seen = null;
async function look() {{
  try {{
    const state = await (await fetch("{STATE_PATH}")).json();
    if (seen !== null && state.version !== seen) location.reload();
    seen = state.version;
    let box = document.getElementById("galat-penyusunan");
    if (!state.error) {{ if (box) box.remove(); }}
    else {{
      if (!box) {{
        box = document.createElement("pre");
        box.id = "galat-penyusunan";
        box.setAttribute("role", "alert");
        Object.assign(box.style, {{position: "fixed", inset: "auto 0 0 0", zIndex: 9999,
          margin: 0, padding: "1rem", maxHeight: "50vh", overflow: "auto",
          whiteSpace: "pre-wrap", background: "#7a1420", color: "#fff"}});
        document.body.append(box);
      }}
      box.textContent = "Situs belum diperbarui.\\n" + state.error;
    }}
  }} catch {{ /* the server is restarting */ }}
  setTimeout(look, {int(POLL_SECONDS * 1000)});
}}
look();
"""


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "-o", dest="target", type=Path, metavar="FOLDER", help="folder hasil (bawaan: _site)"
    )
    parser.add_argument("--port", type=int, default=8000, help="nomor port (bawaan: 8000)")


def run(arguments: argparse.Namespace) -> int:
    """Build, serve on the loopback address, and rebuild until interrupted."""
    root: Path = arguments.root
    target: Path = arguments.target or root / DEFAULT_TARGET
    site = _LiveSite(root, target)
    handler = functools.partial(_Handler, site=site, directory=os.fspath(target))
    try:
        server = http.server.ThreadingHTTPServer((_LOOPBACK, arguments.port), handler)
    except (OSError, OverflowError):
        raise UsageError(f"Port {arguments.port} tidak dapat dipakai; pilih --port lain.") from None
    before = site.state()
    site.rebuild()
    threading.Thread(target=site.watch, args=(before,), daemon=True).start()
    print(f"Buka http://{_LOOPBACK}:{server.server_port}/ (Ctrl+C untuk berhenti)", flush=True)
    with server:
        server.serve_forever()
    return 0


class _LiveSite:
    """The published folder and what the last attempt to renew it said."""

    def __init__(self, root: Path, target: Path) -> None:
        self.root = root
        self.target = target
        self.version = 0
        self.error = ""
        self.papers: tuple[str, ...] = ()
        """The option that leaves them out, where this computer cannot make them."""

    def rebuild(self) -> None:
        """Build in a process of its own, which may share out its work: threads must not fork."""
        program = [sys.executable, "-X", "utf8", os.fspath(PROGRAM / "build.py")]
        places = ["--root", os.fspath(self.root), "-o", os.fspath(self.target)]
        done = subprocess.run(
            [*program, "build", *places, *self.papers],
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )
        if done.returncode and not self.papers and (why := _without_papers()):
            print(why, flush=True)
            self.papers = ("--tanpa-dokumen",)
            self.rebuild()
        elif done.returncode:
            self.error = (done.stderr.partition("Galat: ")[2] or done.stderr).strip()
            print(f"Galat: {self.error}", flush=True)
        else:
            self.error = ""
            self.version += 1

    def watch(self, before: tuple[Stamps, str]) -> None:
        """Rebuild after every change since `before`, for as long as the process lives."""
        while True:
            now = self.state()
            if now != before:
                before = now
                self.rebuild()
            time.sleep(POLL_SECONDS)

    def state(self) -> tuple[Stamps, str]:
        """The state of every file the site is made from, and the newest commit."""
        try:
            head = Repository(self.root).resolve("HEAD")
        except GitError:
            head = ""
        return stamps([*(self.root / top for top in TOP_FOLDERS), THEME_FOLDER]), head


def _without_papers() -> str:
    """Why this computer cannot make papers; empty where it can."""
    try:
        importlib.import_module("musrenbang.papers.pdf")
    except UsageError as error:
        return str(error)
    return ""


def _with_reload(html: bytes) -> bytes:
    """A page that loads the reload script, with a policy that lets it."""
    allowed = b"base-uri 'none'; connect-src 'self'"
    if b"script-src" not in html:
        allowed += b"; script-src 'self'"
    html = html.replace(b"base-uri 'none'", allowed, 1)
    return html.replace(b"</body>", f'<script src="{SCRIPT_PATH}"></script></body>'.encode())


class _Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the folder; pages get the reload script, which the published files never hold."""

    def __init__(self, *arguments: Any, site: _LiveSite, **options: Any) -> None:
        self.site = site
        super().__init__(*arguments, **options)

    def parse_request(self) -> bool:
        """Read a request; only those that name this computer are answered.

        A foreign name can be made to lead here (DNS rebinding), and drafts are nobody's to read.
        """
        if not super().parse_request():
            return False
        port = self.connection.getsockname()[1]
        known = self.headers.get("Host") in {f"{_LOOPBACK}:{port}", f"localhost:{port}"}
        if not known:
            body = f"Buka http://{_LOOPBACK}:{port}/".encode()
            self.reply("text/plain", body, http.HTTPStatus.MISDIRECTED_REQUEST)
        return known

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == STATE_PATH:
            state = {"version": self.site.version, "error": self.site.error}
            self.reply("application/json", json.dumps(state).encode())
        elif path == SCRIPT_PATH:
            self.reply("text/javascript", _SCRIPT.encode())
        elif (page := self.page(path)) is not None:
            self.reply("text/html; charset=utf-8", _with_reload(page.read_bytes()))
        else:
            super().do_GET()

    def page(self, path: str) -> Path | None:
        """The HTML file a request means, if it is one."""
        file = Path(self.translate_path(path))
        if file.is_dir() and path.endswith("/"):
            file /= "index.html"
        return file if file.suffix == ".html" and file.is_file() else None

    def reply(self, kind: str, body: bytes, status: int = http.HTTPStatus.OK) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        """End the headers with those that keep drafts from the pages of other sites."""
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        super().end_headers()

    def log_message(self, format: str, *arguments: Any) -> None:  # noqa: A002 - the base class's name
        """Keep the terminal for what the build says."""
