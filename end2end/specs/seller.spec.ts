// The teacher's side: she lists salted pork by the gram with one photo, mistypes, sends a file that is no photo, ships an order.
import { expect, test } from "../fixtures/server";
import { accessible } from "../fixtures/a11y";
import { goto, hydrated } from "../fixtures/hydrated";
import { signInAsDemo } from "../fixtures/people";
import { png } from "../fixtures/pictures";

const SHOP = "/sell/danqing";

test("salted pork is listed by the gram with one photo", async ({ page, javaScriptEnabled }) => {
  await signInAsDemo(page, "danqing@example.com", `${SHOP}/listings/new`);
  if (javaScriptEnabled !== false) await accessible(page);

  await page.getByLabel("Add photos").setInputFiles({ name: "pork.png", mimeType: "image/png", buffer: png() });
  if (javaScriptEnabled !== false) await expect(page.getByText("Being prepared")).toBeVisible();
  await page.getByLabel("Title").fill("Smoked pork belly, by the gram");
  await page.getByLabel("Unit", { exact: true }).selectOption("g");
  await page.getByLabel("The price is for").fill("500");
  await page.getByLabel("At least").fill("50");
  await page.getByLabel("Price", { exact: true }).fill("45.80");
  await page.getByLabel("Stock", { exact: true }).fill("8500");
  await page.getByLabel("Packaging for one sale").fill("1.50");
  await page.getByLabel("The makers' share").fill("60");
  // 45.80 − 0.46 − 1.50 − 27.48: in the browser at once, without scripts when the form comes back.
  if (javaScriptEnabled !== false) await expect(page.locator(".takehome .earn")).toContainText("16.36");
  await page.getByRole("button", { name: "Publish" }).click();
  await hydrated(page);

  await expect(page.getByText("On sale: buyers can see it now")).toBeVisible();
  await expect(page.locator(".takehome .earn")).toContainText("16.36");
  await expect(page.getByLabel("Remove photo 1")).toBeVisible();
  await goto(page, `${SHOP}/listings?state=published`);
  const row = page.locator("tr", { hasText: "Smoked pork belly, by the gram" }).first();
  await expect(row).toContainText("CN¥45.80 / 500 g");
  await expect(row).toContainText("8500 g");
});

test("a typing error keeps everything that was typed", async ({ page }) => {
  await signInAsDemo(page, "danqing@example.com", `${SHOP}/listings/new`);
  await page.getByLabel("Title").fill("Dried radish");
  await page.getByLabel("Price", { exact: true }).fill("twelve");
  await page.getByLabel("Stock", { exact: true }).fill("30");
  await page.getByLabel("Description").fill("Sun-dried for nine days.");
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await hydrated(page);
  await expect(page.getByRole("alert").first()).toContainText("This is not a number");
  await expect(page.getByLabel("Title")).toHaveValue("Dried radish");
  await expect(page.getByLabel("Price", { exact: true })).toHaveValue("twelve");
  await expect(page.getByLabel("Description")).toHaveValue("Sun-dried for nine days.");
  await page.getByLabel("Price", { exact: true }).fill("12");
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await hydrated(page);
  await expect(page.getByText("Saved")).toBeVisible();
});

test("a category asks its goods what they say, and says what is missing", async ({ page, javaScriptEnabled }) => {
  await signInAsDemo(page, "danqing@example.com", `${SHOP}/listings/new`);
  await page.getByLabel("Add photos").setInputFiles({ name: "pork.png", mimeType: "image/png", buffer: png() });
  if (javaScriptEnabled !== false) await expect(page.getByText("Being prepared")).toBeVisible();
  await page.getByLabel("Title").fill("Pork neck, smoked");
  await page.getByLabel("Price", { exact: true }).fill("60");
  await page.getByLabel("Stock", { exact: true }).fill("5");
  await page.getByLabel("Category", { exact: true }).selectOption({ label: "\u2003\u2003Salted pork" });
  const show = page.getByRole("button", { name: "Show what this category asks for" });
  if (await show.isVisible()) await show.click();
  await page.getByLabel("Keeps for").fill("soon");
  await page.getByRole("button", { name: "Publish" }).click();
  await hydrated(page);
  await expect(page.getByRole("alert").first()).toContainText("This is not a number");
  await page.getByLabel("Keeps for").fill("6");
  await page.getByRole("button", { name: "Publish" }).click();
  await hydrated(page);
  await expect(page.getByRole("alert").first()).toContainText("Goods of this category have to say this");
  await page.getByLabel("Smoked over (needed)").selectOption("Oak");
  if (javaScriptEnabled !== false) await accessible(page);
  await page.getByRole("button", { name: "Publish" }).click();
  await hydrated(page);
  await expect(page.getByText("On sale: buyers can see it now")).toBeVisible();
  await expect(page.getByLabel("Keeps for")).toHaveValue("6");
});

test("a file that only calls itself a photo is refused with a sentence", async ({ page }) => {
  await signInAsDemo(page, "danqing@example.com", `${SHOP}/listings/new`);
  await page.getByLabel("Title").fill("Bamboo basket");
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  await page.getByLabel("Add photos").setInputFiles({ name: "photo.jpg", mimeType: "image/jpeg", buffer: drawing });
  const send = page.getByRole("button", { name: "Send the chosen photos now" });
  if (await send.isVisible()) await send.click();
  await expect(page.getByText("This is not a photo, whatever its name says").first()).toBeVisible();
  await expect(page.getByLabel("Title")).toHaveValue("Bamboo basket");
});

test("an order is shipped, and a typing error in its number is seen first", async ({ page, javaScriptEnabled }) => {
  await signInAsDemo(page, "packer@example.com", `${SHOP}/orders`);
  await goto(page, SHOP);
  if (javaScriptEnabled !== false) await accessible(page);
  await goto(page, `${SHOP}/orders`);
  if (javaScriptEnabled !== false) await accessible(page);
  await page.locator("main table th a").first().click();
  await hydrated(page);
  await page.getByLabel("Courier").selectOption("sf");
  await page.getByLabel("Tracking number").fill("12");
  await page.getByRole("button", { name: "Ship the parcel" }).click();
  await hydrated(page);
  await expect(page.getByText("A tracking number has 6 to 40 letters and digits").first()).toBeVisible();
  await expect(page.getByLabel("Courier")).toHaveValue("sf");
  await page.getByLabel("Tracking number").fill("SF 1234-5678-9012");
  await page.getByRole("button", { name: "Ship the parcel" }).click();
  await hydrated(page);
  await expect(page.getByText("The buyer was told, with the tracking number.")).toBeVisible();
  await expect(page.getByText("SF123456789012")).toBeVisible();
});

test("rooms are closed to those without the right", async ({ page }) => {
  await signInAsDemo(page, "packer@example.com", `${SHOP}/orders`);
  for (const room of ["listings", "listings/new", "money"]) {
    expect((await page.goto(`${SHOP}/${room}`))?.status(), room).toBe(404);
  }
});
