// The index behind the search: damaged, built anew, and taught words that mean the same. What search looks like is in search.spec.ts.
import type { Page } from "@playwright/test";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { goto } from "../fixtures/hydrated";
import { signInAsOperator } from "../fixtures/people";
import { expect, testAlone as test } from "../fixtures/server";

const SALTED_PORK = /柴火腊肉/;

async function search(page: Page, words: string): Promise<void> {
  await goto(page, `/search?q=${encodeURIComponent(words)}`);
}

test("an index that is damaged is built anew while everything else works", async ({ market, page }) => {
  // Not before the market has stopped: what is taken away while it is written is not gone.
  await market.restart({ meanwhile: () => rm(join(market.data, "index"), { recursive: true }) });
  expect((await goto(page, "/c"))?.status()).toBe(200);
  await expect
    .poll(async () => {
      await search(page, "腊肉");
      return page.getByRole("main").getByRole("link", { name: SALTED_PORK }).count();
    })
    .toBeGreaterThan(0);
  const metrics = await (await page.request.get("/metrics")).text();
  expect(metrics).toMatch(/shanhuo_search_building 0/);
  expect(metrics).toMatch(/shanhuo_search_lag_seconds [0-5]\n/);
});

test("an index is built anew while the market serves", async ({ market, page }) => {
  const ended = await market.command("reindex");
  expect(ended.status, ended.errors).toBe(0);
  expect(ended.output).toContain("The search index is built.");
  await market.searchAgrees("built anew");
  await search(page, "larou");
  await expect(page.getByRole("main").getByRole("link", { name: SALTED_PORK }).first()).toBeVisible();
});

test("an operator says which words mean the same", async ({ market, page, somebodyElse }) => {
  await search(page, "wurzelspeck");
  await expect(page.getByRole("heading", { name: "Nothing found" })).toBeVisible();
  const operator = await somebodyElse();
  await signInAsOperator(operator, market, "search-operator@example.org");
  await goto(operator, "/admin/search");
  await operator.getByLabel("Words that mean the same").fill("腊肉, wurzelspeck");
  await operator.getByRole("button", { name: "Use these" }).click();
  await expect(operator.getByText("These count from now on")).toBeVisible();
  await expect
    .poll(async () => {
      await search(page, "Wurzelspeck");
      return page.getByRole("main").getByRole("link", { name: SALTED_PORK }).count();
    })
    .toBeGreaterThan(0);
});
