"""The rules of the house for a page: what every answer in HTML keeps to, whoever asks and whatever is typed.

It parses as HTML5; its title begins with its h1, and there is one h1; no id stands twice; a form says where it goes,
and one that changes something carries its token; a script comes from a file or has a nonce; nothing is written inline;
the words are in French typography.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from justhtml import JustHTML

from directory.services.follows.stopping import STOP_PATH
from tests.house import typography

Node = Any
"""justhtml gives its nodes no type that can be named: ``name``, ``attrs``, ``children``, ``data`` of a text."""

NOT_PROSE = frozenset({"script", "style", "svg", "pre", "code", "template"})
SPOKEN_ATTRIBUTES = ("alt", "aria-label", "placeholder", "title")
TOKEN = "csrf_token"


def page_faults(text: str, typed: Iterable[str] = ()) -> list[str]:
    """Return what a page does against the rules, each in one line; an empty list when it keeps to them all.

    typed    values that the page may repeat as they were typed, whatever their typography.
    """
    page = JustHTML(text, collect_errors=True, sanitize=False)
    nodes = [node for node in walk(page.root) if not node.name.startswith(("#", "!"))]
    return [
        *(f"line {error.line}: {error.code}" for error in page.errors),
        *heading_faults(nodes),
        *(f"id {name!r} stands {count} times" for name, count in ids(nodes).items() if count > 1),
        *(fault for node in nodes if node.name == "form" for fault in form_faults(node)),
        *(fault for node in nodes for fault in inline_faults(node)),
        *typography_faults(page.root, sorted(typed, key=len, reverse=True)),
    ]


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children or ():
        yield from walk(child)


def words(node: Node) -> str:
    """Return the text of a node, blanks made one."""
    return " ".join("".join(one.data or "" for one in walk(node) if one.name == "#text").split())


def heading_faults(nodes: list[Node]) -> Iterator[str]:
    headings = [words(node) for node in nodes if node.name == "h1"]
    titles = [words(node) for node in nodes if node.name == "title" and node.parent.name == "head"]
    if len(headings) != 1 or len(titles) != 1:
        yield f"{len(titles)} titles, {len(headings)} h1"
    elif not headings[0] or not titles[0].startswith(headings[0]):
        yield f"the title {titles[0]!r} does not begin with the h1 {headings[0]!r}"


def ids(nodes: list[Node]) -> Counter[str]:
    return Counter(node.attrs["id"] for node in nodes if "id" in node.attrs)


def form_faults(form: Node) -> Iterator[str]:
    if not form.attrs.get("action"):
        yield "a form without an action"
    names = {node.attrs.get("name") for node in walk(form) if node.name == "input"}
    action = form.attrs.get("action") or ""
    is_open = action.startswith(STOP_PATH)  # answers mail programs, which hold no token
    if (form.attrs.get("method") or "get").lower() == "post" and TOKEN not in names and not is_open:
        yield f"the form to {action} posts without a token"


def inline_faults(node: Node) -> Iterator[str]:
    if node.name == "style" or (node.name == "script" and not {"src", "nonce"} & set(node.attrs)):
        yield f"an inline {node.name}"
    yield from (f"{name} on {node.name}" for name in node.attrs if name == "style" or name.startswith("on"))


def typography_faults(root: Node, typed: list[str]) -> Iterator[str]:
    for text in prose(root):
        for piece in typed:
            text = text.replace(piece, "")
        yield from (f"typography: {fault}" for fault in typography.faults(text))


def prose(node: Node) -> Iterator[str]:
    """Give what is read or heard of a page, one string for each text and each spoken attribute."""
    if node.name in NOT_PROSE:
        return
    if node.name == "#text":
        yield node.data or ""
        return
    # A short message keeps to the alphabet of telephones, which has neither ’ nor a no-break space.
    if "data-gsm7" in (node.attrs or {}):
        return
    yield from (value for name in SPOKEN_ATTRIBUTES if (value := (node.attrs or {}).get(name)))
    for child in node.children or ():
        yield from prose(child)
