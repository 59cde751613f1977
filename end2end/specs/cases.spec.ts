// Something is wrong: a buyer asks for one of two dresses back and shows a photo; the shop refuses; an operator splits the money;
// nobody appeals, so the clock carries it out; every page says the same sums. And: a case is seen by those who take part in it.
import type { Page } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { addAddress, pay, placeOrder, putIntoCart, reloadUntil } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import type { Market } from "../fixtures/market";
import { freshAddress, signIn, signInAsDemo } from "../fixtures/people";
import { expect, testAlone as test } from "../fixtures/server";
import { fen, sum } from "../fixtures/sums";

const SHOP = "/sell/rosy";

/** Buys two of the shop's first goods, and pays. The path of the order. */
async function buyTwo(page: Page, market: Market): Promise<{ path: string; number: string }> {
  await signIn(page, market, freshAddress("wearer"));
  await putIntoCart(page, "rosy", /./, "2");
  await addAddress(page);
  await goto(page, "/checkout");
  await placeOrder(page);
  await pay(page);
  const link = page.locator('main a[href^="/me/orders/"]').first();
  return { path: (await link.getAttribute("href")) ?? "", number: (await link.innerText()).replace("Order ", "").trim() };
}

async function ship(page: Page, number: string): Promise<string> {
  await goto(page, `${SHOP}/orders`);
  await page.locator("main").getByRole("link").filter({ hasText: number }).first().click();
  await hydrated(page);
  await page.locator("#courier").selectOption("sf");
  await page.locator("#tracking_number").fill("SF 1234 5678 9012");
  await page.getByRole("button", { name: "Ship the parcel" }).click();
  await expect(page.locator("main")).toContainText("SF123456789012");
  return new URL(page.url()).pathname;
}

