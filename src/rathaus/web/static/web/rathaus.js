// What makes a page a little kinder; everything works without it. Strict CSP: no inline handlers, no eval, no styles.
"use strict";

// The error summary takes the focus, so that screen readers and keyboards start where something is to be mended.
const focusProblems = () => document.querySelector("[data-focus]")?.focus();

// Follow-up questions: when an answer decides whether others are asked, the house is asked for the page as it would be
// now, and what comes or goes does so below. What stays is not touched, so neither the focus nor what was typed is lost.
// Without a network nothing happens here, and the question comes on the next page.
class FollowUps {
  constructor(form) {
    this.form = form;
    this.items = form.querySelector(".r-items");
    this.status = form.querySelector("[role=status]");
    for (const template of this.items.querySelectorAll(":scope > template")) template.replaceWith(template.content);
    remember(this.items);
    form.addEventListener("change", (event) => this.heard(event, 0));
    form.addEventListener("input", (event) => this.heard(event, 500));
    form.addEventListener("submit", () => this.stop());
  }

  heard(event, delay) {
    if (!event.target.closest("[data-decides]") || event.target.type === "file") return;
    if (delay && !event.target.matches("textarea, input:not([type=radio], [type=checkbox])")) return; // "change" tells
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), delay);
  }

  stop() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  async ask() {
    this.stop();
    const { signal } = (this.asking = new AbortController());
    const typed = [...new FormData(this.form)].filter(([, value]) => typeof value === "string");
    this.items.setAttribute("aria-busy", "true");
    try {
      const address = this.form.dataset.followUps + location.search;
      const answer = await fetch(address, { method: "POST", body: new URLSearchParams(typed), signal });
      if (answer.status !== 200 || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-told]");
      if (!page || signal.aborted) return;
      merge(this.items, page);
      this.status.textContent = page.dataset.told;
    } catch (problem) {
      if (!(problem instanceof TypeError) && problem.name !== "AbortError") throw problem; // no network, or a newer answer
    } finally {
      if (!signal.aborted) this.items.removeAttribute("aria-busy");
    }
  }
}

// Make `there` look like `wanted`, block by block. What is not wanted is hidden and keeps what was typed into it.
function merge(there, wanted) {
  const blocks = new Map([...there.children].map((block) => [name(block), block]));
  let last = null;
  for (const block of [...wanted.children]) {
    const old = blocks.get(name(block));
    blocks.delete(name(block));
    remember(block);
    if (!old) last ? last.after(block) : there.prepend(block);
    else if (old.matches(".r-follow")) merge(old, block);
    else if (made.get(old) !== made.get(block)) swap(old, block);
    if (old) show(old, true);
    last = old?.isConnected ? old : block;
  }
  for (const block of blocks.values()) show(block, false);
}

const name = (block) => block.dataset.block ?? `${block.tagName} ${block.textContent} ${block.name ?? ""}`;

function show(block, shown) {
  block.hidden = !shown;
  const mark = block.matches(".r-follow") && block.querySelector(":scope > input[type=hidden]");
  if (mark) mark.disabled = !shown;
}

// How blocks came from the house, apart from what was typed into them.
const made = new WeakMap();

function remember(block) {
  made.set(block, bare(block));
  for (const inner of block.matches(".r-items, .r-follow") ? block.children : []) remember(inner);
}

function bare(block) {
  const copy = block.cloneNode(true);
  for (const control of copy.querySelectorAll("input, option, textarea")) {
    if (!["radio", "checkbox"].includes(control.type) && control.tagName === "INPUT") control.removeAttribute("value");
    control.removeAttribute("checked");
    control.removeAttribute("selected");
    if (control.tagName === "TEXTAREA") control.textContent = "";
  }
  return copy.innerHTML;
}

// Put `fresh` in place of `old`, with what was typed, the chosen files and the focus.
function swap(old, fresh) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const selection = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
  for (const control of old.querySelectorAll("input, select, textarea")) {
    const same = [...fresh.querySelectorAll(control.tagName)].find(
      (one) => one.name === control.name && (!["radio", "checkbox"].includes(one.type) || one.value === control.value),
    );
    if (!same) continue;
    if (control.type === "file") same.replaceWith(control);
    else if (["radio", "checkbox"].includes(control.type)) same.checked = control.checked;
    else same.value = control.value;
  }
  old.replaceWith(fresh);
  const again = focused?.id && document.getElementById(focused.id);
  again?.focus({ preventScroll: true });
  if (again && selection && selection[0] !== null) again.setSelectionRange(...selection);
}

