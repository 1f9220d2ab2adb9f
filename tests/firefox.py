"""Debian's Firefox, driven over its own remote protocol (Marionette), which a socket suffices for.

Playwright drives no Firefox but its own.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

_PREFERENCES = {
    "browser.download.folderList": 2,
    "browser.download.dir": "",
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "intl.accept_languages": "id-ID",
    "marionette.port": 0,
}
_KEYS = {"Enter": "\ue007", "Escape": "\ue00c"}
_PATIENCE = 60


class Firefox:
    """A browser with a profile that outlives it; downloads go to the folder `unduhan` in it."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self.downloads = profile / "unduhan"
        self.downloads.mkdir(parents=True, exist_ok=True)
        preferences = {**_PREFERENCES, "browser.download.dir": str(self.downloads)}
        lines = [
            f"user_pref({json.dumps(key)}, {json.dumps(preferences[key])});" for key in preferences
        ]
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        port = profile / "MarionetteActivePort"
        port.unlink(missing_ok=True)
        program = shutil.which("firefox-esr") or shutil.which("firefox")
        assert program
        words = [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
        self.process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        until(port.exists)
        self.socket = socket.create_connection(("127.0.0.1", int(port.read_text())), _PATIENCE)
        self.stream = self.socket.makefile("rb")
        self._message()
        self.ask("NewSession", capabilities={"alwaysMatch": {"pageLoadStrategy": "normal"}})

    def _message(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            byte = self.stream.read(1)
            assert byte, "Firefox ended"
            length += byte
        return json.loads(self.stream.read(int(length[:-1])))

    def ask(self, command: str, **parameters: Any) -> Any:
        """What a command of WebDriver answers."""
        sent = json.dumps([0, 1, f"WebDriver:{command}", parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(sent), sent))
        _, _, error, answer = self._message()
        assert not error, error
        return answer["value"] if isinstance(answer, dict) and "value" in answer else answer

    def open(self, address: str) -> None:
        self.ask("Navigate", url=address)

    def new_tab(self) -> str:
        """The handle of a second tab, in front."""
        handle: str = self.ask("NewWindow", type="tab")["handle"]
        self.ask("SwitchToWindow", handle=handle, focus=True)
        return handle

    def switch(self, handle: str) -> None:
        self.ask("SwitchToWindow", handle=handle, focus=True)

    @property
    def tab(self) -> str:
        return str(self.ask("GetWindowHandle"))

    def script(self, text: str) -> Any:
        return self.ask("ExecuteScript", script=f"return {text}", args=[])

    def text(self, selector: str) -> str:
        """The text of the first element that a selector finds; empty where there is none."""
        return str(self.script(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def wait_for(self, selector: str, text: str = "") -> None:
        """Wait until there is an element that shows a text."""
        until(lambda: (shown := self.text(selector)) != "" and text in shown)

    def press(self, *keys: str) -> None:
        """Press keys as a person does, or type a text."""
        for key in keys:
            typed = [_KEYS[key]] if key in _KEYS else [*key]
            strokes = [
                {"type": what, "value": one} for one in typed for what in ("keyDown", "keyUp")
            ]
            self.ask("PerformActions", actions=[{"type": "key", "id": "papan", "actions": strokes}])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End it as a power cut does."""
        self.process.kill()
        self.process.wait()
        self.stream.close()
        self.socket.close()


def until(is_so: Callable[[], bool]) -> None:
    """Wait for something, with patience: tests run beside one another on few cores."""
    end = time.monotonic() + _PATIENCE
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.05)
