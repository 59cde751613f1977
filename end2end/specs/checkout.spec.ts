// What goes wrong on the way to a payment: sessions that end, two tabs, prices that move, cards that are declined, second thoughts,
// and what nobody should type into a field.
import type { Page, Response } from "@playwright/test";
import { openGoods, orderPaths, pay, placeOrder, putIntoCart, reloadUntil } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import { enterPassword, freshAddress, signIn, signInAsDemo } from "../fixtures/people";
import { expect, testAlone as test } from "../fixtures/server";

const SCARF = /Checked wool scarf/;
const PORK = /柴火腊肉/;

/** Presses a button that posts a form, and gives the answer. */
async function send(page: Page, button: string): Promise<Response> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST");
  await page.getByRole("button", { name: button, exact: true }).click();
  const response = await answered;
  await hydrated(page);
  return response;
}

test("a session that ends in the middle of a checkout costs nothing that was typed", async ({ page, somebodyElse }) => {
  await signInAsDemo(page, "mei@example.com", "/");
  await putIntoCart(page, "rosy", SCARF);
  await goto(page, "/checkout");
  await page.getByLabel("A word to the shop").fill("Please wrap it twice 🎁\nIt is a present.");

  const phone = await somebodyElse();
  await signInAsDemo(phone, "mei@example.com", "/me");
  await phone.getByRole("button", { name: /^Sign out .* · / }).click();
  await expect(phone.getByText("That device is signed out")).toBeVisible();

  await page.getByRole("button", { name: "Place the order" }).click();
  await expect(page).toHaveURL(/\/sign-in\?back=\/checkout$/);
  await hydrated(page);
  await enterPassword(page, "mei@example.com");
  await expect(page).toHaveURL(/\/checkout$/);
  await hydrated(page);
  await expect(page.getByText(SCARF)).toBeVisible();
  await expect(page.getByLabel("A word to the shop")).toHaveValue("Please wrap it twice 🎁\nIt is a present.");
  await placeOrder(page);
  await pay(page);
  await page.locator('main a[href^="/me/orders/"]').click();
  await expect(page.getByText("Please wrap it twice 🎁")).toBeVisible();
});

test("two tabs send the same checkout: one order, one payment", async ({ page, market }) => {
  await signInAsDemo(page, "limin@example.com", "/");
  const before = await orderPaths(page);
  await putIntoCart(page, "rosy", SCARF);
  const form = await goto(page, "/checkout");
  const other = await page.context().newPage();
  await goto(other, "/checkout");
  // A tab that was duplicated, or brought back, shows the form that was there: the same attempt.
  const copy = await page.context().newPage();
  const body = (await form?.body()) ?? Buffer.from("");
  await copy.route("**/checkout", (route) =>
    route.request().method() === "GET" ? route.fulfill({ body, contentType: "text/html" }) : route.continue(),
  );
  await goto(copy, "/checkout");

  await Promise.all([placeOrder(page), placeOrder(copy)]);
  expect(copy.url()).toBe(page.url());
  // A tab with an attempt of its own finds what was bought gone from the cart.
  await other.getByRole("button", { name: "Place the order" }).click();
  await expect(other).toHaveURL(/\/cart$/);
  await expect(other.getByRole("heading", { name: "Your cart is empty" })).toBeVisible();
  expect((await orderPaths(other)).length).toBe(before.length + 1);
  await pay(page);
  await market.audit();
});

test("a price that moved meanwhile is shown, to be agreed to", async ({ page, somebodyElse }) => {
  await signInAsDemo(page, "jonas@example.com", "/");
  await putIntoCart(page, "rosy", SCARF);
  await goto(page, "/checkout");

  const seller = await somebodyElse();
  await signInAsDemo(seller, "rosy@example.com", "/sell/rosy/listings");
  await seller.locator("main").getByRole("link", { name: SCARF }).first().click();
  await hydrated(seller);
  const price = seller.getByLabel("Price", { exact: true });
  const [old, now] = (await price.inputValue()) === "88" ? ["CN¥88.00", "CN¥95.50"] : ["CN¥95.50", "CN¥88.00"];
  await price.fill(now.slice(3));
  await seller.locator("#listing-form .bar").getByRole("button", { name: "Save" }).click();
  await hydrated(seller);
  await expect(seller.getByText("Saved")).toBeVisible();

  await page.getByRole("button", { name: "Place the order" }).click();
  await expect(page).toHaveURL(/\/cart$/);
  await hydrated(page);
  await expect(page.getByText(`${old} then, ${now} now`)).toBeVisible();
  await expect(page.getByRole("link", { name: "Check out" })).toHaveCount(0);
  await page.getByRole("button", { name: "Agree to the changes" }).click();
  await hydrated(page);
  await expect(page.getByText("then,")).toHaveCount(0);
  await page.getByRole("link", { name: "Check out" }).click();
  await hydrated(page);
  await expect(page.getByRole("main")).toContainText(now.slice(3));
  await placeOrder(page);
});