test("one of two dresses is asked back, refused, split by an operator, and paid", async ({ page, market, somebodyElse }, info) => {
  test.setTimeout(240_000);
  const scripts = info.project.name !== "plain";
  const look = async (on: Page) => (scripts ? accessible(on) : undefined);

  const { path: order, number } = await buyTwo(page, market);
  const shop = await somebodyElse();
  await signInAsDemo(shop, "rosy@example.com", `${SHOP}/orders`);
  const shopOrder = await ship(shop, number);

  await test.step("the buyer asks for one of the two", async () => {
    await goto(page, order);
    await page.getByRole("link", { name: "Something is wrong?" }).click();
    await hydrated(page);
    await expect(page.locator("#quantity-0")).toHaveValue("2");
    await look(page);
    await page.locator("#quantity-0").fill("1");
    await page.getByRole("button", { name: "Send it to the shop" }).click();
    await hydrated(page);
    await expect(page.getByRole("alert").first()).toContainText("Please say in a few words what happened");
    await expect(page.locator("#quantity-0")).toHaveValue("1");
    await page.getByLabel("Money back, without sending anything").check();
    await page.getByLabel("Why", { exact: true }).selectOption("damaged");
    await page.getByLabel("What happened").fill("One seam is torn.");
    await page.getByRole("button", { name: "Send it to the shop" }).click();
    await expect(page).toHaveURL(/\/me\/cases\/cas_/);
    await hydrated(page);
    await expect(page.getByText("The shop's turn, by")).toBeVisible();
    await look(page);
  });
  const case_ = new URL(page.url()).pathname.split("/").pop() ?? "";
  const asked = await sum(page, "Together");

  await test.step("a file that is no photo is refused, and the words stay", async () => {
    await page.locator("#words").fill("Here is a photo of the seam.");
    const text = { name: "seam.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no photo at all") };
    await page.locator("#files").setInputFiles(text);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await hydrated(page);
    await expect(page.getByText("This is not a photo, whatever its name says").first()).toBeVisible();
    await expect(page.locator("#words")).toHaveValue("Here is a photo of the seam.");
    await look(page);
    const photo = { name: "seam.png", mimeType: "image/png", buffer: await page.screenshot() };
    await page.locator("#files").setInputFiles(photo);
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await hydrated(page);
    await expect(page.locator(".shown img")).toHaveCount(1);
    await expect(page.locator("#words")).toHaveValue("");
    const said = page.locator("#latest").getByText("Here is a photo of the seam.");
    await expect(said, "the browser stays with what was said").toBeInViewport();
  });
  const photo = (await page.locator(".shown a").getAttribute("href")) ?? "";
  const shown = await page.request.get(photo);
  expect(shown.headers()["content-type"]).toBe("image/jpeg");
  expect(shown.headers()["cache-control"]).toContain("private");

  await test.step("nobody else sees the case or its photo", async () => {
    const stranger = await somebodyElse();
    await signIn(stranger, market, freshAddress("stranger"));
    const ours = `/sell/danqing/cases/${case_}`;
    for (const path of [`/me/cases/${case_}`, photo, `${order}/case`, `/admin/cases/${case_}`, `${SHOP}/cases/${case_}`]) {
      expect((await stranger.request.get(path)).status(), path).toBe(404);
    }
    const attempt = (await page.locator('input[name="attempt"]').first().getAttribute("value")) ?? "";
    expect(attempt).toMatch(/^att_[0-9a-f]{32}$/);
    const forged = { form: { then: "withdraw", attempt }, headers: { origin: market.url } };
    expect((await stranger.request.post(`/me/cases/${case_}`, forged)).status()).toBe(404);
    const other = await somebodyElse();
    await signInAsDemo(other, "danqing@example.com", "/sell/danqing/cases");
    await look(other);
    for (const path of [ours, photo.replace("/me/cases", "/sell/danqing/cases")]) {
      expect((await other.request.get(path)).status(), path).toBe(404);
    }
  });

  await test.step("the shop sees what it costs, and refuses with a reason", async () => {
    await goto(shop, SHOP);
    await shop.getByRole("link", { name: /waits? for you$/ }).click();
    await hydrated(shop);
    await look(shop);
    await shop.locator(".deeds a").first().click();
    await hydrated(shop);
    await expect(shop.locator(".shown img")).toHaveCount(1);
    expect(await sum(shop, "The buyer gets")).toBe(asked);
    expect((await sum(shop, "Leaves what is held for you")) + (await sum(shop, "The market gives back its fee"))).toBe(asked);
    await look(shop);
    await goto(shop, shopOrder);
    await expect(shop.getByText("A case is open")).toBeVisible();
    await goto(shop, `${SHOP}/money`);
    await expect(shop.locator("tr", { hasText: number })).toContainText("You: answer the case");
    await goto(shop, `${SHOP}/cases/${case_}`);
    await shop.getByText("Refuse", { exact: true }).first().click();
    await shop.getByRole("button", { name: "Refuse" }).click();
    await hydrated(shop);
    await expect(shop.getByText("Please say it in a few words").first()).toBeVisible();
    await shop.locator("#why").fill("It left us whole.");
    await shop.getByRole("button", { name: "Refuse" }).click();
    await hydrated(shop);
    await expect(shop.getByText("The buyer's turn, by")).toBeVisible();
  });

  await test.step("the buyer asks an operator to decide", async () => {
    await goto(page, `/me/cases/${case_}`);
    await expect(page.getByText("It left us whole.")).toBeVisible();
    await page.locator("#why").fill("The photo shows the seam.");
    await page.getByRole("button", { name: "Ask an operator to decide" }).click();
    await hydrated(page);
    await expect(page.getByText("With an operator, until about")).toBeVisible();
  });

  await test.step("the operator splits it", async () => {
    const operator = await somebodyElse();
    await signInAsDemo(operator, "operator@example.com", "/admin/cases");
    await look(operator);
    await operator.locator(".deeds a").filter({ hasText: number }).click();
    await hydrated(operator);
    await expect(operator.locator(".shown img")).toHaveCount(1);
    await look(operator);
    await operator.locator("#amount").fill("10");
    await operator.locator("#why").fill("A seam can be mended.");
    await operator.getByRole("button", { name: "Count first who gets what" }).click();
    await hydrated(operator);
    await expect(operator.getByText("The buyer gets CN¥10.00")).toBeVisible();
    await expect(operator.locator("#why")).toHaveValue("A seam can be mended.");
    await page.locator("#words").fill("A tailor asks for ten.");
    await page.getByRole("button", { name: "Send", exact: true }).click();
    await hydrated(page);
    await expect(page.getByText("A tailor asks for ten.")).toBeVisible();
    await operator.getByRole("button", { name: "Decide", exact: true }).click();
    await hydrated(operator);
    await expect(operator.getByRole("alert").first()).toContainText("The buyer wrote something since you opened this page.");
    await expect(operator.getByText("A tailor asks for ten.")).toBeVisible();
    await expect(operator.locator("#amount")).toHaveValue("10");
    await expect(operator.locator("#why")).toHaveValue("A seam can be mended.");
    await look(operator);
    await operator.getByRole("button", { name: "Decide", exact: true }).click();
    await hydrated(operator);
    await expect(operator.getByText("Decided. Both sides were told.")).toBeVisible();
  });

  await test.step("nobody appeals: the clock carries it out, and the money arrives", async () => {
    await goto(page, `/me/cases/${case_}`);
    const open = page.getByText("Decided; open to an appeal until");
    const until = await open.innerText();
    await look(page);
    // Nobody was there to remind the two sides before that: they have a day more.
    await market.clock.advance("4d");
    await expect(async () => {
      await goto(page, `/me/cases/${case_}`);
      expect(await open.innerText()).not.toBe(until);
    }).toPass();
    await market.clock.advance("1d");
    await reloadUntil(page, "The money has gone back the way it was paid.");
    await expect(page.getByText("The case is settled")).toBeVisible();
    await goto(page, order);
    expect(await sum(page, "Went back to you")).toBe(1000);
    await goto(shop, shopOrder);
    const [paid, back, fee, share] = await Promise.all(
      ["The buyer pays", "Went back to the buyer", "The market's fee", "For your shop"].map((word) => sum(shop, word)),
    );
    expect(back).toBe(1000);
    expect((paid ?? 0) - (back ?? 0) - (fee ?? 0)).toBe(share);
    await goto(shop, `${SHOP}/money`);
    await look(shop);
    const held = shop.locator("tr", { hasText: number }).first();
    expect(fen(await held.locator("td.num").innerText())).toBe(share);
    await page.getByRole("button", { name: "Confirm that it arrived" }).click();
    await expect(page.getByText("You confirmed that it arrived")).toBeVisible();
    await goto(shop, `${SHOP}/money`);
    const released = shop.locator("tr", { hasText: number }).filter({ hasText: "Order confirmed" });
    expect(fen(await released.locator("td.num").innerText())).toBe(share);
  });

  expect((await market.audit()).violations).toBe(0);
});

