// Story 1 from end to end: a teacher opens a shop and lists pork by the gram; a buyer takes 50 g of it and a dress from another
// shop with one payment, late in the sandbox and told twice; both ship; one is confirmed, the other times out; the ledger releases
// both; the payout file has their lines; the audit is clean.
import type { Locator, Page } from "@playwright/test";
import { reloadUntil } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import { askForCode, freshAddress, openShop, signIn, signInAsDemo } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

/** The first thing of a shop that can be bought. */
async function firstGoods(page: Page, shop: string, title: RegExp): Promise<Locator> {
  await goto(page, `/s/${shop}`);
  return page.locator('.goods a[href^="/p/"]').filter({ hasText: title }).first();
}

async function shipTheFirst(page: Page, shop: string, number: string): Promise<void> {
  await goto(page, `/sell/${shop}/orders`);
  await page.locator("main").getByRole("link").filter({ hasText: number }).first().click();
  await hydrated(page);
  await page.locator("#courier").selectOption("sf");
  await page.locator("#tracking_number").fill("SF 1234 5678 9012");
  await page.getByRole("button", { name: "Ship the parcel" }).click();
  await expect(page.locator("main")).toContainText("SF123456789012");
}

test("a shop opens, pork is sold by the gram, the money is held and released", async ({ page, market, somebodyElse }, info) => {
  test.setTimeout(240_000);
  const plain = info.project.name === "plain";
  const handle = `walk-${plain ? "plain" : "hydrated"}`;

  const shopName = "Teacher Long's table";
  await test.step("a teacher opens a shop from her phone", async () => {
    await signIn(page, market, freshAddress("teacher"));
    await openShop(page, handle, shopName);
  });

  await test.step("she lists salted pork at a price for 500 g", async () => {
    const photo = { name: "pork.png", mimeType: "image/png", buffer: await page.screenshot() };
    await goto(page, `/sell/${handle}/listings/new`);
    await page.locator("#title").fill("Salted pork of the Long family");
    await page.locator("#unit").selectOption("g");
    await page.locator("#price_per").fill("500");
    await page.locator("#minimum").fill("50");
    await page.locator("#step").fill("10");
    await page.getByLabel("Price", { exact: true }).first().fill("45.80");
    await page.getByLabel("Stock", { exact: true }).first().fill("20000");
    await page.getByLabel("Does it spoil?").selectOption("Yes");
    await page.locator("#files").setInputFiles(photo);
    if (!plain) {
      await expect(page.locator(".tile img").first()).toBeVisible();
      await expect(page.locator(".tile progress")).toHaveCount(0);
    }
    await page.getByRole("button", { name: "Publish" }).first().click();
    await expect(page.getByText("On sale: buyers can see it now")).toBeVisible();
  });

  const buyer = await somebodyElse();
  const address = freshAddress("buyer");
  await test.step("a buyer puts 50 g of it and a dress into one cart", async () => {
    await (await firstGoods(buyer, handle, /Salted pork/)).click();
    await hydrated(buyer);
    await expect(buyer.getByText("Perishable: it cannot be sent back.")).toBeVisible();
    await buyer.locator('input[name="quantity"]').fill("50");
    await buyer.getByRole("button", { name: "Add to cart" }).click();
    await expect(buyer).toHaveURL(/\/cart$/);
    await (await firstGoods(buyer, "rosy", /./)).click();
    await hydrated(buyer);
    await buyer.getByRole("button", { name: "Add to cart" }).click();
    await expect(buyer).toHaveURL(/\/cart$/);
    await expect(buyer.locator(".line-item")).toHaveCount(2);
    await expect(buyer.locator(".line-item", { hasText: "Perishable" })).toHaveCount(1);
  });

  await test.step("signs in, says where to, and places both orders", async () => {
    await goto(buyer, "/checkout");
    const code = await askForCode(buyer, market, address);
    await buyer.getByLabel("The six digits").fill(code);
    await buyer.getByRole("button", { name: "Sign in", exact: true }).click();
    await expect(buyer).toHaveURL(/\/checkout/);
    await hydrated(buyer);
    await buyer.getByRole("link", { name: "Add your address" }).click();
    await hydrated(buyer);
    await buyer.getByLabel("The address as you have it").fill("陈雨 13800138000 湖南省长沙市岳麓区望月湖街道麓山南路36号");
    await buyer.getByRole("button", { name: "Sort it into the fields" }).click();
    await hydrated(buyer);
    await buyer.getByRole("button", { name: "Keep this address" }).click();
    await expect(buyer).toHaveURL(/\/checkout/);
    await hydrated(buyer);
    await buyer.getByRole("button", { name: "Place the order" }).click();
    await expect(buyer).toHaveURL(/\/sandbox\/pay\//);
  });

  await test.step("pays shortly before the hold ends; the provider tells it twice", async () => {
    await market.clock.advance("25m");
    await buyer.getByLabel("twice").check();
    await buyer.getByRole("button", { name: "Pay", exact: true }).click();
    await expect(buyer).toHaveURL(/\/pay\//);
    await reloadUntil(buyer, "Paid. Your money is held");
  });

  const links = buyer.locator('main a[href^="/me/orders/"]');
  await expect(links).toHaveCount(2);
  const orders = await links.evaluateAll((all) => all.map((link) => ({ path: link.getAttribute("href") ?? "", number: (link.textContent ?? "").replace("Order ", "").trim() })));
  let pork = orders[0];
  let dress = orders[1];
  await test.step("both shops ship", async () => {
    await goto(buyer, orders[0].path);
    if (!(await buyer.locator("main").innerText()).includes("Teacher Long")) [pork, dress] = [orders[1], orders[0]];
    await shipTheFirst(page, handle, pork.number);
    const tailor = await somebodyElse();
    await signInAsDemo(tailor, "rosy@example.com", "/sell/rosy/orders");
    await shipTheFirst(tailor, "rosy", dress.number);
  });

  await test.step("one parcel is confirmed, the other one's clock runs out", async () => {
    await goto(buyer, pork.path);
    await buyer.getByRole("button", { name: "Confirm that it arrived" }).click();
    await expect(buyer.getByText("You confirmed that it arrived")).toBeVisible();
    await market.clock.advance("10d");
    await market.clock.fired();
    await market.clock.advance("2d");
    await goto(buyer, dress.path);
    await reloadUntil(buyer, "Counted as received");
  });

  const operator = await somebodyElse();
  await test.step("the operator approves the teacher and pays out", async () => {
    await signInAsDemo(operator, "operator@example.com", "/admin/identities");
    await operator.locator("main").getByRole("link").filter({ hasText: shopName }).first().click();
    await hydrated(operator);
    await operator.locator("#look_reason").fill("first payout");
    await operator.getByRole("button", { name: "Look at the identity" }).click();
    await hydrated(operator);
    await operator.getByRole("button", { name: "Approve" }).first().click();
    await hydrated(operator);
    await goto(operator, "/admin/payouts");
    await operator.getByRole("button", { name: "Make a batch" }).first().click();
    await hydrated(operator);
    await expect(operator.locator("main")).toContainText(shopName);
    await expect(operator.locator("main")).toContainText("Rosy");
  });

  const report = await market.audit();
  expect(report.violations).toBe(0);
});
