// [data-suggest]: names to choose from while writing in a search field, as an ARIA combobox;
// data-suggest="produit" proposes those of one type alone.
// An extra: when it fails, or is late, the field works as it did.
const LEAST = 3; // characters before anything is asked
const PAUSE = 500; // milliseconds without typing

const settings = document.querySelector("[data-suggestions]")?.dataset;
const fields = new WeakMap();

if (settings) {
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches?.("input[data-suggest]") && !fields.has(target)) {
      fields.set(target, new Suggestions(target));
    }
  });
}

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `${input.id}-suggestions`;
    this.list.role = "listbox";
    this.list.setAttribute("aria-label", settings.label);
    this.list.hidden = true;
    this.status = document.createElement("span");
    this.status.className = "vh";
    this.status.role = "status";
    input.after(this.list, this.status);
    const attributes = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list" };
    for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.wait());
    input.addEventListener("keydown", (event) => this.onKey(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus
    this.list.addEventListener("click", ({ target }) => this.choose(target.closest("li")));
  }

  wait() {
    clearTimeout(this.timer);
    this.pending?.abort();
    this.close();
    const text = this.input.value.trim();
    if (text.length >= LEAST) this.timer = setTimeout(() => this.ask(text), PAUSE);
  }

  async ask(text) {
    this.pending = new AbortController();
    try {
      const address = `${settings.suggestions}?${new URLSearchParams({ q: text })}`;
      const response = await fetch(address, { signal: this.pending.signal });
      if (response.ok) this.show(await response.json());
    } catch {
      // Offline, slow, dropped for a newer question: the field works without.
    }
  }

  show({ suggestions }) {
    const only = this.input.dataset.suggest || (this.input.name === "ou" && "commune");
    const found = suggestions.filter(({ type }) => !only || type === only);
    if (!found.length || document.activeElement !== this.input) return;
    this.list.replaceChildren(...found.map((suggestion, index) => this.option(suggestion, index)));
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.status.textContent = settings.count.replace("#", found.length);
  }

  option({ label, query }, index) {
    const item = document.createElement("li");
    item.id = `${this.list.id}-${index}`;
    item.role = "option";
    item.textContent = label;
    // The name of a place is searched between quotes, without its commune.
    item.dataset.value = new URLSearchParams(query).get("q") ?? label;
    item.setAttribute("aria-selected", "false");
    return item;
  }

  onKey(event) {
    if (this.list.hidden) return;
    const { children } = this.list;
    const current = [...children].findIndex((item) => item.ariaSelected === "true");
    if (event.key === "ArrowDown") this.mark(children[(current + 1) % children.length]);
    else if (event.key === "ArrowUp") this.mark(children[current > 0 ? current - 1 : children.length - 1]);
    else if (event.key === "Enter" && current >= 0) this.choose(children[current]);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  mark(item) {
    for (const other of this.list.children) other.setAttribute("aria-selected", String(other === item));
    this.input.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  }

  choose(item) {
    if (!item) return;
    this.input.value = item.dataset.value;
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.status.textContent = "";
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}
