#!/bin/sh
# Resolves pyproject.toml into the three locks: pins with hashes, valid for every Python from 3.11 on and every
# system, and without the address of any package host. Which index is asked is the environment's business.
set -eu
export UV_PYTHON_DOWNLOADS=never
export UV_CUSTOM_COMPILE_COMMAND="make lock"
compile() { uv pip compile "$@" --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet; }
# dev.txt decides; the other two are held to it, so that one version of a package is in all three.
compile pyproject.toml --group dev -o requirements/dev.txt
compile pyproject.toml -c requirements/dev.txt -o requirements/run.txt
compile requirements/build.in -c requirements/dev.txt -o requirements/build.txt
# What the bench holds our readers against; nobody installs it but to compare (bench/reading.py).
compile requirements/peers.in -c requirements/dev.txt -o requirements/peers.txt
