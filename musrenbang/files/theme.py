"""The theme: everything under `site_templates/`, read once, so that rendering reads no files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from musrenbang.files.program import PROGRAM

THEME_FOLDER = PROGRAM / "site_templates"


@dataclass(frozen=True)
class Theme:
    """The files of a theme by path relative to its folder."""

    files: Mapping[str, bytes]

    def text(self, path: str) -> str:
        return self.files[path].decode("utf-8")

    def below(self, folder: str) -> Mapping[str, bytes]:
        """The files of one folder, by path relative to it."""
        prefix = folder + "/"
        return {
            path.removeprefix(prefix): data
            for path, data in self.files.items()
            if path.startswith(prefix)
        }


def read_theme(folder: Path = THEME_FOLDER) -> Theme:
    """Read every file of a theme folder."""
    return Theme(
        {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    )
