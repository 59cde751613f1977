// Proposals below the search box, as the ARIA pattern of a combobox with a list box has it: the focus stays in the field, arrows
// move through the options, Enter goes there, Escape closes. The options are drawn by the server.
const field = document.getElementById("q");
const form = field.form;
const list = Object.assign(document.createElement("ul"), { id: "q-list", className: "proposals", hidden: true });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", field.labels[0].textContent);
form.append(list);
field.autocomplete = "off";
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
  field.setAttribute(name, value);
}

// Fewer requests than keys: a word that is typed in one go is asked for once.
const PAUSE = 120;
let pause;
let asked;
let at = -1;

function show(isShown) {
  list.hidden = !isShown;
  field.setAttribute("aria-expanded", String(isShown));
  if (!isShown) choose(-1);
}

function choose(next) {
  list.children[at]?.setAttribute("aria-selected", "false");
  at = next;
  const option = list.children[at];
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
}

async function ask() {
  asked?.abort();
  asked = new AbortController();
  const typed = field.value.trim();
  if (!typed) return show(false);
  try {
    const answer = await fetch(`/search/suggest?q=${encodeURIComponent(typed.slice(0, 100))}`, { signal: asked.signal });
    if (!answer.ok) return show(false);
    list.innerHTML = await answer.text();
    choose(-1);
    show(list.children.length > 0 && document.activeElement === field);
  } catch (error) {
    // A newer key, or a dropped signal: the form works as before.
    if (error.name !== "AbortError") show(false);
  }
}

function go(option) {
  location.href = option.dataset.path;
}

field.addEventListener("input", (event) => {
  // Letters that an input method is still putting together are no word yet.
  if (event.isComposing) return;
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE);
});
field.addEventListener("compositionend", () => ask());
field.addEventListener("keydown", (event) => {
  const count = list.children.length;
  if (event.isComposing || list.hidden || !count) return;
  const moves = { ArrowDown: at + 1 < count ? at + 1 : -1, ArrowUp: at < 0 ? count - 1 : at - 1 };
  if (event.key in moves) choose(moves[event.key]);
  else if (event.key === "Escape") show(false);
  else if (event.key === "Enter" && at >= 0) go(list.children[at]);
  else return;
  event.preventDefault();
});
field.addEventListener("blur", () => show(false));
// Before the field loses the focus.
list.addEventListener("pointerdown", (event) => event.preventDefault());
list.addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) go(option);
});
if (field.value) ask();
