"""Arrays in one file that is mapped: what was worked out once is read by no other process again."""

import json
import mmap
import os
import secrets
from collections.abc import Callable
from pathlib import Path

import numpy as np

from search.places.flat import Arrays

_ALIGNED = 64
SUFFIX = ".arrays"


def kept(folder: Path | None, digest: str, make: Callable[[], Arrays]) -> Arrays:
    """Return the arrays that ``folder`` keeps under a digest, mapped; made, and kept there, the first time.

    digest   of all that decides them; what is kept under another one goes.
    Where the folder is None, or nothing can be written there, they are made each time.
    """
    if folder is None:
        return make()
    file = folder / f"{digest}{SUFFIX}"
    try:
        return read(file)
    except (OSError, ValueError):
        pass
    arrays = make()
    try:
        write(arrays, file)
        for other in set(folder.glob(f"*{SUFFIX}")) - {file}:
            other.unlink(missing_ok=True)
        return read(file)
    except (OSError, ValueError):
        return arrays


def write(arrays: Arrays, file: Path) -> None:
    """Write a file that appears whole or not at all. Raises OSError."""
    about, end = {}, 0
    for name, array in arrays.items():
        about[name] = array.dtype.str, array.shape, end
        end = _aligned(end + array.nbytes)
    head = json.dumps({"bytes": end, "arrays": about}).encode()
    file.parent.mkdir(parents=True, exist_ok=True)
    building = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    try:
        with building.open("wb") as out:
            out.write(head.ljust(_aligned(len(head) + 1) - 1) + b"\n")
            for array in arrays.values():
                out.write(array.tobytes().ljust(_aligned(array.nbytes), b"\0"))
            out.flush()
            os.fsync(out.fileno())
        building.replace(file)
    finally:
        building.unlink(missing_ok=True)


def read(file: Path) -> Arrays:
    """Map a file. Raises OSError, or ValueError when it is not whole."""
    with file.open("rb") as opened:
        mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
    head = mapped.readline()
    start = len(head)
    about = json.loads(head)
    if not isinstance(about, dict) or "arrays" not in about or start + about["bytes"] != len(mapped):
        raise ValueError(f"{file} is not whole")
    return {
        name: np.frombuffer(mapped, dtype, count=int(np.prod(shape)), offset=start + at).reshape(shape)
        for name, (dtype, shape, at) in about["arrays"].items()
    }


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
