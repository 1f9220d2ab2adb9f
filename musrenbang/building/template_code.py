"""Templates as the code they were compiled to, so that a build does not compile them again.

Like Python's own `__pycache__`, this is code that is run as it is found; only a cache that this
computer wrote itself is asked (`musrenbang.cache`).
"""

from pathlib import Path

import jinja2
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from musrenbang.cache import Cache, code_key


class TemplateCode(BytecodeCache):
    """One entry for each template; Jinja2 itself sees whether it fits the template's text."""

    def __init__(self, root: Path) -> None:
        self._cache = Cache(root, "templat")

    def load_bytecode(self, bucket: Bucket) -> None:
        data = self._cache.get(self._name(bucket))
        if data is not None:
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._cache.put(self._name(bucket), bucket.bytecode_to_string())

    def _name(self, bucket: Bucket) -> str:
        # Filters are run on constants while compiling, so the code depends on ours.
        return f"{jinja2.__version__} {code_key()} {bucket.key}"
