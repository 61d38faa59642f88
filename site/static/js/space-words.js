// [data-words]: the words that the law keeps are explained while one writes. The table comes with
// the page (directory/regulated_words); the server judges.
const PAUSE = 700; // milliseconds without typing
const LIGATURES = { œ: "oe", æ: "ae", ß: "ss", ø: "o", đ: "d", ł: "l" };

const place = document.getElementById("regulated-words");
const rules = place ? JSON.parse(place.textContent).map(compiled) : [];

function compiled(rule) {
  const read = (pattern) => (pattern ? new RegExp(pattern.replaceAll(" ", "\\s+"), "g") : null);
  return { ...rule, pattern: read(rule.pattern), but: read(rule.but) };
}

// As directory/text.py: lower case, without accents; and where each character was.
function folded(typed) {
  let text = "";
  const places = [];
  for (let at = 0; at < typed.length; at += 1) {
    const lower = typed[at].toLowerCase();
    for (const one of (LIGATURES[lower] ?? lower.normalize("NFKD")).replace(/\p{M}/gu, "")) {
      text += one;
      places.push(at);
    }
  }
  return { text, places };
}

export function find(typed) {
  const { text, places } = folded(typed);
  const found = new Map();
  for (const rule of rules) {
    const keptOut = rule.but ? [...text.matchAll(rule.but)].map(spanOf) : [];
    for (const match of text.matchAll(rule.pattern)) {
      const [start, end] = spanOf(match);
      if (keptOut.some(([from, to]) => from <= start && end <= to)) continue;
      const words = typed.slice(places[start], places[end - 1] + 1);
      const key = `${rule.why} ${words.toLowerCase()}`;
      if (!found.has(key)) found.set(key, { rule, words, start });
    }
  }
  return [...found.values()].sort((one, other) => one.start - other.start);
}

function spanOf(match) {
  return [match.index, match.index + match[0].length];
}

class Explained {
  constructor(field) {
    this.field = field;
    this.notes = document.createElement("div");
    this.notes.className = "words stack tight";
    this.notes.setAttribute("role", "status");
    field.after(this.notes);
    field.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.explain(), PAUSE);
    });
    field.form?.addEventListener("draft:restored", () => this.explain());
    this.explain();
  }

  explain() {
    const found = find(this.field.value);
    const said = found.map(({ words }) => words).join("\n");
    if (said === this.said) return; // nothing new to read aloud
    this.said = said;
    this.notes.replaceChildren(...found.map(note));
  }
}

function note({ rule, words }) {
  const paragraph = document.createElement("p");
  paragraph.className = `alert ${rule.gravity === "refused" ? "err" : "warn"}`;
  const text = document.createElement("span");
  const told = document.createElement("b");
  told.textContent = `«\u00a0${words}\u00a0»`;
  const source = document.createElement("span");
  source.className = "small mute";
  source.textContent = rule.source;
  text.append(told, `\u00a0: ${rule.why} ${rule.instead} `, source);
  const mark = document.querySelector("[data-words-icon]");
  if (mark) paragraph.append(mark.content.cloneNode(true));
  paragraph.append(text);
  return paragraph;
}

for (const field of document.querySelectorAll("[data-words]")) new Explained(field);
