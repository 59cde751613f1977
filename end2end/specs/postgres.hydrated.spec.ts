// A market on PostgreSQL, whose server is killed (SIGKILL, with all its processes) at random instants while people buy, and comes back
// on the same folder, or is replaced by its replica. The market is never restarted. Whatever it acknowledged is there, whoever cannot
// be served is told so calmly, and the books are right every time.
// SHANHUO_POSTGRES_KILLS and SHANHUO_FAILOVERS say how often, SHANHUO_SEED repeats the instants.
import { Crowd } from "../fixtures/crowd";
import { SEED, dice, pause, times, within } from "../fixtures/dice";
import { Market } from "../fixtures/market";
import { Postgres } from "../fixtures/postgres";
import { expect, test as base } from "../fixtures/server";
import { calm, forms, orderCount, refused, works } from "../fixtures/trouble";

const KILLS = times("SHANHUO_POSTGRES_KILLS", 2);
const FAILOVERS = times("SHANHUO_FAILOVERS", 1);
/** The market waits five seconds for a connection: what is shorter is hardly noticed, what is longer is. */
const SHORT = [0, 1_500] as const;
const LONG = [6_000, 7_000] as const;

const test = base.extend<object, { postgres: Postgres; market: Market }>({
  postgres: [
    async ({}, use) => {
      const postgres = await Postgres.open();
      await use(postgres);
      await postgres.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  market: [
    async ({ postgres }, use) => {
      const market = await Market.open({ DATABASE_URL: postgres.url });
      await use(market);
      await market.close();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

test("while PostgreSQL is away, people are told so calmly, and the same page works when it is back", async ({
  page,
  market,
  postgres,
  somebodyElse,
  expectedFaults,
}) => {
  expectedFaults.push("status 503");
  const reader = await somebodyElse();
  await forms(page, reader);
  const before = await orderCount(page);
  await postgres.kill();
  try {
    await refused(page, reader);
    const home = await page.goto("/");
    if (home) await calm(page, home, "en");
    expect((await page.request.get("/healthz")).status(), "the process lives").toBe(200);
    expect((await page.request.get("/readyz")).status(), "and says that it cannot serve").toBe(503);
  } finally {
    await postgres.start();
  }
  expect((await page.reload())?.status(), "the page that was calm").toBe(200);
  await works(page, reader, market, before);
});

test("PostgreSQL that is killed in mid-checkout takes nothing along that was acknowledged", async ({ market, postgres }, info) => {
  info.setTimeout(120_000 + KILLS * 30_000);
  const random = dice(SEED);
  const begun = Date.now();
  const crowd = await Crowd.open(market, random);
  for (let kill = 1; kill <= KILLS; kill++) {
    let isOver = false;
    const buying = crowd.buyUntil(() => isOver);
    await pause(crowd.moment());
    await postgres.kill();
    await pause(within(random, ...(kill % 2 === 1 ? LONG : SHORT)));
    await postgres.start();
    await crowd.goesOn(`seed ${SEED}, kill ${kill}`);
    isOver = true;
    await buying;
    await crowd.look(`seed ${SEED}, kill ${kill}`, crowd.news());
    await market.audit();
  }
  await tell(`postgres: seed ${SEED}, ${KILLS} kills`, crowd, begun);
});

test("a PostgreSQL that is replaced by its replica takes nothing along that was acknowledged", async ({ market, postgres }, info) => {
  info.setTimeout(120_000 + FAILOVERS * 60_000);
  const random = dice(SEED + 1);
  const begun = Date.now();
  const crowd = await Crowd.open(market, random);
  for (let failover = 1; failover <= FAILOVERS; failover++) {
    const when = `seed ${SEED}, failover ${failover}`;
    await postgres.replicate();
    let isOver = false;
    const buying = crowd.buyUntil(() => isOver);
    await pause(crowd.moment());
    await postgres.kill();
    await postgres.lead();
    await pause(within(random, 0, 1_500));
    // A moment may go by unnoticed. Once it takes as long as it must: a replica sells nothing.
    if (failover === FAILOVERS) await crowd.notices(when);
    await postgres.promote();
    await crowd.goesOn(when);
    isOver = true;
    await buying;
    await crowd.look(when, crowd.news());
    await market.audit();
  }
  await tell(`failover: seed ${SEED}, ${FAILOVERS} primaries replaced`, crowd, begun);
});

async function tell(what: string, crowd: Crowd, begun: number): Promise<void> {
  const told = await crowd.lookAtAll(`${what}, at the end`);
  expect(crowd.turnedAway, "somebody noticed").toBeGreaterThan(0);
  expect(crowd.cutOff, "the market answered everything").toBe(0);
  await crowd.close();
  const away = `${crowd.turnedAway} purchases turned away calmly (the slowest after ${(crowd.slowest / 1000).toFixed(1)} s)`;
  console.log(`${what}, ${away}, ${told}, ${((Date.now() - begun) / 1000).toFixed(0)} s`);
}
