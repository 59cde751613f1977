// The database is locked, its disk is full, its folder is gone: who sends a form is told so calmly, who reads goes on reading, nothing
// is half done, and when the trouble is over the same form works in the same process. Where scripts run, postgres.hydrated.spec.ts has
// the same of one trouble, a PostgreSQL that is away; of a lock, a disk and a folder there is this alone.
import { mkdtemp, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SmallDisk } from "../fixtures/disk";
import { Market } from "../fixtures/market";
import { expect, test as base } from "../fixtures/server";
import { emptyJournal, lock } from "../fixtures/sqlite";
import { forms, orderCount, readable, refused, works } from "../fixtures/trouble";

const test = base.extend<object, { disk: SmallDisk | undefined; market: Market }>({
  disk: [
    async ({}, use) => {
      const disk = await SmallDisk.open();
      await use(disk);
      await disk?.close();
    },
    { scope: "worker" },
  ],
  market: [
    async ({ disk }, use) => {
      const market = await Market.open({}, disk?.folder);
      // An index that takes back room of its own would make some for the database just then.
      const index = await mkdtemp(join(tmpdir(), "shanhuo-index-"));
      await market.moveIndex(index);
      await use(market);
      await market.close();
      await rm(index, { recursive: true });
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

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
  await emptyJournal(market.data);
  await disk.fill();
  try {
    await refused(page, reader);
    await readable(page);
  } finally {
    await disk.empty();
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
