// Checks pages of a running blog: WCAG 2 AA by pa11y (axe and HTML_CodeSniffer) in both colour
// schemes, valid HTML by html-validate, no sideways scrolling on a phone, nothing that the
// Content-Security-Policy blocks. Exits with 1 when it finds something.
//
//   npm ci --ignore-scripts && node check-pages.mjs http://127.0.0.1:8000 /blog/ /blog/archive/
//
// Paths may also stand in a file, one a line, given as @FILE. `+PATH` is the page that comes back
// when the form on PATH is sent as it stands (`+/blog/posts/x/#comment-form` names which one), and
// paths after `--as NAME` are seen signed in, with the password in EDITOR_PASSWORD. CHROMIUM names
// another browser than /usr/bin/chromium; none is downloaded, as no install script runs.

import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import pa11y from "pa11y";
import { complaintsOf, config, launch, pa11yOptions, signIn } from "./browser.mjs";

const SCHEMES = ["light", "dark"];
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };

const validator = new HtmlValidate(config("htmlvalidate.json"));

/** Opens a page, or for `+PATH` what its form leads to, and returns the answer. */
async function visit(page, path) {
  const response = await page.goto(new URL(path.replace(/^\+/, ""), base).href);
  if (!path.startsWith("+")) return response;
  const [answer] = await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    // Past the checks of the browser, which would keep the mistakes from being sent.
    page.evaluate(() =>
      document.querySelector(location.hash || "main form[method=post]").submit(),
    ),
  ]);
  return answer;
}

/** Yields the mistakes in the markup as it was sent, before a browser repairs it. */
async function* markupOf(path, context) {
  const page = await context.newPage();
  try {
    const response = await visit(page, path);
    const type = response.headers()["content-type"] ?? "";
    if (!type.startsWith("text/html")) {
      yield `answers ${response.status()} as ${type || "nothing"}, not as a page`;
      return;
    }
    if (path.startsWith("+") && response.status() !== 400) {
      yield `answers ${response.status()}, not with the mistakes`;
    }
    const report = await validator.validateString(await response.text(), path);
    for (const { messages } of report.results) {
      for (const { line, column, ruleId, message } of messages) {
        yield `html ${line}:${column} ${ruleId}: ${message}`;
      }
    }
  } finally {
    await page.close();
  }
}

/** Yields what a browser makes of the page in one colour scheme. */
async function* appearanceOf(path, context, scheme) {
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  try {
    await page.setViewport(PHONE);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await visit(page, path);
    const over = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (over > 0) yield `${scheme} overflows a phone by ${over} pixels`;
    // pa11y would load the page anew and forget the colour scheme; `ignoreUrl` keeps both.
    const given = { ...pa11yOptions, browser, page, viewport: DESKTOP, ignoreUrl: true };
    const { issues } = await pa11y(page.url(), given);
    for (const { runner, code, message, selector } of issues) {
      yield `${scheme} ${runner} ${code}: ${message} (${selector})`;
    }
  } finally {
    await page.close();
  }
  for (const message of complaints) {
    if (/Content.Security.Policy/i.test(message)) yield `${scheme} ${message}`;
  }
}

/** Yields what is found, and as a finding too why a page could not be checked to the end. */
async function* caught(findings) {
  try {
    yield* findings;
  } catch (error) {
    yield `not checked: ${error.cause?.message ?? error.message}`;
  }
}

/** Prints each finding under its page and returns how many there are. */
async function check(path, context) {
  let found = 0;
  const looks = SCHEMES.map((scheme) => appearanceOf(path, context, scheme));
  for (const findings of [markupOf(path, context), ...looks]) {
    for await (const finding of caught(findings)) {
      if (found++ === 0) console.log(`\n${path}`);
      console.log(`  ${finding}`);
    }
  }
  return found;
}

/** Returns a context with its own cookies, in which the person is signed in. */
async function contextOf(username) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await signIn(page, base, username, process.env.EDITOR_PASSWORD);
  await page.close();
  return context;
}

const [base, ...given] = process.argv.slice(2);
const paths = given.flatMap((path) =>
  path.startsWith("@") ? readFileSync(path.slice(1), "utf8").split("\n").filter(Boolean) : [path],
);
if (!base || paths.length === 0) {
  console.error("usage: node check-pages.mjs BASE_URL [+]PATH... [--as NAME [+]PATH...] | @FILE");
  process.exit(2);
}

const browser = await launch();
let [pages, found] = [0, 0];
try {
  let context = browser.defaultBrowserContext();
  while (paths.length > 0) {
    const path = paths.shift();
    if (path === "--as") {
      context = await contextOf(paths.shift());
    } else {
      pages += 1;
      found += await check(path, context);
    }
  }
} finally {
  await browser.close();
}
console.log(`${pages} pages, ${found} findings`);
process.exitCode = found ? 1 : 0;
