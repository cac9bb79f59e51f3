#!/usr/bin/env bash
# Installs what `make` needs. One verb each: python-venv, node-packages, debian-packages.
# Every verb is safe to repeat and says what is missing instead of half working.
set -eu
umask 022
cd "$(dirname "$0")/.."

say() { printf '%s\n' "$*" >&2; }
die() { say "natyija: $*"; exit 1; }

# Prints the first interpreter that is new enough; PYTHON, when set, is the only candidate.
find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    die "Python 3.11 or newer is needed, none found (tried: ${PYTHON:-python3, python3.11 to python3.14}).
  Install it, or name it: make PYTHON=/path/to/python3.12 …"
}

python_venv() {
    local python requirements=$1
    if ! .venv/bin/python -c '' 2>/dev/null; then
        python=$(find_python)
        say "Making .venv with $("$python" --version)"
        rm -rf .venv
        if ! "$python" -m venv .venv; then
            rm -rf .venv
            die "$python cannot make a virtual environment; on Debian: apt-get install python3-venv"
        fi
    fi
    say "Installing the Python packages of $requirements"
    .venv/bin/python -m pip install --quiet --no-input --disable-pip-version-check --requirement "$requirements" \
        || die "pip could not install $requirements; its reason stands above"
}

node_packages() {
    command -v npm >/dev/null || die "npm is missing: install Node.js 18 or newer with npm"
    node -e 'process.exitCode = Number(process.versions.node.split(".")[0]) < 18 ? 1 : 0' \
        || die "Node.js 18 or newer is needed, this is $(node --version)"
    say "Installing the npm packages of package-lock.json"
    npm ci --silent --no-progress || die "npm ci failed; run it by hand to see why"
}

# Pages work without the browser's libraries; interactive maps need them. So a machine without npm is told, not refused.
browser_libraries() {
    if [ ! -d node_modules/leaflet/dist ] || [ ! -d node_modules/plotly.js-basic-dist-min ] \
        || [ ! -d node_modules/openseadragon/build ]; then
        if ! (node_packages); then
            say "Without npm packages the site starts without its interactive maps; tables and static maps are there."
            return
        fi
    fi
    mkdir -p static/vendor/leaflet static/vendor/openseadragon
    cp -r node_modules/leaflet/LICENSE node_modules/leaflet/dist/{leaflet.js,leaflet.css,images} static/vendor/leaflet/
    cp node_modules/plotly.js-basic-dist-min/plotly-basic.min.js static/vendor/
    cp node_modules/openseadragon/LICENSE.txt node_modules/openseadragon/build/openseadragon/openseadragon.min.js \
        static/vendor/openseadragon/
    touch static/vendor/.ready
}

is_here() {  # is_here PACKAGE COMMAND
    if [ -n "$2" ]; then
        # Debian keeps PostgreSQL's server programs out of PATH.
        PATH="$PATH:/usr/sbin:$(printf '%s:' /usr/lib/postgresql/*/bin)" command -v "$2" >/dev/null
    elif command -v dpkg-query >/dev/null; then
        dpkg-query --show --showformat='${Status}' "$1" 2>/dev/null | grep -q 'ok installed'
    fi
}

missing_packages() {
    local line package command
    while read -r line; do
        package=$(printf '%s' "${line%%#*}" | tr -d ' ')
        command=''
        case $line in ?*'#'*) command=$(printf '%s' "${line#*#}" | tr -d ' ') ;; esac
        if [ -n "$package" ] && ! is_here "$package" "$command"; then printf '%s ' "$package"; fi
    done < debian-packages.txt
}

debian_packages() {
    local missing
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "Installing the Debian packages: $missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq || die "apt-get update failed"
        # The list is meant to be split into words.
        # shellcheck disable=SC2086
        apt-get install -y -qq --no-install-recommends $missing >/dev/null || die "apt-get could not install: $missing"
        missing=$(missing_packages)
        [ -z "$missing" ] || die "installed, yet still missing: $missing"
    else
        die "the tests need what is missing here: $missing
  On Debian, as root: apt-get install $missing
  Elsewhere: install the same programs so that they are found by PATH."
    fi
}

case ${1-} in
    python-venv) python_venv "$2" ;;
    node-packages) node_packages ;;
    browser-libraries) browser_libraries ;;
    debian-packages) debian_packages ;;
    *) die "usage: scripts/setup.sh python-venv FILE | node-packages | browser-libraries | debian-packages" ;;
esac
