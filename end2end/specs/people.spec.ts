// People: signing in, their devices, their addresses, their shops, and the operator who looks at who is behind a shop.
import { type Page } from "@playwright/test";
import { accessible } from "../fixtures/a11y";
import { goto, hydrated } from "../fixtures/hydrated";
import { askForCode, fillPapers, freshAddress, freshPapers, openShop, signIn, signInAsOperator } from "../fixtures/people";
import { expect, test } from "../fixtures/server";

/** The first test of a page ends with axe, which needs scripts. */
async function checked(page: Page, javaScriptEnabled: boolean | undefined): Promise<void> {
  if (javaScriptEnabled !== false) await accessible(page);
}

/** Presses a button that leads to an answer of the server. */
async function press(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  await hydrated(page);
}

test("somebody new signs in with the code that was sent to them", async ({ page, market, javaScriptEnabled }) => {
  const address = freshAddress("lin");
  await goto(page, "/sign-in");
  await checked(page, javaScriptEnabled);
  const code = await askForCode(page, market, address);
  await expect(page.getByText(address)).toBeVisible();
  expect(page.url(), "an address does not belong into a history").not.toContain("lin");
  await checked(page, javaScriptEnabled);
  await page.getByLabel("The six digits").fill(code);
  await press(page, "Sign in");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Hello, Friend");
  await checked(page, javaScriptEnabled);
});

test("a wrong code is said beside the field and keeps what was typed", async ({ page, market }) => {
  const address = freshAddress("wrong");
  await goto(page, "/sign-in");
  const code = await askForCode(page, market, address);
  const other = code === "111111" ? "222222" : "111111";
  await page.getByLabel("The six digits").fill(other);
  await press(page, "Sign in");
  await expect(page.getByText("This code does not work.")).toBeVisible();
  await expect(page.getByLabel("The six digits")).toHaveValue(other);
  await press(page, "Send another code");
  await expect(page.getByText(/You can ask for another one in \d+ seconds/)).toBeVisible();
  await page.getByLabel("The six digits").fill(code);
  await press(page, "Sign in");
  await expect(page).toHaveURL(/\/me$/);
});

test("what a stranger asks for leaves somebody's code good", async ({ page, market, somebodyElse }) => {
  const address = freshAddress("kept");
  await goto(page, "/sign-in");
  const code = await askForCode(page, market, address);
  const stranger = await somebodyElse();
  await goto(stranger, "/sign-in");
  await stranger.locator("#contact").fill(address);
  await press(stranger, "Send me a code");
  await expect(stranger.locator("#contact-error")).toContainText(/You can ask for one in \d+ seconds/);
  await page.getByLabel("The six digits").fill(code);
  await press(page, "Sign in");
  await expect(page).toHaveURL(/\/me$/);
});

test("what is no address is said beside the field", async ({ page }) => {
  await goto(page, "/sign-in");
  await page.locator("#contact").fill("lin@example");
  await press(page, "Send me a code");
  await expect(page.locator("#contact-error")).toContainText("typing error");
  await expect(page.locator("#contact")).toHaveValue("lin@example");
});

test("signing in leads back to where somebody was, and only within the market", async ({ page, market }) => {
  await goto(page, "/me/addresses");
  await expect(page).toHaveURL(/\/sign-in\?back=\/me\/addresses/);
  const code = await askForCode(page, market, freshAddress("back"));
  await page.getByLabel("The six digits").fill(code);
  await press(page, "Sign in");
  await expect(page).toHaveURL(/\/me\/addresses$/);
  await goto(page, "/sign-in?back=//evil.test/");
  await expect(page).toHaveURL(/\/me$/);
});

