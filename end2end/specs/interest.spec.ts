// What somebody wants to find again: favourites, followed shops, and what this browser has shown.
import { accessible } from "../fixtures/a11y";
import { goto, hydrated } from "../fixtures/hydrated";
import { enterPassword } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

const BUYER = "jonas@example.com";

test("a guest's heart and followed shop are there after signing in", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/s/danqing");
  const goods = page.getByRole("main").locator('a[href^="/p/"]').first();
  const title = ((await goods.textContent()) ?? "").trim();
  await goods.click();
  await hydrated(page);
  const product = page.url();
  await page.getByRole("button", { name: "Keep in your favourites" }).click();
  await hydrated(page);
  await enterPassword(page, BUYER);
  await expect(page).toHaveURL(product);
  await hydrated(page);
  await goto(page, "/me/favourites");
  await expect(page.getByRole("link", { name: title }).first()).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);

  await goto(page, "/s/danqing");
  await page.getByRole("button", { name: "Follow this shop" }).click();
  await expect(page.getByRole("button", { name: "You follow this shop: stop" })).toBeVisible();
  await goto(page, "/me/following");
  await expect(page.getByRole("main").locator('a[href^="/p/"]')).toHaveCount(4);
  await page.getByRole("button", { name: /^Stop following/ }).click();
  await expect(page.getByRole("heading", { name: "You follow no shop yet" })).toBeVisible();

  await goto(page, product);
  await page.getByRole("button", { name: "In your favourites: take it out" }).click();
  await expect(page.getByRole("button", { name: "Keep in your favourites" })).toBeVisible();
});

test("the browser remembers what it has shown, and forgets it when asked", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/c");
  const goods = page.getByRole("main").locator('a[href^="/p/"]').first();
  const title = ((await goods.textContent()) ?? "").trim();
  await goods.click();
  await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await hydrated(page);
  await goto(page, "/me/recent");
  if (javaScriptEnabled === false) {
    await expect(page.getByText("Remembering needs JavaScript")).toBeVisible();
    return;
  }
  await expect(page.getByRole("link", { name: title }).first()).toBeVisible();
  await accessible(page);
  await page.getByRole("button", { name: "Forget all of it" }).click();
  await expect(page.getByRole("heading", { name: "Nothing remembered" })).toBeVisible();
});
