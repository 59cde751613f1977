// Coupons from all sides: a seller and an operator make one each, a buyer types both codes, pays less, and gets back a part of what was
// paid; every sum adds up on everybody's page.
import type { Page } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { pay, placeOrder, putIntoCart, reloadUntil } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { alone, expect } from "../fixtures/server";
import { sum } from "../fixtures/sums";

/** A shop and the market have coupons here that others do not expect. */
const test = alone();

const SHOP = "/sell/rosy";
const SCARF = /Checked wool scarf/;
const ZONE_MILLIS = 8 * 3_600_000;
const DAY_MILLIS = 86_400_000;

/** The day by the market's calendar so many days from today, as a field takes it. */
function day(ahead: number): string {
  return new Date(Date.now() + ZONE_MILLIS + ahead * DAY_MILLIS).toISOString().slice(0, 10);
}

/** The form for another coupon, unfolded. */
async function unfold(page: Page) {
  const form = page.locator("form", { has: page.locator("#code") });
  if (!(await form.locator("#code").isVisible())) await page.getByText("Make a coupon", { exact: true }).click();
  return form;
}

/** An order's sums: what the coupons take off bears another name for its buyer than for its shop. */
async function sums(page: Page, [ours, theirs, paid]: readonly [string, string, string]) {
  const [goods, freight] = [await sum(page, "Goods"), await sum(page, "Freight")];
  return { goods, freight, ours: await sum(page, ours), theirs: await sum(page, theirs), paid: await sum(page, paid) };
}

const OF_BUYER = ["Shop's coupon", "Market's coupon", "Together"] as const;
const OF_SHOP = ["Your coupon", "The market's coupon", "The buyer pays"] as const;

