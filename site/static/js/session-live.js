// [data-session] keeps the page of a hearing in step: asks what changed, renews the parts that did,
// says when the connection is lost, sends what was answered meanwhile as soon as it is back.
// Without it, the page has a link to refresh and its forms.
const EVERY = 3000; // milliseconds
const room = document.querySelector("[data-session]");
const lost = room.querySelector("[data-lost]");
const TOKEN = /name="csrfmiddlewaretoken" value="[^"]*"/g;
const seen = new Map();
let tag = room.dataset.tag;
let unsent = 0;

const plain = (part) => part.outerHTML.replace(TOKEN, "");
const parts = (root) => [...root.querySelectorAll("[data-part]")];
for (const part of parts(room)) seen.set(part.id, plain(part));

function say(isLost) {
  lost.hidden = !isLost;
  lost.querySelector("[data-unsent]").hidden = !unsent;
}

// Something typed or chosen here would be lost by renewing this part.
function isTouched(part) {
  if (part.querySelector("[data-kept]")) return true;
  return [...part.querySelectorAll("input, textarea, select")].some((field) => {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") {
      return field.checked !== field.defaultChecked;
    }
    if (field.tagName === "SELECT") {
      const first = [...field.options].findIndex((one) => one.defaultSelected);
      return field.selectedIndex !== Math.max(first, 0);
    }
    return field.value !== field.defaultValue;
  });
}

// What is unfolded stays so.
function unfold(known, part) {
  const folds = part.querySelectorAll("details");
  known.querySelectorAll("details").forEach((one, index) => {
    if (one.open && folds[index]) folds[index].open = true;
  });
}

// `sent`: the part whose form was just sent, to renew in any case.
function renew(html, sent = "") {
  const said = room.querySelector("[data-says]").textContent;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const found = parts(fresh);
  const focused = document.activeElement?.id;
  let before = null;
  for (const part of found) {
    const known = document.getElementById(part.id);
    const words = plain(part);
    const isSame = seen.get(part.id) === words;
    const isFree = !known || part.id === sent || part.id === "notices" || !isTouched(known);
    if (!known) before.after(part);
    else if (!isSame && isFree) {
      unfold(known, part);
      known.replaceWith(part);
    }
    if (isSame || isFree) seen.set(part.id, words);
    before = document.getElementById(part.id);
  }
  const kept = new Set(found.map((part) => part.id));
  for (const part of parts(room)) {
    if (!kept.has(part.id) && part.id !== "notices") {
      part.remove();
      seen.delete(part.id);
    }
  }
  const says = room.querySelector("[data-says]").textContent;
  if (says !== said) room.querySelector("[data-told]").textContent = says;
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
}

async function look() {
  if (!document.hidden && !unsent) {
    try {
      const headers = { "If-None-Match": `"${tag}"` };
      const answer = await fetch(room.dataset.live, { headers, cache: "no-store" });
      if ([401, 403, 404].includes(answer.status)) return location.reload();
      if (answer.status === 200) {
        tag = answer.headers.get("ETag").replace(/^W\/|"/g, "");
        renew(await answer.text());
      } else if (answer.status !== 304) {
        throw new Error(answer.status);
      }
      say(false);
    } catch {
      say(true);
    }
  }
  if (!room.querySelector("[data-over]")) setTimeout(look, EVERY);
}

// Acts are safe to send twice: what is unsure is sent again.
async function send(form, body) {
  for (;;) {
    try {
      const answer = await fetch(form.action, { method: "POST", body });
      if (answer.status >= 500) throw new Error(answer.status);
      return answer;
    } catch {
      say(true);
      await new Promise((resolve) => setTimeout(resolve, EVERY));
    }
  }
}

async function act(event) {
  const form = event.target.closest("form[data-act]");
  if (!form) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  form.setAttribute("aria-busy", "true");
  unsent += 1;
  const answer = await send(form, body);
  unsent -= 1;
  say(false);
  const html = await answer.text();
  const isHere = new URL(answer.url).pathname.startsWith(location.pathname);
  if (!isHere || ![200, 409].includes(answer.status)) return location.assign(answer.url);
  renew(html, form.closest("[data-part]")?.id);
  const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-session]");
  tag = fresh.dataset.tag ?? tag;
  const told = document.querySelector("#notices [role=alert]") ?? document.getElementById("maintenant");
  told.tabIndex = -1;
  told.focus();
  told.scrollIntoView({ block: "start" });
}

room.addEventListener("submit", act);
if (room.dataset.live) setTimeout(look, EVERY);
