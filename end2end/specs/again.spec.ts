// Goods once more: one of two scarves is sent again with a number, leaves the shelf once and moves no money; an exchange for which the
// shelf has too little, which is said beside the form, so that the shop gives the money back instead; and one for another colour.
import type { Page } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { pay, placeOrder, putIntoCart } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { alone, expect } from "../fixtures/server";
import { sum } from "../fixtures/sums";

/** A shelf is emptied here, and others count on what lies there. */
const test = alone();

const SHOP = "/sell/rosy";
const SCARF = /Checked wool scarf/;
/** In three colours, at one price. */
const CARDIGAN = /Cable cardigan/;

/** The buyer has paid for two scarves, and the shop has shipped them. The order's path on either side. */
async function twoOnTheirWay(page: Page, seller: Page): Promise<{ order: string; shopOrder: string }> {
  return onTheirWay(page, seller, [SCARF, SCARF]);
}

/** The same of these goods. */
async function onTheirWay(page: Page, seller: Page, goods: RegExp[]): Promise<{ order: string; shopOrder: string }> {
  await signInAsDemo(page, "mei@example.com", "/");
  for (const title of goods) await putIntoCart(page, "rosy", title);
  await goto(page, "/checkout");
  await placeOrder(page);
  await pay(page);
  const order = (await page.locator('main a[href^="/me/orders/"]').first().getAttribute("href")) ?? "";
  const shopOrder = `${SHOP}/orders/${order.split("/").pop()}`;
  await signInAsDemo(seller, "rosy@example.com", shopOrder);
  await parcel(seller, "SF 1234 5678 9012");
  await seller.getByRole("button", { name: "Ship the parcel" }).click();
  await expect(seller.getByText("The buyer was told, with the tracking number.")).toBeVisible();
  return { order, shopOrder };
}

/** Fills in courier and number on the open page. */
async function parcel(page: Page, number: string): Promise<void> {
  await page.locator("#courier").selectOption("sf");
  await page.locator("#tracking_number").fill(number);
}

/** The page is no wider than the screen. */
async function fits(page: Page): Promise<void> {
  const over = await page.locator("html").evaluate((html) => html.scrollWidth - html.clientWidth);
  expect(over, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
}

/** Asks on the open form for so many pieces. The id of the case, whose page is open then. */
async function ask(page: Page, kind: string, pieces: string, why: string): Promise<string> {
  await page.getByLabel(kind).check();
  await page.getByLabel("Why", { exact: true }).selectOption(why);
  await page.locator("#quantity-0").fill(pieces);
  await page.getByLabel("What happened").fill("Moths were faster.");
  await page.getByRole("button", { name: "Send it to the shop" }).click();
  await expect(page).toHaveURL(/\/me\/cases\/cas_/);
  await hydrated(page);
  return new URL(page.url()).pathname.split("/").pop() ?? "";
}

/** How many of the scarves, or of other goods, the shop's list says that there are. */
async function shelf(seller: Page, goods = SCARF): Promise<number> {
  await goto(seller, `${SHOP}/listings`);
  const cell = await seller.locator("main tr", { hasText: goods }).locator("td.num").last().innerText();
  return Number(/\d+/.exec(cell)?.[0] ?? 0);
}

test("one of two is sent again, with a number, and leaves the shelf once", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const look = async (on: Page) => (javaScriptEnabled === false ? undefined : accessible(on));
  const seller = await somebodyElse();
  const { order, shopOrder } = await twoOnTheirWay(page, seller);
  const before = await shelf(seller);

  await test.step("the form asks for goods in both languages", async () => {
    const speak = (value: string) => page.context().addCookies([{ name: "lang", value, url: market.url }]);
    await speak("zh");
    await goto(page, `${order}/case`);
    for (const kind of ["换货", "补发"]) await expect(page.locator("#kind .choice", { hasText: kind }).first()).toBeVisible();
    await fits(page);
    await speak("en");
    await goto(page, order);
    await page.getByRole("link", { name: "Something is wrong?" }).click();
    await hydrated(page);
    await fits(page);
    await look(page);
  });
  const case_ = await ask(page, "Have it sent again", "1", "missing");
  await expect(page.getByText("If it says nothing, the money goes back.")).toBeVisible();

  await test.step("the shop agrees, and its order says until when", async () => {
    await goto(seller, `${SHOP}/cases/${case_}`);
    await seller.getByRole("button", { name: "Agree to send them again" }).click();
    await expect(seller.getByRole("heading", { name: "Send the goods again" })).toBeVisible();
    await hydrated(seller);
    await fits(seller);
    await look(seller);
    await goto(seller, shopOrder);
    await expect(seller.getByText("Goods are to be sent again by")).toBeVisible();
    expect(await shelf(seller), "nothing leaves for a word").toBe(before);
  });

  await test.step("the shop sends it", async () => {
    await goto(seller, `${SHOP}/cases/${case_}`);
    await parcel(seller, "SF 765 4321");
    await seller.getByRole("button", { name: "It is on its way" }).click();
    await expect(seller.getByText("The buyer's turn, by")).toBeVisible();
    expect(await shelf(seller)).toBe(before - 1);
  });

  await test.step("the buyer sees the number, and has it", async () => {
    await goto(page, `/me/cases/${case_}`);
    await expect(page.getByText("SF Express SF7654321")).toBeVisible();
    await expect(page.getByText("Your turn, by")).toBeVisible();
    await fits(page);
    await look(page);
    await page.getByRole("button", { name: "I have it" }).click();
    await expect(page.locator("main").getByText("The goods were sent again", { exact: true })).toBeVisible();
    await goto(page, order);
    await expect(page.locator("main")).toContainText("SF Express SF7654321");
    await expect(page.getByText("Went back to you")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Confirm that it arrived" })).toBeVisible();
  });

  expect(await shelf(seller)).toBe(before - 1);
  expect((await market.audit()).violations).toBe(0);
});

test("an exchange for which there is too little becomes money", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const look = async (on: Page) => (javaScriptEnabled === false ? undefined : accessible(on));
  const seller = await somebodyElse();
  const { order } = await twoOnTheirWay(page, seller);
  await goto(page, `${order}/case`);
  const case_ = await ask(page, "Send it back for another one", "2", "damaged");
  const asked = await sum(page, "Together");

  await test.step("agreed, sent back, received", async () => {
    await goto(seller, `${SHOP}/cases/${case_}`);
    await seller.getByRole("button", { name: "Agree to exchange them" }).click();
    await expect(seller.getByText("Please set your address for returns in the shop's settings by")).toBeVisible();
    await expect(seller.getByRole("link", { name: "Set the address for returns" })).toBeVisible();
    await goto(page, `/me/cases/${case_}`);
    await expect(page.getByText("The shop has not said yet where the goods go.")).toBeVisible();
    await parcel(page, "SF 9876 5432 1098");
    await page.getByRole("button", { name: "It is on its way" }).click();
    await expect(page.getByText("The shop's turn, by")).toBeVisible();
    await goto(seller, `${SHOP}/cases/${case_}`);
    await expect(seller.getByText("SF987654321098").first()).toBeVisible();
    await seller.getByRole("button", { name: "I have them", exact: true }).click();
    await expect(seller.getByRole("heading", { name: "Send the goods again" })).toBeVisible();
  });

  await test.step("of two there is one, which is said beside the form", async () => {
    await goto(seller, `${SHOP}/listings`);
    await seller.locator("main").getByRole("link", { name: SCARF }).first().click();
    await hydrated(seller);
    await seller.getByLabel("Stock", { exact: true }).fill("1");
    await seller.locator("#listing-form .bar").getByRole("button", { name: "Save" }).click();
    await expect(seller.getByText("Saved")).toBeVisible();
    await goto(seller, `${SHOP}/cases/${case_}`);
    await parcel(seller, "SF 765 4322");
    await seller.getByRole("button", { name: "It is on its way" }).click();
    await expect(seller.getByRole("alert").first()).toContainText(/There is only 1 pc of “.*Checked wool scarf.*nothing was sent/);
    await hydrated(seller);
    await expect(seller.locator("#tracking_number")).toHaveValue("SF 765 4322");
    await expect(seller.locator("#courier")).toHaveValue("sf");
    await fits(seller);
    await look(seller);
    expect(await shelf(seller)).toBe(1);
  });

  await test.step("the shop gives the money back instead", async () => {
    await goto(seller, `${SHOP}/cases/${case_}`);
    await seller.getByRole("button", { name: /goes back$/ }).click();
    await expect(seller.getByText("The case is settled")).toBeVisible();
    await goto(page, `/me/cases/${case_}`);
    await expect(page.getByText("The case is settled")).toBeVisible();
    expect(await sum(page, "For you")).toBe(asked);
    await goto(page, order);
    expect(await sum(page, "Went back to you")).toBe(asked);
  });

  expect(await shelf(seller)).toBe(1);
  expect((await market.audit()).violations).toBe(0);
});

