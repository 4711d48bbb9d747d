// While somebody writes a rule: what it means, fetched from the server, and questions put where the cursor stands.
// Everything works without it by the buttons of the page.
"use strict";

const editor = document.querySelector("[data-editor]");
const attempt = editor?.querySelector("[data-attempt]");
const text = editor?.querySelector("textarea");
let waiting;
let running;

async function refresh() {
  running?.abort();
  running = new AbortController();
  let answer;
  try {
    answer = await fetch(editor.dataset.editor, { method: "POST", body: new FormData(editor), signal: running.signal });
  } catch (error) {
    if (error.name === "AbortError") return;
    return; // no connection: the button "Prüfen" still says what is wrong
  }
  if (!answer.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  show(fresh);
}

// What has not changed stays as it is, so that screen readers hear only news and the focus stays where it was.
function show(fresh) {
  const meaning = attempt.querySelector("[data-meaning]");
  const news = fresh.querySelector("[data-meaning]");
  if (meaning.innerHTML !== news.innerHTML) meaning.replaceChildren(...news.childNodes);
  news.remove();
  const unfolded = attempt.querySelector("details")?.open;
  const focused = attempt.contains(document.activeElement) ? document.activeElement.id : "";
  const place = focused && document.activeElement.selectionStart;
  while (meaning.nextSibling) meaning.nextSibling.remove();
  attempt.append(...fresh.childNodes);
  if (unfolded) attempt.querySelector("details")?.setAttribute("open", "");
  const control = focused && document.getElementById(focused);
  if (!control) return;
  control.focus();
  if (typeof place === "number") control.setSelectionRange?.(place, place);
}

editor?.addEventListener("input", (event) => {
  if (event.target.id === "frage") return;
  clearTimeout(waiting);
  waiting = setTimeout(refresh, 400);
});

// "Einfügen" puts a question that is known exactly where the cursor stands; anything else goes to the server.
editor?.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-insert]");
  const field = editor.querySelector("#frage");
  const question = button && (button.value || field.value);
  const known = question && [...editor.querySelectorAll("#fragen option")].some((one) => one.value === question);
  if (!known) return;
  event.preventDefault();
  const before = text.value.slice(0, text.selectionStart);
  text.setRangeText(/[\s(]$|^$/.test(before) ? question : ` ${question}`, text.selectionStart, text.selectionEnd, "end");
  field.value = "";
  text.focus();
  refresh();
});
