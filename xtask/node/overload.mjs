// More buyers than a market can serve. First so many that it is just busy: twice as many each time, until more of them buy no more.
// Then so many and five times as many by turns, so that both meet the same machine, and in the end everybody. Whoever is turned away
// comes back a quarter of a second later, whatever the answer asked for. Says how much was bought a second, how fast and how politely
// the rest was turned away, and what the server keeps in memory.
//
//   node xtask/node/overload.mjs http://127.0.0.1:PORT DATA-FOLDER PID FIGURES
//
// FIGURES is the file that gets what is judged, a name and a number a line.
//
// The server must believe X-Forwarded-For (SHANHUO_PROXY=127.0.0.1): each buyer comes from an address of their own.
import { readFile, readdir, writeFile } from "node:fs/promises";
import { Agent, request } from "node:http";
import { join } from "node:path";

const [url, data, pid, figures] = process.argv.slice(2);
const CROWDS = [1, 2, 4, 8, 16, 32];
/** Saturated: the smallest crowd that buys so much of what the best one buys. */
const SATURATED = 0.95;
const TIMES = 5;
const WARM_SECONDS = 1;
const STEP_SECONDS = 6;
const TURNS = 4;
const IMPATIENCE_MS = 250;
const SHOP = "/s/danqing";
const [OWNER, PASSWORD] = ["danqing@example.com", "mountain-goods"];
const STOCK = "1000000";
const agent = new Agent({ keepAlive: true, maxSockets: Infinity });
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** One request: status, headers, body, milliseconds. */
function ask(person, method, path, form) {
  const body = form ? new URLSearchParams(form).toString() : "";
  const headers = { "x-forwarded-for": person.address, cookie: person.cookie, origin: url, "accept-language": "en" };
  if (form) Object.assign(headers, { "content-type": "application/x-www-form-urlencoded", "content-length": body.length });
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers, agent }, (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (part) => (text += part));
      answer.on("error", reject);
      answer.on("end", () => {
        for (const line of answer.headers["set-cookie"] ?? []) keep(person, line);
        resolve({ status: answer.statusCode, headers: answer.headers, text, ms: performance.now() - begun });
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** What a browser has to keep to sign in and stay so: the session, and until then which code it asked for. */
function keep(person, line) {
  const [pair] = line.split(";");
  const [name, value] = pair.split("=");
  if (name !== "session" && name !== "code") return;
  const others = person.cookie.split("; ").filter((kept) => !kept.startsWith(`${name}=`));
  person.cookie = [...others, ...(value ? [pair] : [])].join("; ");
}

function field(page, name) {
  const inputs = page.match(new RegExp(`<input[^>]*name="${name}"[^>]*>`, "g")) ?? [];
  const chosen = inputs.find((input) => /\schecked/.test(input)) ?? inputs[0] ?? "";
  return /value="([^"]*)"/.exec(chosen)?.[1] ?? "";
}

function hidden(page) {
  const inputs = page.match(/<input[^>]*type="hidden"[^>]*>/g) ?? [];
  return Object.fromEntries(inputs.map((input) => [/name="([^"]*)"/.exec(input)?.[1], /value="([^"]*)"/.exec(input)?.[1] ?? ""]));
}

function chosenRegions(page) {
  const selects = [...page.matchAll(/<select[^>]*name="([^"]+)"[^>]*>(.*?)<\/select>/gs)];
  const chosen = (options) => /value="([^"]*)"/.exec(options.match(/<option[^>]*\sselected[^>]*>/)?.[0] ?? "")?.[1] ?? "";
  return Object.fromEntries(selects.map(([, name, options]) => [name, chosen(options)]));
}

async function code(address) {
  for (let tries = 0; tries < 400; tries++) {
    for (const name of (await readdir(join(data, "mail")).catch(() => [])).filter((name) => !read.has(name) && name.endsWith(".eml"))) {
      const letter = await readFile(join(data, "mail", name), "utf8");
      const to = /^To:.*?([^\s<>]+@[^\s<>]+)/im.exec(letter)?.[1] ?? "";
      const digits = /(?<!\d)\d{6}(?!\d)/.exec(letter.split(/\r?\n\r?\n/).slice(1).join("\n"))?.[0];
      if (!digits) continue;
      read.add(name);
      codes.set(to.toLowerCase(), digits);
    }
    if (codes.has(address)) return codes.get(address);
    await pause(50);
  }
  throw new Error(`no code came for ${address}`);
}
const read = new Set();
const codes = new Map();

