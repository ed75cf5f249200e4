"""Wheels of a few lines and locks that name them, for a shelf of packages that tests make themselves."""

import base64
import hashlib
import zipfile
from collections.abc import Iterable
from pathlib import Path


def make_wheel(shelf: Path, name: str, version: str, *needs: str, extras: Iterable[str] = ()) -> Path:
    """Put a wheel on the shelf: one module that holds its version.

    needs    requirements as its metadata say them, such as ``lib[toml]>=1`` or ``toml; extra == "toml"``.
    extras   names that others may ask for between brackets.
    """
    module = name.replace("-", "_")
    described = f"{module}-{version}.dist-info"
    headers = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    headers += [f"Provides-Extra: {extra}" for extra in extras]
    headers += [f"Requires-Dist: {need}" for need in needs]
    files = {
        f"{module}.py": f"VERSION = {version!r}\n",
        f"{described}/METADATA": "\n".join(headers) + "\n",
        f"{described}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    recorded = [f"{path},sha256={_url_safe_hash(text)},{len(text.encode())}" for path, text in files.items()]
    files[f"{described}/RECORD"] = "\n".join([*recorded, f"{described}/RECORD,,"]) + "\n"
    wheel = shelf / f"{module}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def write_lock(lock: Path, *wheels: Path) -> Path:
    """Write a lock of these wheels, as ``make lock`` writes them: version and hash, extras left out."""
    lines = []
    for wheel in wheels:
        module, version, _ = wheel.name.split("-", 2)
        fingerprint = hashlib.sha256(wheel.read_bytes()).hexdigest()
        lines.append(f"{module.replace('_', '-')}=={version} \\\n    --hash=sha256:{fingerprint}\n")
    lock.write_text("".join(lines), encoding="utf-8")
    return lock


def _url_safe_hash(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
