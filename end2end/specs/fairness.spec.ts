// Places that are earned, places that rotate, and why: for buyers, for a shop, and for everybody who wants to know.
import { accessible } from "../fixtures/a11y";
import { goto } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

test("a result says why it stands there, and the rules say how", async ({ page, javaScriptEnabled }) => {
  await goto(page, `/search?q=${encodeURIComponent("腊肉")}`);
  const card = page.getByRole("article").first();
  await card.getByText("Why here?").press("Enter");
  await expect(card.getByText("The title says “腊肉”")).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
  await card.getByRole("link", { name: "How goods are ordered" }).click();
  await expect(page).toHaveURL(/\/rules#ranking$/);
  await expect(page.getByText("Formula 4")).toBeVisible();
  await page.getByRole("link", { name: "What share shops of each size got" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Who is seen how often" })).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
  await goto(page, "/rules");
  await page.getByRole("link", { name: "What was changed of these numbers, and when" }).click();
  await expect(page).toHaveURL(/\/rules\/ranking$/);
  await expect(page.getByRole("heading", { level: 1, name: "What was changed of the ranking" })).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
});

test("goods of a category say why they stand there, and a list in one order says it at its head", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/c/salted-pork");
  const card = page.getByRole("article").last();
  await card.getByText(/why here\?$/i).press("Enter");
  await expect(card.getByRole("link", { name: "How goods are ordered" })).toBeVisible();
  await goto(page, "/");
  const order = page.getByText(/^The newest come first, at most 2 of each shop before the rest/);
  await expect(order).toBeVisible();
  await expect(page.getByText(/why here\?$/i)).toHaveCount(0);
  if (javaScriptEnabled !== false) await accessible(page);
  await order.getByRole("link", { name: "How goods are ordered" }).click();
  await expect(page).toHaveURL(/\/rules#ranking$/);
  await expect(page.getByText("say at their head by what they are ordered")).toBeVisible();
});

test("in another order the order is the reason", async ({ page }) => {
  await goto(page, `/search?q=${encodeURIComponent("腊肉")}&sort=price`);
  const card = page.getByRole("article").first();
  await card.getByText("Why here?").press("Enter");
  await expect(card.getByText(/^In order of price: CN¥[\d,.]+$/)).toBeVisible();
  const list = page.getByRole("article");
  await expect(list.filter({ hasText: "In order of price" })).toHaveCount(await list.count());
});

test("what is shown and opened is counted, and the shop sees it", async ({ page, somebodyElse, javaScriptEnabled }) => {
  await goto(page, "/c/salted-pork");
  const link = page.getByRole("article").filter({ hasText: "丹青" }).getByRole("heading").getByRole("link").first();
  const marked = (await link.getAttribute("href")) ?? "";
  expect(marked).toMatch(/\?from=(ranked|rotating)-[0-9a-f]{12}$/);
  const opened = await page.request.get(marked);
  expect(opened.headers().etag, "the page with its mark is the page that is kept").toBeTruthy();
  expect(await opened.text()).toContain(`<link rel="canonical" href="${new URL(marked.split("?")[0], page.url()).href}"`);
  const seller = await somebodyElse();
  await signInAsDemo(seller, "danqing@example.com", "/");
  await expect
    .poll(
      async () => {
        await goto(seller, "/sell/danqing/insights");
        return seller.getByRole("table").last().getByRole("row").count();
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThan(1);
  if (javaScriptEnabled !== false) await accessible(seller);
});
