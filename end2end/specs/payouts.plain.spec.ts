// The operator pays shops out: a batch, its file for the bank, and what the bank answers to each payout. No page of these has a script of
// its own; guards.spec.ts looks at them with scripts, and walk.spec.ts and cases.spec.ts make a batch there.
import { type Page } from "@playwright/test";
import { readFile } from "node:fs/promises";
import { goto, hydrated } from "../fixtures/hydrated";
import { freshAddress, signIn, signInAsDemo } from "../fixtures/people";
import { alone, expect } from "../fixtures/server";

/** Shops whose payout is on its way are not paid: no other spec may make a batch here. */
const test = alone();

const HEADER = "payout,name,card,amount,currency";

/** The payouts of the open batch: shop and amount, as the page shows them. */
async function shown(page: Page): Promise<{ shop: string; amount: string }[]> {
  const cards = page.locator("main ul.stack > li");
  return cards.evaluateAll((all) =>
    all.map((card) => ({
      shop: card.querySelector("h2")?.textContent ?? "",
      amount: /[\d,]+\.\d\d/.exec(card.textContent ?? "")?.[0].replaceAll(",", "") ?? "",
    })),
  );
}

async function press(page: Page, name: string | RegExp): Promise<void> {
  await page.getByRole("button", { name }).click();
  await hydrated(page);
}

/** The file for the bank, as the browser saves it. */
async function download(page: Page, reason: string): Promise<{ name: string; text: string }> {
  await page.getByLabel("What you make it for").fill(reason);
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download the file" }).click();
  const file = await saved;
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), "utf8") };
}

