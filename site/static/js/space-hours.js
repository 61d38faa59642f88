// [data-weeks]: days that close and open by a button, slots added, a day copied, a week filled in.
// An extra: without it every field is there, and the server fills in and copies.
import { read as readDraft } from "./drafts/store.js";

const MOST = 4; // slots in a day

const weeks = document.querySelector("[data-weeks]");
const status = weeks?.querySelector("[data-weeks-status]");
const words = weeks?.dataset ?? {};

for (const day of weeks?.querySelectorAll("[data-day]") ?? []) prepare(day);

weeks?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const week = button?.closest("[data-week]");
  if (!week) return;
  if (button.dataset.fill !== undefined) fill(week, button.dataset.fill);
  else if (button.dataset.copy !== undefined) copy(week);
  else return;
  event.preventDefault();
  status.textContent = "";
  setTimeout(() => (status.textContent = button.textContent), 100);
});

// What was kept on this phone comes back (space-draft.js): make room for it, then show it.
const form = weeks?.closest("form");
form?.addEventListener("draft:restore", ({ detail }) => {
  const kept = new Map(detail);
  if (kept.get("saisons") !== form.elements.saisons.value) return showKept(kept);
  for (const [name, value] of detail) {
    const [, week, day, row] = name.match(/^s(\d)-(\d)-(\d)-de$/) ?? [];
    if (!row || !value) continue;
    const found = weeks.querySelector(`[data-week="${week}"] [data-day="${day}"]`);
    while (found && rowsOf(found).length <= row) cloned(found);
  }
});
form?.addEventListener("draft:restored", () => {
  for (const day of weeks.querySelectorAll("[data-day]")) show(day, isFilled(day));
});

// Other parts of the year than this page has: the server shows them.
function showKept(kept) {
  const sent = Object.assign(document.createElement("form"), { method: "post", hidden: true });
  const base = readDraft(form.dataset.draft)?.base ?? form.elements.base.value;
  const token = form.elements.csrfmiddlewaretoken.value;
  for (const [name, value] of [...kept, ["faire", "montrer"], ["base", base], ["csrfmiddlewaretoken", token]]) {
    sent.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  }
  document.body.append(sent);
  sent.submit();
}

function prepare(day) {
  const name = day.querySelector(".lab").textContent;
  const closed = document.createElement("p");
  closed.textContent = words.closed;
  day.querySelector(".lab").after(closed);
  const adds = document.createElement("div");
  adds.className = "adds";
  const add = labelled("add", name, () => addSlot(day));
  const toggle = labelled("open", name, () => (isOpen(day) ? close(day) : open(day)));
  add.hidden = true;
  adds.append(add, toggle);
  day.append(adds);
  Object.assign(day, { closed, add, toggle, kept: null });
  show(day, isFilled(day) || day.querySelector(".msg") !== null);
  day.addEventListener("input", () => {
    if (!isOpen(day) && isFilled(day)) show(day, true); // what was kept on the phone came back
    else if (isOpen(day)) add.hidden = !isFilled(day) || visible(day) >= MOST;
  });
}

function labelled(action, name, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn bare";
  button.append(words[action], Object.assign(document.createElement("span"), { className: "vh", textContent: ` : ${name}` }));
  button.addEventListener("click", act);
  return button;
}

function show(day, opened) {
  day.classList.toggle("off", !opened);
  day.closed.hidden = opened;
  const rows = rowsOf(day);
  const used = Math.max(1, rows.findLastIndex(([start, end]) => start.value || end.value || hasError(start, end)) + 1);
  rows.forEach((row, index) => {
    for (const input of row) input.closest("label").hidden = !opened || index >= used;
  });
  day.add.hidden = !opened || used >= MOST || !isFilled(day);
  day.toggle.firstChild.textContent = opened ? words.close : words.open;
}

function addSlot(day) {
  const hidden = rowsOf(day).find(([start]) => start.closest("label").hidden) ?? cloned(day);
  for (const input of hidden) input.closest("label").hidden = false;
  day.add.hidden = visible(day) >= MOST;
  hidden[0].focus();
}

function cloned(day) {
  const rows = rowsOf(day);
  const labels = rows.at(-1).map((input) => input.closest("label").cloneNode(true));
  for (const label of labels) {
    const input = label.querySelector("input");
    input.name = input.name.replace(/-\d-(?=de$|a$)/, `-${rows.length}-`);
    input.id = `id_${input.name}`;
    input.value = "";
    input.removeAttribute("aria-invalid");
    input.removeAttribute("aria-describedby");
  }
  rows.at(-1)[1].closest("label").after(...labels);
  return labels.map((label) => label.querySelector("input"));
}

function open(day) {
  if (day.kept) write(day, day.kept);
  day.kept = null;
  show(day, true);
  rowsOf(day)[0][0].focus();
}

function close(day) {
  day.kept = read(day);
  write(day, []);
  show(day, false);
  day.toggle.focus();
}

function fill(week, text) {
  const times = new Map(
    text
      .split(";")
      .filter(Boolean)
      .map((part) => [part.slice(0, 1), part.slice(2).split(",").map((slot) => slot.split("-"))]),
  );
  for (const day of week.querySelectorAll("[data-day]")) write(day, times.get(day.dataset.day) ?? []);
}

function copy(week) {
  const source = week.querySelector("select").value;
  const slots = read(week.querySelector(`[data-day="${source}"]`));
  for (const box of week.querySelectorAll("details input:checked")) {
    write(week.querySelector(`[data-day="${box.value}"]`), slots);
    box.checked = false;
  }
}

function read(day) {
  return rowsOf(day)
    .map((row) => row.map((input) => input.value))
    .filter(([start, end]) => start || end);
}

function write(day, slots) {
  while (rowsOf(day).length < slots.length) cloned(day);
  rowsOf(day).forEach((row, index) => {
    row.forEach((input, side) => {
      input.value = slots[index]?.[side] ?? "";
      input.dispatchEvent(new Event("input", { bubbles: true })); // what was typed is kept
    });
  });
  show(day, slots.length > 0);
}

function rowsOf(day) {
  const inputs = [...day.querySelectorAll("label input")];
  return inputs.filter((_, index) => index % 2 === 0).map((start, index) => [start, inputs[2 * index + 1]]);
}

function visible(day) {
  return rowsOf(day).filter(([start]) => !start.closest("label").hidden).length;
}

function isOpen(day) {
  return !day.classList.contains("off");
}

function isFilled(day) {
  return rowsOf(day).some(([start, end]) => start.value || end.value);
}

function hasError(...inputs) {
  return inputs.some((input) => input.getAttribute("aria-invalid") === "true");
}
