// [data-swap=name]: the parts of the page that change with the query, taken from the page that
// the server gives for it; without them, or when it fails, the browser goes there.

export async function replaceResults(address) {
  const parts = [...document.querySelectorAll("[data-swap]")];
  try {
    const response = await fetch(address);
    if (!response.ok || !parts.length) throw new Error(`${response.status} ${address}`);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const part of parts) {
      part.replaceWith(page.querySelector(`[data-swap="${part.dataset.swap}"]`) ?? "");
    }
    document.title = page.title;
    return page;
  } catch {
    location.assign(address);
    return null;
  }
}
