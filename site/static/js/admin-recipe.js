// [data-recipe-values]: values of the recipe follow the typing.
// [data-recipe-line]: a button fills the row of an ingredient from its line, for the editor to check.
const PAUSE = 600; // ms
const FIELDS = /^(servings|extra_allergens|ingredients-)/;

for (const panel of document.querySelectorAll("[data-recipe-values]")) follow(panel);

function follow(panel) {
  const form = panel.closest("form");
  let timer = 0;
  let asked = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  };
  const concerns = (event) => FIELDS.test(event.target.name ?? "") && later();
  form?.addEventListener("input", concerns);
  form?.addEventListener("change", concerns);
  // Rows are removed and moved by buttons, after this click.
  form?.addEventListener("click", (event) => event.target.closest("button") && later());

  async function refresh() {
    const turn = ++asked;
    const typed = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string" && (FIELDS.test(name) || name === "csrfmiddlewaretoken")) {
        typed.append(name, value);
      }
    }
    const html = await ask(panel.dataset.url, { method: "POST", body: typed });
    if (turn !== asked) return;
    if (html === null) {
      panel.textContent = panel.dataset.failed;
      return;
    }
    const isOpen = panel.querySelector("details")?.open;
    const said = await html.text();
    if (turn !== asked || said === panel.dataset.said) return;
    panel.dataset.said = said;
    panel.innerHTML = said;
    if (isOpen) panel.querySelector("details").open = true;
  }
}

async function ask(address, options) {
  try {
    const response = await fetch(address, options);
    return response.ok && !response.redirected ? response : null;
  } catch {
    return null;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-line-propose]");
  if (!button) return;
  const line = button.closest("[data-recipe-line]");
  const said = line.querySelector("[data-line-said]");
  const field = rowFields(line);
  const address = `${line.dataset.url}?${new URLSearchParams({ texte: field("text").value })}`;
  const response = await ask(address);
  if (response === null) {
    said.textContent = said.dataset.failed;
    return;
  }
  const row = await response.json();
  for (const name of ["quantity", "unit", "grams", "note"]) field(name).value = row[name] ?? "";
  for (const name of ["is_optional", "is_alternative"]) field(name).checked = row[name];
  document.getElementById(`${field("food").id}-chooser`)?.widget?.setState(row.food);
  said.textContent = [row.confidence, ...row.reasons].join(" · ");
  field("quantity").dispatchEvent(new Event("change", { bubbles: true }));
});

/** Find the fields of the row that a line stands in, by the end of their names. */
function rowFields(line) {
  const form = line.closest("form");
  const child = line.closest("[data-inline-panel-child]");
  const text = child.querySelector("[name$='-text']");
  const prefix = text.name.slice(0, -"text".length);
  return (name) => form.elements.namedItem(prefix + name);
}
