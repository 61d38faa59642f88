// [data-draw-check]: verify a draw in the reader's browser, from its address or from a file.

import { available } from "./draw/compute.js";
import { check, STEPS, verdict } from "./draw/check.js";

const WORDS = new Map([
  [true, ["exact", "garrigue"]],
  [false, ["wrong", "fraise"]],
  [null, ["unknown", "out"]],
]);

function show(section, { results, drawn }) {
  for (const step of STEPS) {
    const mark = section.querySelector(`[data-step="${step}"]`);
    const [word, ink] = WORDS.get(results[step]);
    mark.textContent = section.dataset[word];
    mark.className = `tag ${ink}`;
    mark.hidden = false;
  }
  const ranks = section.querySelector("[data-ranks]");
  ranks.replaceChildren();
  for (const [college, { seats, alternates }] of Object.entries(drawn ?? {})) {
    const row = ranks.insertRow();
    const name = document.createElement("th");
    name.scope = "row";
    name.textContent = college;
    row.append(name);
    for (const pseudonyms of [seats, alternates]) {
      row.insertCell().textContent = pseudonyms.join(" ");
    }
  }
  ranks.closest("table").hidden = !drawn;
}

function say(section, name) {
  section.querySelector("[data-verdict]").textContent = section.dataset[name];
}

async function verify(section, documents) {
  let worst = null;
  for (const published of documents) {
    const found = await check(published);
    const name = verdict(found.results);
    if (worst === null || name === "wrong" || (name === "partly" && worst.name === "exact")) {
      worst = { name, found };
    }
    if (name === "wrong") {
      break;
    }
  }
  if (worst === null) {
    say(section, "unreadable");
    return;
  }
  show(section, worst.found);
  say(section, { exact: "allExact", partly: "partly", wrong: "mismatch" }[worst.name]);
}

async function run(section, read) {
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
