// The disk fills up at random instants while people buy, and has room again a moment later. Whoever is refused is told so calmly,
// whatever was acknowledged is there, the books are right, and the same process goes on.
// SHANHUO_FULL_DISKS says how often, SHANHUO_SEED repeats the instants.
import { expect, test } from "@playwright/test";
import { Crowd } from "../fixtures/crowd";
import { SEED, dice, pause, times, within } from "../fixtures/dice";
import { SmallDisk } from "../fixtures/disk";
import { Market } from "../fixtures/market";

const ROUNDS = times("SHANHUO_FULL_DISKS", 4);

test("a disk that fills up takes nothing along that was acknowledged", async ({}, info) => {
  info.setTimeout(120_000 + ROUNDS * 15_000);
  const disk = await SmallDisk.open();
  test.skip(!disk, "a small disk can be mounted by root only");
  if (!disk) return;
  const begun = Date.now();
  const random = dice(SEED);
  const market = await Market.open({}, disk.folder);
  try {
    const crowd = await Crowd.open(market, random);
    for (let round = 1; round <= ROUNDS; round++) {
      const when = `seed ${SEED}, full for the ${round}. time`;
      let isOver = false;
      const buying = crowd.buyUntil(() => isOver);
      await pause(crowd.moment());
      await disk.fill();
      await pause(within(random, 200, 1_500));
      await disk.empty();
      await crowd.goesOn(when);
      isOver = true;
      await buying;
      await crowd.look(when, crowd.news());
      await market.audit();
    }
    const told = await crowd.lookAtAll(`seed ${SEED}, at the end`);
    expect(crowd.turnedAway, "somebody met the full disk").toBeGreaterThan(0);
    expect(crowd.cutOff, "one process answered everything").toBe(0);
    await crowd.close();
    const seconds = ((Date.now() - begun) / 1000).toFixed(0);
    console.log(`full disk: seed ${SEED}, ${ROUNDS} times, ${crowd.turnedAway} purchases turned away calmly, ${told}, ${seconds} s`);
  } finally {
    await market.stop();
    await disk.close();
  }
});