test("a batch is paid once, and what came back is paid with the next one", async ({ page, market, somebodyElse }) => {
  await test.step("parcels of three shops count as received", async () => {
    await market.clock.advance("14d");
    await market.clock.fired();
    await market.clock.advance("2d");
    await market.clock.fired();
  });
  await signInAsDemo(page, "operator@example.com", "/admin/payouts");
  const stale = await page.context().newPage();

  await test.step("the operator makes a batch", async () => {
    await press(page, "Make a batch");
    await expect(page.getByText("The batch is made.")).toBeVisible();
  });
  const path = new URL(page.url()).pathname;
  const payouts = await shown(page);
  expect(payouts.length).toBeGreaterThanOrEqual(2);
  const [paid, failed] = [payouts.find(({ shop }) => shop.includes("Rosy")), payouts.find(({ shop }) => shop.includes("丹青"))];
  if (!paid || !failed) throw new Error(`the demo's shops are not in the batch: ${JSON.stringify(payouts)}`);
  await goto(stale, path);

  await test.step("and downloads its file, saying what for", async () => {
    await press(page, "Download the file");
    await expect(page.locator("#file_reason-error")).toContainText("Please say why");
    const { name, text } = await download(page, "weekly transfer");
    expect(name).toMatch(/^[a-z]+_[0-9a-f]+\.csv$/);
    const [header, ...lines] = text.split("\r\n");
    expect(header).toBe(HEADER);
    expect(lines.pop(), "the last line ends too").toBe("");
    const fields = lines.map((line) => line.split(","));
    expect(fields.map(([, , , amount]) => Number(amount)).sort()).toEqual(payouts.map(({ amount }) => Number(amount)).sort());
    for (const [payout, person, card, amount, currency] of fields) {
      expect(payout).toMatch(/^[a-z]+_[0-9a-f]{32}$/);
      expect(person).not.toBe("");
      expect(card).toMatch(/^\d{12,19}$/);
      expect(amount).toMatch(/^\d+(\.\d{1,2})?$/);
      expect(currency).toBe("CNY");
    }
  });

  await goto(page, path);
  await test.step("one was paid, one came back with the bank's words", async () => {
    await press(page, `The bank has paid ${paid.shop}`);
    const told = page.locator("main li", { hasText: paid.shop }).locator("#done");
    await expect(told).toContainText("Written down as paid.");
    await expect(told, "it is told at the payout, where the browser is").toBeInViewport();
    const card = page.locator("main li", { hasText: failed.shop });
    await card.getByText("It came back").click();
    await card.getByRole("button", { name: "Put it back into the balance" }).click();
    await hydrated(page);
    await expect(card.locator(".error")).toContainText("Please say why");
    await card.getByLabel("The bank's words").fill("Card closed by its holder");
    await card.getByRole("button", { name: "Put it back into the balance" }).click();
    await hydrated(page);
    await expect(page.getByText("The money is in the shop's balance again")).toBeVisible();
    await expect(card.getByText("Card closed by its holder")).toBeVisible();
  });

  await test.step("what was paid can come back too, for a reason", async () => {
    const card = page.locator("main li", { hasText: paid.shop });
    await card.getByText("It came back after all").click();
    await card.getByRole("button", { name: "Put it back into the balance" }).click();
    await hydrated(page);
    await expect(card.locator(".error")).toContainText("Please say why");
    await expect(card.getByText("Paid", { exact: true })).toBeVisible();
  });

  await test.step("a page that is behind changes nothing more", async () => {
    await press(stale, `The bank has paid ${paid.shop}`);
    await expect(stale.getByText(/^Written down as paid\.|written down as paid already/)).toBeVisible();
    await goto(stale, path);
    await expect(stale.locator("main li", { hasText: failed.shop }).getByText("Came back", { exact: true })).toBeVisible();
    await expect(stale.locator("main li", { hasText: paid.shop }).getByText("Paid", { exact: true })).toBeVisible();
  });

  await test.step("the file holds only what the bank has not answered", async () => {
    if (payouts.length > 2) {
      const { text } = await download(page, "the rest");
      expect(text.trimEnd().split("\r\n").length).toBe(1 + payouts.length - 2);
    } else {
      await expect(page.getByRole("button", { name: "Download the file" })).toHaveCount(0);
    }
  });

  await test.step("each shop's money page says it", async () => {
    const seller = await somebodyElse();
    await signInAsDemo(seller, "rosy@example.com", "/sell/rosy/money");
    const row = seller.getByRole("table", { name: "Payouts, the newest first" }).getByRole("row").nth(1);
    await expect(row).toContainText("Paid");
    expect((await row.innerText()).replaceAll(",", "")).toContain(paid.amount);
    const teacher = await somebodyElse();
    await signInAsDemo(teacher, "danqing@example.com", "/sell/danqing/money");
    const back = teacher.getByRole("table", { name: "Payouts, the newest first" }).getByRole("row").nth(1);
    await expect(back).toContainText("Returned by the bank");
    await expect(back).toContainText("Card closed by its holder");
    const available = teacher.locator("dl.stats > div", { hasText: "Can be paid out" });
    expect((await available.innerText()).replaceAll(",", ""), "it is in the balance again").toContain(failed.amount);
  });

  await test.step("days later the bank gives back what it had paid", async () => {
    await market.clock.advance("2d");
    await goto(page, path);
    const card = page.locator("main li", { hasText: paid.shop });
    await card.getByText("It came back after all").click();
    await card.getByLabel("The bank's words").fill("No such account");
    await card.getByRole("button", { name: "Put it back into the balance" }).click();
    await hydrated(page);
    await expect(page.getByText("The money is in the shop's balance again")).toBeVisible();
    await expect(card.getByText("Came back", { exact: true })).toBeVisible();
  });

  await test.step("the next batch pays what came back, and nobody twice", async () => {
    await goto(page, "/admin/payouts");
    await press(page, "Make a batch");
    await expect(page.getByText("The batch is made.")).toBeVisible();
    const byShop = (one: { shop: string }, other: { shop: string }): number => one.shop.localeCompare(other.shop);
    expect((await shown(page)).sort(byShop)).toEqual([paid, failed].sort(byShop));
    await goto(page, "/admin/payouts");
    await press(page, "Make a batch");
    await expect(page.getByText("Nobody is to be paid just now")).toBeVisible();
  });

  await test.step("a card that sent two payouts back is changed by its owner, and paid when it has rested", async () => {
    await page.locator('main a[href^="/admin/payouts/"]').first().click();
    await hydrated(page);
    const card = page.locator("main li", { hasText: failed.shop });
    await card.getByText("It came back").click();
    await card.getByLabel("The bank's words").fill("Card closed by its holder");
    await card.getByRole("button", { name: "Put it back into the balance" }).click();
    await hydrated(page);
    const owner = await somebodyElse();
    await signInAsDemo(owner, "danqing@example.com", "/sell/danqing/money");
    await expect(owner.getByText(/Nothing is paid out to the card ••••\s\d{4} any more/)).toBeVisible();
    await owner.getByRole("link", { name: "Change the bank card" }).click();
    await hydrated(owner);
    await owner.getByLabel("Number of the bank card").fill("4111 1111 1111 1112");
    await press(owner, "Pay out to this card");
    await expect(owner.locator("#bank_card-error")).toContainText("typing error");
    await owner.getByLabel("Number of the bank card").fill("4111 1111 1111 1111");
    await press(owner, "Pay out to this card");
    await expect(owner.getByText("The bank card is changed")).toBeVisible();
    await goto(page, "/admin/payouts");
    await press(page, "Make a batch");
    await expect(page.getByText("Nobody is to be paid just now")).toBeVisible();
    await market.clock.advance("4d");
    await goto(page, "/admin/payouts");
    await press(page, "Make a batch");
    await expect(page.locator("main li", { hasText: failed.shop })).toContainText("card •••• 1111");
  });
  expect((await market.audit()).violations).toBe(0);
});

test("nobody else finds the payouts", async ({ page, market, somebodyElse }) => {
  const operator = await somebodyElse();
  await signInAsDemo(operator, "operator@example.com", "/admin/payouts");
  const path = (await operator.locator('main a[href^="/admin/payouts/"]').first().getAttribute("href")) ?? "";
  expect(path).toMatch(/^\/admin\/payouts\/./);
  const headers = { "Sec-Fetch-Site": "same-origin", Accept: "text/html" };
  const form = { then: "make", file_reason: "curious" };

  expect((await page.goto(path))?.url(), "who is not signed in is asked to").toContain("/sign-in?back=");
  for (const who of [freshAddress("curious"), "rosy@example.com"]) {
    const stranger = await somebodyElse();
    if (who.endsWith("example.com")) await signInAsDemo(stranger, who, "/me");
    else await signIn(stranger, market, who);
    for (const closed of ["/admin/payouts", path]) {
      expect((await stranger.goto(closed))?.status(), `${who} ${closed}`).toBe(404);
      expect((await stranger.request.post(closed, { headers, form })).status(), `${who} POST ${closed}`).toBe(404);
    }
    expect((await stranger.request.post(`${path}/file`, { headers, form })).status(), `${who} the file`).toBe(404);
  }
});
