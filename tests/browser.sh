#!/bin/sh
# The page tests need Chromium and Japanese letters; this installs them where it may, and names them where not.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
fc-list 2>/dev/null | grep -q -i 'noto.*cjk' || missing="$missing fonts-noto-cjk"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the page tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    exec apt-get install -y -qq --no-install-recommends $missing fontconfig >/dev/null
fi
echo "The page tests need these packages, please install them: $missing" >&2
exit 1
