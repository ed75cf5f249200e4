#!/bin/sh
# Make .venv, or make it again when its Python has gone. Uses $PYTHON when set, else the first Python >= 3.11 found.
set -eu
cd "$(dirname "$0")/.."

usable() {
    "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

if [ -x .venv/bin/python ] && usable .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi

for candidate in ${PYTHON:-python3.11 python3 python3.12 python3.13}; do
    if command -v "$candidate" >/dev/null 2>&1 && usable "$candidate"; then
        echo "Environnement Python : .venv ($("$candidate" --version))"
        exec "$candidate" -m venv --clear .venv
    fi
done

echo "Il manque Python 3.11 ou plus récent, avec son module venv." >&2
echo "Debian, Ubuntu : apt-get install python3 python3-venv. Ailleurs : PYTHON=/chemin/de/python3.11 make run" >&2
exit 1
