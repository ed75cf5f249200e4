"""Jinja, without what each value and each call of a template would pay: the same pages, made in less time.

A page of results writes two thousand values and calls five hundred macros and functions. Jinja makes a ``Markup`` of
each text that it is about to join, and looks five times at whatever is called.
"""

from collections.abc import Callable
from functools import cache
from types import FunctionType, MethodType
from typing import Any

from flask.templating import Environment
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro

# The only name of the library that escapes a text without wrapping it; ``test_templates.py`` holds it to ``escape``.
from markupsafe import Markup, _escape_inner, escape  # type: ignore[attr-defined]

PASSED = "jinja_pass_arg"
"""Mark of a function that asks for the context beside its arguments."""
PLAIN = (FunctionType, MethodType, type(cache(str)))
"""Kinds of what is called by its name, and bears that mark itself."""


def escaped(value: object) -> str:
    """Return what ``escape`` does, as a plain text: it is joined to others at once."""
    if type(value) is str:
        return _escape_inner(value)
    if type(value) is Markup:
        return value
    return str(value) if type(value) is int else escape(value)


class QuickContext(Context):
    def call(self, obj: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a macro, or a function that asks for nothing of the context, as it is; anything else as Jinja does."""
        if type(obj) is Macro:
            args = (self.eval_ctx, *args)
        elif type(obj) not in PLAIN or PASSED in obj.__dict__:
            return super().call(obj, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return obj(*args, **kwargs)


class QuickCode(CodeGenerator):
    """Writes ``escaped`` where a template that escapes writes a value."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline(f"from {__name__} import {escaped.__name__}")
        super().visit_Template(node, frame)

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None:
            self.write(f"{escaped.__name__}(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Templates(Environment):
    code_generator_class = QuickCode
    context_class = QuickContext