test("another colour comes in exchange for the one that goes back", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  test.setTimeout(120_000);
  const look = async (on: Page) => (javaScriptEnabled === false ? undefined : accessible(on));
  const seller = await somebodyElse();
  const { order } = await onTheirWay(page, seller, [CARDIGAN]);
  const before = await shelf(seller, CARDIGAN);
  await goto(page, `${order}/case`);
  const wanted = page.locator("#wanted-0");
  const colour = ((await wanted.locator("option").nth(1).textContent()) ?? "").trim();
  expect(colour).not.toBe("");

  await test.step("what was chosen stays chosen where something else is missing", async () => {
    await wanted.selectOption({ label: colour });
    await page.getByLabel("Send it back for another one").check();
    await page.getByRole("button", { name: "Send it to the shop" }).click();
    await expect(page.locator("#reason-error")).toBeVisible();
    await hydrated(page);
    await expect(wanted.locator("option:checked")).toHaveText(colour);
    await fits(page);
    await look(page);
  });
  const case_ = await ask(page, "Send it back for another one", "1", "changed_mind");
  await expect(page.locator("main dt").first()).toContainText(`→ ${colour}`);
  await fits(page);

  await test.step("it goes back, and the other one leaves the shelf", async () => {
    await goto(seller, `${SHOP}/cases/${case_}`);
    await expect(seller.locator("main dt").first()).toContainText(`→ ${colour}`);
    await seller.getByRole("button", { name: "Agree to exchange them" }).click();
    await goto(page, `/me/cases/${case_}`);
    await parcel(page, "SF 9876 5432 1098");
    await page.getByRole("button", { name: "It is on its way" }).click();
    await expect(page.getByText("The shop's turn, by")).toBeVisible();
    await goto(seller, `${SHOP}/cases/${case_}`);
    await seller.getByRole("button", { name: "I have them", exact: true }).click();
    await expect(seller.getByRole("heading", { name: "Send the goods again" })).toBeVisible();
    await hydrated(seller);
    await parcel(seller, "SF 765 4323");
    await seller.getByRole("button", { name: "It is on its way" }).click();
    await expect(seller.getByText("The buyer's turn, by")).toBeVisible();
  });

  expect(await shelf(seller, CARDIGAN)).toBe(before - 1);
  expect((await market.audit()).violations).toBe(0);
});
