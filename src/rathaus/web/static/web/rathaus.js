// What makes a page a little kinder; everything works without it. Strict CSP: no inline handlers, no eval, no styles.
"use strict";

// The error summary takes the focus, so that screen readers and keyboards start where something is to be mended.
document.querySelector("[data-focus]")?.focus();

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
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-disabled]")) button.removeAttribute("aria-disabled");
  }
});

// Printing is the browser's own; the button that offers it is there only where it works.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A security key that was not there or not allowed: said on the page, not only in the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  for (const problem of document.querySelectorAll("[data-key-problem]")) problem.hidden = false;
});
