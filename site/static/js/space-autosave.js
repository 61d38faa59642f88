// [data-autosave] in a form[data-draft]: each field is saved as one leaves it. What is not right
// yet, or finds no network, stays on this phone (space-draft.js) and is said when one goes on.
import { changedEarly } from "./drafts/early.js";
import { send } from "./drafts/send.js";

const mark = document.querySelector("[data-autosave]");
const form = mark?.closest("form");
let last = Promise.resolve();

async function save() {
  const typed = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await send(location.pathname, [...typed, ["autosave", "1"]], token);
  if (answer.state !== "saved") return;
  form.elements.base.value = answer.base;
  const status = form.querySelector("[data-draft-status]");
  if (status) status.textContent = mark.dataset.saved;
}

if (form) {
  form.addEventListener("change", () => (last = last.then(save)));
  if (changedEarly(form).length) last = save();
}
