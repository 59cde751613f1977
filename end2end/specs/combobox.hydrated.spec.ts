// The list below the search box under a keyboard, a pointer, an input method and a reader's ear, as the ARIA pattern of a combobox has it.
// What is proposed, and when, is in search.spec.ts.
import type { Page } from "@playwright/test";
import { goto } from "../fixtures/hydrated";
import { expect, test } from "../fixtures/server";

const SUGGEST = "/search/suggest";

const boxOf = (page: Page) => page.getByRole("combobox", { name: "Search" });
const listOf = (page: Page) => page.getByRole("listbox");
const statusOf = (page: Page) => page.getByRole("search").getByRole("status");

/** Types these words at home and waits for what is proposed; the ids of the options. */
async function open(page: Page, words: string): Promise<string[]> {
  await goto(page, "/");
  await page.getByRole("searchbox").focus();
  await boxOf(page).fill(words);
  await expect(listOf(page)).toBeVisible();
  const ids = await listOf(page).getByRole("option").evaluateAll((options) => options.map((option) => option.id));
  expect(ids.length).toBeGreaterThan(1);
  expect(new Set(ids).size).toBe(ids.length);
  return ids;
}

/** This option, or none, is told to be chosen, while the focus stays in the field. */
async function isChosen(page: Page, id: string | undefined): Promise<void> {
  const chosen = listOf(page).getByRole("option", { selected: true });
  await expect(boxOf(page)).toBeFocused();
  if (id === undefined) {
    await expect(boxOf(page)).not.toHaveAttribute("aria-activedescendant");
    await expect(chosen).toHaveCount(0);
  } else {
    await expect(boxOf(page)).toHaveAttribute("aria-activedescendant", id);
    await expect(chosen).toHaveCount(1);
    await expect(chosen).toHaveAttribute("id", id);
  }
}

/** Nothing is proposed, and nobody is told that something is. */
async function isClosed(page: Page): Promise<void> {
  await expect(listOf(page)).toBeHidden();
  await expect(boxOf(page)).toHaveAttribute("aria-expanded", "false");
  await expect(boxOf(page)).not.toHaveAttribute("aria-activedescendant");
  await expect(statusOf(page)).toBeEmpty();
}

async function isOpen(page: Page, ids: string[]): Promise<void> {
  await expect(listOf(page)).toBeVisible();
  await expect(boxOf(page)).toHaveAttribute("aria-expanded", "true");
  await expect(statusOf(page)).toHaveText(`${ids.length} suggestions`);
}

test("arrows go round through the options and the field", async ({ page }) => {
  const ids = await open(page, "laro");
  await isOpen(page, ids);
  expect(await boxOf(page).getAttribute("aria-controls")).toBe(await listOf(page).getAttribute("id"));
  await isChosen(page, undefined);
  for (const id of [...ids, undefined, ids[0]]) {
    await boxOf(page).press("ArrowDown");
    await isChosen(page, id);
  }
  for (const id of [undefined, ...[...ids].reverse(), undefined, ids.at(-1)]) {
    await boxOf(page).press("ArrowUp");
    await isChosen(page, id);
  }
  await expect(boxOf(page), "what was typed stays").toHaveValue("laro");
});

test("Enter goes to what is chosen", async ({ page }) => {
  await open(page, "laro");
  const href = await listOf(page).getByRole("option").first().getAttribute("href");
  const there = new URL(href ?? "", page.url()).pathname;
  await boxOf(page).press("ArrowDown");
  await boxOf(page).press("Enter");
  await expect.poll(() => new URL(page.url()).pathname).toBe(there);
});

test("keys of the caret lead back into the field, and Enter searches", async ({ page }) => {
  const ids = await open(page, "laro");
  for (const key of ["ArrowLeft", "ArrowRight", "Home", "End"]) {
    await boxOf(page).press("ArrowDown");
    await isChosen(page, ids[0]);
    await boxOf(page).press(key);
    await isChosen(page, undefined);
    await isOpen(page, ids);
  }
  await boxOf(page).press("Enter");
  await expect(page).toHaveURL(/\/search\?q=laro$/);
});

