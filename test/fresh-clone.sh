#!/usr/bin/env bash
# What a newcomer meets: clones HEAD (committed work only) into an empty folder and runs the README's two commands there, with an empty
# package store, cache and configuration of its own. Prints how long each took. Not part of `npm test`, because it downloads everything
# again and runs `npm test` itself.
#
#   test/fresh-clone.sh            keeps nothing
#   KEEP=1 test/fresh-clone.sh     leaves the clone behind and says where
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
place=$(mktemp -d)
[ -n "${KEEP:-}" ] && echo "clone: $place/bihuan" || trap 'rm -rf "$place"' EXIT

timed() {
  local started=$SECONDS status=0
  (cd "$place/bihuan" && "$@") >"$place/output" 2>&1 || status=$?
  tail -n "${SHOWN:-5}" "$place/output"
  echo "── $*: exit code $status after $((SECONDS - started)) s"
  return "$status"
}

git clone --quiet "file://$root" "$place/bihuan"
# The workspace's own tools must not be found on the path: a newcomer has only Node and npm.
PATH=$(tr ':' '\n' <<<"$PATH" | grep -v node_modules | paste -sd ':')
export PATH XDG_DATA_HOME="$place/data" XDG_CACHE_HOME="$place/cache" XDG_STATE_HOME="$place/state"
export npm_config_store_dir="$place/store" npm_config_cache="$place/npm" PNPM_HOME="$place/pnpm"

failures=0
timed npm run demo || failures=$((failures + 1))
timed npm test || failures=$((failures + 1))

left=$(git -C "$place/bihuan" status --short)
[ -z "$left" ] || { echo "files left behind:"; echo "$left"; failures=$((failures + 1)); }
exit "$failures"