test("both kinds of coupons are made, used, refunded in part, and ended", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  test.setTimeout(180_000);
  const look = async (on: Page) => (javaScriptEnabled === false ? undefined : accessible(on));
  const [seller, operator] = [await somebodyElse(), await somebodyElse()];

  await test.step("the seller makes one, and a typing error keeps what was typed", async () => {
    await signInAsDemo(seller, "rosy@example.com", `${SHOP}/coupons`);
    await look(seller);
    let form = await unfold(seller);
    await form.getByLabel("Code", { exact: true }).fill("autumn-10");
    await form.getByLabel("The sum", { exact: true }).fill("ten");
    await form.getByLabel("Last day").fill(day(30));
    await form.getByLabel("How often in all").fill("5");
    await form.getByRole("button", { name: "Make this coupon" }).click();
    await hydrated(seller);
    form = await unfold(seller);
    await expect(seller.locator("#amount-error")).toContainText("This is not a number");
    const phone = seller.viewportSize() ?? { width: 360, height: 740 };
    await seller.setViewportSize({ width: 1280, height: 800 });
    for (const part of ["label", ".affix"]) {
      const beside = form.locator(".row", { has: seller.locator("#amount") }).locator(`.field > ${part}`);
      const bottoms = await beside.evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().bottom)));
      expect(bottoms.length, part).toBe(3);
      expect(new Set(bottoms).size, `${part}: in line, though one is wrong: ${bottoms}`).toBe(1);
    }
    await seller.setViewportSize(phone);
    await expect(form.getByLabel("Code", { exact: true })).toHaveValue("autumn-10");
    await expect(form.getByLabel("Last day")).toHaveValue(day(30));
    await look(seller);
    await form.getByLabel("The sum", { exact: true }).fill("10");
    await form.getByRole("button", { name: "Make this coupon" }).click();
    await expect(seller.getByText("The coupon is made")).toBeVisible();
    await expect(seller.locator("main li", { hasText: "AUTUMN-10" })).toContainText("0 of 5");
    await look(seller);
  });

  await test.step("the operator makes one, with a reason", async () => {
    await signInAsDemo(operator, "operator@example.com", "/admin/coupons");
    let form = await unfold(operator);
    await form.getByLabel("Code", { exact: true }).fill("feast");
    await form.getByLabel("Per cent of the goods").check();
    await form.getByLabel("Per cent", { exact: true }).fill("7");
    await form.getByLabel("Last day").fill(day(30));
    await form.getByRole("button", { name: "Make this coupon" }).click();
    await hydrated(operator);
    form = await unfold(operator);
    await expect(operator.locator("#why-error")).toContainText("Please say why.");
    await expect(form.getByLabel("Per cent of the goods")).toBeChecked();
    await form.getByLabel("Why", { exact: true }).fill("A feast.");
    await form.getByRole("button", { name: "Make this coupon" }).click();
    await expect(operator.getByText("The coupon is made")).toBeVisible();
    await look(operator);
  });

  await test.step("the buyer types both codes, in the cart and at the checkout", async () => {
    await signInAsDemo(page, "mei@example.com", "/");
    await putIntoCart(page, "rosy", SCARF);
    await putIntoCart(page, "rosy", SCARF);
    await goto(page, "/cart");
    const code = page.getByLabel("Coupon code");
    await code.fill("NOPE");
    await page.getByRole("button", { name: "Apply" }).click();
    await hydrated(page);
    await expect(page.locator("#coupon-error")).toContainText("There is no such coupon");
    await expect(code).toHaveValue("NOPE");
    await look(page);
    await code.fill("autumn-10");
    await page.getByRole("button", { name: "Apply" }).click();
    await expect(page.getByRole("button", { name: "Remove the coupon AUTUMN-10" })).toBeVisible();
    expect(await sum(page, "Shop's coupon")).toBe(1000);
    await look(page);

    await goto(page, "/checkout");
    await page.getByLabel("A word to the shop").fill("It is a present.");
    await code.fill("feast");
    // Enter presses whichever button comes first: the code counts all the same.
    await code.press("Enter");
    await expect(page.getByRole("button", { name: "Remove the coupon FEAST" })).toBeVisible();
    await expect(page.getByLabel("A word to the shop")).toHaveValue("It is a present.");
    await look(page);
  });

  const seen = await sums(page, OF_BUYER);
  const { goods, freight, ours, theirs, paid } = seen;
  expect(ours).toBe(1000);
  expect(theirs).toBeGreaterThan(0);
  expect(goods - ours - theirs + freight).toBe(paid);
  await placeOrder(page);
  await pay(page);
  const order = (await page.locator('main a[href^="/me/orders/"]').first().getAttribute("href")) ?? "";
  const shopOrder = `${SHOP}/orders/${order.split("/").pop()}`;

  /** What the shop's page says stays with it; it adds up from everything above it. */
  const earned = async (): Promise<number> => {
    await goto(seller, shopOrder);
    const back = (await seller.getByText("Went back to the buyer").count()) > 0 ? await sum(seller, "Went back to the buyer") : 0;
    const { goods, freight, ours, theirs, paid } = await sums(seller, OF_SHOP);
    expect(goods - ours - theirs + freight).toBe(paid);
    const [added, fee] = [await sum(seller, "Paid by the market for its coupon"), await sum(seller, "The market's fee")];
    const share = await sum(seller, "For your shop");
    expect(paid - back + added - fee).toBe(share);
    return share;
  };

  await test.step("the order says who gave what", async () => {
    await goto(page, order);
    expect(await sums(page, OF_BUYER)).toEqual(seen);
    await look(page);
    expect(await earned()).toBeGreaterThan(paid - goods / 10);
    await look(seller);
  });

  await test.step("one of the two goes back: what was paid for it, to the buyer", async () => {
    const before = await earned();
    await goto(page, order);
    await page.getByRole("link", { name: "Something is wrong?" }).click();
    await hydrated(page);
    await page.locator("#quantity-0").fill("1");
    await page.getByLabel("Why", { exact: true }).selectOption("changed_mind");
    await page.getByLabel("What happened").fill("One is enough.");
    await page.getByRole("button", { name: "Send it to the shop" }).click();
    await expect(page).toHaveURL(/\/me\/cases\/cas_/);
    await hydrated(page);
    const asked = await sum(page, "Together");
    expect(asked, "half of it, and not half of the price").toBeLessThan(goods / 2 + freight);
    await goto(seller, `${SHOP}/cases/${new URL(page.url()).pathname.split("/").pop()}`);
    await seller.getByRole("button", { name: /^Agree/ }).click();
    await expect(seller.getByText("The case is settled")).toBeVisible();
    await goto(page, order);
    await reloadUntil(page, "Went back to you");
    expect(await sum(page, "Went back to you")).toBe(asked);
    expect(await earned()).toBeLessThan(before);
  });

  await test.step("nobody else ends it; ended, it takes nothing off", async () => {
    const card = seller.locator("main li", { hasText: "AUTUMN-10" });
    await goto(seller, `${SHOP}/coupons`);
    await expect(card).toContainText("1 of 5");
    await card.getByText("End it", { exact: true }).click();
    const end = card.getByRole("button", { name: "End AUTUMN-10 now" });
    const form = { end: (await end.getAttribute("value")) ?? "" };
    const headers = { "Sec-Fetch-Site": "same-origin", Accept: "text/html" };
    const stranger = await page.request.post(`${SHOP}/coupons`, { form, headers, maxRedirects: 0 });
    expect(stranger.status(), "not of this shop").toBe(404);
    await end.click();
    await expect(seller.getByText("Ended: nobody can use it any more")).toBeVisible();
    await putIntoCart(page, "rosy", SCARF);
    await goto(page, "/cart");
    await page.getByLabel("Coupon code").fill("AUTUMN-10");
    await page.getByRole("button", { name: "Apply" }).click();
    await hydrated(page);
    await expect(page.locator("#coupon-error")).toContainText("This coupon is over.");
  });

  await goto(page, "/rules");
  await expect(page.locator("#coupons")).toContainText("A coupon of the market is paid by the market");
  expect((await market.audit()).violations).toBe(0);
});

test("a guest's coupon is still there after signing in", async ({ page, somebodyElse }) => {
  const seller = await somebodyElse();
  await signInAsDemo(seller, "rosy@example.com", `${SHOP}/coupons`);
  const form = await unfold(seller);
  await form.getByLabel("Code", { exact: true }).fill("welcome");
  await form.getByLabel("The sum", { exact: true }).fill("5");
  await form.getByLabel("Last day").fill(day(1));
  await form.getByRole("button", { name: "Make this coupon" }).click();
  await expect(seller.getByText("The coupon is made")).toBeVisible();

  await putIntoCart(page, "rosy", SCARF);
  await goto(page, "/cart");
  await page.getByLabel("Coupon code").fill("Welcome");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("button", { name: "Remove the coupon WELCOME" })).toBeVisible();
  await signInAsDemo(page, "jonas@example.com", "/cart");
  expect(await sum(page, "Shop's coupon")).toBe(500);
  await goto(page, "/checkout");
  expect(await sum(page, "Shop's coupon")).toBe(500);
  await page.getByRole("button", { name: "Remove the coupon WELCOME" }).click();
  await expect(page.getByText("WELCOME")).toHaveCount(0);
});
