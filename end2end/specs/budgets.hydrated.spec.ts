// What a page may weigh on the wire. A budget that is passed fails here, with the table of what was fetched.
import { expect, test } from "../fixtures/server";
import { goto, gotoAndRead } from "../fixtures/hydrated";
import { begun, largestPaint, weigh } from "../fixtures/weight";

const KB = 1024;
/** One TCP window: the document and its sheet arrive in the first round trip. */
const DOCUMENT_AND_SHEET_MAX = 13.2 * KB;
/** The cold page with its photo, without what comes after it has been painted. */
const COLD_PAGE_MAX = 100 * KB;
const STOREFRONT_PROGRAM_MAX = 80 * KB;
const WORKBENCH_FIRST_ROUTE_MAX = 250 * KB;
/** The program of the forms; it is fetched once and kept. */
const WORKBENCH_PROGRAM_MAX = 260 * KB;

const isProgram = (path: string) => path.endsWith(".wasm") || path.includes("-glue");

test("a product page fits into its budgets", async ({ page }) => {
  await goto(page, "/");
  const product = await page.locator('.goods a[href^="/p/"]').first().getAttribute("href");
  const weight = await weigh(page);
  await gotoAndRead(page, product ?? "/");
  await page.waitForLoadState("networkidle");
  const painted = await largestPaint(page);

  const core = weight.bytes(({ type, path }) => type === "Document" || path.endsWith(".css"));
  expect(core, `document and sheet\n${weight.table()}`).toBeLessThanOrEqual(DOCUMENT_AND_SHEET_MAX);
  const cold = weight.bytes(({ path }) => !isProgram(path));
  expect(cold, `the cold page\n${weight.table()}`).toBeLessThanOrEqual(COLD_PAGE_MAX);
  const program = weight.bytes(({ path }) => isProgram(path));
  expect(program, `program and glue\n${weight.table()}`).toBeLessThanOrEqual(STOREFRONT_PROGRAM_MAX);
  expect(program, "a product page has islands").toBeGreaterThan(0);
  for (const start of await begun(page, ".wasm")) {
    expect(start, "the program is fetched after the largest paint").toBeGreaterThan(painted);
  }
  const blocking = await page.locator("script:not([async]):not([defer]):not([type='application/json']):not([type='application/ld+json'])").count();
  expect(blocking, "scripts that hold up the page").toBe(0);
  console.log(`product page: document and sheet ${core} B, cold page ${cold} B, program and glue ${program} B`);
});

test("the workbench's first route fits into its budget", async ({ page, market }) => {
  await page.goto("/sign-in?back=/sell");
  await page.getByLabel("E-mail or phone").first().fill("budget@example.com");
  await page.getByRole("button", { name: "Send me a code" }).click();
  await page.getByLabel("The six digits").fill(await market.mail("budget@example.com"));
  const weight = await weigh(page);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.waitForURL("**/sell");
  await page.locator("html[data-hydrated]").waitFor({ state: "attached" });
  const all = weight.bytes();
  expect(all, `the workbench\n${weight.table()}`).toBeLessThanOrEqual(WORKBENCH_FIRST_ROUTE_MAX);

  await gotoAndRead(page, "/sell/open");
  const program = weight.bytes(({ path }) => isProgram(path));
  expect(program, `the program of the forms\n${weight.table()}`).toBeLessThanOrEqual(WORKBENCH_PROGRAM_MAX);
  expect(program, "a form that checks while one types has a program").toBeGreaterThan(0);
  console.log(`workbench: first route ${all} B, program of the forms ${program} B`);
});
