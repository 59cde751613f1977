// The same specs twice: hydrated, and with JavaScript off. The main screen is a phone. `cargo dev e2e` builds what this drives.
import { defineConfig, devices } from "@playwright/test";

const PHONE = { width: 360, height: 740 };
const DESK = { width: 1280, height: 800 };

// No GPU, no network of its own: the browser of a build machine.
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export default defineConfig({
  testDir: "specs",
  globalSetup: "./fixtures/seeded.ts",
  outputDir: "../test-results",
  // One worker and one server: two cores are busy with both. Two workers took nine tenths of the time, and each spec twice as long, so
  // that one of them ran out of its patience.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    ...devices["Desktop Chrome"],
    locale: "en-GB",
    timezoneId: "Asia/Shanghai",
    viewport: PHONE,
    hasTouch: true,
    // A trace takes a twelfth of a test's time. Where nobody could open it afterwards it is not taken.
    trace: process.env.SHANHUO_TRACES === "off" ? "off" : "retain-on-failure",
    launchOptions: { executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: QUIET },
  },
  projects: [
    { name: "hydrated", testIgnore: ["**/*.plain.spec.ts", "**/*.look.spec.ts"] },
    {
      name: "plain",
      testIgnore: ["**/*.hydrated.spec.ts", "**/*.look.spec.ts"],
      use: { javaScriptEnabled: false },
    },
    { name: "desktop", testMatch: "**/*.look.spec.ts", use: { viewport: DESK, hasTouch: false } },
  ],
});
