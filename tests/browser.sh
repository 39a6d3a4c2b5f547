#!/bin/sh
# The page tests need Chromium and Japanese letters, the test of scanned pages Tesseract with its data for Japanese;
# this installs them where it may, and names them where not.
set -eu
missing=""
command -v chromium >/dev/null 2>&1 || missing="chromium"
fc-list 2>/dev/null | grep -q -i 'noto.*cjk' || missing="$missing fonts-noto-cjk"
command -v tesseract >/dev/null 2>&1 || missing="$missing tesseract-ocr"
tesseract --list-langs 2>/dev/null | grep -q -x jpn || missing="$missing tesseract-ocr-jpn"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$missing for the tests …" >&2
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # shellcheck disable=SC2086 # a list of package names
    exec apt-get install -y -qq --no-install-recommends $missing fontconfig >/dev/null
fi
echo "The tests need these packages, please install them: $missing" >&2
exit 1
