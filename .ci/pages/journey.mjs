// One post from its first draft to its readers, by what people see and press: a new person, an
// editor and a visitor, with and without JavaScript. Exits with 1 when something is not as it
// should be, and leaves a picture of what each of them saw last.
//
//   EDITOR_PASSWORD=… node journey.mjs http://127.0.0.1:8000

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { complaintsOf, fill, follow, launch, named, press, signIn } from "./browser.mjs";

const [base] = process.argv.slice(2);
const PERSON = "journey";
const TITLE = "A day at the lake";
const REMARK = "The water was cold, and worth it.";

const browser = await launch();
const people = {};

/** Opens a window of somebody's own, with their own cookies. */
async function person(name) {
  const page = await (await browser.createBrowserContext()).newPage();
  people[name] = { page, complaints: complaintsOf(page) };
  return page;
}

const at = (path) => new URL(path, base).href;
const textOf = (page) => page.$eval("body", (body) => body.innerText);

async function sees(page, ...words) {
  const text = await textOf(page);
  for (const word of words) assert(text.includes(word), `${page.url()} does not say "${word}"`);
}

async function misses(page, ...words) {
  const text = await textOf(page);
  for (const word of words) assert(!text.includes(word), `${page.url()} says "${word}"`);
}

async function isPressed(page, name) {
  return (await named(page, "button", name)).evaluate((node) => node.ariaPressed);
}

async function signUpAndWrite(page) {
  await page.goto(at("/blog/"));
  await follow(page, "Sign up");
  await fill(page, { "User name": PERSON, "E-mail": `${PERSON}@example.com` });
  await (await page.$("main [type=password]")).type(randomBytes(12).toString("base64url"));
  await press(page, "Sign up");
  await follow(page, "Write");
  await misses(page, "Status");
  await fill(page, { Title: TITLE, Text: "We went **early**.\n\nNobody else was there." });
  await press(page, "Save");
  await sees(page, TITLE, "Draft", "Nobody else was there.");
}

async function publish(page) {
  await signIn(page, base, "editor", process.env.EDITOR_PASSWORD);
  await page.goto(at("/accounts/"));
  await follow(page, "Drafts");
  await follow(page, TITLE);
  await follow(page, "Edit this post");
  await page.select("#field-status", "published");
  await press(page, "Save");
  await sees(page, TITLE, "0 comments", "0 likes");
  await misses(page, "Draft");
  return page.url();
}

async function approve(page) {
  await follow(page, "Moderate");
  await sees(page, REMARK);
  const box = await page.evaluateHandle((remark) => {
    const items = [...document.querySelectorAll("main li")];
    return items.find((item) => item.innerText.includes(remark)).querySelector("input");
  }, REMARK);
  await box.click();
  await press(page, "Approve");
  await misses(page, REMARK);
}

async function likeWithoutReload(page, post) {
  await page.goto(post);
  let left = 0;
  page.on("framenavigated", () => (left += 1));
  await (await named(page, "button", "Like")).click();
  await page.waitForFunction(() => {
    const said = [...document.querySelectorAll("[data-likes]")].map((node) => node.textContent);
    return said.length === 2 && said.every((text) => text === "1 like");
  });
  assert.equal(await isPressed(page, "Like"), "true");
  assert.equal(left, 0, "the page was left");
}

async function likeByTheForm(page, post) {
  await page.setJavaScriptEnabled(false);
  await page.goto(post);
  assert.equal(await isPressed(page, "Like"), "true");
  for (const [pressed, count] of [["false", "0 likes"], ["true", "1 like"]]) {
    await press(page, "Like");
    await sees(page, count);
    assert.equal(await isPressed(page, "Like"), pressed);
  }
}

async function journey() {
  const [newcomer, editor, visitor] = [
    await person("newcomer"),
    await person("editor"),
    await person("visitor"),
  ];
  await signUpAndWrite(newcomer);
  await visitor.goto(at("/blog/"));
  await misses(visitor, TITLE);
  const post = await publish(editor);
  await newcomer.goto(post);
  await fill(newcomer, { "Your comment": REMARK });
  await press(newcomer, "Comment");
  await sees(newcomer, REMARK, "Waits for approval");
  await visitor.goto(post);
  await misses(visitor, REMARK);
  await approve(editor);
  await likeWithoutReload(newcomer, post);
  const second = await newcomer.browserContext().newPage();
  people.withoutScript = { page: second, complaints: complaintsOf(second) };
  await likeByTheForm(second, post);
  await visitor.goto(at("/blog/"));
  await follow(visitor, TITLE);
  await sees(visitor, TITLE, REMARK, "1 comment", "1 like", "Sign in to comment");
  await misses(visitor, "Waits for approval", "Edit this post");
  for (const [name, { complaints }] of Object.entries(people)) {
    assert.deepEqual(complaints, [], `the browser of ${name} complains`);
  }
}

try {
  await journey();
  console.log("The journey of a post: as it should be");
} catch (error) {
  console.error(`The journey of a post: ${error.stack}`);
  for (const [name, { page, complaints }] of Object.entries(people)) {
    const path = `journey-${name}.png`;
    await page.screenshot({ path, fullPage: true }).catch(() => {});
    console.error(`  ${name}: ${page.url()}, ${path} ${complaints.join("; ")}`);
  }
  process.exitCode = 1;
} finally {
  await browser.close();
}
