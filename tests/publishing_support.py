"""A whole folder published at once, as a build does it step by step."""

import hashlib
from collections.abc import Iterable
from pathlib import Path

from musrenbang.files.published_folder import CHECKSUMS, Output, content_of, staging


def publish(outputs: Iterable[Output], source_root: Path, target: Path) -> int:
    """Write all outputs into `target`, replacing what is there; returns the number of files."""
    with staging(target, CHECKSUMS) as stage:
        sums: dict[str, str] = {}
        for path, content in outputs:
            data = content_of(content, source_root)
            stage.write(path, data)
            sums[path] = hashlib.sha256(data).hexdigest()
        stage.replace(sums)
    return len(sums)
