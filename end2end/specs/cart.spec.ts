// A cart that is filled before its owner says who they are, and by a hand that presses twice.
import type { Page } from "@playwright/test";
import { openGoods } from "../fixtures/buying";
import { goto, hydrated } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { expect, testAlone as test } from "../fixtures/server";

const PORK = /柴火腊肉/;
const SAUSAGES = /花椒烟熏腊肠/;
const FISH = /香辣小河鱼/;
/** Somebody who buys nothing in the other specs. */
const BUYER = "courier@example.com";

/** Puts so many jin of the shop's goods into the cart. Ends in the cart. */
async function put(page: Page, title: RegExp, amount: string): Promise<void> {
  await openGoods(page, "danqing", title);
  await page.getByLabel("How much").fill(amount);
  await page.getByRole("button", { name: "Add to cart" }).click();
  await expect(page).toHaveURL(/\/cart$/);
  await hydrated(page);
}

test("a guest who signs in finds all that was put in, in its order, and is told what there is not", async ({ page, somebodyElse }) => {
  const phone = await somebodyElse();
  await signInAsDemo(phone, BUYER, "/");
  await put(phone, FISH, "12");

  // The shop has 12 jin of the fish, and not twice as much.
  await put(page, SAUSAGES, "1");
  await put(page, FISH, "12");
  await put(page, PORK, "0.5");
  const lines = page.locator(".line-item h3");
  await expect(lines).toHaveText([SAUSAGES, FISH, PORK]);

  await signInAsDemo(page, BUYER, "/cart");
  await expect(lines, "what lay there already comes first").toHaveText([FISH, SAUSAGES, PORK]);
  await expect(page.getByLabel(/^How much of .*小河鱼/)).toHaveValue("24");
  await expect(page.getByLabel(/^How much of .*腊肠/)).toHaveValue("1");
  await expect(page.getByLabel(/^How much of .*腊肉/)).toHaveValue("0.5");
  await expect(page.locator("#changes li")).toHaveText([/小河鱼.*: only .+ left; we set it to that\./]);
  await expect(page.getByRole("link", { name: "Check out" })).toHaveCount(0);

  await page.getByRole("button", { name: "Agree to the changes" }).click();
  await expect(page.getByRole("link", { name: "Check out" })).toBeVisible();
  await expect(page.locator("#changes")).toHaveCount(0);
  await expect(lines).toHaveText([FISH, SAUSAGES, PORK]);
  await expect(page.getByLabel(/^How much of .*小河鱼/)).not.toHaveValue("24");
});

test("a form that is sent twice at once counts twice, and the cart says so", async ({ page }) => {
  await put(page, PORK, "0.5");
  await openGoods(page, "danqing", PORK);
  const variant = await page.locator('form[action="/cart/add"] input[name="variant"]').first().inputValue();
  const headers = { "Sec-Fetch-Site": "same-origin" };
  const press = () => page.request.post("/cart/add", { headers, form: { variant, quantity: "0.5", then: "cart" }, maxRedirects: 0 });
  const answers = await Promise.all([press(), press()]);
  expect(answers.map((answer) => answer.status())).toEqual([303, 303]);
  await goto(page, "/cart");
  await expect(page.locator(".line-item")).toHaveCount(1);
  await expect(page.getByLabel(/^How much of /)).toHaveValue("1.5");
});
