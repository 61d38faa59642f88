// form[data-sheet]: one criterion of a score sheet, saved as it is typed. Nothing is kept on the
// device: what the network could not take waits on the open page, and goes when it comes back.
import { send } from "./drafts/send.js";

const PAUSE = 700; // milliseconds without typing
const AGAIN = 8_000; // milliseconds before another try

class Sheet {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-sheet-status]");
    this.saved = this.typed();
    form.addEventListener("input", () => this.later());
    form.addEventListener("submit", (event) => this.onSubmit(event));
    window.addEventListener("online", () => this.isDirty() && this.save());
    window.addEventListener("beforeunload", (event) => {
      if (this.isDirty() && !this.isLeaving && !navigator.onLine) event.preventDefault();
    });
    window.addEventListener("pagehide", () => this.sendLast());
  }

  typed() {
    const fields = [...new FormData(this.form)];
    return JSON.stringify(fields.filter(([name]) => name !== "csrfmiddlewaretoken"));
  }

  isDirty() {
    return this.typed() !== this.saved;
  }

  later(pause = PAUSE) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), pause);
  }

  onSubmit(event) {
    event.preventDefault();
    this.wantsNext = true;
    this.save();
  }

  // The page closes with something unsaved: it leaves with it.
  sendLast() {
    if (!this.isDirty() || this.isLeaving) return;
    const body = new FormData(this.form);
    body.append("autosave", "1");
    navigator.sendBeacon(location.pathname, body);
  }

  async save() {
    clearTimeout(this.timer);
    if (this.isSending) return;
    if (!this.wantsNext && !this.isDirty()) return;
    this.isSending = true;
    const goesOn = this.wantsNext;
    const typed = this.typed();
    this.say("sending");
    const fields = goesOn ? JSON.parse(typed) : [...JSON.parse(typed), ["autosave", "1"]];
    const token = this.form.elements.csrfmiddlewaretoken.value;
    const answer = await send(location.pathname, fields, token);
    this.isSending = false;
    if (answer.state === "saved") {
      this.saved = typed;
      if (answer.next) return this.leave(() => location.assign(answer.next));
      this.say("saved", answer.at);
      if (this.wantsNext || this.isDirty()) this.save();
      return;
    }
    // The server says it better: it shows the whole page.
    if (answer.state === "conflict") return this.leave(() => location.reload());
    if (answer.state === "invalid") {
      this.say("");
      if (goesOn) this.leave(() => HTMLFormElement.prototype.submit.call(this.form));
      return;
    }
    this.say(answer.state === "signed_out" ? "signedOut" : answer.state);
    this.later(AGAIN);
  }

  leave(how) {
    this.isLeaving = true;
    how();
  }

  say(name, hour = "") {
    this.status.textContent = (this.form.dataset[name] ?? "").replace("#", hour);
  }
}

const form = document.querySelector("form[data-sheet]");
if (form) new Sheet(form);
