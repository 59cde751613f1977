// Brings the islands of a page to life, late and only where there are any: the page works without, so nothing here may stand
// between the reader and the first paint. It loads when the page has been painted and the browser is idle, or at the first touch.
// Walks the islands as Leptos 0.8 does in its own inline script, which a policy without inline scripts cannot use.
const root = document.documentElement;
const touches = ["pointerdown", "keydown", "touchstart"];

async function load() {
  // Leptos reads these; its inline script, which our pages do not have, would have set them.
  globalThis.__RESOLVED_RESOURCES ??= [];
  globalThis.__SERIALIZED_ERRORS ??= [];
  globalThis.__INCOMPLETE_CHUNKS ??= [];
  const [glue, response] = await Promise.all([import("/pkg/storefront-glue.js"), fetch("/pkg/storefront.wasm")]);
  await glue.default({ module_or_path: response });
  await glue.hydrate();
  await walk(document.body, undefined, glue);
  root.dataset.hydrated = "";
}

// An island's children were rendered by the server outside of it. Islands among those children must see the context of the
// island around them: `$$on_hydrate`, which that island left on its <leptos-children>, brings it back.
async function walk(node, context, glue) {
  if (node.localName === "leptos-island") await hydrate(node, context, glue);
  const inner = node.localName === "leptos-children" ? node.$$on_hydrate : context;
  for (const child of node.children) await walk(child, inner, glue);
}

async function hydrate(island, context, glue) {
  const start = glue[island.dataset.component];
  if (!start) return console.error(`The page has an island that the bundle lacks: ${island.dataset.component}`);
  context?.();
  await start(island);
}

function onFirstTouch(listener, action) {
  for (const touch of touches) window[action](touch, listener, { capture: true, passive: true });
}

// A page that a browser brings back as it was left asks for nothing. Where somebody has signed in or out since, it is somebody else's, on
// a phone that several share: it is taken away and asked for anew. Without a connection nothing comes, and that is as it should be.
const reader = () => /(?:^|; )reader=([^;]*)/.exec(document.cookie)?.[1];
const shownTo = reader();
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted || reader() === shownTo) return;
  root.hidden = true;
  location.reload();
});

let begun = false;
function begin() {
  if (begun) return;
  begun = true;
  onFirstTouch(begin, "removeEventListener");
  load().catch((error) => {
    // A dropped signal, mostly. The page still works as plain HTML; the next touch tries again.
    console.warn("The page stays plain for now:", error);
    begun = false;
    onFirstTouch(begin, "addEventListener");
  });
}

// Everything has arrived, but a photo that is seen at once may still be decoded, on a slow phone for long: quiet begins after that. Each
// larger paint starts it anew, and the program waits until it is over. Browsers that do not tell of paints wait once.
const QUIET = 500;

async function whenPainted() {
  await Promise.allSettled(Array.from(document.querySelectorAll("img:not([loading])"), (photo) => photo.decode()));
  let quiet = setTimeout(whenIdle, QUIET);
  if (!globalThis.PerformanceObserver?.supportedEntryTypes?.includes("largest-contentful-paint")) return;
  new PerformanceObserver(() => {
    if (begun) return;
    clearTimeout(quiet);
    quiet = setTimeout(whenIdle, QUIET);
  }).observe({ type: "largest-contentful-paint" });
}

function whenIdle() {
  if ("requestIdleCallback" in window) window.requestIdleCallback(begin, { timeout: 2000 });
  else setTimeout(begin, 200);
}

// Proposals come when somebody goes to the search box, and cost nobody else anything. Whoever was quicker than this script is there
// already. Browsers keep an import that failed under its address for good, so the next key tries another one, a few times.
function propose(field, again) {
  const come = () => import(`/pkg/suggest.js${again}`).catch(() => again[8] || propose(field, `${again}?`));
  if (!again && document.activeElement === field) come();
  else field?.addEventListener(again ? "input" : "focus", come, { once: true });
}

function start() {
  propose(document.getElementById("q"), "");
  if (document.querySelector("[data-viewed], [data-recent]")) import("/pkg/recent.js").catch(() => {});
  if (!document.querySelector("leptos-island")) {
    root.dataset.hydrated = "";
    return;
  }
  onFirstTouch(begin, "addEventListener");
  if (document.readyState === "complete") whenPainted();
  else window.addEventListener("load", whenPainted, { once: true });
}

// The script is `async`: it may run before the page has been read to its end.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start, { once: true });
else start();
