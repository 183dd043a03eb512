#!/usr/bin/env bash
# Serves the demo content as production does, and checks every kind of page in a real browser.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/var/pages
command -v npm >/dev/null || { echo "Node.js with npm is needed to check the pages."; exit 1; }
command -v "${CHROMIUM:-chromium}" >/dev/null || { echo "Chromium is needed to check the pages."; exit 1; }

mkdir -p "$work"
cp "$here"/{package.json,package-lock.json,check-pages.mjs,pa11y.json,htmlvalidate.json} "$work"
(cd "$work" && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --silent)

export HOST=127.0.0.1 PORT="${PORT:-8765}" LOG_FORMAT=text
export SITE_URL="http://$HOST:$PORT" ALLOWED_HOSTS=$HOST DATABASE_URL="sqlite:///$work/pages.sqlite3"
SECRET_KEY=$(head -c 48 /dev/urandom | base64 | tr -d '\n')
export SECRET_KEY
rm -f "$work"/pages.sqlite3*
cd "$root"
DEBUG=true "$PYTHON" manage.py serve --prepare-only >/dev/null
DEBUG=false "$PYTHON" manage.py collectstatic --no-input --verbosity 0
DEBUG=false "$PYTHON" manage.py serve >"$work/server.log" 2>&1 &
server=$!
trap 'kill $server' EXIT
for _ in $(seq 100); do
	"$PYTHON" -c "import urllib.request as u; u.urlopen('$SITE_URL/health/ready')" 2>/dev/null && break
	sleep 0.2
done
year=$(date -u +%Y)
cd "$work"
node check-pages.mjs "$SITE_URL" /blog/ "/blog/?page=2" "/blog/?q=feed" "/blog/?q=nothingatall" \
	/blog/posts/welcome-to-broadsheet/ /blog/posts/good-arguments-need-good-threads/ \
	"/blog/posts/من-اليمين-إلى-اليسار/" "/blog/posts/フィードで読むブログ/" \
	/blog/category/guides/ /blog/tag/http/ /blog/author/author/ /blog/archive/ "/blog/archive/$year/" \
	"/blog/archive/$year/$(date -u +%m)/" /blog/statistics/ /blog/posts/nothing/ \
	"/api/v1/tags/http/?format=html" "/api/v1/categories/guides/?format=html" \
	"/api/v1/authors/author/?format=html"
