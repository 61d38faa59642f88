// [data-around-me]: search around the reader. The position is asked for on the click only,
// rounded to 4 decimals (about 11 m), and goes nowhere but in the address of the search.
const REFUSED = 1; // GeolocationPositionError.PERMISSION_DENIED
const REPLACED = ["ou", "bbox", "page"];

for (const box of document.querySelectorAll("[data-around-me]")) {
  const button = box.querySelector("button");
  const message = box.querySelector("[role=status]");
  box.hidden = false;
  button.addEventListener("click", () => {
    const { waiting, refused, unavailable } = box.dataset;
    if (!navigator.geolocation) {
      message.textContent = unavailable;
      return;
    }
    message.textContent = waiting;
    button.setAttribute("aria-busy", "true");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => location.assign(around(coords, box.dataset.address)),
      ({ code }) => {
        button.removeAttribute("aria-busy");
        message.textContent = code === REFUSED ? refused : unavailable;
      },
      { timeout: 10_000, maximumAge: 60_000 },
    );
  });
}

// The search page keeps what it was asked; from another page the search starts anew.
function around({ latitude, longitude }, page) {
  const address = new URL(page, location.href);
  if (address.pathname === location.pathname) address.search = location.search;
  for (const name of REPLACED) address.searchParams.delete(name);
  address.searchParams.set("lat", latitude.toFixed(4));
  address.searchParams.set("lon", longitude.toFixed(4));
  return address;
}
