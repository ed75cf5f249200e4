#!/bin/sh
# Say what is missing before npm is called, in words that tell what to do.
set -eu
if ! command -v node >/dev/null 2>&1 || ! command -v npm >/dev/null 2>&1; then
    echo "Il manque Node.js 18 ou plus récent, avec npm : la police, les styles et les scripts des pages en viennent." >&2
    echo "Debian, Ubuntu : apt-get install nodejs npm" >&2
    exit 1
fi
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 18 ]; then
    echo "Node.js $(node --version) est trop ancien : il faut la version 18 ou une plus récente." >&2
    exit 1
fi