test("Escape closes, and then empties the field", async ({ page }) => {
  await open(page, "laro");
  await boxOf(page).press("ArrowDown");
  await boxOf(page).press("Escape");
  await isClosed(page);
  await expect(boxOf(page)).toHaveValue("laro");
  await boxOf(page).press("Escape");
  await expect(boxOf(page)).toHaveValue("");
  await expect(boxOf(page)).toBeFocused();
  for (const key of ["ArrowDown", "ArrowUp", "Escape"]) {
    await boxOf(page).press(key);
    await isClosed(page);
  }
  await expect(page, "nobody went anywhere").toHaveURL(/\/$/);
});

test("Tab leaves without choosing, and arrows bring the list again", async ({ page }) => {
  const ids = await open(page, "laro");
  await boxOf(page).press("ArrowDown");
  await boxOf(page).press("Tab");
  await expect(page.getByRole("search").getByRole("button")).toBeFocused();
  await isClosed(page);
  await expect(boxOf(page)).toHaveValue("laro");
  await expect(page, "nobody went anywhere").toHaveURL(/\/$/);

  await page.keyboard.press("Shift+Tab");
  await expect(boxOf(page)).toBeFocused();
  await isClosed(page);
  for (const [key, id] of [["ArrowDown", ids[0]], ["ArrowUp", ids.at(-1)], ["Alt+ArrowDown", undefined]] as const) {
    await boxOf(page).press(key);
    await isOpen(page, ids);
    await isChosen(page, id);
    await boxOf(page).press("Alt+ArrowUp");
    await isClosed(page);
  }
});

test("a click elsewhere closes", async ({ page }) => {
  await open(page, "laro");
  const spot = await page.evaluate(() => {
    const rows = Array.from({ length: Math.floor(innerHeight / 8) }, (_, row) => innerHeight - 4 - row * 8);
    const isNothing = (y: number) => !document.elementFromPoint(2, y)?.closest("a, button, input, label, summary, [role=listbox]");
    return { x: 2, y: rows.find(isNothing) ?? 0 };
  });
  await page.mouse.click(spot.x, spot.y);
  await isClosed(page);
  await expect(boxOf(page)).not.toBeFocused();
  await expect(boxOf(page)).toHaveValue("laro");
});

test("keys of an input method are its own", async ({ page }) => {
  const ids = await open(page, "腊");
  const seen = new Set<string | null>();
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.pathname === SUGGEST) seen.add(url.searchParams.get("q"));
  });
  const system = await page.context().newCDPSession(page);
  await system.send("Input.imeSetComposition", { text: "rou", selectionStart: 3, selectionEnd: 3 });
  await expect(boxOf(page)).toHaveValue("腊rou");
  for (const key of ["ArrowDown", "ArrowUp", "Enter"]) {
    await system.send("Input.dispatchKeyEvent", { type: "rawKeyDown", key, code: key, windowsVirtualKeyCode: 229 });
    await isChosen(page, undefined);
    await isOpen(page, ids);
  }
  expect([...seen], "letters that are still put together are no word").toEqual([]);
  await listOf(page).evaluate((list) => list.firstElementChild?.setAttribute("data-before", ""));
  await system.send("Input.insertText", { text: "肉" });
  await expect(boxOf(page)).toHaveValue("腊肉");
  await expect(listOf(page).locator("[data-before]"), "drawn anew").toHaveCount(0);
  expect([...seen]).toEqual(["腊肉"]);
  await expect(page, "nobody went anywhere").toHaveURL(/\/$/);

  // Safari's Enter at the end of a composition, which it no longer calls a part of it.
  await boxOf(page).press("ArrowDown");
  await isChosen(page, ids[0]);
  const isLeftToBrowser = await boxOf(page).evaluate((field) => {
    return field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }));
  });
  expect(isLeftToBrowser).toBe(true);
  await isChosen(page, ids[0]);
});
