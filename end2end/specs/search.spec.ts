// Search, by whoever types whatever: in characters, letters, Pinyin and first letters; with scripts and without.
import type { Page, Request } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { goto, hydrated } from "../fixtures/hydrated";
import { expect, test } from "../fixtures/server";

const SALTED_PORK = /柴火腊肉/;
const TIAN = "田家 · The Tian family";
/** What a phone shows at once. */
const SCREEN = 740;
const SUGGEST = "/search/suggest";

async function search(page: Page, words: string): Promise<void> {
  await goto(page, `/search?q=${encodeURIComponent(words)}`);
}

/** Opens what can be chosen: on a phone it waits behind its line. */
async function narrow(page: Page): Promise<void> {
  await page.getByText("Narrow it down").click();
}

/** Holds back what would be proposed for these words until it is let go. */
async function holdProposals(page: Page, words: string): Promise<() => void> {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => (letGo = resolve));
  const asks = (url: URL) => url.pathname === SUGGEST && url.searchParams.get("q") === words;
  await page.route(asks, async (route) => {
    await held;
    await route.continue();
  });
  return letGo;
}

/** Whether this asks what is proposed for these words. */
const proposes = (words: string) => (request: Request) => {
  const url = new URL(request.url());
  return url.pathname === SUGGEST && url.searchParams.get("q") === words;
};

test("the pork is found by every name that it has", async ({ page, javaScriptEnabled }) => {
  for (const words of ["腊肉", "larou", "la rou", "lr", "salted pork", "salted prok", "辣肉"]) {
    await search(page, words);
    await expect(page.getByRole("main").getByRole("link", { name: SALTED_PORK }).first(), words).toBeVisible();
  }
  await search(page, "salted prok");
  await page.getByRole("link", { name: "salted pork", exact: true }).click();
  await hydrated(page);
  await expect(page.getByRole("heading", { level: 1, name: "“salted pork”" })).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
});

test("choices are counted, made in a plain form, and stay in the address", async ({ page, javaScriptEnabled }) => {
  await search(page, "山");
  const total = async () => Number((await page.getByText(/\d+ goods ·|1 listing ·/).textContent())?.match(/\d+/)?.[0]);
  const before = await total();
  await narrow(page);
  if (javaScriptEnabled !== false) await accessible(page);
  const place = page.getByRole("group", { name: "Where it comes from" }).getByRole("checkbox").first();
  const promised = Number((await place.locator("..").textContent())?.match(/\((\d+)\)/)?.[1]);
  await place.check();
  await page.getByRole("button", { name: "Show these" }).click();
  await hydrated(page);
  expect(new URL(page.url()).searchParams.getAll("place")).toHaveLength(1);
  expect(await total()).toBe(promised);
  expect(promised).toBeLessThanOrEqual(before);
  await narrow(page);
  await expect(page.getByRole("group", { name: "Where it comes from" }).getByRole("checkbox", { checked: true })).toHaveCount(1);
  await page.getByRole("link", { name: "Choose nothing" }).first().click();
  await hydrated(page);
  expect(await total()).toBe(before);
});

test("more makers come with what was ticked and typed before, and Enter asks for none", async ({ page, javaScriptEnabled }) => {
  const all = "/search?q=&there=1";
  const makers = page.getByRole("group", { name: "Who made it" });
  const ticked = makers.getByRole("checkbox", { checked: true });
  const price = page.getByLabel("Price from");
  await goto(page, all);
  await narrow(page);
  const few = await makers.getByRole("checkbox").count();
  await makers.getByRole("checkbox").first().check();
  await price.fill("1");
  await makers.getByRole("button", { name: "More makers" }).click();
  await expect(page).toHaveURL(/[?&]names=all.*#maker$/);
  await hydrated(page);
  await expect(ticked, "not sent before").toHaveCount(1);
  await expect(price).toHaveValue("1.00");
  expect(await makers.getByRole("checkbox").count()).toBeGreaterThan(few);
  if (javaScriptEnabled !== false) await accessible(page);

  await goto(page, all);
  await narrow(page);
  await price.fill("1");
  await price.press("Enter");
  await expect(page).toHaveURL(/[?&]from=1/);
  await hydrated(page);
  expect(new URL(page.url()).searchParams.has("names"), "these goods, and no more names").toBe(false);
});

test("one click changes the category for one beside it, or goes back to the one above", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/search?q=&c=cured-meat&there=1");
  const shelves = page.getByRole("navigation", { name: "Categories of the results" });
  const here = shelves.locator("[aria-current=true]");
  const total = async () => Number((await page.getByText(/\d+ goods ·|1 listing ·/).textContent())?.match(/\d+/)?.[0]);
  const follow = async (name: RegExp) => {
    const link = shelves.getByRole("link", { name });
    const promised = Number((await link.textContent())?.match(/\((\d+)\)/)?.[1]);
    const to = new URL((await link.getAttribute("href")) ?? "", page.url());
    await link.click();
    await expect(page).toHaveURL(to.href);
    await hydrated(page);
    expect(await total(), String(name)).toBe(promised);
    await narrow(page);
    await expect(here).toHaveText(name);
  };
  await narrow(page);
  await expect(here).toHaveText(/^Cured meat and fish/);
  if (javaScriptEnabled !== false) await accessible(page);
  await follow(/^Dried goods/);
  await follow(/^Food/);
  await follow(/^Cured meat and fish/);
  await follow(/^Salted pork/);
  await expect(shelves.getByRole("link", { name: /^Food/ }), "two steps at once").toBeVisible();
  await shelves.getByRole("link", { name: "All categories" }).click();
  await hydrated(page);
  expect(new URL(page.url()).searchParams.get("c")).toBeNull();
  expect(new URL(page.url()).searchParams.get("there"), "the other choice stays").toBe("1");
});

