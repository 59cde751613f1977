// The process is killed (SIGKILL) at random instants while people buy and pay, and starts again on the same database. Whatever was
// acknowledged must be there; nobody may be charged for nothing, also where the kill took the provider's word along; and the books must
// be right every time. What a kill takes from the search index stays away until those goods change again: it is compared with the
// database once, after the last of them.
// SHANHUO_KILLS says how often, SHANHUO_SEED repeats the instants.
import { expect, test } from "@playwright/test";
import { Crowd } from "../fixtures/crowd";
import { SEED, dice, pause, times } from "../fixtures/dice";
import { Market } from "../fixtures/market";

const KILLS = times("SHANHUO_KILLS", 50);

test("killed at any instant, the market loses nothing that it acknowledged", async ({}, info) => {
  info.setTimeout(300_000 + KILLS * 10_000);
  const begun = Date.now();
  const market = await Market.open();
  const crowd = await Crowd.open(market, dice(SEED));

  for (let kill = 1; kill <= KILLS; kill++) {
    let isOver = false;
    const buying = crowd.buyUntil(() => isOver);
    await pause(crowd.moment());
    isOver = true;
    await Promise.all([buying, market.restart({ kill: true })]);
    // The books are right at any instant, also while what the last process left behind is still being done.
    // Both are waited for, whatever the other finds: who is still looking when the test has failed looks at a market that is gone.
    const found = await Promise.allSettled([market.audit(), crowd.look(`seed ${SEED}, kill ${kill}`, crowd.news())]);
    for (const one of found) if (one.status === "rejected") throw one.reason;
  }

  // All of them are in the midst of something at each kill, however slow the machine is.
  expect(crowd.cutOff, "people were cut off by the kills").toBeGreaterThanOrEqual(KILLS);
  const when = `seed ${SEED}, after all kills`;
  await crowd.doesEverything(when);
  const told = await crowd.lookAtAll(when);
  await market.searchAgrees(when);
  const unsaid = await market.settles(when);
  await crowd.close();
  await market.close();
  const seconds = ((Date.now() - begun) / 1000).toFixed(0);
  const cutOff = `${crowd.cutOff} requests cut off, ${unsaid} payments of which no word was sent`;
  console.log(`kill: seed ${SEED}, ${KILLS} kills, ${cutOff}, ${told}, ${seconds} s`);
});
