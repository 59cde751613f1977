// Pages that a browser brings back as it was left are not another reader's.
import type { Page } from "@playwright/test";
import { goto } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

/** Brings the page back as Back does from the browser's memory, which Playwright switches off. */
async function bringBack(page: Page): Promise<void> {
  await page.evaluate(() => {
    setTimeout(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  });
}

test("after signing out, Back shows nothing of who was signed in", async ({ page }) => {
  await signInAsDemo(page, "danqing@example.com", "/");
  const me = page.getByRole("link", { name: "Me", exact: true });
  await page.evaluate(() => {
    Object.assign(window, { isAsItWasLeft: true });
  });
  await bringBack(page);
  await expect(me).toBeVisible();
  expect(await page.evaluate(() => "isAsItWasLeft" in window), "the same reader's is not asked for again").toBe(true);

  // Meanwhile, in the same browser.
  const other = await page.context().newPage();
  await goto(other, "/me");
  await other.locator('form[action="/sign-out"] button').click();
  await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expect(me, "it is as it was left").toBeVisible();
  await bringBack(page);
  await expect(page.getByRole("link", { name: "Sign in" })).toBeVisible();
  await expect(me).toHaveCount(0);
});
