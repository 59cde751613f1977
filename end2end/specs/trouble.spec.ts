// The database is locked, its disk is full, its folder is gone: who sends a form is told so calmly, who reads goes on reading, nothing
// is half done, and when the trouble is over the same form works in the same process.
import { type Page, type Response } from "@playwright/test";
import { execFile } from "node:child_process";
import { mkdtemp, open, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { orderPaths, pay, placeOrder, putIntoCart } from "../fixtures/buying";
import { goto } from "../fixtures/hydrated";
import { Market } from "../fixtures/market";
import { signInAsDemo } from "../fixtures/people";
import { expect, test as base } from "../fixtures/server";
import { lock } from "../fixtures/sqlite";

const shell = promisify(execFile);
const SCARF = /Checked wool scarf/;
const TITLES = { en: "The market is catching its breath", zh: "市场正在喘口气" };
/** Room for the demo market and its journals. */
const DISK = "size=64m";

/** A disk of its own that can be filled; none where mounting is not allowed. */
type Disk = { folder: string } | undefined;

const test = base.extend<object, { disk: Disk; market: Market }>({
  disk: [
    async ({}, use) => {
      const folder = await mkdtemp(join(tmpdir(), "shanhuo-disk-"));
      const mounted = await shell("mount", ["-t", "tmpfs", "-o", DISK, "tmpfs", folder]).then(() => true, () => false);
      await use(mounted ? { folder } : undefined);
      if (mounted) await shell("umount", [folder]);
      await rm(folder, { recursive: true });
    },
    { scope: "worker" },
  ],
  market: [
    async ({ disk }, use) => {
      const market = await Market.open({}, disk?.folder);
      await use(market);
      await market.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/** Presses a button that posts a form, and gives the answer. */
async function send(page: Page, button: string): Promise<Response> {
  const answered = page.waitForResponse((response) => response.request().method() === "POST", { timeout: 30_000 });
  await page.getByRole("button", { name: button, exact: true }).click({ timeout: 30_000 });
  return answered;
}

async function calm(page: Page, answer: Response, language: "en" | "zh"): Promise<void> {
  expect(answer.status()).toBe(503);
  expect(Number(answer.headers()["retry-after"]), "when to come back").toBeGreaterThan(0);
  await expect(page.getByRole("heading", { level: 1, name: TITLES[language] })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", language === "en" ? "en" : "zh-Hans");
}

/** Reading goes on. */
async function readable(page: Page): Promise<void> {
  for (const path of ["/", "/c/wool-scarves", "/s/rosy", "/rules", "/search?q=scarf", "/healthz"]) {
    const answer = await page.request.get(path);
    expect(answer.status(), path).toBe(200);
  }
}

/** A buyer with something in the cart, and a reader of Chinese without an account, both with a form open. */
async function forms(page: Page, reader: Page): Promise<void> {
  await signInAsDemo(page, "jonas@example.com", "/");
  await putIntoCart(page, "rosy", SCARF);
  await goto(page, "/checkout");
  await goto(reader, "/c/wool-scarves");
  const goods = await reader.getByRole("main").getByRole("link", { name: SCARF }).getAttribute("href");
  await reader.context().addCookies([{ name: "lang", value: "zh", url: new URL("/", reader.url()).href }]);
  await goto(reader, goods ?? "");
}

/** Both forms are answered calmly. */
async function refused(page: Page, reader: Page): Promise<void> {
  const [order, cart] = await Promise.all([send(page, "Place the order"), send(reader, "加入购物车")]);
  await calm(page, order, "en");
  await calm(reader, cart, "zh");
}

/** The same forms, once more, without a restart: they work, and nothing had been kept of the first try. */
async function works(page: Page, reader: Page, market: Market, ordersBefore: number): Promise<void> {
  expect((await page.request.get("/readyz")).status()).toBe(200);
  expect((await orderPaths(page)).length, "nothing was half ordered").toBe(ordersBefore);
  await goto(page, "/checkout");
  await placeOrder(page);
  await pay(page);
  if (!(await reader.getByRole("button", { name: "加入购物车" }).isVisible())) await reader.goBack();
  expect((await send(reader, "加入购物车")).status()).toBe(303);
  await expect(reader.locator(".line-item"), "the first try put nothing into the cart").toHaveCount(1);
  expect((await orderPaths(page)).length).toBe(ordersBefore + 1);
  expect((await market.audit()).violations).toBe(0);
}

test("another process holds the database's lock", async ({ page, market, somebodyElse, expectedFaults }) => {
  expectedFaults.push("status 503");
  const reader = await somebodyElse();
  await forms(page, reader);
  const before = await orderCount(page);
  const letGo = await lock(market.data);
  try {
    await Promise.all([refused(page, reader), readable(page)]);
  } finally {
    await letGo();
  }
  await works(page, reader, market, before);
});

test("the disk is full", async ({ page, market, disk, somebodyElse, expectedFaults }) => {
  test.skip(!disk, "a small disk can be mounted by root only");
  if (!disk) return;
  expectedFaults.push("status 503");
  const reader = await somebodyElse();
  await forms(page, reader);
  const before = await orderCount(page);
  const filler = join(disk.folder, "filler");
  await fill(filler);
  try {
    await refused(page, reader);
    await readable(page);
  } finally {
    await rm(filler);
  }
  await works(page, reader, market, before);
});

test("the data folder is gone", async ({ page, market, somebodyElse, expectedFaults }) => {
  expectedFaults.push("status 503");
  const reader = await somebodyElse();
  await forms(page, reader);
  const before = await orderCount(page);
  const away = `${market.data}-away`;
  await rename(market.data, away);
  try {
    // Connections that are open still reach their file; where the market needs another one, it says that it cannot serve.
    const paths = Array.from({ length: 40 }, (_, n) => ["/", "/c", "/s/rosy", "/cart", "/me/orders"][n % 5] ?? "/");
    const statuses = await Promise.all(paths.map(async (path) => (await page.request.get(path)).status()));
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    expect((await page.request.get("/healthz")).status(), "the process lives").toBe(200);
    expect(await stat(market.data).catch(() => "no"), "no empty market was begun in its place").toBe("no");
  } finally {
    await rename(away, market.data);
  }
  await works(page, reader, market, before);
});

async function orderCount(page: Page): Promise<number> {
  const list = await page.context().newPage();
  const { length } = await orderPaths(list);
  await list.close();
  return length;
}

/** Writes until nothing more fits. */
async function fill(path: string): Promise<void> {
  const file = await open(path, "w");
  try {
    for (const size of [1 << 20, 1 << 12, 1]) {
      const block = Buffer.alloc(size);
      for (;;) if ((await file.write(block).catch(() => ({ bytesWritten: 0 }))).bytesWritten < size) break;
    }
  } finally {
    await file.close();
  }
}
