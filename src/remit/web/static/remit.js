// What pages do by themselves where there is JavaScript: components come alive, a part of a page asks whether there is
// anything new, an answer is kept while it is being written. Every page works without any of it.
import { initAll } from "./govuk/govuk-frontend.min.js";
import { initAll as initAllOfMoj } from "./moj/moj-frontend.min.js";

const EVERY = 10_000; // how often a part asks whether there is anything new
const PAUSE = 1_200; // how long after the last key an answer is sent

const wakeUp = (scope) => { initAll({ scope }); initAllOfMoj({ scope }); };
const isField = (element) => element?.matches?.("input:not([type=hidden]), textarea, select, [contenteditable]");
const isEdited = (field) => {
  if (field.dataset.autosaveUrl) return "unsaved" in field.dataset;
  if (field.type === "radio" || field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.tagName === "SELECT") {
    const options = [...field.options];
    const byDefault = options.filter((option) => option.defaultSelected);
    if (byDefault.length === 0 && !field.multiple) byDefault.push(options[0]); // what a browser shows where none is named
    return options.some((option) => option.selected !== byDefault.includes(option));
  }
  return field.value !== field.defaultValue;
};
// A part is left alone while somebody is in one of its fields, has changed one, or has a choice of words to make; and where
// the page came back with words in it that are still to be sent (data-kept).
const isBusy = (part) => "kept" in part.dataset || isField(document.activeElement) && part.contains(document.activeElement)
  || [...part.querySelectorAll("input:not([type=hidden]), textarea, select")].some(isEdited)
  || part.querySelector(".remit-conflict") !== null;

// Refresh -----------------------------------------------------------------------------------------------------------

function say(root, words) {
  const line = root.querySelector("[data-refresh-news]");
  if (line && line.textContent !== words) line.textContent = words;
}

