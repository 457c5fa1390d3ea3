// Changes the view of an answer without leaving the page, so that what a coach has
// typed beside it stays. Without this file the tabs are plain links.

const article = () => document.querySelector("#answer");

async function show(address) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  if (!response.ok) throw new Error(response.statusText);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.querySelector("#answer");
  if (!fresh) throw new Error("no answer in the page");
  article().replaceWith(fresh);
  prepare();
}

function prepare() {
  for (const note of document.querySelectorAll("#answer [data-without-script]")) {
    note.hidden = true;
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("#answer .tabs a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  show(link.href)
    .then(() => {
      history.pushState({}, "", link.href);
      document.querySelector("#answer .tabs [aria-current]")?.focus();
    })
    .catch(() => location.assign(link.href));
});

addEventListener("popstate", () => show(location.href).catch(() => location.reload()));
if (article()) prepare();
