#!/usr/bin/env bash
# Lints schema.yml and makes a client from it in TypeScript and in Python, as a frontend would.
# Everything is installed and generated in var/clients, which git ignores.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/var/clients
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true
command -v npm >/dev/null || { echo "Node.js with npm is needed to check the clients."; exit 1; }

mkdir -p "$work"
cp "$here"/{package.json,package-lock.json,.npmrc,redocly.yaml,tsconfig.json,models.py} \
	"$root/examples/typescript/client.ts" "$root/schema.yml" "$work"
"${PYTHON:-python3}" -m venv "$work/python"
cd "$work"
rm -rf blog_client schema.d.ts client.js

echo "== Lint"
npm ci --ignore-scripts --silent
npx redocly lint schema.yml 2>lint.log || { cat lint.log; exit 1; }

echo "== TypeScript"
npx openapi-typescript schema.yml --output schema.d.ts >/dev/null
npx tsc

echo "== Python"
python/bin/python -m pip install --quiet --disable-pip-version-check \
	--require-hashes -r "$here/requirements.txt"
printf 'package_name_override: blog_client\npost_hooks: []\n' >python.yaml
python/bin/openapi-python-client generate --path schema.yml --config python.yaml \
	--meta none --output-path blog_client --overwrite --fail-on-warning
python/bin/python -m compileall -q blog_client
python/bin/python models.py
