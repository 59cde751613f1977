// What this browser has shown lately, remembered by the browser alone. The cards are asked for by a form's body, since addresses are
// written down along the way; and only when somebody comes near the place where they belong.
const KEY = "recent";
const MOST = 24;

// The cookie has another value whenever somebody signs in or out here (see load.js). Whether somebody is signed in the page itself says:
// it leads to what is theirs.
const reader = () => /(?:^|; )reader=([^;]*)/.exec(document.cookie)?.[1] ?? "";
const isKnown = Boolean(document.querySelector('.site-nav a[href="/me"]'));

// A phone goes from hand to hand: what was looked at ends when somebody signs out or another one signs in. A stranger's goes along when
// they sign in, and stays theirs when the cookie of an earlier sign-out has come to its end.
function isTheirs(kept) {
  if (kept.reader === reader()) return isKnown || !kept.isKnown;
  return !kept.isKnown && (isKnown || !reader());
}

function recent() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return isTheirs(kept) ? kept.ids.filter((id) => typeof id === "string") : [];
  } catch {
    // A browser that keeps nothing, or has kept nothing yet, or somebody's own hand.
    return [];
  }
}

function remember(ids) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ reader: reader(), isKnown, ids: ids.slice(0, MOST) }));
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
const others = recent().filter((id) => id !== shown);
// Also where nothing is looked at: what is not this reader's is gone from here on.
remember(shown ? [shown, ...others] : others);
for (const place of document.querySelectorAll("[data-recent]")) near.observe(place);
document.querySelector("[data-forget]")?.addEventListener("click", () => {
  remember([]);
  location.reload();
});