test("choices wait behind one line on a phone, and stand beside the goods on a desk", async ({ page, javaScriptEnabled }) => {
  await goto(page, `/search?maker=${encodeURIComponent(TIAN)}&there=1`);
  const line = page.getByText("Narrow it down (2 chosen)", { exact: true });
  const makers = page.getByRole("group", { name: "Who made it" });
  const first = page.getByRole("main").locator(".goods > li").first();
  const top = async () => (await first.boundingBox())?.y;
  await expect(makers).toBeHidden();
  expect(await top(), "the goods begin on the first screen, or little below it").toBeLessThan(SCREEN * 1.25);
  if (javaScriptEnabled !== false) await accessible(page);

  await line.focus();
  await page.keyboard.press("Enter");
  await expect(makers).toBeVisible();
  await page.getByRole("group", { name: "Where it comes from" }).getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/[?&]place=/);
  await hydrated(page);
  await expect(page.getByText("Narrow it down (3 chosen)", { exact: true })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Chosen" }).getByRole("link", { name: /^Leave out / })).toHaveCount(3);
  await expect(makers).toBeHidden();

  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(makers).toBeVisible();
  await expect(page.getByText("Narrow it down")).toBeHidden();
  const choices = await page.getByRole("form", { name: "Narrow it down" }).boundingBox();
  const goods = await first.boundingBox();
  if (!choices || !goods) throw new Error("neither choices nor goods");
  expect(choices.x + choices.width, "beside each other").toBeLessThanOrEqual(goods.x);
  expect(goods.y, "the goods begin where the choices do").toBeLessThan(choices.y + 100);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  if (javaScriptEnabled !== false) await accessible(page);
});

test("whoever made a good, and where it comes from, leads to all of theirs", async ({ page, javaScriptEnabled }) => {
  await search(page, "腊肉");
  const product = page.getByRole("main").getByRole("link", { name: SALTED_PORK }).first();
  await product.click();
  await expect(page).toHaveURL(/\/p\//);
  const address = new URL(page.url()).pathname;
  const cards = () => page.getByRole("main").getByRole("heading", { level: 3 });
  const total = async () => Number((await page.getByText(/\d+ goods ·|1 listing ·/).textContent())?.match(/\d+/)?.[0]);
  for (const [field, group, name] of [
    ["maker", "Who made it", TIAN],
    ["place", "Where it comes from", "凤凰县山江镇 · Shanjiang"],
  ] as const) {
    await goto(page, address);
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page).toHaveURL(/\/search\?/);
    await hydrated(page);
    expect(new URL(page.url()).searchParams.getAll(field)).toEqual([name]);
    await expect(page.getByRole("heading", { level: 1, name: "All that fits" })).toBeVisible();
    await narrow(page);
    const tick = page.getByRole("group", { name: group }).getByRole("checkbox", { checked: true });
    await expect(tick).toHaveCount(1);
    const promised = Number((await tick.locator("..").textContent())?.match(/\((\d+)\)/)?.[1]);
    expect(promised).toBeGreaterThan(1);
    expect(await total()).toBe(promised);
    await expect(cards()).toHaveCount(promised);
    await expect(page.getByRole("main").getByRole("link", { name: SALTED_PORK }).first()).toBeVisible();
    if (javaScriptEnabled !== false) await accessible(page);

    await goto(page, `${page.url()}&there=1`);
    await page.getByRole("navigation", { name: "Chosen" }).getByRole("link", { name: `Leave out the ${field} ${name}` }).click();
    await expect(page).not.toHaveURL(new RegExp(`[?&]${field}=`));
    await hydrated(page);
    expect(new URL(page.url()).searchParams.get("there"), "the other choice stays").toBe("1");
    expect(await total()).toBeGreaterThan(promised);
    const left = page.getByRole("navigation", { name: "Chosen" }).getByRole("link", { name: /^Leave out / });
    await expect(left).toHaveAccessibleName("Leave out “In stock”");
  }
});

