// What the meeting room does by itself where there is JavaScript: the timer of an item counts, and words of a note become an action.
const EVERY = 15_000; // how often the timer is drawn

// The timer ---------------------------------------------------------------------------------------------------------

function drawTimers() {
  for (const timer of document.querySelectorAll("[data-ends]")) {
    const left = Math.ceil((new Date(timer.dataset.ends) - Date.now()) / 60_000);
    const minutes = `${Math.abs(left)} minute${Math.abs(left) === 1 ? "" : "s"}`;
    const words = left > 0 ? `${minutes} left` : left === 0 ? "Time is up" : `${minutes} over`;
    if (timer.textContent !== words) timer.textContent = words;
    timer.hidden = false;
  }
}

// From a note to an action --------------------------------------------------------------------------------------------

// What is selected; otherwise the sentence the keyboard is in, or the last one.
function wordsOf(note) {
  const { selectionStart: from, selectionEnd: to, value } = note;
  if (to > from) return value.slice(from, to).trim();
  const before = value.slice(0, from).trimEnd() || value.trimEnd();
  const sentences = before.split(/(?<=[.!?])\s+|\n+/).filter((words) => words.trim());
  return (sentences.at(-1) || "").trim();
}

function makeAction(note) {
  const what = document.querySelector("[name=action-what]");
  const lead = document.querySelector("[name=action-lead]");
  const words = note ? wordsOf(note) : "";
  if (!what || !lead || !words) return;
  what.value = what.value.trim() ? `${what.value.trim()}\n${words}` : words;
  what.dispatchEvent(new Event("input", { bubbles: true }));
  lead.focus();
}

document.addEventListener("keydown", (event) => {
  const note = event.target.closest?.("#answers [data-autosave-url]");
  if (!note || event.key !== "F2" || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  makeAction(note);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-to-action]");
  if (button) makeAction(document.getElementById(button.dataset.toAction));
});

drawTimers();
setInterval(drawTimers, EVERY);
new MutationObserver(drawTimers).observe(document.getElementById("main-content"), { childList: true, subtree: true });