test("a password signs in on another device, and devices are signed out one by one", async ({ page, market, somebodyElse }) => {
  const address = freshAddress("password");
  await signIn(page, market, address);
  await page.getByText("Set a password").click();
  await page.getByLabel("New password").fill("short");
  await press(page, "Set this password");
  await expect(page.locator("#password-error")).toContainText("at least 10 characters");
  await page.getByLabel("New password").fill("a quiet river");
  await press(page, "Set this password");
  await expect(page.getByText("Your password is set")).toBeVisible();

  const phone = await somebodyElse();
  await goto(phone, "/sign-in");
  await phone.getByText("Use a password instead").click();
  await phone.locator("#who").fill(address);
  await phone.locator("#password").fill("a loud river");
  await press(phone, "Sign in with the password");
  await expect(phone.getByText("do not belong together").first()).toBeVisible();
  await expect(phone.locator("#who")).toHaveValue(address);
  await phone.locator("#password").fill("a quiet river");
  await press(phone, "Sign in with the password");
  await expect(phone).toHaveURL(/\/me$/);

  await goto(page, "/me");
  await page.getByRole("button", { name: /^Sign out .* · / }).click();
  await expect(page.getByText("That device is signed out")).toBeVisible();
  await goto(phone, "/me");
  await expect(phone).toHaveURL(/\/sign-in/);
});

test("an address is chosen level by level", async ({ page, market, javaScriptEnabled }) => {
  await signIn(page, market, freshAddress("address"), "/me/addresses");
  await checked(page, javaScriptEnabled);
  await page.getByRole("link", { name: "Add an address" }).click();
  await hydrated(page);
  await page.getByLabel("Who takes the parcel").fill("陈雨");
  await page.getByLabel("Phone").fill("138 0013 8000");
  const goOn = async () => {
    if (javaScriptEnabled === false) await press(page, "Continue");
  };
  for (const [level, place] of [
    ["Province", "湖南省"],
    ["City", "湘西土家族苗族自治州"],
    ["District or county", "凤凰县"],
    ["Town or street office", "沱江镇"],
  ] as const) {
    await page.getByLabel(level).selectOption({ label: place });
    await goOn();
  }
  await checked(page, javaScriptEnabled);
  await press(page, "Keep this address");
  await expect(page.locator("#street-error")).toContainText("Please fill this in");
  await expect(page.getByLabel("Town or street office")).toHaveValue(/^433123/);
  await expect(page.getByLabel("Who takes the parcel")).toHaveValue("陈雨");
  await page.getByLabel("Street, house, floor, door").fill("虹桥路 1 号");
  await press(page, "Keep this address");
  await expect(page.getByText("湖南省 湘西土家族苗族自治州 凤凰县 沱江镇")).toBeVisible();
  await expect(page.getByText("Offered first")).toBeVisible();
});

test("a pasted address is sorted into its fields", async ({ page, market }) => {
  await signIn(page, market, freshAddress("paste"), "/me/addresses/new");
  await page.getByLabel("The address as you have it").fill("张三 13800138000 湖南省湘西土家族苗族自治州凤凰县沱江镇虹桥路1号");
  await press(page, "Sort it into the fields");
  await expect(page.getByLabel("Who takes the parcel")).toHaveValue("张三");
  await expect(page.getByLabel("Province")).toHaveValue("43");
  await expect(page.getByLabel("Street, house, floor, door")).toHaveValue("虹桥路1号");
  await press(page, "Keep this address");
  await expect(page.getByText("The address is kept")).toBeVisible();
});

test("a shop opens after its typing errors are corrected", async ({ page, market, javaScriptEnabled }) => {
  const handle = `danqing-${Date.now()}`.slice(0, 28);
  const papers = freshPapers();
  const swapped = papers.idNumber.replace("1990", "1909");
  await signIn(page, market, freshAddress("teacher"), "/sell/open");
  await checked(page, javaScriptEnabled);
  await page.getByLabel("Name of the shop").fill("丹青湘西特产");
  await page.getByLabel("Address of the shop").fill("Dan Qing");
  await page.getByLabel("Where you ship from").selectOption("43");
  await fillPapers(page, { ...papers, idNumber: swapped, card: "4111111111111112" });
  await press(page, "Open my shop");
  await expect(page.locator("#handle-error")).toContainText("Only a to z");
  await expect(page.locator("#id_number-error")).toContainText("please check the last digits");
  await expect(page.locator("#bank_card-error")).toContainText("please check the last digits");
  await expect(page.getByLabel("Name of the shop")).toHaveValue("丹青湘西特产");
  const keptInBrowser = javaScriptEnabled !== false;
  await expect(page.getByLabel("ID number")).toHaveValue(keptInBrowser ? swapped : "");
  await page.getByLabel("Address of the shop").fill(handle);
  await fillPapers(page, papers);
  await press(page, "Open my shop");
  await expect(page).toHaveURL(new RegExp(`/sell/${handle}`));
  await goto(page, `/sell/${handle}/settings`);
  await expect(page.getByText("Being looked at")).toBeVisible();
  await expect(page.getByText(`•••• ${papers.idNumber.slice(-4)}`)).toBeVisible();
  await checked(page, javaScriptEnabled);
});

