// A button beside each text that copies it; without a script the text is selected by hand.

const words = document.querySelector("[data-copy-word]")?.dataset;

for (const text of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard || !words) break;
  const button = document.createElement("button");
  const name = document.createElement("span");
  button.type = "button";
  button.className = "btn btn-3 btn-s no-print";
  button.textContent = words.copyWord;
  name.className = "vh";
  name.textContent = `: ${text.dataset.copy}`;
  button.append(name);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.innerText.trim());
    button.firstChild.textContent = words.copiedWord;
    setTimeout(() => (button.firstChild.textContent = words.copyWord), 2000);
  });
  text.after(button);
}
