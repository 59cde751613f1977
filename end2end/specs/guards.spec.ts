// What holds for every page and every form: forms of other sites change nothing, looking changes nothing, no page breaks its own
// policy, every page can be read by everybody, and what only calls itself a photo is refused. The pages and forms are found by
// following links as a buyer, a seller and the operator, one page of each kind.
import type { APIRequestContext, Page } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { placeOrder, putIntoCart } from "../fixtures/buying";
import { goto } from "../fixtures/hydrated";
import { enterPassword, signInAsDemo } from "../fixtures/people";
import { png } from "../fixtures/pictures";
import { alone, expect, testAlone as test } from "../fixtures/server";
import { tables, waiting } from "../fixtures/sqlite";

/** Every kind of form that the product has. A new one is found by itself; one that is not found any more fails here. */
const FORMS = [
  "/admin/coupons", "/admin/identities/{}", "/admin/payouts", "/admin/payouts/{}", "/admin/payouts/{}/file", "/admin/rules",
  "/cart", "/cart/add", "/checkout",
  "/language", "/me", "/me/addresses", "/me/addresses/new", "/me/addresses/{}", "/me/orders/{}", "/pay/{}", "/sandbox/pay/{}",
  "/sell/open", "/sell/{}/coupons", "/sell/{}/listings/{}", "/sell/{}/money/card", "/sell/{}/orders/{}",
  "/sell/{}/settings",
  "/sell/{}/settings/freight/{}", "/ship-to", "/sign-in", "/sign-out", "/sign-up",
];
/** Only scripts and machines send these. */
const WITHOUT_FORM = ["/sell/danqing/listings/new/photos"];
/** What is looked at without being a page. */
const FILES = /^\/(photos|pkg|icons|manifest|robots|favicon|seal)/;

type Form = { path: string; fields: Record<string, string> };
type Crawl = { pages: Map<string, string>; forms: Map<string, Form> };

