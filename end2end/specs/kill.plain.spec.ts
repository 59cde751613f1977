// The process is killed (SIGKILL) at random instants while people buy and pay, and starts again on the same database. Whatever was
// acknowledged must be there; whatever the provider was paid must become paid orders; and the books must be right every time.
// SHANHUO_KILLS says how often, SHANHUO_SEED repeats the instants.
import { expect, test } from "@playwright/test";
import { Market } from "../fixtures/market";
import { Shopper } from "../fixtures/shopper";

const KILLS = Number(process.env.SHANHUO_KILLS ?? 50);
const SEED = Number(process.env.SHANHUO_SEED ?? Date.now() % 2_147_483_647);
/** A kill comes so many milliseconds after people began, at the latest. */
const LATEST = 700;
const PEOPLE = ["mei@example.com", "rosy@example.com", "books@example.com"];

/** Park and Miller's generator: the same instants for the same seed. */
function dice(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

test("killed at any instant, the market loses nothing that it acknowledged", async ({}, info) => {
  info.setTimeout(60_000 + KILLS * 10_000);
  const random = dice(SEED);
  const begun = Date.now();
  const market = await Market.open();
  const shoppers = await Promise.all(PEOPLE.map((person) => Shopper.open(market, person)));
  const shop = await (await fetch(`${market.url}/s/danqing`)).text();
  const goods = [...new Set([...shop.matchAll(/href="(\/p\/[^"]+)"/g)].map(([, path]) => path))];
  expect(goods.length, "goods to buy").toBeGreaterThan(3);
  let interrupted = 0;

  for (let kill = 1; kill <= KILLS; kill++) {
    const before = shoppers.map((shopper) => shopper.acknowledged.length);
    let isOver = false;
    const buying = shoppers.map(async (shopper) => {
      while (!isOver) {
        const product = goods[Math.floor(random() * goods.length)];
        try {
          await shopper.buy(product, random() < 0.5 ? "now" : "twice");
        } catch {
          // The process was killed in the middle of a request: nobody was told anything.
          interrupted += 1;
          return;
        }
      }
    });
    const instant = 20 + random() * LATEST;
    const killed = new Promise<void>((resolve) => setTimeout(() => market.restart({ kill: true }).then(resolve), instant));
    setTimeout(() => (isOver = true), instant);
    await Promise.all([...buying, killed]);

    for (const [at, shopper] of shoppers.entries()) {
      for (const { payment, isPaid } of shopper.acknowledged.slice(before[at])) {
        await expect
          .poll(() => shopper.sees(payment), { message: `seed ${SEED}, kill ${kill}: ${payment}`, timeout: 15_000 })
          .toEqual(isPaid ? { isThere: true, isPaid } : expect.objectContaining({ isThere: true }));
      }
    }
    await market.audit();
  }

  let orders = 0;
  let paid = 0;
  for (const shopper of shoppers) {
    for (const { payment, isPaid } of shopper.acknowledged) {
      const found = await shopper.sees(payment);
      expect(found.isThere, `${payment} was acknowledged and is gone`).toBe(true);
      if (isPaid) expect(found.isPaid, `${payment} was paid and is not any more`).toBe(true);
      orders += 1;
      paid += Number(isPaid);
    }
    await shopper.close();
  }
  await market.close();
  expect(orders, "people bought something between the kills").toBeGreaterThan(KILLS / 2);
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  console.log(
    `kill: seed ${SEED}, ${KILLS} kills, ${interrupted} requests cut off, ${orders} checkouts acknowledged, ${paid} of them paid, 0 lost, ${seconds} s`,
  );
});