test("freight is set for some provinces and the rest of the country", async ({ page, market, javaScriptEnabled }) => {
  const handle = `freight-${Date.now()}`.slice(0, 28);
  await signIn(page, market, freshAddress("freight"), "/sell");
  await openShop(page, handle, "Freight");
  await goto(page, `/sell/${handle}/settings`);
  await page.getByRole("link", { name: "Change Usual freight" }).click();
  await hydrated(page);
  await page.getByLabel("Name of this template").fill("Express");
  await press(page, "Another price for some provinces");
  await checked(page, javaScriptEnabled);
  await page.getByLabel("Xinjiang").check();
  await page.locator("#zone0-first").fill("twenty");
  await press(page, "Save the freight");
  await expect(page.locator("#zone0-first-error")).toContainText("not a number");
  await expect(page.getByLabel("Name of this template")).toHaveValue("Express");
  await page.locator("#zone0-first").fill("20");
  await press(page, "Save the freight");
  const told = page.getByRole("region", { name: "Freight" }).locator("#done");
  await expect(told).toContainText("The freight is changed");
  await expect(told, "far down, where the templates are").toBeInViewport();
  await expect(page.getByText(/CN¥20\.00 for 1 kg/)).toBeVisible();
});

test("the operator says why they look, rejects, and approves the next submission", async ({ page, market, somebodyElse, javaScriptEnabled }) => {
  const handle = `looked-at-${Date.now()}`.slice(0, 28);
  await signIn(page, market, freshAddress("owner"), "/sell");
  const papers = await openShop(page, handle, `Looked at ${handle}`);

  const desk = await somebodyElse();
  await signInAsOperator(desk, market, freshAddress("operator"));
  await checked(desk, javaScriptEnabled);
  await desk.getByRole("link", { name: `Looked at ${handle}` }).click();
  await hydrated(desk);
  await checked(desk, javaScriptEnabled);
  await expect(desk.getByText(papers.idNumber)).toHaveCount(0);
  await press(desk, "Look at the identity");
  await expect(desk.locator("#look_reason-error")).toContainText("Please say why");
  await desk.getByLabel("Why you look").fill("first check");
  await press(desk, "Look at the identity");
  await expect(desk.getByText(papers.idNumber)).toBeVisible();
  await expect(desk.getByRole("cell", { name: "first check" })).toBeVisible();
  await desk.getByText("Reject it").click();
  await desk.getByLabel("Why, and what the owner should do").fill("The name does not match the number.");
  await press(desk, "Reject with this reason");
  await expect(desk.getByText("Rejected. The owner was told the reason.")).toBeVisible();

  await goto(page, `/sell/${handle}/settings`);
  await expect(page.getByText("The name does not match the number.")).toBeVisible();
  await fillPapers(page, papers);
  await press(page, "Submit it again");
  await expect(page.getByText("Submitted: we look at it again")).toBeVisible();

  await goto(desk, "/admin/identities");
  await desk.getByRole("link", { name: `Looked at ${handle}` }).click();
  await hydrated(desk);
  await press(desk, "Approve this identity");
  await expect(desk.getByText("Approved. The owner was told.")).toBeVisible();
  await goto(page, `/sell/${handle}/settings`);
  await expect(page.getByText("Verified", { exact: true })).toBeVisible();
});

test("nobody else finds the operator's desk or another shop's room", async ({ page, market, somebodyElse }) => {
  const handle = `private-${Date.now()}`.slice(0, 28);
  await signIn(page, market, freshAddress("private"), "/sell");
  await openShop(page, handle, "Private");
  const stranger = await somebodyElse();
  await signIn(stranger, market, freshAddress("stranger"));
  for (const path of [`/sell/${handle}`, `/sell/${handle}/settings`, `/sell/${handle}/settings/freight/new`, "/admin/identities"]) {
    expect((await stranger.goto(path))?.status(), path).toBe(404);
  }
});
