// From the home page to a product, by whoever just looks around: in both languages, with scripts and without.
import type { Page } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { goto, hydrated } from "../fixtures/hydrated";
import { expect, test } from "../fixtures/server";
import { weigh } from "../fixtures/weight";

const SALTED_PORK = /柴火腊肉/;

/** The address of the salted pork, found as a reader finds it. */
async function saltedPork(page: Page): Promise<string> {
  await goto(page, "/c/salted-pork");
  const link = page.getByRole("main").getByRole("link", { name: SALTED_PORK });
  const marked = (await link.getAttribute("href")) ?? "";
  return marked.split("?")[0];
}

test("from the home page through a category to a product", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/");
  await expect(page.getByRole("heading", { name: "Newest goods" })).toBeVisible();
  await page.getByRole("navigation", { name: "Categories" }).getByRole("link", { name: "Food" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Food" })).toBeVisible();
  await page.getByRole("navigation", { name: "Narrower" }).getByRole("link", { name: "Cured meat" }).click();
  await page.getByRole("navigation", { name: "Narrower" }).getByRole("link", { name: "Salted pork" }).click();
  const crumbs = page.getByRole("navigation", { name: "Where you are" });
  await expect(crumbs.getByRole("link", { name: "Salted pork" })).toHaveAttribute("aria-current", "page");
  await hydrated(page);
  if (javaScriptEnabled !== false) await accessible(page);

  await page.getByRole("main").getByRole("link", { name: SALTED_PORK }).click();
  await expect(page.getByRole("heading", { level: 1, name: SALTED_PORK })).toBeVisible();
  await expect(page.getByText("Your money is held until you confirm the parcel.").first()).toBeVisible();
  await expect(page.getByText("Freight from CN¥")).toBeVisible();
  await expect(page.getByRole("button", { name: "Buy now" })).toBeVisible();
  await hydrated(page);
  if (javaScriptEnabled !== false) await accessible(page);
  await page.getByRole("link", { name: "Visit the shop" }).click();
  await expect(page.getByRole("heading", { level: 1, name: /丹青湘西特产/ })).toBeVisible();
});

test("the same in Chinese", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/");
  await page.getByRole("button", { name: "中文" }).click();
  await expect(page.getByRole("heading", { name: "新上的货" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "zh-Hans");
  await page.goto(await saltedPork(page));
  await hydrated(page);
  await expect(page.getByLabel("买多少")).toBeVisible();
  await expect(page.getByRole("button", { name: "立即购买" })).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
});

test("a product shows its photo, and goes into the cart", async ({ page }) => {
  await goto(page, await saltedPork(page));
  const photo = page.getByRole("region", { name: "Photos" }).getByRole("img").first();
  await expect.poll(() => photo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(300);
  await page.getByLabel("How much").fill("0.1");
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page).toHaveURL(/\/cart$/);
  await expect(page.getByRole("main").getByText(SALTED_PORK).first()).toBeVisible();
  await expect(page.getByRole("link", { name: "Cart, 1 in it" })).toBeVisible();
});

test("an amount that is not sold is said beside the field, and stays in it", async ({ page, javaScriptEnabled }) => {
  await goto(page, await saltedPork(page));
  await page.getByLabel("How much").fill("much");
  await page.getByRole("button", { name: "Add to cart" }).click();
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1, name: SALTED_PORK })).toBeVisible();
  const field = page.getByLabel("How much");
  await expect(field).toHaveValue("much");
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("#quantity-error")).toContainText("not a number");
  if (javaScriptEnabled !== false) await accessible(page);
});

test("the total follows the amount where scripts run", async ({ page, javaScriptEnabled }) => {
  await goto(page, await saltedPork(page));
  const more = page.getByRole("button", { name: "More" });
  if (javaScriptEnabled === false) {
    await expect(more).toBeHidden();
    await expect(page.getByRole("status")).toBeHidden();
    return;
  }
  const field = page.getByLabel("How much");
  const total = page.getByRole("status").filter({ hasText: "=" });
  await field.fill("2");
  const two = await total.textContent();
  await more.click();
  await expect(field).toHaveValue("2.1");
  await expect(total).not.toHaveText(two ?? "");
  await field.fill("0.001");
  await expect(page.getByText("not sold in this amount")).toBeVisible();
});

test("sizes are radio buttons; what is sold out cannot be chosen", async ({ page }) => {
  await goto(page, "/c/dresses");
  await page.getByRole("article").getByRole("link").first().click();
  await hydrated(page);
  const radios = page.getByRole("radio");
  expect(await radios.count()).toBeGreaterThan(1);
  const there = page.getByRole("radio", { disabled: false });
  await there.last().check();
  await expect(there.last()).toBeChecked();
  await page.getByLabel("How many").fill("1");
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page).toHaveURL(/\/cart$/);
});

