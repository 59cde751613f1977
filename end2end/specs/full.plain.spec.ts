// The disk fills up at random instants while people buy, and has room again a moment later. Whoever is refused is told so calmly,
// whatever was acknowledged is there, the books are right, and the same process goes on. Searches are answered all the while, also where
// the search index has a disk of its own that is full: there the market sells on, and the index says how far it is behind.
// SHANHUO_FULL_DISKS says how often, SHANHUO_SEED repeats the instants.
import { expect, test } from "@playwright/test";
import { rm } from "node:fs/promises";
import { Crowd } from "../fixtures/crowd";
import { SEED, dice, pause, times, within } from "../fixtures/dice";
import { SmallDisk } from "../fixtures/disk";
import { Market } from "../fixtures/market";
import { emptyJournal } from "../fixtures/sqlite";

const ROUNDS = times("SHANHUO_FULL_DISKS", 4);
const LAG = "shanhuo_search_lag_seconds";
/** An index that could not be written to is tried again after five seconds. */
const AGAIN_SECONDS_MAX = 20;
/** Salted pork, of which the demo market has some. */
const PORK = "腊肉";
const FOUND = /柴火腊肉/;
const FOUND_OR_SAID = /柴火腊肉|Search is being rebuilt/;

/** What a search is answered with, while it may be that there is no index: goods, or a sentence. */
async function search(market: Market): Promise<string> {
  const answer = await fetch(`${market.url}/search?q=${encodeURIComponent(PORK)}`, { headers: { "accept-language": "en" } });
  const text = await answer.text();
  expect(answer.status, `a search: ${text.slice(0, 500)}`).toBe(200);
  return text;
}

/** The index has everything again, by itself. */
async function catchesUp(market: Market, when: string): Promise<void> {
  await expect
    .poll(() => market.metric(LAG), { message: `${when}: the search index catches up`, timeout: AGAIN_SECONDS_MAX * 1000 })
    .toBe(0);
  await market.searchAgrees(when);
}

/**
 * The disk is full until somebody is turned away. In a moment perhaps nobody is: a journal that was written back is written again in
 * the room that it has. So it has none here, and what the index gives back meanwhile is filled as well.
 */
async function fullUntilNoticed(market: Market, disk: SmallDisk, crowd: Crowd, when: string): Promise<void> {
  await emptyJournal(market.data);
  await disk.fill();
  let isOver = false;
  const buying = crowd.buyUntil(() => isOver);
  try {
    await crowd.notices(when, () => disk.fill()).finally(() => disk.empty());
    await crowd.goesOn(when);
  } finally {
    isOver = true;
  }
  await buying;
}

test("a disk that fills up takes nothing along that was acknowledged", async ({}, info) => {
  info.setTimeout(240_000 + ROUNDS * 15_000);
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
      const [found] = await Promise.all([search(market), pause(within(random, 200, 1_500))]).finally(() => disk.empty());
      expect(found, `${when}: goods, or a sentence`).toMatch(FOUND_OR_SAID);
      await crowd.goesOn(when);
      isOver = true;
      await buying;
      await crowd.look(when, crowd.news());
      await market.audit();
    }
    const when = `seed ${SEED}, at the end`;
    await fullUntilNoticed(market, disk, crowd, when);
    const told = await crowd.lookAtAll(when);
    expect(crowd.cutOff, "one process answered everything").toBe(0);
    await catchesUp(market, when);
    const unsaid = await market.settles(when);
    await market.audit();
    await crowd.close();
    const away = `${crowd.turnedAway} purchases turned away calmly, ${unsaid} payments of which no word was sent`;
    const seconds = ((Date.now() - begun) / 1000).toFixed(0);
    console.log(`full disk: seed ${SEED}, ${ROUNDS + 1} times, ${away}, ${told}, ${seconds} s`);
  } finally {
    await market.stop();
    await disk.close();
  }
});

test("a full disk of the search index is its own: the market sells on, and what is missing is told", async ({}, info) => {
  info.setTimeout(120_000);
  const disk = await SmallDisk.open();
  test.skip(!disk, "a small disk can be mounted by root only");
  if (!disk) return;
  const market = await Market.open();
  try {
    await market.moveIndex(disk.folder);
    await catchesUp(market, "on a disk of its own");
    const crowd = await Crowd.open(market, dice(SEED));
    await catchesUp(market, "before the disk is full");

    await disk.fill();
    let isOver = false;
    const buying = crowd.buyUntil(() => isOver);
    // Whoever follows has everything five times a second: it is behind for longer than a second only where it cannot write.
    const behind = expect.poll(() => market.metric(LAG), { message: "it is told how far it is behind", timeout: AGAIN_SECONDS_MAX * 1000 });
    const isSold = crowd.goesOn("the disk of the index is full");
    await Promise.all([behind.toBeGreaterThan(1), isSold]).finally(() => (isOver = true));
    await buying;
    expect(await search(market), "what it has is found").toMatch(FOUND);
    // A machine that has much to do turns somebody away calmly now and then, whatever the disk: that it was calm, the crowd has looked at.
    expect(crowd.cutOff, "everybody who buys is answered").toBe(0);
    await crowd.look("the disk of the index is full", crowd.news());
    await market.audit();
    expect(await market.metric(LAG), "nothing but room helps").toBeGreaterThan(1);

    await disk.empty();
    await catchesUp(market, "there is room again");
    await crowd.close();
  } finally {
    await market.stop();
    await rm(market.data, { recursive: true, force: true });
    await disk.close();
  }
});
