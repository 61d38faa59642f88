// [data-autosave-fields] in a form[data-draft]: each field is saved alone as one leaves it. What is
// not right is said beside it; what finds no network stays on this phone (space-draft.js). Within
// [data-saved-apart] fields are sent together, by their button.
import { changedEarly } from "./drafts/early.js";
import { send } from "./drafts/send.js";

const mark = document.querySelector("[data-autosave-fields]");
const form = mark?.closest("form");
const status = mark?.querySelector("[data-autosave-status]");
let last = Promise.resolve();

const how = mark?.querySelector("[data-autosave-how]");
if (how) how.textContent = how.dataset.autosaveHow;

async function save(name) {
  const values = new FormData(form).getAll(name).map((value) => [name, value]);
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await send(location.pathname, [...values, ["autosave", name]], token);
  if (answer.state === "saved") {
    tell(name, []);
    status.textContent = mark.dataset.saved;
    form.dispatchEvent(new CustomEvent("draft:saved", { detail: name }));
  } else if (answer.state === "invalid") {
    tell(name, answer.errors?.[name] ?? []);
  }
}

// The messages of a field, as the server shows them when the whole part is sent.
function tell(name, errors) {
  const control = form.querySelector(`[name="${CSS.escape(name)}"]`);
  const place = control.closest("fieldset, .field");
  if (!place) return;
  place.querySelector(".msg")?.remove();
  place.classList.toggle("err", errors.length > 0);
  control.removeAttribute("aria-invalid");
  if (!errors.length) return;
  const message = form.querySelector("[data-autosave-error]").content.cloneNode(true).firstElementChild;
  message.id = `${control.id}_error`;
  message.querySelector("span").textContent = errors.join(" ");
  message.setAttribute("role", "alert");
  place.append(message);
  control.setAttribute("aria-invalid", "true");
}

function onChange(target) {
  if (!target.name || target.closest("[data-saved-apart]")) return;
  last = last.then(() => save(target.name));
}

if (form) {
  form.addEventListener("change", ({ target }) => onChange(target));
  changedEarly(form).forEach(onChange);
}
