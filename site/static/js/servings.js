// [data-servings-link] and the form of [data-servings]: other servings without a new page.
// The server alone computes: its page is asked for, and the parts marked [data-scaled] replaced.
const status = document.querySelector("[data-servings-status]");

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-servings-link]");
  if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  change(new URL(link.href), link.getAttribute("aria-label") ?? link.textContent);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.closest("[data-servings]")) return;
  event.preventDefault();
  const address = new URL(location.href);
  address.search = new URLSearchParams(new FormData(form));
  change(address, null);
});

async function change(address, focused) {
  try {
    const response = await fetch(address, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.status);
    show(new DOMParser().parseFromString(await response.text(), "text/html"), focused);
    address.hash = "";
    history.replaceState(null, "", address);
  } catch {
    location.assign(address); // offline or an error: as without a script
  }
}

function show(page, focused) {
  for (const part of document.querySelectorAll("[data-scaled]")) {
    const fresh = page.getElementById(part.id);
    if (!fresh) continue;
    const open = part.querySelector("details")?.open;
    part.replaceChildren(...fresh.childNodes);
    if (open) part.querySelector("details").open = true;
  }
  const number = document.querySelector("[data-servings] [name=parts]").value;
  for (const field of document.querySelectorAll("input[type=hidden][name=parts]")) {
    field.value = number; // the form that asks for a place keeps the servings
  }
  restore(focused);
  const error = document.querySelector("[data-servings] .msg");
  status.textContent = (error ?? document.getElementById("pour")).textContent;
}

// The control that was used is there again, or the field between « − » and « + ».
function restore(focused) {
  const links = [...document.querySelectorAll("[data-servings-link]")];
  const same = links.find((a) => (a.getAttribute("aria-label") ?? a.textContent) === focused);
  (same ?? document.querySelector("[data-servings] [name=parts]")).focus();
}
