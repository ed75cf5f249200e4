#!/bin/sh
# Find a Chromium for the browser tests and the screenshots; install Debian's where this may be done.
# Without one the browser tests are skipped, with the reason printed; with CI=true its absence fails here.
set -eu
missing() {
    if [ "${CI:-}" = true ]; then
        echo "$1 : avec CI=true, les tests dans un navigateur doivent pouvoir tourner." >&2
        exit 1
    fi
    echo "$1 : les tests dans un navigateur seront sautés. CHROMIUM=/chemin make test pour en donner un." >&2
    exit 0
}

for name in ${CHROMIUM:-} chromium chromium-browser google-chrome; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
    missing "Il manque Chromium (Debian, Ubuntu : apt-get install chromium)"
fi
echo "Installation de Chromium pour les tests dans un navigateur (apt-get)"
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! { apt-get update && apt-get install -y --no-install-recommends chromium; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    missing "Chromium n’a pas pu être installé par apt-get"
fi
