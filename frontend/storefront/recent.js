// What this browser has shown lately, remembered by the browser alone. The cards are asked for by a form's body, since addresses are
// written down along the way; and only when somebody comes near the place where they belong.
const KEY = "recent";
const MOST = 24;

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((id) => typeof id === "string") : [];
  } catch {
    // A browser that keeps nothing, or somebody's own hand.
    return [];
  }
}

function remember(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify(ids.slice(0, MOST)));
  } catch {
    // The page works as before.
  }
}

async function fill(place) {
  const ids = recent().slice(0, Number(place.dataset.recent));
  if (!ids.length) return;
  const answer = await fetch("/me/recent", { method: "POST", body: new URLSearchParams(ids.map((id) => ["listing", id])) });
  const goods = answer.ok ? await answer.text() : "";
  if (!goods.includes("<li")) return;
  place.querySelector("[data-goods]").innerHTML = goods;
  place.querySelector("[hidden]").hidden = false;
  place.querySelector("[data-empty]")?.remove();
}

const near = new IntersectionObserver(
  (seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      // A dropped signal: the place stays empty.
      fill(target).catch(() => {});
    }
  },
  { rootMargin: "300px" },
);

const shown = document.querySelector("[data-viewed]")?.dataset.viewed;
if (shown) remember([shown, ...recent().filter((id) => id !== shown)]);
for (const place of document.querySelectorAll("[data-recent]")) near.observe(place);
document.querySelector("[data-forget]")?.addEventListener("click", () => {
  remember([]);
  location.reload();
});
