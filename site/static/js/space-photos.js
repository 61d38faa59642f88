// form[data-shrink]: photos are made smaller on the phone before they leave, to save its network.
// An extra: a photo that this browser cannot read leaves as it is, and the server does the same.
const QUALITY = 0.85;
const LIGHT = 1_000_000; // bytes: not worth the work

const form = document.querySelector("form[data-shrink]");
const status = form?.querySelector("[data-shrink-status]");

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = form.querySelector("input[type=file]");
  status.textContent = form.dataset.shrinking;
  try {
    const lighter = new DataTransfer();
    for (const file of input.files) lighter.items.add(await shrunk(file, Number(form.dataset.shrink)));
    input.files = lighter.files;
  } catch {
    // As they are.
  }
  status.textContent = form.dataset.sending;
  form.submit();
});

async function shrunk(file, longest) {
  if (file.size < LIGHT) return file;
  try {
    const bitmap = await createImageBitmap(file);
    const ratio = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * ratio);
    canvas.height = Math.round(bitmap.height * ratio);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    return blob && blob.size < file.size ? new File([blob], "photo.jpg", { type: "image/jpeg" }) : file;
  } catch {
    return file;
  }
}
