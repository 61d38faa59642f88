// [data-draw-check]: verify a draw in the reader's browser, from its address or from a file.

import { available } from "./draw/compute.js";
import { check, STEPS, verdict } from "./draw/check.js";

const WORDS = new Map([
  [true, ["exact", "garrigue"]],
  [false, ["wrong", "fraise"]],
  [null, ["unknown", "out"]],
]);

// After a mismatch, what follows from it was not computed: neither exact nor to come.
function show(section, { results, drawn }, isWrong) {
  for (const step of STEPS) {
    const mark = section.querySelector(`[data-step="${step}"]`);
    const [word, ink] = WORDS.get(results[step]);
    mark.textContent = section.dataset[isWrong && results[step] === null ? "skipped" : word];
    mark.className = `tag ${ink}`;
    mark.hidden = false;
  }
  const ranks = section.querySelector("[data-ranks]");
  for (const [college, { seats, alternates }] of Object.entries(drawn ?? {})) {
    const row = ranks.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = ranks.dataset[college] ?? college;
    row.append(name);
    for (const pseudonyms of [seats, alternates]) {
      row.insertCell().textContent = pseudonyms.join(" ");
    }
  }
  ranks.closest("table").hidden = !drawn;
}

// Nothing of a former file may stand beside the verdict of this one.
function clear(section) {
  for (const mark of section.querySelectorAll("[data-step]")) {
    mark.hidden = true;
  }
  const ranks = section.querySelector("[data-ranks]");
  ranks.replaceChildren();
  ranks.closest("table").hidden = true;
  say(section, "");
}

function say(section, name, about = "") {
  section.querySelector("[data-verdict]").textContent = about + (section.dataset[name] ?? "");
}

// A file may hold many draws: the worst is shown, and all that do not match are named.
async function verify(section, documents) {
  const found = [];
  for (const published of documents) {
    const checked = await check(published);
    const about = published?.reference ?? published?.spec?.case ?? "?";
    found.push({ about, name: verdict(checked.results), checked });
  }
  const by = (name) => found.filter((one) => one.name === name);
  const [worst] = [...by("wrong"), ...by("partly"), ...by("exact")];
  if (!worst) {
    say(section, "unreadable");
    return;
  }
  const isWrong = worst.name === "wrong";
  const named = isWrong && found.length > 1;
  show(section, worst.checked, isWrong);
  const about = named ? `${by("wrong").map((one) => one.about).join(", ")}\u00a0: ` : "";
  say(section, { exact: "allExact", partly: "partly", wrong: "mismatch" }[worst.name], about);
}

async function run(section, read) {
  clear(section);
  try {
    const published = await read();
    await verify(section, Array.isArray(published?.draws) ? published.draws : [published]);
  } catch {
    say(section, "unreadable");
  }
}

for (const section of document.querySelectorAll("[data-draw-check]")) {
  const button = section.querySelector("[data-draw-url]");
  const file = section.querySelector("[data-draw-file]");
  const control = button ?? file;
  if (!available()) {
    say(section, "cannot");
    continue;
  }
  control.closest("[hidden]")?.removeAttribute("hidden");
  button?.addEventListener("click", () => {
    run(section, async () => (await fetch(button.dataset.drawUrl)).json());
  });
  file?.addEventListener("change", () => {
    if (file.files.length) {
      run(section, async () => JSON.parse(await file.files[0].text()));
    }
  });
}