// Files: what was chosen is shown before it is sent, and how much of it has been sent.
function watchFiles(form) {
  form.addEventListener("change", ({ target }) => target.type === "file" && showChosen(target));
  form.addEventListener("submit", (event) => {
    const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
    if (!chosen || form.dataset.sent) return; // sent once: see below
    event.preventDefault();
    upload(form, event.submitter, form.querySelector("[data-upload]"));
  });
}

// Send a form with its files. The house says where to go on; a page with problems takes the place of this one.
function upload(form, submitter, bar) {
  const body = new FormData(form);
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const progress = bar.querySelector("progress");
  const percent = bar.querySelector("[data-percent]");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("X-Upload", "1");
  request.upload.addEventListener("progress", ({ lengthComputable, loaded, total }) => {
    if (!lengthComputable) return;
    progress.value = Math.floor((100 * loaded) / total);
    percent.textContent = ` ${progress.value} %`;
  });
  request.addEventListener("load", () => {
    const next = request.getResponseHeader("X-Location");
    if (next) go(new URL(next, location.href));
    else take(request.responseText);
  });
  request.addEventListener("error", () => {
    bar.hidden = true;
    form.querySelector("[data-upload-failed]").hidden = false;
    release(form);
  });
  form.querySelector("[data-upload-failed]").hidden = true;
  bar.hidden = false;
  request.send(body);
}

// Go there, or see the same page as it is now.
function go(target) {
  const here = location.pathname + location.search;
  if (target.pathname + target.search !== here) return location.assign(target);
  if (target.hash) location.hash = target.hash;
  location.reload();
}

// Show a page that came as an answer to a script.
function take(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  window.scrollTo(0, 0);
  wake();
}

// The chosen files by name and size, pictures with a small view of themselves.
function showChosen(input) {
  const list = document.createElement("ul");
  list.className = "r-files";
  list.dataset.chosen = "";
  for (const file of input.files) {
    const row = list.appendChild(document.createElement("li"));
    row.className = "r-file";
    if (/^image\/(png|jpeg)$/.test(file.type) && file.size < 10_000_000) {
      const view = row.appendChild(document.createElement("img"));
      view.alt = "";
      const reader = new FileReader();
      reader.addEventListener("load", () => (view.src = reader.result));
      reader.readAsDataURL(file);
    }
    const [unit, factor] = file.size < 1e6 ? ["kB", 1e3] : ["MB", 1e6];
    const digits = { maximumFractionDigits: 1 };
    const size = Math.max(0.1, file.size / factor).toLocaleString(document.documentElement.lang, digits);
    row.appendChild(document.createElement("span")).textContent = `${file.name} (${size} ${unit})`;
  }
  if (input.nextElementSibling?.matches("[data-chosen]")) input.nextElementSibling.remove();
  if (input.files.length) input.after(list);
}

// Links of the error summary put the focus into the control, not only into view.
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("#fehler a[href^='#']");
  const control = link && document.getElementById(link.hash.slice(1));
  if (!control) return;
  event.preventDefault();
  if (control.matches("fieldset, div")) control.querySelector("input, select, textarea, button")?.focus();
  else control.focus();
  (control.closest(".kern-form-input, fieldset") ?? control).scrollIntoView({ block: "start" });
});

// Asked once before something that cannot be undone; sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  if (form.method === "get") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  event.submitter?.setAttribute("aria-disabled", "true");
});

// A page shown again from the browser's memory may be sent again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    release(form);
    for (const bar of form.querySelectorAll("[data-upload]")) bar.hidden = true;
  }
});

// The form may be sent again.
function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
}

// A security key that was not there or not allowed: said on the page, not only in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const problem of document.querySelectorAll("[data-key-problem]")) problem.hidden = false;
});

function wake() {
  focusProblems();
  // Printing is the browser's own; the button that offers it is there only where it works.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  for (const form of document.querySelectorAll("form[data-follow-ups]")) new FollowUps(form);
  for (const bar of document.querySelectorAll("[data-upload]")) watchFiles(bar.closest("form"));
  // "Back" leads past pages whose questions stood below another.
  for (const link of document.querySelectorAll("a[data-with-script]")) link.href = link.dataset.withScript;
}
wake();
