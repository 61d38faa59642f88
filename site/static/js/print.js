// [data-print]: a button that prints the page; hidden where there is no script.
document.documentElement.dataset.canPrint = "";
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-print]")) window.print();
});
