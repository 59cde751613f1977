// The market opens, in a browser that runs its scripts and in one that does not.
import { accessible } from "../fixtures/a11y";
import { goto } from "../fixtures/hydrated";
import { expect, test } from "../fixtures/server";

test("the home page opens", async ({ page, javaScriptEnabled }) => {
  const response = await goto(page, "/");
  expect(response?.status()).toBe(200);
  await expect(page.getByRole("main")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  if (javaScriptEnabled !== false) await accessible(page);
});
