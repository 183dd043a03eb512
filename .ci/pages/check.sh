#!/usr/bin/env bash
# Serves the demo content as production does, checks every kind of page in a real browser, and
# follows a post from its first draft to its readers.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
work=$root/var/pages
command -v npm >/dev/null || { echo "Node.js with npm is needed to check the pages."; exit 1; }
command -v "${CHROMIUM:-chromium}" >/dev/null || { echo "Chromium is needed to check the pages."; exit 1; }

mkdir -p "$work"
cp "$here"/*.{mjs,json} "$work"
rm -f "$work"/journey-*.png
(cd "$work" && PUPPETEER_SKIP_DOWNLOAD=1 npm ci --ignore-scripts --silent)

export HOST=127.0.0.1 PORT="${PORT:-8765}" LOG_FORMAT=text
export SITE_URL="http://$HOST:$PORT" ALLOWED_HOSTS=$HOST DATABASE_URL="sqlite:///$work/pages.sqlite3"
SECRET_KEY=$(head -c 48 /dev/urandom | base64 | tr -d '\n')
EDITOR_PASSWORD=$(head -c 18 /dev/urandom | base64 | tr -d '\n')
export SECRET_KEY EDITOR_PASSWORD
rm -f "$work"/pages.sqlite3*
cd "$root"
DEBUG=true "$PYTHON" manage.py serve --prepare-only >/dev/null
# Nobody of the demo has a password; the editor gets one for this database.
link=$(DEBUG=true "$PYTHON" manage.py shell --no-imports --command "
import os
from blog.models import Person
from blog.services.accounts import reset_link, set_password
set_password(person=Person.objects.get(username='editor'), password=os.environ['EDITOR_PASSWORD'])
print(reset_link(Person.objects.get(username='reader')))")
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
	"/blog/?q=the&category=reading&tag=http&year=$year" "/blog/?q=nothingatall&tag=http" "/blog/?q=!" \
	"/blog/category/guides/?q=the&ordering=-published_at" "/blog/?tag=http&tag=api&author=author" \
	/blog/posts/welcome-to-broadsheet/ /blog/posts/good-arguments-need-good-threads/ \
	"/blog/posts/من-اليمين-إلى-اليسار/" "/blog/posts/フィードで読むブログ/" \
	/blog/category/guides/ /blog/tag/http/ /blog/author/author/ /blog/archive/ "/blog/archive/$year/" \
	"/blog/archive/$year/$(date -u +%m)/" /blog/statistics/ /blog/posts/nothing/ \
	"/api/v1/tags/http/?format=html" "/api/v1/categories/guides/?format=html" \
	"/api/v1/authors/author/?format=html" \
	/accounts/login/ "/accounts/login/?changed=1" +/accounts/login/ /accounts/signup/ \
	+/accounts/signup/ /accounts/password-reset/ +/accounts/password-reset/ \
	/accounts/password-reset/sent/ /accounts/password-reset/MQ/used-already/ \
	"${link#"$SITE_URL"}" "+${link#"$SITE_URL"}" \
	--as editor \
	/blog/ "/blog/?status=draft" /blog/posts/create/ +/blog/posts/create/ \
	/blog/posts/welcome-to-broadsheet/edit/ /blog/posts/welcome-to-broadsheet/delete/ \
	/blog/posts/welcome-to-broadsheet/ "/blog/posts/welcome-to-broadsheet/?reply_to=1" \
	"+/blog/posts/welcome-to-broadsheet/#comment-form" \
	/blog/comments/1/edit/ /blog/comments/1/delete/ \
	/blog/comments/moderation/ +/blog/comments/moderation/ "/accounts/?changed=1" +/accounts/ /accounts/profile/ /accounts/close/ +/accounts/close/
node journey.mjs "$SITE_URL"
