// Proposals below the search box, as the ARIA pattern of a combobox with a list box has it: the focus stays in the field, arrows
// move through the options, Enter goes there, Escape closes and then empties the field, and an arrow opens again. The server draws the
// options, each of them a link that is an option, and the sentence that says how many there are.
const field = document.getElementById("q");
const form = field.form;
const list = Object.assign(document.createElement("div"), { id: "q-list", className: "proposals", hidden: true });
list.setAttribute("role", "listbox");
list.setAttribute("aria-label", field.labels[0].textContent);
// There before anything is said in it: otherwise nothing reads it aloud.
const status = Object.assign(document.createElement("p"), { className: "sr" });
status.setAttribute("role", "status");
form.append(list, status);
field.autocomplete = "off";
for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
  field.setAttribute(name, value);
}

// Keys that move the caret: whoever presses one is back in the field.
const CARET = ["ArrowLeft", "ArrowRight", "Home", "End"];
// What browsers say of a key that an input method takes. Safari says it of the Enter that ends a composition, and no longer that
// anything is being composed.
const TAKEN = 229;
// Fewer requests than keys: a word that is typed in one go is asked for once.
const PAUSE = 120;
const drawn = document.createElement("template");
let pause;
let asked;
let at = -1;
// What the list was drawn for, and how many there are.
let known = "";
let said = "";

const typed = () => field.value.trim().slice(0, 100);

function show(isShown) {
  const isOpen = isShown && list.children.length > 0;
  list.hidden = !isOpen;
  field.setAttribute("aria-expanded", String(isOpen));
  status.textContent = isShown ? said : "";
  choose(-1);
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

function cancel() {
  clearTimeout(pause);
  asked?.abort();
}

// Nothing that is still under way opens it again.
function close() {
  cancel();
  show(false);
}

async function ask() {
  cancel();
  const words = typed();
  if (!words) return show(false);
  asked = new AbortController();
  try {
    const answer = await fetch(`/search/suggest?q=${encodeURIComponent(words)}`, { signal: asked.signal });
    if (!answer.ok) return show(false);
    drawn.innerHTML = await answer.text();
    const [sentence, ...options] = drawn.content.children;
    list.replaceChildren(...options);
    [known, said] = [words, sentence.textContent];
    show(document.activeElement === field);
  } catch (error) {
    // A newer key, or a dropped signal: the form works as before.
    if (error.name !== "AbortError") show(false);
  }
}

field.addEventListener("input", (event) => {
  // What was chosen belongs to other words: Enter searches for what is typed.
  choose(-1);
  // Letters that an input method is still putting together are no word yet.
  if (event.isComposing) return;
  clearTimeout(pause);
  pause = setTimeout(ask, PAUSE);
});
field.addEventListener("compositionend", () => ask());
field.addEventListener("keydown", (event) => {
  const { altKey, isComposing, key, keyCode } = event;
  const last = list.children.length - 1;
  const [isDown, isUp] = [key === "ArrowDown", key === "ArrowUp"];
  if (isComposing || keyCode === TAKEN) return;
  if (list.hidden) {
    if (key === "Escape" && field.value) {
      close();
      field.value = "";
    } else if ((isDown || (isUp && !altKey)) && typed()) {
      if (known === typed()) {
        show(true);
        if (!altKey) choose(isUp ? last : Math.min(0, last));
        // What has yet to come is shown only: whoever presses Enter meanwhile searches.
      } else ask();
    } else return;
  } else if (isUp && altKey) close();
  else if (isDown) choose(at < last ? at + 1 : -1);
  else if (isUp) choose(at < 0 ? last : at - 1);
  else if (key === "Escape") close();
  else if (key === "Enter" && at >= 0) list.children[at].click();
  else {
    if (CARET.includes(key)) choose(-1);
    return;
  }
  event.preventDefault();
});
field.addEventListener("blur", close);
// Before the field loses the focus.
list.addEventListener("pointerdown", (event) => event.preventDefault());
if (field.value) ask();