/** The kind of a path: ids, handles and numbers become `{}`. */
function kind(path: string): string {
  return (path.split(/[?#]/)[0] ?? "")
    .replace(/^\/(p)\/[^/]+\/.*$/, "/$1/{}/{}")
    .replace(/^\/(c|s|pay)\/[^/]+/, "/$1/{}")
    .replace(/^\/sell\/(?!open)[^/]+/, "/sell/{}")
    .replace(/\/[a-z]{2,4}_[0-9a-z]{16,}/g, "/{}")
    .replace(/^(\/sell\/\{\}\/settings\/freight)\/[^/]+/, "$1/{}")
    .replace(/^(\/admin\/categories)\/[^/]+/, "$1/{}")
    .replace(/^(\/admin\/categories\/\{\})\/[^/]+/, "$1/{}");
}

const unescaped = (text: string) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"').replaceAll("&#x27;", "'");
const attribute = (tag: string, name: string) => unescaped(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "");

function forms(html: string, at: string): Form[] {
  return [...html.matchAll(/<form\b[^>]*method="post"[^>]*>([\s\S]*?)<\/form>/g)].map(([form, inside = ""]) => {
    const named = [...inside.matchAll(/<(?:input|button)\b[^>]*\sname="[^"]*"[^>]*>/g)].map(([tag]) => tag);
    const pairs = named.map((tag) => [attribute(tag, "name"), attribute(tag, "value")]);
    return { path: attribute(form.slice(0, form.indexOf(">") + 1), "action") || at, fields: Object.fromEntries(pairs) };
  });
}

/** Pages of one kind that are asked for their forms: an order that is paid has another one than an order that is not. */
const OF_A_KIND = 8;

/** Follows links from page to page by GET alone. `pages` holds the first page of each kind. */
async function crawl(request: APIRequestContext, starts: string[]): Promise<Crawl> {
  const found: Crawl = { pages: new Map(), forms: new Map() };
  const queue = [...starts];
  const asked = new Set<string>();
  const counts = new Map<string, number>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    const name = kind(path);
    const count = counts.get(name) ?? 0;
    if (asked.has(path) || count >= OF_A_KIND || FILES.test(path)) continue;
    asked.add(path);
    counts.set(name, count + 1);
    if (count === 0) found.pages.set(name, path);
    const answer = await request.get(path, { headers: { Accept: "text/html" } });
    expect(answer.status(), path).toBeLessThan(400);
    const html = await answer.text();
    for (const form of forms(html, path)) found.forms.set(kind(form.path), form);
    const links = [...html.matchAll(/<a\b[^>]*\shref="(\/[^"]*)"/g)].map(([, href = ""]) => unescaped(href));
    queue.push(...links.filter((href) => !href.startsWith("//")));
  }
  return found;
}

/** One person's browser and where they begin. */
type Person = { page: Page; starts: string[] };

/** The four who look around: a stranger, a buyer with a payment that waits, a seller, the operator. */
async function people(page: Page, somebodyElse: () => Promise<Page>): Promise<Person[]> {
  const [stranger, seller, operator] = [await somebodyElse(), await somebodyElse(), await somebodyElse()];
  await goto(stranger, "/");
  await signInAsDemo(page, "mei@example.com", "/");
  await putIntoCart(page, "rosy", /Checked wool scarf/);
  await goto(page, "/checkout");
  await placeOrder(page);
  const sandbox = new URL(page.url()).pathname;
  await page.getByRole("link", { name: "Leave without paying" }).click();
  await expect(page).toHaveURL(/\/pay\//);
  const payment = new URL(page.url()).pathname;
  await putIntoCart(page, "rosy", /Checked wool scarf/);
  await signInAsDemo(seller, "danqing@example.com", "/sell");
  await signInAsDemo(operator, "operator@example.com", "/admin");
  const waits = await paidOrder(seller);
  return [
    { page: stranger, starts: ["/", "/sign-in", "/sign-up", "/search?q=scarf"] },
    { page, starts: ["/", "/cart", "/checkout", payment, sandbox, "/me", "/me/addresses/new"] },
    { page: seller, starts: ["/sell/open", waits, "/sell/danqing", "/sell/danqing/listings/new", "/sell/danqing/settings/freight/new"] },
    { page: operator, starts: ["/admin/payouts", "/admin/identities"] },
  ];
}

/** An order that is to be shipped: its page has a form. */
async function paidOrder(seller: Page): Promise<string> {
  await goto(seller, "/sell/danqing/orders");
  return (await seller.locator("main table th a").first().getAttribute("href")) ?? "";
}

const FOREIGN: Record<string, string>[] = [
  { "Sec-Fetch-Site": "cross-site" },
  { "Sec-Fetch-Site": "same-site", Origin: "https://evil.example" },
  { Origin: "https://evil.example" },
  { Origin: "null" },
  {},
];

/** Finds this person's forms by looking around, and sends each as pages of other sites would. The kinds of forms that were found. */
async function refused({ page, starts }: Person): Promise<string[]> {
  const { forms } = await crawl(page.request, starts);
  for (const form of forms.values()) {
    for (const headers of FOREIGN) {
      const options = { headers: { Accept: "text/html", ...headers }, form: form.fields, maxRedirects: 0 };
      expect((await page.request.post(form.path, options)).status(), `${form.path} ${JSON.stringify(headers)}`).toBe(403);
    }
  }
  for (const path of WITHOUT_FORM) {
    for (const headers of FOREIGN) expect((await page.request.post(path, { headers })).status(), path).toBe(403);
  }
  return [...forms.keys()];
}

/** A market whose clock nobody moves: what other specs have begun would go on by itself while its tables are compared. */
const testInPeace = alone();

testInPeace.describe(() => {
  testInPeace.skip(({ javaScriptEnabled }) => javaScriptEnabled !== false, "everything is asked for without a browser: once is enough");

  testInPeace("forms of other sites are refused, and looking changes nothing", async ({ page, market, somebodyElse }) => {
    testInPeace.setTimeout(120_000);
    const all = await people(page, somebodyElse);
    // A process begins with an audit, and writes down to where it came. The next one is an hour later.
    await expect.poll(() => market.log, { message: "the first audit", timeout: 30_000 }).toContain("a chain ends with");
    await expect.poll(() => waiting(market.data), { message: "what goes on by itself is done", timeout: 30_000 }).toBe(0);
    const before = await tables(market.data);
    const kinds = new Set((await Promise.all(all.map(refused))).flat());
    expect(FORMS.filter((form) => !kinds.has(form)), "forms that were not found").toEqual([]);
    const forged = await page.request.post("/webhooks/sandbox", { data: { id: "evt_1", kind: "captured" } });
    expect([400, 401, 403], "a webhook without a signature").toContain(forged.status());
    expect(await tables(market.data)).toEqual(before);
    expect((await market.audit()).violations).toBe(0);
  });
});

/** Looks at pages in both languages, and notes what is wrong with them. */
async function look(page: Page, paths: string[], wrong: string[]): Promise<void> {
  for (const lang of ["en", "zh"]) {
    await page.context().addCookies([{ name: "lang", value: lang, url: new URL("/", page.url()).href }]);
    for (const path of paths) {
      await goto(page, path);
      await accessible(page).catch((error: Error) => wrong.push(`${lang} ${path}: ${error.message}`));
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      if (wide > 0) wrong.push(`${lang} ${path}: ${wide} pixels wider than the screen`);
    }
  }
}

test("every page can be read by everybody, in both languages, and keeps its own policy", async ({ page, somebodyElse, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, "axe needs scripts; the same markup is looked at with them");
  // Axe takes a good part of a second a page, and there are more than seventy in two languages.
  test.setTimeout(480_000);
  const seen = new Set<string>();
  const wrong: string[] = [];
  // The four look around side by side, each page by the first who finds it: most of the time goes by in waiting.
  const rounds: Promise<void>[] = [];
  for (const person of await people(page, somebodyElse)) {
    const { pages } = await crawl(person.page.request, person.starts);
    const fresh = [...pages].filter(([name]) => !seen.has(name));
    for (const [name] of fresh) seen.add(name);
    rounds.push(look(person.page, fresh.map(([, path]) => path), wrong));
  }
  await Promise.all(rounds);
  expect(seen.size, [...seen].sort().join(" ")).toBeGreaterThanOrEqual(36);
  expect(wrong).toEqual([]);
});

test("what only calls itself a photo is refused with a sentence, and the form keeps what was typed", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/sign-in");
  await enterPassword(page, "rosy@example.com");
  await expect(page).toHaveURL(/\/me$/);
  await goto(page, "/s/rosy");
  const whole = await page.screenshot({ type: "jpeg", quality: 60 });
  const photos: [string, Buffer, RegExp][] = [
    ["image/jpeg", whole.subarray(0, whole.length / 2), /did not arrive whole/],
    ["image/svg+xml", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'), /not a photo/],
    ["image/gif", Buffer.from("GIF89a/*\x01\0\x01\0*/=1;alert(1)", "latin1"), /not a photo/],
    ["image/jpeg", Buffer.from("\xff\xd8\xff<html><script>alert(1)</script></html>", "latin1"), /did not arrive whole/],
    ["image/png", png(64, 65_535), /more pixels than can be shown/],
  ];
  for (const [mimeType, buffer, sentence] of photos) {
    await goto(page, "/sell/rosy/listings/new");
    await page.getByLabel("Title").fill("Bamboo basket");
    await page.getByLabel("Add photos").setInputFiles({ name: "photo.jpg", mimeType, buffer });
    if (javaScriptEnabled === false) await page.getByRole("button", { name: "Send the chosen photos now" }).click();
    await expect(page.getByText(sentence).first()).toBeVisible();
    await expect(page.getByLabel("Title")).toHaveValue("Bamboo basket");
    // Where scripts run, the tile of the refused file stays, with its sentence, until it is removed.
    if (javaScriptEnabled === false) await expect(page.getByLabel(/^Remove photo/)).toHaveCount(0);
  }
});