/** Somebody with an account and an address. */
async function buyer(number) {
  const person = { address: `10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`, cookie: "session=none" };
  const contact = `crowd-${number}@example.org`;
  await ask(person, "POST", "/sign-in", { contact, then: "send", back: "/me" });
  await ask(person, "POST", "/sign-in", { contact, then: "enter", code: await code(contact), back: "/me" });
  const fresh = hidden((await ask(person, "GET", "/me/addresses/new")).text);
  const pasted = { ...fresh, pasted: "陈雨 13800138000 湖南省长沙市岳麓区望月湖街道麓山南路36号", then: "paste" };
  const sorted = (await ask(person, "POST", "/me/addresses/new", pasted)).text;
  const address = { recipient: "Chen Yu", phone: "13800138000", street: "36 Lushan South Road", then: "save" };
  const saved = await ask(person, "POST", "/me/addresses/new", { ...hidden(sorted), ...chosenRegions(sorted), ...address });
  if (saved.status !== 303) throw new Error(`buyer ${number} has no address: ${saved.status}`);
  return person;
}

const plain = (text) => text.replace(/&(lt|gt|quot|#39|#x27|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', amp: "&" })[name] ?? "'");
const attribute = (tag, name) => plain(new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? "");

/** What a browser would send of a form, without the files and the buttons. */
function filled(page, id) {
  const form = page.slice(page.indexOf(`<form id="${id}"`)).split("</form>")[0];
  const sent = new FormData();
  for (const [tag, , text] of form.matchAll(/<input\b[^>]*>|<textarea\b([^>]*)>([^<]*)<\/textarea>/g)) {
    const isLeftOut = /type="(checkbox|radio)"/.test(tag) ? !/\schecked/.test(tag) : /type="file"/.test(tag);
    if (!isLeftOut && attribute(tag, "name")) sent.append(attribute(tag, "name"), text === undefined ? attribute(tag, "value") : plain(text));
  }
  for (const [, head, options] of form.matchAll(/<select\b([^>]*)>(.*?)<\/select>/gs)) {
    const all = options.match(/<option[^>]*>/g) ?? [];
    sent.append(attribute(head, "name"), attribute(all.find((option) => /\sselected/.test(option)) ?? all[0] ?? "", "value"));
  }
  return sent;
}

/** The shop gets so much of everything that a quick market does not sell out, and measures refusals, before this has ended. */
async function stockUp() {
  const owner = { address: "10.8.8.8", cookie: "session=none" };
  await ask(owner, "POST", "/sign-in", { who: OWNER, password: PASSWORD, then: "password", back: "/me" });
  const list = (await ask(owner, "GET", `/sell${SHOP.slice(2)}/listings`)).text;
  for (const path of new Set([...list.matchAll(/href="(\/sell\/[^"]+\/lst_[^"]+)"/g)].map(([, path]) => path))) {
    const form = filled((await ask(owner, "GET", path)).text, "listing-form");
    for (const name of new Set(form.keys())) if (name.startsWith("stock-")) form.set(name, STOCK);
    form.set("then", "save");
    const headers = { origin: url, cookie: owner.cookie, "x-forwarded-for": owner.address };
    const saved = await fetch(url + path, { method: "POST", headers, body: form, redirect: "manual" });
    if (saved.status !== 303) throw new Error(`${path} has no more stock than before: ${saved.status}`);
  }
}

/** What is weighed, in its smallest amount. */
async function goods() {
  const anybody = { address: "10.9.9.9", cookie: "" };
  const paths = [...new Set([...(await ask(anybody, "GET", SHOP)).text.matchAll(/href="(\/p\/[^"]+)"/g)].map(([, path]) => path))];
  const forms = [];
  for (const path of paths) {
    const page = (await ask(anybody, "GET", path)).text;
    const smallest = /id="quantity-hint"[^>]*>From ([\d.]+) /.exec(page)?.[1];
    if (smallest) forms.push({ listing: field(page, "listing"), variant: field(page, "variant"), then: "buy", quantity: smallest });
  }
  return forms.filter((form) => form.variant);
}

class Tally {
  bought = 0;
  requests = 0;
  rude = 0;
  refused = 0;
  away = [];
  took = [];
}

/** A step of a purchase, again and again until the market takes it or the time is over. */
async function step(person, tally, isOver, ...what) {
  while (!isOver()) {
    const answer = await ask(person, ...what);
    tally.requests += 1;
    if (answer.status < 500 && answer.status !== 429) return answer;
    tally.away.push(answer.ms);
    if (![429, 503].includes(answer.status) || !(Number(answer.headers["retry-after"]) > 0)) tally.rude += 1;
    await pause(IMPATIENCE_MS * (0.5 + Math.random()));
  }
  return undefined;
}

async function shop(person, forms, tally, isOver) {
  while (!isOver()) {
    const begun = performance.now();
    const form = forms[Math.floor(Math.random() * forms.length)];
    const added = await step(person, tally, isOver, "POST", "/cart/add", form);
    const page = added && (await step(person, tally, isOver, "GET", "/checkout"));
    if (!page) return;
    const attempt = { attempt: field(page.text, "attempt"), total: field(page.text, "total"), address: field(page.text, "address") };
    const placed = await step(person, tally, isOver, "POST", "/checkout", attempt);
    if (placed?.status !== 303 || !placed.headers.location?.includes("/pay/")) {
      if (placed) tally.refused += 1;
      continue;
    }
    tally.bought += 1;
    tally.took.push(performance.now() - begun);
  }
}

const memory = async () => Number(/VmRSS:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
const percentile = (numbers, share) => numbers.toSorted((one, other) => one - other)[Math.floor(share * (numbers.length - 1))] ?? 0;

/** So many buyers for so long, after a moment to warm up. */
async function measure(people, forms, seconds) {
  const end = performance.now() + (WARM_SECONDS + seconds) * 1000;
  let tally = new Tally();
  const proxy = { get current() { return tally; } };
  const isOver = () => performance.now() > end;
  const busy = people.map((person) => shop(person, forms, through(proxy), isOver));
  await pause(WARM_SECONDS * 1000);
  tally = new Tally();
  let largest = 0;
  const watch = setInterval(async () => (largest = Math.max(largest, await memory())), 250);
  await pause(seconds * 1000);
  const measured = tally;
  tally = new Tally();
  clearInterval(watch);
  await Promise.all(busy);
  return { ...measured, rate: measured.bought / seconds, offered: measured.requests / seconds, memory: largest };
}

/** A tally that can be changed under those who write into it. */
function through(holder) {
  return new Proxy({}, {
    get: (_, name) => holder.current[name],
    set: (_, name, value) => ((holder.current[name] = value), true),
  });
}

function row(count, told) {
  const ms = (share, of) => percentile(of, share).toFixed(0).padStart(6);
  console.log(
    `${String(count).padStart(7)} ${told.rate.toFixed(1).padStart(9)} ${String(told.refused).padStart(7)} ${told.offered.toFixed(0).padStart(10)} ${ms(0.5, told.took)} ${ms(0.99, told.took)}` +
      ` ${String(told.away.length).padStart(7)} ${ms(0.5, told.away)} ${ms(0.99, told.away)} ${String(told.rude).padStart(5)} ${told.memory.toFixed(0).padStart(6)}`,
  );
}

await stockUp();
const forms = await goods();
const people = [];
for (let number = 0; number < CROWDS.at(-1) * TIMES; number += 10) {
  people.push(...(await Promise.all(Array.from({ length: 10 }, (_, more) => buyer(number + more)))));
}
console.log(`${forms.length} goods, ${people.length} buyers, ${(await memory()).toFixed(0)} MB before`);
console.log(" buyers  bought/s refused requests/s    p50    p99    away    p50    p99  rude     MB   (ms of a purchase, of being turned away)");
const told = [];
for (const count of CROWDS) {
  told.push({ count, ...(await measure(people.slice(0, count), forms, STEP_SECONDS)) });
  row(count, told.at(-1));
}
const best = Math.max(...told.map(({ rate }) => rate));
const saturated = told.find(({ rate }) => rate >= SATURATED * best)?.count ?? CROWDS.at(-1);
const [busy, over] = [[], []];
for (let turn = 0; turn < TURNS; turn++) {
  for (const [count, kept] of [[saturated, busy], [saturated * TIMES, over]]) {
    kept.push(await measure(people.slice(0, count), forms, STEP_SECONDS));
    row(count, kept.at(-1));
  }
}
const everybody = await measure(people, forms, STEP_SECONDS);
row(people.length, everybody);
const mean = (of) => of.reduce((sum, { rate }) => sum + rate, 0) / of.length;
const share = (rate) => `${((100 * rate) / mean(busy)).toFixed(0)} %`;
const crowded = [...over, everybody];
const largest = Math.max(...crowded.map(({ memory }) => memory)).toFixed(0);
console.log(
  `peak ${mean(busy).toFixed(1)}/s by ${saturated} buyers; ${saturated * TIMES} buyers ${share(mean(over))} of it, ` +
    `${people.length} buyers ${share(everybody.rate)}; at most ${largest} MB`,
);
const judged = {
  goodput: mean(over) / mean(busy),
  away: percentile(crowded.flatMap(({ away }) => away), 0.99),
  rude: crowded.reduce((sum, { rude }) => sum + rude, 0),
  memory: largest,
};
await writeFile(figures, Object.entries(judged).map(([name, number]) => `${name} ${number}\n`).join(""));
agent.destroy();
