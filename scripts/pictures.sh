#!/usr/bin/env bash
# Draws the README's terminal picture from real output: a sandbox with history, so that the plan shows every kind of change.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
strata() { node dist/main.js "$@" --config "$work/profiles.yaml" --sandbox --sandbox-state "$work/sandbox.json"; }
sed 's/grace: 24h/grace: 2h/' profiles.yaml >"$work/profiles.yaml"
cp -r teams "$work/teams"
# As it was before: another model, another stage, one profile more.
cat >>"$work/profiles.yaml" <<'YAML'
  hackday-2025:
    model: us.amazon.nova-lite-v1:0
    tags: { project: hackday, stage: test }
YAML
sed -i 's/model: us.amazon.nova-micro-v1:0/model: us.amazon.nova-lite-v1:0/; s/project: app01, stage: test/project: app01, stage: uat/' "$work/profiles.yaml"
sed -i '/docs-summary:/,/owner: tech-writing/d' "$work/profiles.yaml"
strata apply --yes >/dev/null 2>&1
cp profiles.yaml "$work/profiles.yaml"
cd "$work"
node "$OLDPWD/dist/main.js" plan --sandbox --sandbox-state sandbox.json --color always 2>/dev/null >plan.ansi
cd "$OLDPWD"
npx tsx scripts/terminal-svg.ts --title "strata plan" <"$work/plan.ansi" >docs/images/plan.svg
