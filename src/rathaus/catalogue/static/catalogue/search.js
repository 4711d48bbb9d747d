// Suggestions while typing: an editable combobox with a list, after the WAI-ARIA Authoring Practices.
// Without it the field is a plain search: type and press enter.
"use strict";

for (const box of document.querySelectorAll("[data-suggest]")) suggest(box);

function suggest(box) {
  const input = box.querySelector("input");
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let active = -1;
  let waiting = 0;
  let asked = null;

  list.id = `${input.id}-vorschlaege`;
  list.className = "c-suggest__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.title);
  status.className = "kern-sr-only";
  status.setAttribute("role", "status");
  box.append(list, status);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  input.setAttribute("aria-controls", list.id);

  function close() {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    mark(-1);
  }

  function mark(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function show(suggestions) {
    list.replaceChildren(...suggestions.map(({ name, lang, href }, number) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${number}`;
      option.lang = lang;
      option.textContent = name;
      option.dataset.href = href;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      return option;
    }));
    active = -1;
    input.removeAttribute("aria-activedescendant");
    list.hidden = !suggestions.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    const { none, one, some } = box.dataset;
    status.textContent = [none, one][suggestions.length] ?? `${suggestions.length} ${some}`;
  }

  async function ask() {
    const query = input.value.trim();
    if (query.length < 2) {
      status.textContent = "";
      close();
      return;
    }
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(`${box.dataset.suggest}?suche=${encodeURIComponent(query)}`, { signal: asked.signal });
      if (answer.ok && document.activeElement === input) show((await answer.json()).suggestions);
    } catch {
      // Typed on, or no connection: the search itself works all the same.
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 150);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else if (event.key === "ArrowDown") mark(active < last ? active + 1 : 0);
      else mark(active > 0 ? active - 1 : last);
    } else if (event.key === "Enter" && list.children[active]) {
      event.preventDefault();
      window.location.assign(list.children[active].dataset.href);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    }
  });
  // The field keeps the focus while an option is pressed, or the list would be gone before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) window.location.assign(option.dataset.href);
  });
}
