// Checks pages of a running blog: WCAG 2 AA by pa11y (axe and HTML_CodeSniffer) in both colour
// schemes, valid HTML by html-validate, no sideways scrolling on a phone, nothing that the
// Content-Security-Policy blocks. Exits with 1 when it finds something.
//
//   npm ci --ignore-scripts && node check-pages.mjs http://127.0.0.1:8000 /blog/ /blog/archive/
//
// Paths may also stand in a file, one a line, given as @FILE. CHROMIUM names another browser than
// /usr/bin/chromium; none is downloaded, as no install script runs.

import { readFileSync } from "node:fs";
import { HtmlValidate } from "html-validate";
import pa11y from "pa11y";
import puppeteer from "puppeteer";

const SCHEMES = ["light", "dark"];
const PHONE = { width: 360, height: 740 };
const DESKTOP = { width: 1280, height: 900 };

const config = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));
const { chromeLaunchConfig, ...options } = config("pa11y.json");
const validator = new HtmlValidate(config("htmlvalidate.json"));

/** Yields the mistakes in the markup as it was sent, before a browser repairs it. */
async function* markupOf(url) {
  const response = await fetch(url, { headers: { accept: "text/html" } });
  const type = response.headers.get("content-type") ?? "";
  if (!type.startsWith("text/html")) {
    yield `answers ${response.status} as ${type || "nothing"}, not as a page`;
    return;
  }
  const report = await validator.validateString(await response.text(), url);
  for (const { messages } of report.results) {
    for (const { line, column, ruleId, message } of messages) {
      yield `html ${line}:${column} ${ruleId}: ${message}`;
    }
  }
}

/** Yields what a browser makes of the page in one colour scheme. */
async function* appearanceOf(url, browser, scheme) {
  const page = await browser.newPage();
  const blocked = [];
  page.on("console", (message) => {
    if (/Content.Security.Policy/i.test(message.text())) blocked.push(message.text());
  });
  try {
    await page.setViewport(PHONE);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.goto(url, { waitUntil: "load" });
    const over = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    if (over > 0) yield `${scheme} overflows a phone by ${over} pixels`;
    // pa11y would load the page anew and forget the colour scheme; `ignoreUrl` keeps both.
    const given = { ...options, browser, page, viewport: DESKTOP, ignoreUrl: true };
    const { issues } = await pa11y(url, given);
    for (const { runner, code, message, selector } of issues) {
      yield `${scheme} ${runner} ${code}: ${message} (${selector})`;
    }
  } finally {
    await page.close();
  }
  for (const message of blocked) yield `${scheme} ${message}`;
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
async function check(url, browser) {
  let found = 0;
  const checks = [markupOf(url), ...SCHEMES.map((scheme) => appearanceOf(url, browser, scheme))];
  for (const findings of checks) {
    for await (const finding of caught(findings)) {
      if (found++ === 0) console.log(`\n${url}`);
      console.log(`  ${finding}`);
    }
  }
  return found;
}

const [base, ...given] = process.argv.slice(2);
const paths = given.flatMap((path) =>
  path.startsWith("@") ? readFileSync(path.slice(1), "utf8").split("\n").filter(Boolean) : [path],
);
if (!base || paths.length === 0) {
  console.error("usage: node check-pages.mjs BASE_URL PATH... | @FILE");
  process.exit(2);
}

const browser = await puppeteer.launch({
  ...chromeLaunchConfig,
  executablePath: process.env.CHROMIUM ?? chromeLaunchConfig.executablePath,
});
let found = 0;
try {
  for (const path of paths) found += await check(new URL(path, base).href, browser);
} finally {
  await browser.close();
}
console.log(`${paths.length} pages, ${found} findings`);
process.exitCode = found ? 1 : 0;
