// Makes the editor of a rubric quick: order, removal, sums and gaps without a round trip.
// Without this script every button sends the form, and the server does the same.
const form = document.getElementById("rubric-editor");
const list = form.querySelector("[data-criteria]");
const says = form.querySelector("[data-announce]");
const all = (selector, root = form) => [...root.querySelectorAll(selector)];
const rows = () => all(":scope > [data-criterion]", list);
const isGone = (row) => !row.querySelector("[data-removed]").disabled;
const say = (text) => { says.textContent = text; };
const changed = () => form.dispatchEvent(new Event("change", { bubbles: true }));
const put = (text, value) => text.replace(/\{\w+\}/, value);

// ---- what stands on the page follows what is typed ----
function titleOf(row) {
  const names = all("[data-text]", row.querySelector(".vr-texts"));
  const here = names.find((field) => field.lang === document.documentElement.lang.split("-")[0]);
  const named = [here, ...names].find((field) => field && field.value.trim());
  return named ? named.value.trim() : says.dataset.textNew;
}

function showRow(row, place, last) {
  const title = titleOf(row);
  for (const spot of all("[data-title]", row)) spot.textContent = title;
  row.querySelector("[data-number]").textContent = place + 1;
  row.querySelector("[data-shown-weight]").textContent = row.querySelector("[data-weight]").value;
  row.querySelector("[data-gate]").hidden = !row.querySelector("[data-is-gate]").checked;
  const gaps = all("details [data-text]", row).filter((field) => !field.value.trim()).length;
  const tag = row.querySelector("[data-row-missing]");
  tag.hidden = !gaps;
  tag.textContent = put(says.dataset.textMissing, gaps);
  row.querySelector('[data-move="up"]').setAttribute("aria-disabled", place === 0);
  row.querySelector('[data-move="down"]').setAttribute("aria-disabled", place === last);
}

function showSum() {
  const sum = rows().filter((row) => !isGone(row))
    .map((row) => row.querySelector("[data-weight]").value.trim())
    .reduce((total, text) => total + (/^\d{1,5}$/.test(text) ? Number(text) : 0), 0);
  form.querySelector("[data-sum]").textContent = sum;
  form.querySelector("[data-sum-off]").hidden = sum === Number(form.dataset.wanted);
}

function showGaps() {
  const fields = all("[data-text]").filter((field) => !field.closest("[hidden]"));
  for (const field of all("[data-text]")) {
    field.parentElement.querySelector("[data-missing]").hidden = Boolean(field.value.trim());
  }
  for (const count of all("[data-count]")) {
    const gaps = fields.filter((field) => field.lang === count.dataset.count && !field.value.trim());
    const link = count.querySelector("[data-first]");
    link.hidden = !gaps.length;
    count.querySelector("[data-whole]").hidden = Boolean(gaps.length);
    link.textContent = put(says.dataset.textMissing, gaps.length);
    if (gaps.length) link.hash = gaps[0].id;
  }
}

function show() {
  const now = rows();
  now.forEach((row, place) => showRow(row, place, now.length - 1));
  showSum();
  showGaps();
}

// ---- order ----
function move(row, step) {
  const other = step < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  if (step < 0) other.before(row); else other.after(row);
  moved(row);
}

function moved(row) {
  show();
  changed();
  say(`${titleOf(row)}: ${put(says.dataset.textMoved, rows().indexOf(row) + 1)}`);
}

function drag(event) {
  const row = event.target.closest("[data-criterion]");
  const handle = event.target.closest("[data-handle]");
  const before = rows().indexOf(row);
  event.preventDefault();
  handle.setPointerCapture(event.pointerId);
  row.classList.add("vr-is-dragged");
  const follow = ({ clientY }) => {
    const above = row.previousElementSibling?.getBoundingClientRect();
    const below = row.nextElementSibling?.getBoundingClientRect();
    if (above && clientY < above.top + Math.min(above.height / 2, 24)) row.previousElementSibling.before(row);
    else if (below && clientY > below.top + Math.min(below.height / 2, 24)) row.nextElementSibling.after(row);
    if (clientY < 90) scrollBy(0, -14); else if (clientY > innerHeight - 110) scrollBy(0, 14);
    if (!handle.hasPointerCapture(event.pointerId)) handle.setPointerCapture(event.pointerId);
  };
  const drop = () => {
    row.classList.remove("vr-is-dragged");
    handle.removeEventListener("pointermove", follow);
    if (rows().indexOf(row) !== before) moved(row);
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("pointerup", drop, { once: true });
  handle.addEventListener("pointercancel", drop, { once: true });
}

// ---- removing, undoing, adding ----
function mark(row, gone) {
  row.querySelector("[data-removed]").disabled = !gone;
  row.querySelector("[data-gone]").hidden = !gone;
  row.querySelector("details").hidden = gone;
  row.classList.toggle("vr-is-removed", gone);
  show();
  changed();
  say(gone ? says.dataset.textRemoved : says.dataset.textKept);
  (gone ? row.querySelector("[data-keep]") : row.querySelector("summary")).focus();
}

function add() {
  const numbers = rows().map((row) => /^new-(\d+)$/.exec(row.dataset.criterion)).filter(Boolean);
  const next = Math.max(0, ...numbers.map((found) => Number(found[1]))) + 1;
  const blank = form.querySelector("[data-blank]");
  const holder = document.createElement("ol");
  holder.innerHTML = blank.innerHTML.replaceAll("new-0", `new-${next}`);
  const row = holder.firstElementChild;
  const left = Number(form.dataset.wanted) - Number(form.querySelector("[data-sum]").textContent);
  row.querySelector("[data-weight]").value = Math.max(1, left);
  list.append(row);
  ready(row);
  show();
  changed();
  say(says.dataset.textAdded);
  row.querySelector("[data-text]").focus();
}

function ready(root) {
  for (const handle of all("[data-handle]", root)) handle.hidden = false;
}

// ---- events ----
form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  const row = event.target.closest("[data-criterion]");
  if (!button) return;
  if (button.dataset.fold) {
    for (const details of all("details", list)) details.open = button.dataset.fold === "open";
    return;
  }
  const acts = {
    move: () => move(row, button.dataset.move === "up" ? -1 : 1),
    remove: () => mark(row, true),
    keep: () => mark(row, false),
    add,
  };
  const act = Object.keys(acts).find((name) => name in button.dataset);
  if (!act) return;
  event.preventDefault();
  acts[act]();
  if (act === "move") button.focus();
});
form.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-handle]") && event.button === 0) drag(event);
});
form.addEventListener("input", show);
form.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target || !target.matches("input, textarea, select")) return;
  event.preventDefault();
  target.closest("details")?.setAttribute("open", "");
  target.focus();
});

form.querySelector(".vr-fold").hidden = false;
ready(form);
const focus = document.getElementById(form.dataset.focus) || document.querySelector("[data-notice]");
focus?.focus();
