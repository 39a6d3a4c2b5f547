#!/bin/sh
# The tests of remote stores start Virtuoso 7; this installs it where it may, and names it where not.
set -eu
command -v virtuoso-t >/dev/null 2>&1 && exit 0
missing="virtuoso-opensource-7-bin virtuoso-opensource-7-common"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing $missing for the tests of remote stores …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    exec apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
echo "The tests of remote stores need these packages, please install them: $missing" >&2
exit 1