test("a maker of whom nothing is there is an honest empty page", async ({ page }) => {
  await goto(page, `/search?maker=${"长".repeat(60)}`);
  await narrow(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth), "a long name breaks").toBeLessThanOrEqual(0);
  await goto(page, "/search?maker=Nobody%20of%20that%20name");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  await expect(page.getByText("Nothing meets all that you chose.")).toBeVisible();
  await narrow(page);
  const maker = page.getByRole("group", { name: "Who made it" });
  await expect(maker.getByRole("checkbox", { checked: true })).toHaveCount(1);
  await expect(maker.getByLabel("Nobody of that name (0)")).toBeChecked();
  await page.getByRole("link", { name: "Leave out the maker Nobody of that name" }).click();
  await hydrated(page);
  await expect(page.getByRole("heading", { name: "What are you looking for?" })).toBeVisible();
});

test("what goods say narrows them down, from a category's page and within a shop", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/c/food");
  await narrow(page);
  if (javaScriptEnabled !== false) await accessible(page);
  const storage = page.getByRole("group", { name: "Storage" });
  await storage.getByLabel("In the fridge").check();
  await page.getByRole("button", { name: "Show these" }).click();
  await hydrated(page);
  expect(new URL(page.url()).searchParams.getAll("a")).toEqual(["storage.chilled"]);
  const total = async () => Number((await page.getByText(/\d+ goods ·|1 listing ·/).textContent())?.match(/\d+/)?.[0]);
  const chilled = await total();
  await narrow(page);
  await expect(storage.getByRole("checkbox", { name: `In the fridge (${chilled})` })).toBeChecked();
  const frozen = Number((await storage.getByText(/^Frozen/).textContent())?.match(/\((\d+)\)/)?.[1]);
  await storage.getByLabel(/^Frozen/).check();
  await page.getByRole("button", { name: "Show these" }).click();
  await hydrated(page);
  expect(await total()).toBe(chilled + frozen);
  await page.getByRole("main").getByRole("heading", { level: 3 }).getByRole("link").first().click();
  await hydrated(page);
  await expect(page.getByRole("term").filter({ hasText: "Storage" })).toBeVisible();

  await goto(page, "/s/danqing");
  await page.getByRole("searchbox", { name: "Search in this shop" }).fill("腊");
  await page.getByRole("search", { name: "Search in this shop" }).getByRole("button").click();
  await hydrated(page);
  await expect(page).toHaveURL(/shop=danqing/);
  await expect(page.getByText("Only in the shop")).toBeVisible();
  const inside = await total();
  await page.getByRole("link", { name: "Look in all shops" }).click();
  await hydrated(page);
  expect(await total()).toBeGreaterThanOrEqual(inside);
});

test("goods are sorted, and the order stays while they are narrowed down", async ({ page }) => {
  await search(page, "肉");
  await page.getByRole("navigation", { name: "Order" }).getByRole("link", { name: "Lowest price", exact: true }).click();
  await hydrated(page);
  await expect(page.getByRole("navigation", { name: "Order" }).getByRole("link", { name: "Lowest price", exact: true })).toHaveAttribute("aria-current", "true");
  const prices = await page.getByRole("main").locator(".goods .price").allTextContents();
  const numbers = prices.map((text) => Number(text.replace(/[^\d.]/g, "")));
  expect(numbers.length).toBeGreaterThan(1);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  await narrow(page);
  await page.getByLabel("In stock").check();
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/sort=price/);
});

