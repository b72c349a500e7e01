#!/bin/sh
# Builds the explorer's page into app/web/explorer: explorer/build.sh PYTHON
# PYTHON (of a virtual environment) is only used where Node is missing or too old: Node then comes into that environment, from PyPI.
set -eu

python=${1:?Usage: explorer/build.sh PYTHON}
python=$(cd "$(dirname "$python")" && pwd)/$(basename "$python")
cd "$(dirname "$0")"
built=../app/web/explorer/index.html
sources="../examples src build.sh compressed.ts icon.svg index.html package-lock.json package.json vite.config.ts"

say() {
    echo "explorer: $*"
}

# What Vite needs, as package.json's engines say.
sufficient() {
    "$1" -e 'const [major, minor] = process.versions.node.split(".").map(Number);
        process.exit(major > 22 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19) ? 0 : 1)' 2>/dev/null
}

if [ -f "$built" ] && [ -z "$(find $sources -newer "$built")" ]; then
    say "up to date"
    exit 0
fi

if ! { sufficient node && command -v npm >/dev/null; }; then
    bin=$("$python" -c 'import sysconfig; print(sysconfig.get_path("scripts"))')
    if ! sufficient "$bin/node"; then
        say "no Node of a sufficient version on the PATH: installing it into $bin (about 60 MB, once)"
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r node.txt
    fi
    PATH=$bin:$PATH
fi
say "building with Node $(node --version)"

# npm writes its own copy of the lock last, so that copy says whether node_modules is whole and current.
if [ ! -f node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    say "installing packages"
    npm ci --no-audit --no-fund --loglevel=error
fi
npm run --silent build -- --logLevel warn
touch "$built"
say "built, $(du -sk ../app/web/explorer | cut -f1) KiB in app/web/explorer"
