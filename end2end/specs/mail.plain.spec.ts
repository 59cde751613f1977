// Sign-in codes over SMTP, to a mail server that takes them, and to one that is away for a while. These pages have no scripts of their
// own; with scripts, people.spec.ts signs in.
import { PostOffice } from "../fixtures/letters";
import { goto, hydrated } from "../fixtures/hydrated";
import { Market } from "../fixtures/market";
import { freshAddress } from "../fixtures/people";
import { expect, test as base } from "../fixtures/server";

const test = base.extend<object, { office: PostOffice }>({
  office: [
    async ({}, use) => {
      const office = await PostOffice.open();
      await use(office);
      await office.close();
    },
    { scope: "worker" },
  ],
  market: [
    async ({ office }, use) => {
      const market = await Market.open({ SHANHUO_SMTP: `smtp://127.0.0.1:${office.port}` });
      await use(market);
      await market.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

test("a code comes by mail, and signs in", async ({ page, office }) => {
  const address = freshAddress("letter");
  await goto(page, "/sign-in");
  await page.locator("#contact").fill(address);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByText("A code is on its way")).toBeVisible();
  await hydrated(page);
  await expect.poll(() => office.code(address), { message: "the letter with the code" }).toMatch(/^\d{6}$/);
  const letter = office.to(address).at(-1) ?? "";
  expect(letter).toMatch(/^Message-ID: <[^@>\s]+@[^>\s]+>/im);
  expect(letter).toMatch(/^Content-Type: text\/plain/im);
  await page.getByLabel("The six digits").fill(office.code(address));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/me$/);
});

test("while the mail server is away the page answers, and the letter comes once when it is back", async ({ page, market, office }) => {
  const address = freshAddress("late");
  await office.close();
  await goto(page, "/sign-in");
  await page.locator("#contact").fill(address);
  await page.getByRole("button", { name: "Send me a code" }).click();
  await expect(page.getByText("A code is on its way")).toBeVisible();
  await hydrated(page);
  await expect.poll(() => market.log, { message: "the job says that it failed" }).toContain("the mail server did not take the letter");
  expect(market.log, "a log holds no addresses").not.toContain(address);

  await office.reopen();
  await market.clock.advance("1m");
  await expect.poll(() => office.code(address), { message: "the letter that was late" }).toMatch(/^\d{6}$/);
  await page.getByLabel("The six digits").fill(office.code(address));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL(/\/me$/);
  expect(office.to(address).length, "one letter, not one for each try").toBe(1);
});
