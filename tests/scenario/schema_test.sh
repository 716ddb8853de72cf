#!/bin/sh
# Checks scenarios/scenario.schema.json with ajv: it accepts every scenario, and of the files of
# rules.json those that a schema can tell. schema_test.sh SOURCE BUILD; ajv goes to BUILD.
set -eu
source=$1
build=$2/schema_test
for tool in node npm; do
  if ! command -v $tool >/dev/null; then
    echo "schema_test: $tool is missing; the schema was not checked (apt-get install nodejs npm)" >&2
    exit 1
  fi
done
mkdir -p "$build"
# Exactly the packages of package-lock.json, none of whose scripts is run.
if ! cmp -s "$source/tests/scenario/package.json" "$build/package.json" ||
  ! cmp -s "$source/tests/scenario/package-lock.json" "$build/package-lock.json" ||
  [ ! -d "$build/node_modules/ajv" ]; then
  cp "$source/tests/scenario/package.json" "$source/tests/scenario/package-lock.json" "$build/"
  (cd "$build" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error) || {
    rm -f "$build/package.json"
    echo "schema_test: npm could not install ajv; the schema was not checked" >&2
    exit 1
  }
fi
cp "$source/tests/scenario/schema_test.js" "$build/schema_test.js"
exec node "$build/schema_test.js" "$source"