test("a payment that was declined can be tried again", async ({ page }) => {
  await signInAsDemo(page, "jonas@example.com", "/");
  await putIntoCart(page, "danqing", PORK);
  await goto(page, "/checkout");
  await placeOrder(page);
  await page.getByRole("button", { name: "Let the bank decline" }).click();
  await expect(page).toHaveURL(/\/pay\/[^/]+\?back/);
  await reloadUntil(page, "The payment was declined");
  await expect(page.getByText("Nothing was charged.", { exact: false }).first()).toBeVisible();
  await page.getByRole("button", { name: "Pay now" }).click();
  await expect(page).toHaveURL(/\/sandbox\/pay\//);
  await pay(page);
});

test("who leaves without paying keeps the goods until the hold ends", async ({ page, market }) => {
  await signInAsDemo(page, "limin@example.com", "/");
  await putIntoCart(page, "rosy", SCARF);
  await goto(page, "/checkout");
  await placeOrder(page);
  const provider = page.url();
  await page.getByRole("link", { name: "Leave without paying" }).click();
  await expect(page.getByText("Held for you until")).toBeVisible();
  const order = (await page.locator('main a[href^="/me/orders/"]').getAttribute("href")) ?? "";
  await market.clock.advance("29m");
  await page.reload();
  await expect(page.getByText("Held for you until")).toBeVisible();
  await market.clock.advance("2m");
  await reloadUntil(page, "Nothing was paid in time");
  await expect(page.getByRole("button", { name: "Pay now" })).toHaveCount(0);
  await goto(page, order);
  await expect(page.getByText("Closed without payment")).toBeVisible();
  // The provider's page is still open in another tab: what is paid there buys nothing any more.
  await goto(page, provider);
  await page.getByRole("button", { name: "Pay", exact: true }).click();
  await expect(page).toHaveURL(/\/pay\/[^/]+\?back/);
  await reloadUntil(page, "went back to you");
  await expect(page.getByText("no longer held for you")).toBeVisible();
  await market.audit();
});

test("an order that is cancelled before it is shipped is paid back in full", async ({ page, market }) => {
  await signInAsDemo(page, "mei@example.com", "/");
  await putIntoCart(page, "danqing", PORK);
  await goto(page, "/checkout");
  await placeOrder(page);
  await pay(page);
  await page.locator('main a[href^="/me/orders/"]').click();
  await hydrated(page);
  await page.getByText("Cancel this order").click();
  await page.getByRole("button", { name: "Cancel and get the money back" }).click();
  await expect(page.getByText("Cancelled by you")).toBeVisible();
  await reloadUntil(page, "All of the money has gone back to you");
  await expect(page.getByRole("button", { name: "Cancel and get the money back" })).toHaveCount(0);
  const report = await market.audit();
  expect(report.violations).toBe(0);
});

const AMOUNTS = ["-1", "0", "0.00001", "1e3", "9".repeat(15), "🍖🍖", "٣", "1 or 2"];

test("an amount that is none is said beside its field, on the goods' page and in the cart", async ({ page }) => {
  await openGoods(page, "danqing", PORK);
  for (const typed of AMOUNTS) {
    await page.getByLabel("How much").fill(typed);
    expect((await send(page, "Add to cart")).status(), typed).toBe(422);
    await expect(page.locator("#quantity-error"), typed).toBeVisible();
    await expect(page.getByLabel("How much"), typed).toHaveValue(typed);
  }
  await page.getByLabel("How much").fill("0.5");
  expect((await send(page, "Add to cart")).status()).toBe(303);
  await expect(page).toHaveURL(/\/cart$/);
  for (const typed of [...AMOUNTS, ""]) {
    const field = page.getByLabel(/^How much of /);
    await field.fill(typed);
    expect((await send(page, "Change")).status(), typed).toBe(422);
    await expect(page.locator(".line-item .error"), typed).toBeVisible();
    await expect(field, typed).toHaveValue(typed);
  }
});

test("a note that is too long stays in its field; anything else goes to the shop as it was typed", async ({ page }) => {
  await signInAsDemo(page, "jonas@example.com", "/");
  await putIntoCart(page, "danqing", PORK);
  await goto(page, "/checkout");
  const note = page.getByLabel("A word to the shop");
  const long = "🎁".repeat(501);
  // The field itself takes no more; what comes from an older browser, or from nobody's form, is not cut off in silence.
  await note.evaluate((field) => field.removeAttribute("maxlength"));
  await note.fill(long);
  expect((await send(page, "Place the order")).status()).toBe(422);
  await expect(page.locator('[id^="note-"][id$="-error"]')).toContainText("at most 500 characters");
  await expect(note).toHaveValue(long);
  await expect(note).toHaveAttribute("aria-invalid", "true");
  await note.fill(`<b>-1</b> ${"🎁".repeat(220)}`);
  await placeOrder(page);
  await page.getByRole("link", { name: "Leave without paying" }).click();
  await page.locator('main a[href^="/me/orders/"]').click();
  await expect(page.getByText(`<b>-1</b> ${"🎁".repeat(220)}`)).toBeVisible();
});

test("an address that is none keeps what was typed, and says what is wrong beside each field", async ({ page, market }) => {
  await signIn(page, market, freshAddress("odd"), "/me/addresses/new");
  const odd = { recipient: "陈".repeat(61), phone: "-13800138000.5", street: "🏠".repeat(201) };
  await page.getByLabel("Who takes the parcel").fill(odd.recipient);
  await page.getByLabel("Phone").fill(odd.phone);
  await page.getByLabel("Street, house, floor, door").fill(odd.street);
  expect((await send(page, "Keep this address")).status()).toBe(422);
  for (const field of ["recipient", "phone", "street"] as const) {
    await expect(page.locator(`#${field}-error`)).toBeVisible();
    await expect(page.locator(`#${field}`)).toHaveValue(odd[field]);
  }
  await expect(page.getByText("down to the town or street office").first()).toBeVisible();
});

test("bytes that no field can hold are answered with a sentence, never with a fault", async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, "no browser sends these: once is enough");
  await signInAsDemo(page, "limin@example.com", "/");
  await putIntoCart(page, "danqing", PORK);
  await openGoods(page, "danqing", PORK);
  const variant = await page.locator('form[action="/cart/add"] input[name="variant"]').first().inputValue();
  await goto(page, "/checkout");
  const hidden = (name: string) => page.locator(`input[type="hidden"][name="${name}"]`).inputValue();
  const attempt = await hidden("attempt");
  const address = await page.getByRole("radio").first().inputValue();
  const line = "/cart";
  const headers = { "Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded", Accept: "text/html" };
  const post = async (path: string, data: string) => {
    const answer = await page.request.post(path, { headers, data, maxRedirects: 0 });
    expect(answer.status(), `${path} ${data}`).toBeLessThan(500);
    return answer;
  };
  for (const odd of ["%00", "1%00", "%FF%FE", "%C0%AF", "%ED%A0%80", "%", "%F0%9F", "+".repeat(9_000), "%E2%80%AE1"]) {
    expect((await post("/cart/add", `variant=${variant}&quantity=${odd}`)).status(), odd).toBe(422);
    const sent = `attempt=${attempt}&address=${address}&total=${odd}`;
    expect((await post("/checkout", sent)).status(), odd).toBe(422);
    expect((await post("/checkout", `attempt=${attempt}&address=${odd}&total=1`)).status(), odd).toBe(422);
    expect([303, 404], odd).toContain((await post(line, `line=${odd}&quantity=1`)).status());
    expect((await post("/me/addresses/new", `address=${address}&recipient=${odd}&phone=${odd}&street=${odd}`)).status()).toBe(422);
  }
  expect((await post("/cart/add", `variant=${variant}&quantity=${"1".repeat(300 * 1024)}`)).status()).toBe(413);
});
