// form[data-draft]: nothing that is typed is lost. It is kept on this phone while one writes; a
// save that finds no network waits and leaves by itself, from any page of the space. Without this,
// or without JavaScript, the form is sent as any other.
import { freshToken, send } from "./drafts/send.js";
import { forget, keep, read, waiting } from "./drafts/store.js";

const PAUSE = 400; // milliseconds without typing
const AGAIN = 15_000; // milliseconds before another try
const NOT_TYPED = ["csrfmiddlewaretoken", "base"];

class Draft {
  constructor(form) {
    this.form = form;
    this.key = form.dataset.draft;
    this.status = form.querySelector("[data-draft-status]");
    this.seen = this.typed();
    this.resume();
    form.addEventListener("input", () => this.later());
    form.addEventListener("change", () => this.later());
    form.addEventListener("submit", (event) => this.onSubmit(event));
    form.addEventListener("draft:saved", (event) => this.onSaved(event.detail));
    form.querySelector("[data-draft-forget]")?.addEventListener("click", () => this.drop());
    window.addEventListener("online", () => this.isWaiting && this.send());
    window.addEventListener("pagehide", () => this.keepNow());
  }

  // [name, value] of what a person writes; files cannot be kept.
  typed() {
    const fields = [...new FormData(this.form)];
    return fields.filter(([name, value]) => !NOT_TYPED.includes(name) && typeof value === "string");
  }

  resume() {
    // It has just been sent, with a file: what was kept is older than what the server shows.
    if (this.form.hasAttribute("data-draft-sent")) forget(this.key);
    const kept = read(this.key);
    if (!kept) return;
    // The server shows what was sent and refused: that is newer than what was kept.
    if (this.form.hasAttribute("data-typed")) return this.tell();
    if (same(kept.fields, this.seen)) return forget(this.key);
    this.form.dispatchEvent(new CustomEvent("draft:restore", { detail: kept.fields }));
    fill(this.form, kept.fields);
    // What the person had read then: the server compares it with what it has now.
    this.form.elements.base.value = kept.base;
    this.form.dispatchEvent(new CustomEvent("draft:restored"));
    this.show("restored");
    this.tell();
    if (kept.waits) this.send();
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keepNow(), PAUSE);
  }

  keepNow() {
    clearTimeout(this.timer);
    if (this.isSaved) return;
    const fields = this.typed();
    if (same(fields, this.seen) && !this.form.hasAttribute("data-typed")) forget(this.key);
    else keep(this.key, { fields, base: this.form.elements.base.value, waits: this.isWaiting });
    this.tell();
  }

  // One field has been saved alone: it is no longer to be sent.
  onSaved(name) {
    const typed = this.typed();
    const names = new Set([...typed, ...this.seen].map(([one]) => one));
    const source = (one) => (one === name ? typed : this.seen);
    this.seen = [...names].flatMap((one) => source(one).filter(([other]) => other === one));
    this.keepNow();
  }

  // « 2 changements à envoyer »
  tell() {
    if (!this.status) return;
    const before = byName(this.seen);
    const now = byName(this.typed());
    const names = new Set([...before.keys(), ...now.keys()]);
    const changed = [...names].filter((name) => before.get(name) !== now.get(name)).length;
    const { one, many } = this.status.dataset;
    this.status.textContent = !changed ? "" : changed === 1 ? one : many.replace("#", changed);
  }

  onSubmit(event) {
    const hasFiles = [...new FormData(this.form)].some(([, value]) => value instanceof File && value.size);
    this.keepNow();
    // A button with a name of its own asks for something else than a save.
    if (event.submitter?.name || hasFiles) return;
    event.preventDefault();
    this.send();
  }

  async send() {
    if (this.isSending) return;
    this.isSending = true;
    clearTimeout(this.again);
    if (this.status) this.status.textContent = this.status.dataset.sending;
    const fields = [["base", this.form.elements.base.value], ...this.typed()];
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const answer = await send(location.pathname, fields, token);
    this.isSending = false;
    this.isWaiting = answer.state === "offline";
    this.form.querySelector("[data-draft-restored]").hidden = true;
    for (const name of ["offline", "signed-out", "failed"]) {
      this.show(name, answer.state === name.replace("-", "_"));
    }
    if (answer.state === "saved") {
      this.isSaved = true;
      forget(this.key);
      location.assign(answer.next);
      return;
    }
    this.keepNow();
    if (answer.state === "offline") this.again = setTimeout(() => this.send(), AGAIN);
    if (answer.state === "signed_out") this.leadToSignIn(answer.sign_in);
    // The server says it better: it shows the whole page.
    if (["conflict", "invalid"].includes(answer.state)) HTMLFormElement.prototype.submit.call(this.form);
  }

  leadToSignIn(address) {
    const link = this.form.querySelector("[data-draft-sign-in]");
    if (link) link.href = `${address}?${new URLSearchParams({ next: location.pathname })}`;
  }

  show(name, isShown = true) {
    const notice = this.form.querySelector(`[data-draft-${name}]`);
    if (!notice) return;
    notice.hidden = !isShown;
    if (isShown) notice.scrollIntoView({ block: "center" });
  }

  drop() {
    this.isSaved = true; // nothing to keep any more
    forget(this.key);
    location.replace(location.pathname);
  }
}

function fill(form, fields) {
  const left = new Map();
  for (const [name, value] of fields) left.set(name, [...(left.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || NOT_TYPED.includes(control.name) || control.type === "file") continue;
    const values = left.get(control.name) ?? [];
    if (control.type === "checkbox" || control.type === "radio") {
      control.checked = values.includes(control.value);
    } else if (values.length) {
      control.value = values.shift();
    }
  }
}

function byName(fields) {
  const found = new Map();
  for (const [name, value] of fields) found.set(name, `${found.get(name) ?? ""}\n${value}`);
  return found;
}

function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

// What waits from other forms leaves from whatever page of the space is open.
async function sendOthers(place, own) {
  for (const { key, path, draft } of waiting(place.dataset.drafts)) {
    if (key === own) continue;
    const token = await freshToken(path);
    if (!token) continue;
    const answer = await send(path, [["base", draft.base], ...draft.fields], token);
    if (answer.state === "saved") forget(key);
    else if (["conflict", "invalid"].includes(answer.state)) keep(key, { ...draft, waits: false });
    else continue;
    const name = answer.state === "saved" ? "sent" : "review";
    const notice = place.querySelector(`[data-drafts-${name}]`);
    notice.hidden = false;
    const link = notice.querySelector("a");
    if (link) link.href = path;
  }
}

const form = document.querySelector("form[data-draft]");
if (form) new Draft(form);
const place = document.querySelector("[data-drafts]");
if (place) {
  const others = () => sendOthers(place, form?.dataset.draft);
  others();
  window.addEventListener("online", others);
}