// Puts a new part in the place of the old, keeping the keyboard where it was. Says whether it could.
function swap(old, fresh) {
  if (!fresh || old.isEqualNode(fresh)) return true;
  if (isBusy(old)) return false;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  const open = [...old.querySelectorAll("details[open][id]")].map((details) => details.id);
  old.replaceWith(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  wakeUp(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  return true;
}

async function refresh(root) {
  const address = new URL(root.dataset.refreshUrl, location.href);
  address.searchParams.set("revision", root.dataset.refreshRevision);
  const answer = await fetch(address, { headers: { "X-Remit-Refresh": "1" }, redirect: "manual" });
  if (answer.type === "opaqueredirect" || answer.status === 403 || answer.status === 404) {
    clearInterval(root.timer);
    return say(root, "This page no longer refreshes itself. Reload it to go on.");
  }
  if (answer.status !== 200) return say(root, "");
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const parts = [...root.querySelectorAll("[data-part]")];
  const held = parts.filter((part) => !swap(part, fresh.getElementById(part.id)));
  // What was held back is asked for again: the revision moves on only when everything is shown.
  if (held.length === 0) root.dataset.refreshRevision = answer.headers.get("X-Remit-Revision");
  return say(root, held.length ? "Somebody else has changed something. The part you are writing in stays as it is until you have finished." : "");
}

function keepFresh(root) {
  const ask = () => { if (!document.hidden) refresh(root).catch(() => say(root, "No connection. Trying again.")); };
  root.timer = setInterval(ask, Number(root.dataset.refreshEvery || 0) * 1000 || EVERY);
  document.addEventListener("visibilitychange", ask);
}

// Autosave ----------------------------------------------------------------------------------------------------------

function state(field, words, bad = false) {
  const line = document.getElementById(`${field.id}-saved`);
  if (!line) return;
  line.textContent = words;
  line.classList.toggle("remit-saved--not", bad);
}

async function save(field) {
  if (!("unsaved" in field.dataset) || field.saving) return;
  const sent = field.value;
  const body = new FormData();
  body.set("csrfmiddlewaretoken", field.form.elements.csrfmiddlewaretoken.value);
  body.set(field.name, sent);
  body.set(`${field.name}-base`, field.form.elements[`${field.name}-base`].value);
  field.saving = true;
  try {
    const answer = await fetch(field.dataset.autosaveUrl, { method: "POST", body, redirect: "manual" });
    if (answer.status !== 200) throw new Error(answer.status);
    if (answer.headers.get("Content-Type").startsWith("text/html")) return conflict(field, await answer.text());
    const saved = await answer.json();
    if (saved.problem) return state(field, `Not saved – ${saved.problem}`, true);
    field.form.elements[`${field.name}-base`].value = saved.version;
    field.defaultValue = sent;
    if (field.value === sent) delete field.dataset.unsaved;
    state(field, saved.words);
  } catch {
    state(field, "Not saved – check your connection", true);
    field.again = setTimeout(() => save(field), EVERY);
  } finally {
    field.saving = false;
  }
  if ("unsaved" in field.dataset && field.value !== sent) save(field);
}

// Both texts stay on screen until a person chooses; the form is then sent in the ordinary way.
function conflict(field, html) {
  const place = document.getElementById(`${field.id}-place`);
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  wakeUp(place);
  state(field, "Not saved – choose which words to keep", true);
}

function keepSaved(field) {
  let pause;
  field.addEventListener("input", () => {
    field.dataset.unsaved = "";
    state(field, "Not saved yet");
    clearTimeout(pause);
    clearTimeout(field.again);
    if (!document.getElementById(`${field.id}-place`).hasChildNodes()) pause = setTimeout(() => save(field), PAUSE);
  });
  field.addEventListener("blur", () => { if (!document.getElementById(`${field.id}-place`).hasChildNodes()) save(field); });
}

// Dragging ----------------------------------------------------------------------------------------------------------

// An item that is held by its grip takes the place of the one it is dropped on. By keyboard and touch its buttons do the same.
const withMouse = matchMedia("(pointer: fine)").matches;
let held = null;
const under = (event) => {
  const row = event.target.closest?.("[data-place]");
  return held && row && row !== held && row.parentNode === held.parentNode ? row : null;
};
const unmark = () => { for (const row of document.querySelectorAll(".remit-dropped-on")) row.classList.remove("remit-dropped-on"); };

document.addEventListener("dragstart", (event) => {
  held = event.target.closest?.(".remit-grip")?.closest("[data-place]") ?? null;
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.dataset.place);
  event.dataTransfer.setDragImage(held, 0, 0);
});
document.addEventListener("dragover", (event) => {
  unmark();
  const row = under(event);
  if (!row) return;
  event.preventDefault();
  row.classList.add("remit-dropped-on");
});
document.addEventListener("drop", (event) => {
  const row = under(event);
  if (!row) return;
  event.preventDefault();
  const form = held.querySelector(".remit-moves");
  form.elements.place.value = row.dataset.place;
  form.requestSubmit();
});
document.addEventListener("dragend", () => { unmark(); held = null; });

// Folds ------------------------------------------------------------------------------------------------------------

// What stands beside a page is folded away where there is no room for it.
const roomy = matchMedia("(min-width: 48.0625em)");
const fold = () => { for (const part of document.querySelectorAll("[data-fold]")) part.open = roomy.matches; };

// Starting ----------------------------------------------------------------------------------------------------------

function start(scope) {
  for (const field of scope.querySelectorAll("[data-autosave-url]:not([data-started])")) {
    field.dataset.started = "";
    keepSaved(field);
  }
  if (withMouse) for (const grip of scope.querySelectorAll(".remit-grip[hidden]")) grip.hidden = false;
}

fold();
roomy.addEventListener("change", fold);
wakeUp(document);
start(document);
for (const root of document.querySelectorAll("[data-refresh-url]")) keepFresh(root);
new MutationObserver(() => start(document)).observe(document.body, { childList: true, subtree: true });
// What was sent by htmx was refused, or the person is signed out: the answer is shown as a page of its own would be.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  const fresh = new DOMParser().parseFromString(xhr.responseText, "text/html");
  if (xhr.status < 400 && fresh.getElementById(target.id)) return;
  event.detail.shouldSwap = false;
  if (xhr.status < 400) return location.assign(xhr.responseURL);
  const main = fresh.querySelector("main");
  document.querySelector("main").replaceWith(main);
  document.title = fresh.title;
  wakeUp(main);
});
document.addEventListener("htmx:sendError", () => { document.getElementById("notices").textContent = "Not sent – check your connection."; });
document.addEventListener("htmx:afterSettle", (event) => wakeUp(event.target));

// Leaving -----------------------------------------------------------------------------------------------------------

// Asked before leaving: while an answer is not saved yet; and where a form says so (data-ask-before-leaving), while anything
// in it is chosen or written and not sent, or came back from the server unsent. Not of the form that is being sent.
let beingSent = null;
const isUnsent = (form) => form !== beingSent
  && (form.querySelector("[data-kept], [data-unrecorded]") !== null
    || [...form.querySelectorAll("input:not([type=hidden]), textarea, select")].some(isEdited));
window.addEventListener("beforeunload", (event) => {
  const unsent = [...document.querySelectorAll("[data-ask-before-leaving]")].some(isUnsent);
  beingSent = null; // whoever stays after all is asked again
  if (unsent || document.querySelector("[data-unsaved]")) event.preventDefault();
});
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) beingSent = event.target;
  for (const field of event.target.querySelectorAll("[data-unsaved]")) delete field.dataset.unsaved;
});
