// An operator announces another number of a rule, by the form and at the terminal, and everybody reads it before it counts.
import { accessible } from "../fixtures/a11y";
import { goto, hydrated } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { alone, expect } from "../fixtures/server";

/** Days pass here, and goods are held for another time than elsewhere. */
const test = alone();

const ZONE_MILLIS = 8 * 3_600_000;
const DAY_MILLIS = 86_400_000;

/** The day by the market's calendar so many days from today, as a field takes it. */
function day(ahead: number): string {
  return new Date(Date.now() + ZONE_MILLIS + ahead * DAY_MILLIS).toISOString().slice(0, 10);
}

test("a number is announced, read by everybody, and counts from its day on", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  await signInAsDemo(page, "operator@example.com", "/admin/rules");
  if (javaScriptEnabled !== false) await accessible(page);
  const rule = page.locator("#hold_minutes");
  const number = rule.getByLabel("The number, in minutes");
  const announce = async () => {
    await rule.getByRole("button", { name: "Announce it" }).click();
    await hydrated(page);
  };

  await test.step("what makes no sense is said beside the field, and stays to be corrected", async () => {
    await rule.getByText("Announce another number").click();
    await number.fill("4");
    await rule.getByLabel("The day from which it counts").fill(day(0));
    await announce();
    await expect(page.locator("#number-hold_minutes-error")).toContainText("a whole number from 5 to 1,380 minutes");
    await expect(page.locator("#day-hold_minutes-error")).toContainText("This day has begun");
    await expect(number).toHaveValue("4");
    if (javaScriptEnabled !== false) await accessible(page);
    await number.fill("45");
    await announce();
    await expect(page.locator("#day-hold_minutes-error")).toContainText("This day has begun");
    await expect(page.locator("#number-hold_minutes-error")).toHaveCount(0);
    await expect(number).toHaveValue("45");
  });

  await rule.getByLabel("The day from which it counts").fill(day(2));
  await announce();
  const told = rule.locator("#done");
  await expect(told).toContainText("Announced, and public: Goods are held for an unpaid order");
  await expect(told, "the browser is where the number was typed").toBeInViewport();
  await expect(told, "whoever listens hears it first").toBeFocused();
  await expect(rule).toContainText("on: for 45 minutes");

  const reader = await somebodyElse();
  const read = reader.locator("#hold_minutes");
  await test.step("a stranger reads both numbers, in either language", async () => {
    await goto(reader, "/rules");
    await expect(read).toContainText("for 30 minutes");
    await expect(read).toContainText("on: for 45 minutes");
    await reader.context().addCookies([{ name: "lang", value: "zh", url: market.url }]);
    await goto(reader, "/rules");
    await expect(read).toContainText("起：45 分钟");
    await reader.context().addCookies([{ name: "lang", value: "en", url: market.url }]);
  });

  await test.step("its day comes", async () => {
    await market.clock.advance("3d");
    await goto(reader, "/rules");
    await expect(read).toContainText("for 45 minutes");
    await expect(read).not.toContainText("30 minutes");
  });

  await test.step("whoever holds the database announces at the terminal", async () => {
    const refused = await market.command("rule", "set", "hold_minutes", "4", "--from", day(6));
    expect(refused.status).not.toBe(0);
    expect(refused.errors).toContain("hold_minutes is a number from 5 to 1380.");
    const { status, errors } = await market.command("rule", "set", "hold_minutes", "60", "--from", day(6));
    expect(status, errors).toBe(0);
    const listed = await market.command("rule", "list");
    expect(listed.output).toMatch(/hold_minutes 45 .*\n {4}From .* on: for 60 minutes\n/);
    await goto(reader, "/rules");
    await expect(read).toContainText("on: for 60 minutes");
  });
  expect((await market.audit()).violations).toBe(0);
});