test("freight is shown to where the reader says", async ({ page, javaScriptEnabled }) => {
  await goto(page, await saltedPork(page));
  await page.getByRole("link", { name: "Where to?" }).click();
  await hydrated(page);
  if (javaScriptEnabled !== false) await accessible(page);
  await page.getByLabel("Province").selectOption({ label: "Hunan" });
  await page.getByRole("button", { name: "Show freight to there" }).click();
  await expect(page.getByText(/To Hunan CN¥|Sent to Hunan for free/)).toBeVisible();
});

test("the search box finds goods, and says when it finds nothing", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/");
  await page.locator("#q").fill("腊肉");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page.getByRole("main").getByRole("link", { name: SALTED_PORK })).toBeVisible();
  await hydrated(page);
  if (javaScriptEnabled !== false) await accessible(page);
  await goto(page, "/search?q=%25%00%27zzz");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
});

test("the rules say every number with its date", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/");
  await page.getByRole("link", { name: "The rules and the numbers" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "The rules and the numbers" })).toBeVisible();
  for (const rule of ["The market's fee", "A parcel counts as received", "Goods are held for an unpaid order"]) {
    await expect(page.getByRole("heading", { name: rule })).toBeVisible();
  }
  await hydrated(page);
  if (javaScriptEnabled !== false) await accessible(page);
});

test("a wrong tail leads to the right address; what never was is a calm 404", async ({ page, request, javaScriptEnabled }) => {
  const right = await saltedPork(page);
  const wrong = `${right.split("/").slice(0, 3).join("/")}/nonsense`;
  const moved = await request.get(wrong, { maxRedirects: 0 });
  expect(moved.status()).toBe(301);
  expect(decodeURI(moved.headers().location ?? "")).toBe(right);
  for (const path of ["/p/lst_00000000000070008000000000000000/x", "/p/nonsense/x", "/s/nobody", "/c/nothing"]) {
    const response = await goto(page, path);
    expect(response?.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  if (javaScriptEnabled !== false) await accessible(page);
});

test("what its shop took down is a calm 410", async ({ page, somebodyElse, javaScriptEnabled }) => {
  await goto(page, "/c/dried-fruit");
  const goods = page.getByRole("article").filter({ hasText: "丹青" }).getByRole("link").first();
  const product = (await goods.getAttribute("href")) ?? "";
  expect((await goto(page, product))?.status()).toBe(200);

  const seller = await somebodyElse();
  const listing = product.split("/")[2];
  await goto(seller, `/sign-in?back=/sell/danqing/listings/${listing}`);
  await seller.getByText("Use a password instead").click();
  const form = seller.locator("form", { has: seller.getByLabel("Password", { exact: true }) });
  await form.getByLabel("E-mail or phone").fill("danqing@example.com");
  await form.getByLabel("Password", { exact: true }).fill("mountain-goods");
  await form.getByRole("button", { name: "Sign in with the password" }).click();
  await hydrated(seller);
  // The seller's page is in her language. What stands at its very end must not lie under the bar.
  await seller.locator("details.confirm summary").last().click();
  await seller.locator("button[value=remove]").click();
  await expect(seller).toHaveURL(/done=removed/);

  expect((await goto(page, product))?.status()).toBe(410);
  await expect(page.getByRole("heading", { level: 1, name: "These goods are no longer sold" })).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
  await goto(page, "/c/dried-fruit");
  await expect(page.locator(`a[href="${product}"]`)).toHaveCount(0);
});

test("a list goes on, page by page", async ({ page }) => {
  await goto(page, "/c");
  const titles = () => page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  const first = await titles();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page.getByRole("link", { name: "Back to the newest" })).toBeVisible();
  const second = await titles();
  expect(first.length).toBe(24);
  expect(second.filter((title) => first.includes(title))).toEqual([]);
});

test("a product page is light", async ({ page, javaScriptEnabled }) => {
  const path = await saltedPork(page);
  const weight = await weigh(page);
  await goto(page, path);
  await page.waitForLoadState("networkidle");
  const paper = weight.bytes(({ type }) => type === "Document" || type === "Stylesheet");
  expect(paper, weight.table()).toBeLessThanOrEqual(13.2 * 1024);
  if (javaScriptEnabled === false) return;
  const scripts = weight.bytes(({ path }) => path.startsWith("/pkg/") && !path.endsWith(".css"));
  expect(scripts, weight.table()).toBeLessThanOrEqual(80 * 1024);
});
