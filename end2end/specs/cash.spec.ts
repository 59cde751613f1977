// Cash at the door, from the shop's setting to the release: nobody is paid before the courier's transfer is recorded, and nobody but
// an operator records it.
import { accessible } from "../fixtures/a11y";
import { putIntoCart } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { alone, expect } from "../fixtures/server";

/** A shop takes cash here, which others do not expect. */
const test = alone();

test("a parcel is paid at the door, and its shop when the cash is here", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  const [seller, operator] = [await somebodyElse(), await somebodyElse()];
  await signInAsDemo(seller, "rosy@example.com", "/sell/rosy/settings");
  await seller.getByRole("button", { name: "Let buyers pay in cash at the door" }).click();
  await expect(seller.getByText("Your buyers can pay in cash at the door.")).toBeVisible();

  await signInAsDemo(page, "mei@example.com", "/");
  await putIntoCart(page, "rosy", /Checked wool scarf/);
  await goto(page, "/checkout");
  await page.getByLabel(/Cash at the door/).check();
  if (javaScriptEnabled !== false) await accessible(page);
  await page.getByRole("button", { name: "Place the order" }).click();
  await expect(page.getByText("Ordered. You pay in cash at the door")).toBeVisible();
  const link = page.locator('main a[href^="/me/orders/"]');
  const order = (await link.getAttribute("href")) ?? "";
  const number = /\d{6}-\w{8}/.exec(await link.innerText())?.[0] ?? "";

  await test.step("the shop ships it and is told what to collect", async () => {
    await goto(seller, "/sell/rosy/orders");
    const row = seller.locator("main table tr", { hasText: number });
    await expect(row).toContainText("collect in cash");
    await row.getByRole("link").click();
    await hydrated(seller);
    await expect(seller.getByText(/Collect CN¥[\d.,]+ from the buyer/)).toBeVisible();
    await seller.locator("#courier").selectOption("sf");
    await seller.locator("#tracking_number").fill("SF1234567890");
    await seller.getByRole("button", { name: "Ship the parcel" }).click();
    await expect(seller.getByText("The buyer was told, with the tracking number.")).toBeVisible();
  });

  await test.step("the buyer has it, and the shop still waits", async () => {
    await goto(page, order);
    await page.getByRole("button", { name: "Confirm that it arrived" }).click();
    await expect(page.getByText("The courier hands over the cash")).toBeVisible();
    await goto(seller, "/sell/rosy/money");
    const held = seller.locator("tr", { hasText: number });
    await expect(held).toContainText("the courier hands it over");
    await expect(held, "it was shipped, and the courier has no date").not.toContainText("Late since");
  });

  await test.step("the operator records the transfer once", async () => {
    await signInAsDemo(operator, "operator@example.com", "/admin/cash");
    const card = operator.locator("main li", { hasText: number });
    const payment = await card.locator('input[name="payment"]').inputValue();
    const fields = { payment, [`amount-${payment}`]: "1.00", [`day-${payment}`]: "2026-11-24", [`reference-${payment}`]: "SF-1" };
    const ours = { "Sec-Fetch-Site": "same-origin", Accept: "text/html" };
    const sent = { form: { ...fields, then: "record" }, maxRedirects: 0 };
    for (const stranger of [page, seller]) {
      expect((await stranger.request.post("/admin/cash", { ...sent, headers: ours })).status(), "no operator").toBe(404);
    }
    const foreign = { "Sec-Fetch-Site": "cross-site", Accept: "text/html" };
    expect((await operator.request.post("/admin/cash", { ...sent, headers: foreign })).status(), "another site's form").toBe(403);
    if (javaScriptEnabled !== false) await accessible(operator);
    const total = /[\d,]+\.\d\d/.exec(await card.innerText())?.[0] ?? "";
    await card.getByText("The courier has transferred it").click();
    await card.getByRole("button", { name: "Record the transfer" }).click();
    await expect(card.getByText("Please copy the reference of the line.")).toBeVisible();
    await card.getByLabel("Amount").fill(total);
    await card.getByLabel("Day on which it came").fill("2026-11-24");
    await card.getByLabel("The courier's reference of the line").fill("SF-2026-1");
    await card.getByRole("button", { name: "Record the transfer" }).click();
    await expect(operator.locator("#done")).toContainText("The cash is here and held for its order");
    await expect(operator.locator("#done"), "its row is gone, and it is told where the list begins").toBeInViewport();
    await expect(card).toHaveCount(0);
  });

  await goto(page, order);
  await expect(page.getByText("Completed").first()).toBeVisible();
  expect((await market.audit()).violations).toBe(0);
});

test("cash that never comes is written off once, and has a place when it comes after all", async ({
  page,
  market,
  somebodyElse,
  javaScriptEnabled,
}) => {
  await signInAsDemo(page, "operator@example.com", "/admin/cash");
  const card = page.locator("main li", { hasText: "It never comes" });
  await expect(card, "the demo has one parcel whose cash is out for a month").toHaveCount(1);
  const number = /\d{6}-\w{8}/.exec(await card.innerText())?.[0] ?? "";
  const total = /[\d,]+\.\d\d/.exec(await card.innerText())?.[0] ?? "";
  const payment = await card.locator('input[name="payment"]').first().inputValue();

  await test.step("nobody but an operator decides it, and not without a reason", async () => {
    const stranger = await somebodyElse();
    await signInAsDemo(stranger, "rosy@example.com", "/sell/rosy/orders");
    const headers = { "Sec-Fetch-Site": "same-origin", Accept: "text/html" };
    const form = { payment, [`why-${payment}`]: "I would like that.", then: "write-off" };
    expect((await stranger.request.post("/admin/cash", { form, headers, maxRedirects: 0 })).status()).toBe(404);
    await card.getByText("It never comes").click();
    await card.getByRole("button", { name: "Write the cash off" }).click();
    await expect(card.getByText("Please say why.")).toBeVisible();
  });

  await card.getByLabel("Why").fill("The courier's company is bankrupt.");
  await card.getByRole("button", { name: "Write the cash off" }).click();
  await expect(page.getByText("Written off: the shop gets its share")).toBeVisible();
  await expect(card).toHaveCount(0);
  if (javaScriptEnabled !== false) await accessible(page);
  await goto(page, "/admin/payouts");
  await expect(page.locator("dl div", { hasText: "lost with couriers' cash" })).toContainText(total);

  await test.step("the courier finds it", async () => {
    await goto(page, "/admin/cash");
    const lost = page.locator("main li", { hasText: number });
    await expect(lost).toContainText("Written off");
    await lost.getByText("The courier has transferred it").click();
    await lost.getByLabel("Amount").fill(total);
    await lost.getByLabel("Day on which it came").fill("2026-11-24");
    await lost.getByLabel("The courier's reference of the line").fill("SF-2026-2");
    await lost.getByRole("button", { name: "Record the transfer" }).click();
    await expect(page.getByText("The cash came after all: it is the market's")).toBeVisible();
    await expect(lost).toHaveCount(0);
  });
  expect((await market.audit()).violations).toBe(0);
});
