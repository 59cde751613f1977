// More people send forms than the market can work on: those who find no place are told so soon, everybody else is served, and
// reading goes on. The forms are held up by a lock on the database, so that the crowd stands still while it is looked at.
import { expect, test } from "@playwright/test";
import { Market } from "../fixtures/market";
import { lock } from "../fixtures/sqlite";

/** As in server/src/http/crowd.rs: places of those who are not about to pay, and when those come back who found none. */
const PLACES = 10;
const COME_BACK_SECONDS = 5;
const PEOPLE = 80;

type Answered = { status: number; comeBack: number; text: string; after: number };

/** Puts something into the cart of a guest without cookies. */
async function addToCart(url: string, form: Record<string, string>): Promise<Answered> {
  const begun = Date.now();
  const headers = { origin: url, "accept-language": "en" };
  const answer = await fetch(`${url}/cart/add`, { method: "POST", headers, body: new URLSearchParams(form), redirect: "manual" });
  const text = await answer.text();
  return { status: answer.status, comeBack: Number(answer.headers.get("retry-after")), text, after: Date.now() - begun };
}

/** The form on the page of something that the shop sells in one kind only. */
async function formOf(url: string, shop: string): Promise<Record<string, string>> {
  const page = await (await fetch(`${url}/s/${shop}`)).text();
  const product = await (await fetch(url + (/href="(\/p\/[^"]+)"/.exec(page)?.[1] ?? ""))).text();
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(product)?.[1] ?? "";
  return { listing: field("listing"), variant: field("variant"), quantity: field("quantity"), then: "cart" };
}

test("whoever finds no place in a crowd is told so soon, and is served when it has passed", async () => {
  const market = await Market.open();
  const { url } = market;
  const form = await formOf(url, "danqing");
  expect((await addToCart(url, form)).status, "one by one they are served").toBe(303);

  const letGo = await lock(market.data);
  const crowd = Promise.all(Array.from({ length: PEOPLE }, () => addToCart(url, form)));
  const reading = fetch(`${url}/c`);
  const [answers, page] = await Promise.all([crowd, reading]).finally(letGo);
  expect(page.status, "reading goes on").toBe(200);
  // Whoever had a place, and waited for the lock in vain, is told another time.
  const outside = answers.filter(({ comeBack }) => comeBack === COME_BACK_SECONDS);
  const inside = answers.filter(({ comeBack }) => comeBack !== COME_BACK_SECONDS);
  expect(outside.length, "those for whom there was no place").toBe(PEOPLE - PLACES);
  // Who waits for a place does so for a second; who waits for the lock, for five.
  const [last, first] = [Math.max(...outside.map(({ after }) => after)), Math.min(...inside.map(({ after }) => after))];
  expect(last, "the last of them is told before the first of those who had a place").toBeLessThan(first);
  for (const answer of answers) {
    expect(answer.status).toBe(503);
    expect(answer.comeBack, "when to come back").toBeGreaterThan(0);
    expect(answer.text).toContain("The market is catching its breath");
  }

  expect((await addToCart(url, form)).status, "when the crowd has passed").toBe(303);
  await market.close();
});
