// What the checks need of a browser: Chromium, fields and buttons by their names, its complaints.

import { readFileSync } from "node:fs";
import puppeteer from "puppeteer";

export const config = (name) => JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8"));

export const { chromeLaunchConfig, ...pa11yOptions } = config("pa11y.json");

export function launch() {
  return puppeteer.launch({
    ...chromeLaunchConfig,
    executablePath: process.env.CHROMIUM ?? chromeLaunchConfig.executablePath,
  });
}

/** Returns a list that grows by what scripts, the console and the CSP complain of. */
export function complaintsOf(page) {
  const found = [];
  page.on("console", (message) => {
    if (message.type() === "error") found.push(message.text());
  });
  page.on("pageerror", (error) => found.push(error.message));
  return found;
}

/** Returns what has this role and this accessible name, as a screen reader would find it. */
export async function named(page, role, name) {
  const found = await page.$(`::-p-aria([role="${role}"][name="${name}"])`);
  if (!found) throw new Error(`${page.url()} has no ${role} "${name}"`);
  return found;
}

/** Types into the fields of these names, in place of what stands there. */
export async function fill(page, fields) {
  for (const [name, text] of Object.entries(fields)) {
    const field = await named(page, "textbox", name);
    await field.evaluate((node) => (node.value = ""));
    await field.type(text);
  }
}

/** Presses a button, or follows a link, and waits for the page that it leads to. */
export async function press(page, name, role = "button") {
  const target = await named(page, role, name);
  const [response] = await Promise.all([
    page.waitForNavigation({ waitUntil: "load" }),
    target.click(),
  ]);
  return response;
}

export const follow = (page, name) => press(page, name, "link");

export async function signIn(page, base, username, password) {
  await page.goto(new URL("/accounts/login/", base).href);
  await fill(page, { "User name": username });
  const field = await page.$("main [type=password]"); // A password has no role.
  await field.type(password);
  await press(page, "Sign in");
}
