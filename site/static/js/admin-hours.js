// [data-hours-preview]: what is said under the opening hours follows the typing.
const PAUSE = 400; // ms

for (const preview of document.querySelectorAll("[data-hours-preview]")) {
  const field = document.getElementById(preview.dataset.hoursPreview);
  let timer = 0;
  let asked = 0;
  field?.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, PAUSE);
  });

  async function refresh() {
    const turn = ++asked;
    const address = `${preview.dataset.url}?${new URLSearchParams({ texte: field.value })}`;
    const response = await fetch(address);
    if (response.ok && turn === asked) preview.innerHTML = await response.text();
  }
}
