#!/bin/sh
# Builds the package from a clone and puts what the command line needs into a folder:
#   deploy/install.sh FOLDER
# Needs Node and npm. The command line is bundled, so nothing of node_modules goes along; the library does not, either.
set -eu

if [ $# -ne 1 ] || [ -z "$1" ]; then
  echo 'usage: deploy/install.sh FOLDER' >&2
  exit 2
fi
mkdir -p -- "$1"
folder=$(cd -- "$1" && pwd)
cd -- "$(dirname -- "$0")/.."

npm ci --ignore-scripts --engine-strict --no-audit --no-fund
npm run --silent build
archive=$(npm pack --ignore-scripts --silent)
tar -xzf "$archive" -C "$folder" --strip-components=1 --exclude=package/dist/library
rm -- "$archive"
