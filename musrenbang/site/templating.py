"""Jinja2 as the site uses it, with the steps shortened that a page takes hundreds of times.

Templates of the site stay within what makes this possible: they name attributes of objects, never
keys; what they call wants neither the context nor the environment; nothing in them is volatile.
"""

import re
from collections.abc import Mapping, MutableMapping
from typing import Any

from jinja2 import BytecodeCache, DictLoader, Environment, StrictUndefined
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Expr, Getattr, Output
from markupsafe import Markup, escape

from musrenbang.site.addresses import ROOT


def environment(sources: Mapping[str, str], code: BytecodeCache | None) -> Environment:
    """The environment for some templates, by name."""
    return SiteEnvironment(
        loader=DictLoader(sources),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        optimized=False,  # there are no constants to fold, and looking for them takes a tenth
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=code,
    )


class _Generator(CodeGenerator):
    """Compiles output and calls to fewer steps."""

    def visit_Output(self, node: Output, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """What stands together leaves in one piece."""
        if frame.buffer is not None or frame.require_output_check or len(node.nodes) == 1:
            super().visit_Output(node, frame)
            return
        finalize = self._make_finalize()
        self.writeline("yield ''.join((", node)
        for child in node.nodes:
            try:
                self.write(repr(self._output_child_to_const(child, frame, finalize)))
            except Exception:  # noqa: BLE001 - not a constant; what is wrong with it shows at work
                self._output_child_pre(child, frame, finalize)
                self.visit(child, frame)
                self._output_child_post(child, frame, finalize)
            self.write(", ")
        self.write("))")

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escaped(")

    def visit_Getattr(self, node: Getattr, frame: Frame) -> None:  # noqa: N802 - Jinja2's name
        """An attribute as Python gets it."""
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(  # noqa: N802 - Jinja2's name
        self,
        node: Call,
        frame: Frame,
        forward_caller: bool = False,  # noqa: FBT001, FBT002 - Jinja2's own
    ) -> None:
        """A call as Python makes it."""
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")


class SiteEnvironment(Environment):
    code_generator_class = _Generator

    def make_globals(self, _: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of all templates; a template has none of its own."""
        return self.globals

    @staticmethod
    def escaped(value: Any) -> str:
        """Text for a page; the same as `markupsafe.escape`, but not always marked as safe."""
        kind = type(value)
        if kind is Markup or (kind is str and not _SPECIAL(value)):
            return value  # type: ignore[no-any-return]  # a `str`, as just seen
        if kind is int or kind is float:
            return str(value)
        return escape(value.replace(ROOT, "") if kind is str else value)


_SPECIAL = re.compile(f"[&<>\"'{ROOT}]").search