test("results go on, page by page, and nothing comes twice", async ({ page }) => {
  await goto(page, "/search?q=&there=1&sort=newest");
  const titles = () => page.getByRole("main").getByRole("heading", { level: 3 }).allTextContents();
  const first = await titles();
  await page.getByRole("link", { name: "More results" }).click();
  await hydrated(page);
  const second = await titles();
  expect(first).toHaveLength(24);
  expect(second.length).toBeGreaterThan(0);
  expect(second.filter((title) => first.includes(title))).toEqual([]);
  await expect(page.getByRole("link", { name: "Back to the first" })).toBeVisible();
});

test("whatever is typed and forged is answered", async ({ page }) => {
  const nothing = ["%25%00%27zzz", "!!!", "%F0%9F%98%80".repeat(50), "q".repeat(6_000), "title%3Apork%20AND%20(", "%E8%85%8A".repeat(600)];
  for (const words of nothing) {
    expect((await goto(page, `/search?q=${words}`))?.status(), words.slice(0, 40)).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  const forged = ["c=nothing", "place=%00&place=x", "maker=%00&maker=x", `maker=${"q".repeat(5_000)}`, "from=-1", "from=1e9&below=0", "after=zzz", `after=s${"0".repeat(72)}`, `after=s05${"0".repeat(81)}`, "sort=best;drop", "free=9&there=x", "a=storage.nothing", "a=%00.%00&a=.&a=storage", "shop=nobody", "shop=%00"];
  for (const choice of forged) {
    expect((await goto(page, `/search?q=%E8%85%8A%E8%82%89&${choice}`))?.status(), choice).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  }
  const places = Array.from({ length: 9 }, (_, number) => `place=${number}`).join("&");
  for (const [query, sentence] of [
    [`q=tea&${places}`, "At most 8 places count; the rest was left out."],
    ["q=a+b+c+d+e+f+tea", "Only the first 6 words count."],
  ]) {
    await goto(page, `/search?${query}`);
    await expect(page.getByText(sentence)).toBeVisible();
  }
  await expect(page.locator("#q"), "nobody types in vain what is cut").toHaveAttribute("maxlength", "100");
  await goto(page, "/search?q=%E8%85%8A%E8%82%89&from=abc");
  await expect(page.getByText("The prices are left out")).toBeVisible();
  for (const [choice, sentence] of [
    ["c=nothing", "There is no such category, so these are the goods of all categories."],
    ["a=storage.nothing", "One of the choices in this link does not exist, so it is left out."],
  ] as const) {
    for (const address of [`/search?q=%E8%85%8A%E8%82%89&${choice}`, `/search?${choice}`]) {
      await goto(page, address);
      await expect(page.getByText(sentence)).toBeVisible();
      await expect(page.getByRole("main").getByRole("heading", { level: 3 }).first()).toBeVisible();
    }
  }
});

test("proposals come while somebody types, and are walked through by keys", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/");
  if (javaScriptEnabled === false) {
    await expect(page.getByRole("searchbox")).toBeVisible();
    await expect(page.getByRole("combobox")).toHaveCount(0);
    return;
  }
  await page.getByRole("searchbox").focus();
  const box = page.getByRole("combobox", { name: "Search" });
  await box.pressSequentially("laro");
  const options = page.getByRole("listbox").getByRole("option");
  await expect(options.filter({ hasText: SALTED_PORK }).first()).toBeVisible();
  await expect(box).toHaveAttribute("aria-expanded", "true");
  await expect(page.getByRole("search").getByRole("status")).toHaveText(/^\d+ suggestions?$/);
  await accessible(page);
  await box.press("ArrowDown");
  await expect(options.first()).toHaveAttribute("aria-selected", "true");
  await expect(box).toHaveAttribute("aria-activedescendant", (await options.first().getAttribute("id")) ?? "");
  await box.press("Escape");
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(page.getByRole("search").getByRole("status")).toBeEmpty();
  await box.fill("danqing");
  const shop = options.filter({ hasText: "Shop" }).first();
  await expect(shop).toBeVisible();
  await expect(shop, "it opens in a tab of its own, too").toHaveAttribute("href", "/s/danqing");
  await shop.click();
  await expect(page).toHaveURL(/\/s\/danqing$/);
});

