/* Focus goes to the error summary, where autofocus was not obeyed. */

function focusSummary(root) {
  const summary = root.querySelector(".summary[autofocus]");
  if (summary && document.activeElement !== summary) {
    summary.focus();
  }
}

/* A link of the summary puts the cursor into the field and shows its label. */
function goToField(event) {
  const link = event.target.closest(".summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) {
    return;
  }
  event.preventDefault();
  const target = field.matches("input, select, textarea, [tabindex]")
    ? field
    : field.querySelector("input, select, textarea") || field;
  (field.closest(".field") || field).scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}

/* A menu closes with Escape and gives the focus back to its button. */
function closeMenu(event) {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
}

/* Unsaved answers that a course kept on this device go with the person who logs out. */
function forgetAnswers(event) {
  if (!/\/logout\/?$/.test(new URL(event.target.action, location.href).pathname)) {
    return;
  }
  Object.keys(localStorage)
    .filter((key) => key.startsWith("valmentamo:answer:"))
    .forEach((key) => localStorage.removeItem(key));
}

focusSummary(document);
document.addEventListener("click", goToField);
document.addEventListener("keydown", closeMenu);
document.addEventListener("submit", forgetAnswers);