test("all of a completed order goes back, and the shop's balance is explained", async ({ page, market, somebodyElse }) => {
  test.setTimeout(180_000);
  const { path: order, number } = await buyTwo(page, market);
  const shop = await somebodyElse();
  await signInAsDemo(shop, "rosy@example.com", `${SHOP}/orders`);
  const shopOrder = await ship(shop, number);
  await goto(page, order);
  await page.getByRole("button", { name: "Confirm that it arrived" }).click();
  await expect(page.getByText("You confirmed that it arrived")).toBeVisible();
  await expect(page.getByText("You can ask for money back until")).toBeVisible();
  await goto(shop, shopOrder);
  await expect(shop.getByText("The buyer can open a case until")).toBeVisible();

  await page.getByRole("link", { name: "Something is wrong?" }).click();
  await hydrated(page);
  await page.getByLabel("Send it back for the money").check();
  await page.getByLabel("Why", { exact: true }).selectOption("not_as_described");
  await page.getByLabel("What happened").fill("Another colour came.");
  await page.getByRole("button", { name: "Send it to the shop" }).click();
  await expect(page).toHaveURL(/\/me\/cases\/cas_/);
  const case_ = new URL(page.url()).pathname.split("/").pop() ?? "";

  await test.step("meanwhile all of the shop's balance is paid out", async () => {
    const operator = await somebodyElse();
    await signInAsDemo(operator, "operator@example.com", "/admin/payouts");
    await operator.getByRole("button", { name: "Make a batch" }).first().click();
    await hydrated(operator);
    await expect(operator.locator("main")).toContainText("Rosy");
  });

  await goto(shop, `${SHOP}/cases/${case_}`);
  await expect(shop.getByText("Leaves your balance")).toBeVisible();
  await shop.getByRole("button", { name: /^Agree/ }).click();
  await hydrated(shop);
  await goto(page, `/me/cases/${case_}`);
  await page.getByLabel("Courier").selectOption("sf");
  await page.getByLabel("Tracking number").fill("12");
  await page.getByRole("button", { name: "It is on its way" }).click();
  await hydrated(page);
  await expect(page.getByText("A tracking number has 6 to 40 letters and digits").first()).toBeVisible();
  await expect(page.getByLabel("Courier")).toHaveValue("sf");
  await page.getByLabel("Tracking number").fill("SF 9876 5432 1098");
  await page.getByRole("button", { name: "It is on its way" }).click();
  await hydrated(page);
  await expect(page.getByText("SF987654321098").first()).toBeVisible();
  await goto(shop, `${SHOP}/cases/${case_}`);
  await shop.getByRole("button", { name: /^I have them/ }).click();
  await hydrated(shop);
  await expect(shop.getByText("The case is settled")).toBeVisible();
  await goto(shop, `${SHOP}/money`);
  await expect(shop.locator("tr", { hasText: number }).filter({ hasText: "Refund after a case" })).toHaveCount(1);
  const below = shop.getByRole("status").filter({ hasText: "below zero" });
  await expect(below.getByRole("link", { name: `order ${number}` })).toBeVisible();
  await expect(below).toContainText("your next sales make up for the rest");
  expect((await market.audit()).violations).toBe(0);
});
