// What a browser remembers of what somebody looked at is not shown to whoever has the phone next.
import type { Page } from "@playwright/test";
import { goto } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

const HERS = "danqing@example.com";
const HIS = "jonas@example.com";

/** What the browser itself remembers: goods are on a page a moment later. */
const remembered = (page: Page) => page.evaluate(() => localStorage.getItem("recent") ?? "");

/** Opens one of the goods, and waits until the browser remembers it: its id. */
async function look(page: Page, position: number): Promise<string> {
  await goto(page, "/c");
  const path = await page.getByRole("main").locator('a[href^="/p/"]').nth(position).getAttribute("href");
  await goto(page, path ?? "/");
  const id = (await page.locator("[data-viewed]").getAttribute("data-viewed")) ?? "";
  expect(id).not.toBe("");
  await expect.poll(() => remembered(page)).toContain(id);
  return id;
}

/** Marks what the browser remembers: the next page's script writes it anew, without the mark. */
function mark(): void {
  const kept = JSON.parse(localStorage.getItem("recent") ?? "{}");
  localStorage.setItem("recent", JSON.stringify({ ...kept, isMarked: true }));
}

/** The page of what was looked at, once its script has seen to whose that is: before that it says "Nothing remembered" to everybody. */
async function recentIs(page: Page, goods: number): Promise<void> {
  await page.evaluate(mark);
  await goto(page, "/me/recent");
  await expect.poll(() => remembered(page), "the script of the page has run").not.toContain("isMarked");
  const cards = page.getByRole("main").getByRole("heading", { level: 3 });
  if (goods > 0) return expect(cards).toHaveCount(goods);
  // What the script leaves is what it shows a moment later.
  expect(await remembered(page)).toContain('"ids":[]');
  await expect(page.getByRole("heading", { name: "Nothing remembered" })).toBeVisible();
  await expect(cards).toHaveCount(0);
}

test("what somebody looked at goes along when they sign in, and ends when they sign out", async ({ page }) => {
  const asAGuest = await look(page, 0);
  await signInAsDemo(page, HERS, "/");
  await recentIs(page, 1);
  expect(await remembered(page)).toContain(asAGuest);
  const signedIn = await look(page, 1);
  await recentIs(page, 2);

  await goto(page, "/me");
  await page.locator('form[action="/sign-out"] button').click();
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expect.poll(() => remembered(page), "whoever has the phone next").not.toContain(signedIn);
  expect(await remembered(page)).not.toContain(asAGuest);
  await recentIs(page, 0);
  const next = await look(page, 2);
  await recentIs(page, 1);
  await signInAsDemo(page, HIS, "/");
  await recentIs(page, 1);
  expect(await remembered(page)).toContain(next);
});

test("nobody sees what somebody looked at who was signed in before them and did not sign out", async ({ page }) => {
  await signInAsDemo(page, HERS, "/");
  const hers = await look(page, 0);
  await signInAsDemo(page, HIS, "/");
  await expect.poll(() => remembered(page), "somebody else is signed in").not.toContain(hers);
  await recentIs(page, 0);

  const his = await look(page, 1);
  // The session ends as it does by itself, or from another device: no cookie tells of it.
  await page.context().clearCookies({ name: "session" });
  await goto(page, "/");
  await expect.poll(() => remembered(page), "nobody is signed in any more").not.toContain(his);
  await recentIs(page, 0);
});
