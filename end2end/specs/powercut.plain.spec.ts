// The power is cut at random instants while people buy: what the disk held then is mounted as a machine mounts it when the power is
// back, and served. Whatever was acknowledged before the cut must be there, nobody may have been charged for nothing, the books must be
// right, and the search index must come to say what the database says.
// SHANHUO_POWER_CUTS says how often, SHANHUO_SEED repeats the instants. Takes root, loop devices and btrfs.
import { expect, test } from "@playwright/test";
import { Crowd, type Told } from "../fixtures/crowd";
import { SEED, dice, pause, times } from "../fixtures/dice";
import { CutDisk } from "../fixtures/disk";
import { Market } from "../fixtures/market";

const CUTS = times("SHANHUO_POWER_CUTS", 15);

/** Buys for a moment, cuts the power, and lets what was begun come to its end. What `told` said just before the cut. */
async function cutWhileBuying(disk: CutDisk, crowd: Crowd, told: () => Told[]): Promise<Told[]> {
  let isOver = false;
  const buying = crowd.buyUntil(() => isOver);
  await pause(crowd.moment());
  const before = told();
  await disk.cut();
  isOver = true;
  await buying;
  return before;
}

/** The machine starts again on what the disk held: whatever had been told is there, the books are right, and so is the search. */
async function startAgain(data: string, crowd: Crowd, told: Told[], when: string): Promise<void> {
  const market = await Market.at(data);
  try {
    // Both are waited for, whatever the other finds: who is still looking needs the market.
    const found = await Promise.allSettled([crowd.look(when, told, market.url), market.searchAgrees(when)]);
    for (const one of found) if (one.status === "rejected") throw one.reason;
    await market.settles(when);
    await market.audit();
  } finally {
    await market.stop();
  }
}

/** Cuts again and again. How many checkouts had been acknowledged before the cuts. */
async function cutOften(disk: CutDisk, market: Market, crowd: Crowd): Promise<number> {
  let checked = 0;
  for (let cut = 1; cut <= CUTS; cut++) {
    // The last disk must hold everything that was ever told.
    const news = () => (cut < CUTS ? crowd.news() : crowd.told);
    const told = await cutWhileBuying(disk, crowd, news);
    await disk.after(market.data, (data) => startAgain(data, crowd, told, `seed ${SEED}, cut ${cut}`));
    checked += cut < CUTS ? told.length : 0;
  }
  return checked;
}

test("a power cut takes nothing along that was acknowledged", async ({}, info) => {
  info.setTimeout(120_000 + CUTS * 20_000);
  const disk = await CutDisk.open();
  if (typeof disk === "string") {
    console.log(`power cuts: skipped, ${disk}`);
    test.skip(true, disk);
    return;
  }
  const begun = Date.now();
  const market = await Market.open({}, disk.folder);
  try {
    const crowd = await Crowd.open(market, dice(SEED));
    const checked = await cutOften(disk, market, crowd);
    expect(checked, "people were told something before the cuts").toBeGreaterThan(CUTS / 2);
    const told = await crowd.lookAtAll(`seed ${SEED}, at the end`);
    // A machine that has much to do turns somebody away calmly now and then: that it was calm, the crowd has looked at.
    expect(crowd.cutOff, "one process answered everything").toBe(0);
    await crowd.close();
    await market.audit();
    const alive = `alive: ${crowd.turnedAway} purchases turned away calmly, ${told}`;
    const seconds = ((Date.now() - begun) / 1000).toFixed(0);
    const cut = `${CUTS} cuts, ${checked} checkouts acknowledged before one, 0 lost`;
    console.log(`power cuts: seed ${SEED}, ${cut}; ${alive}, ${seconds} s`);
  } finally {
    await market.stop();
    await disk.close();
  }
});
