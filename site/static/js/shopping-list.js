// [data-shopping-list]: what is ticked stays on this device; [data-share-list]: sends the list.
const list = document.querySelector("[data-shopping-list]");
const link = document.querySelector("[data-share-list]");
const key = `shopping-list${location.search}`;

if (list) {
  recall();
  list.addEventListener("change", remember);
}
if (link && (navigator.share || navigator.clipboard)) {
  link.hidden = false;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    // Closing the panel without choosing, or a refused clipboard, leaves the page as it is.
    share().catch(() => {});
  });
}

function boxes() {
  return [...list.querySelectorAll("[data-item]")];
}

function recall() {
  try {
    const ticked = new Set(JSON.parse(localStorage.getItem(key) ?? "[]"));
    for (const box of boxes()) box.checked = ticked.has(box.dataset.item);
  } catch {
    // A device that keeps nothing: the list works, and forgets.
  }
}

function remember() {
  try {
    const ticked = boxes().filter((box) => box.checked);
    localStorage.setItem(key, JSON.stringify(ticked.map((box) => box.dataset.item)));
  } catch {
    // The same.
  }
}

async function share() {
  const words = boxes()
    .filter((box) => !box.checked)
    .map((box) => box.parentElement.querySelector("[data-words]").textContent.trim())
    .map((line) => `- ${line.replace(/\s+/g, " ")}`);
  const text = `${link.dataset.shareTitle}\n${words.join("\n")}`;
  if (navigator.share) {
    await navigator.share({ title: link.dataset.shareTitle, text, url: link.href });
  } else {
    await navigator.clipboard.writeText(`${text}\n${link.href}`);
    link.lastElementChild.textContent = link.dataset.shareDone;
  }
}
