// Pages that many share are kept in memory: never older than what was committed, never somebody else's.
import type { Page } from "@playwright/test";
import { signInAsDemo } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

async function product(page: Page): Promise<string> {
  await page.goto("/c");
  const path = await page.getByRole("main").locator('a[href^="/p/"]').first().getAttribute("href");
  return path ?? "";
}

test("a stranger who has the page is told that it is still true", async ({ page, request }) => {
  for (const path of ["/", "/c", "/c/dried-vegetables", "/s/danqing", encodeURI(decodeURI(await product(page)))]) {
    const first = await request.get(path);
    const tag = first.headers().etag ?? "";
    expect(first.status(), path).toBe(200);
    expect(tag, path).toMatch(/^W\/"[0-9a-f]+"$/);
    expect(first.headers()["content-encoding"], path).toBe("br");
    expect(first.headers()["cache-control"], path).toBe("no-cache");
    expect(first.headers().vary, path).toContain("cookie");
    const again = await request.get(path, { headers: { "If-None-Match": tag } });
    expect([again.status(), (await again.body()).length], path).toEqual([304, 0]);
    const plain = await request.get(path, { headers: { "Accept-Encoding": "identity" } });
    expect(plain.headers()["content-encoding"], path).toBeUndefined();
    expect(await plain.text(), path).toBe(await first.text());
  }
});

test("each language has its own page, and an address that says more is answered with the same one", async ({ request }) => {
  const chinese = await request.get("/", { headers: { "Accept-Language": "zh-CN" } });
  expect(await chinese.text()).toContain('<html lang="zh-Hans">');
  const english = await request.get("/", { headers: { "Accept-Language": "en" } });
  expect(await english.text()).toContain('<html lang="en">');
  const followed = await request.get("/?from=a-friend", { headers: { "Accept-Language": "en" } });
  expect(followed.status()).toBe(200);
  expect(followed.headers().etag).toBe(english.headers().etag);
  expect(await followed.text()).toBe(await english.text());
});

test("what is mine is shown to me and to nobody else", async ({ page, somebodyElse }) => {
  const path = await product(page);
  const other = await somebodyElse();
  await other.goto(path);
  await expect(other.getByRole("link", { name: "Cart, empty" })).toBeVisible();

  await page.goto(path);
  await page.getByRole("button", { name: "Add to cart" }).click();
  const mine = await page.goto(path);
  await expect(page.getByRole("link", { name: "Cart, 1 in it" })).toBeVisible();
  expect(mine?.headers()["cache-control"]).toBe("private, no-cache");
  await other.reload();
  await expect(other.getByRole("link", { name: "Cart, empty" })).toBeVisible();
  await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();

  await signInAsDemo(page, "danqing@example.com", "/");
  await expect(page.getByRole("link", { name: "Me", exact: true })).toBeVisible();
  await other.goto("/");
  await expect(other.getByRole("link", { name: "Sign in" })).toBeVisible();
});

test("what a shop changes is on its pages at once", async ({ page, somebodyElse }) => {
  const reader = await somebodyElse();
  await signInAsDemo(page, "danqing@example.com", "/");
  await page.goto("/sell/danqing/listings?state=published");
  const row = page.locator("tbody tr").first().getByRole("link").first();
  const title = ((await row.textContent()) ?? "").trim();
  await reader.goto("/s/danqing");
  const link = reader.getByRole("main").getByRole("link", { name: title });
  await expect(link.first()).toBeVisible();
  const shown = (await link.first().getAttribute("href")) ?? "";
  await reader.goto(shown);

  await row.click();
  await page.getByLabel("Title").fill(`${title} (new)`);
  await page.getByRole("button", { name: "Publish" }).or(page.getByRole("button", { name: "Save" })).first().click();
  const renamed = await reader.goto(shown);
  expect(renamed?.url(), "the old address leads to the new one").not.toContain(shown);
  await expect(reader.getByRole("heading", { level: 1, name: `${title} (new)` })).toBeVisible();
  await reader.goto("/s/danqing");
  await expect(reader.getByRole("main").getByRole("link", { name: `${title} (new)` }).first()).toBeVisible();
});