test("Enter searches for what is typed, though older proposals are still shown", async ({ page, javaScriptEnabled }) => {
  if (javaScriptEnabled === false) return;
  const letGo = await holdProposals(page, "larou");
  await goto(page, "/");
  await page.getByRole("searchbox").focus();
  const box = page.getByRole("combobox", { name: "Search" });
  await box.fill("laro");
  const options = page.getByRole("listbox").getByRole("option");
  await expect(options.first()).toBeVisible();
  await box.press("ArrowDown");
  await expect(box).toHaveAttribute("aria-activedescendant", /./);
  const asked = page.waitForRequest(proposes("larou"));
  await box.press("u");
  await asked;
  await expect(options.first()).toBeVisible();
  await expect(box).not.toHaveAttribute("aria-activedescendant");
  await expect(page.getByRole("option", { selected: true })).toHaveCount(0);
  await box.press("Enter");
  await expect(page).toHaveURL(/\/search\?q=larou$/);
  letGo();
});

test("Escape takes back what was asked for, and an arrow brings it again", async ({ page, javaScriptEnabled }) => {
  if (javaScriptEnabled === false) return;
  const letGo = await holdProposals(page, "larou");
  await goto(page, "/");
  await page.getByRole("searchbox").focus();
  const box = page.getByRole("combobox", { name: "Search" });
  const list = page.getByRole("listbox");
  await box.fill("laro");
  await expect(list).toBeVisible();
  const count = await list.getByRole("option").count();
  expect(count).toBeGreaterThan(1);
  await expect(page.getByRole("search").getByRole("status")).toHaveText(`${count} suggestions`);

  const asked = page.waitForRequest(proposes("larou"));
  const takenBack = page.waitForEvent("requestfailed", proposes("larou"));
  await box.press("u");
  await asked;
  await box.press("Escape");
  await takenBack;
  await expect(list).toBeHidden();
  await expect(box).toHaveAttribute("aria-expanded", "false");
  await expect(box).toHaveValue("larou");
  letGo();
  await box.press("ArrowDown");
  await expect(list.getByRole("option").filter({ hasText: SALTED_PORK }).first(), "asked for again").toBeVisible();

  const seen: string[] = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === SUGGEST) seen.push(url.searchParams.get("q") ?? "");
  });
  await box.press("Escape");
  await expect(list).toBeHidden();
  await box.press("ArrowDown");
  await expect(list).toBeVisible();
  expect(seen, "what is known is not asked for").toEqual([]);

  // The pause behind a key ends when the test says so.
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await box.fill("danqing");
  await box.press("Escape");
  await page.clock.runFor(10_000);
  await expect(list).toBeHidden();
  await box.press("ArrowDown");
  await expect(list.getByRole("option").filter({ hasText: "Shop" }).first()).toBeVisible();
  expect(seen, "asked for once, by the arrow").toEqual(["danqing"]);
});

test("proposals come to whoever was quicker than the script", async ({ page, javaScriptEnabled }) => {
  if (javaScriptEnabled === false) return;
  let arrive = () => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  await page.route(/\/pkg\/storefront\.\w+\.js$/, async (route) => {
    await arrived;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "domcontentloaded" });
  await page.locator("#q").focus();
  arrive();
  await expect(page.getByRole("combobox", { name: "Search" }), "without going there again").toBeVisible();
});

test("proposals that were lost on the way come with the next key", async ({ page, javaScriptEnabled }) => {
  if (javaScriptEnabled === false) return;
  let isAway = true;
  await page.route(/\/pkg\/suggest\.\w+\.js/, (route) => (isAway ? route.abort() : route.continue()));
  await goto(page, "/");
  const lost = page.waitForEvent("requestfailed", (request) => request.url().includes("/pkg/suggest."));
  await page.locator("#q").focus();
  await lost;
  await expect(page.getByRole("combobox")).toHaveCount(0);
  isAway = false;
  await page.locator("#q").pressSequentially("laro");
  await expect(page.getByRole("listbox").getByRole("option").filter({ hasText: SALTED_PORK }).first()).toBeVisible();
});

test("the same in Chinese", async ({ page, javaScriptEnabled }) => {
  await goto(page, "/");
  await page.getByRole("button", { name: "中文" }).click();
  await search(page, "腊肉");
  await page.getByText("筛选").click();
  await expect(page.getByRole("button", { name: "查看结果" })).toBeVisible();
  await expect(page.getByRole("group", { name: "制作者" }).getByRole("checkbox").first()).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
  await goto(page, "/search?q=%E8%85%8A%E8%82%89&c=nothing");
  await expect(page.getByText("没有这个分类，下面是全部分类的商品。")).toBeVisible();
  if (javaScriptEnabled === false) return;
  await page.getByRole("searchbox").first().focus();
  await page.getByRole("combobox", { name: "搜索" }).fill("laro");
  await expect(page.getByRole("search").getByRole("status")).toHaveText(/^\d+ 条建议$/);
});
