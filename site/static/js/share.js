// [data-share]: a link to this page becomes the device's own way of sharing, or a copy.

async function share(link) {
  if (navigator.share) {
    await navigator.share({ title: link.dataset.shareTitle, url: link.href });
  } else {
    await navigator.clipboard.writeText(link.href);
    link.lastChild.textContent = link.dataset.shareDone;
  }
}

for (const link of document.querySelectorAll("[data-share]")) {
  if (navigator.share || navigator.clipboard) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      // Closing the panel without choosing, or a refused clipboard, leaves the page as it is.
      share(link).catch(() => {});
    });
  }
}
