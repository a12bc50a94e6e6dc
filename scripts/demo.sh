#!/usr/bin/env bash
# A walk through Strata on the sandbox: plan, apply, a second plan that is empty, one profile in full.
set -euo pipefail
cd "$(dirname "$0")/.."
state=$(mktemp -d)
trap 'rm -rf "$state"' EXIT
strata() { echo; echo "\$ strata $*"; node dist/main.js "$@" --sandbox --sandbox-state "$state/sandbox.json"; }
strata plan
strata apply --yes
strata plan
strata show search --target 111122223333/eu-central-1
