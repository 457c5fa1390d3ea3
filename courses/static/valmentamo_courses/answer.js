// The answer form with a script: saves each field as it is written, keeps a copy on the
// device until the server has it, counts words and adds table rows in place.
// Without a script the same form saves and submits everything with its buttons.

import { drafts, forgetAtLogout } from "./device_drafts.js";
import { countWords } from "./word_count.js";

const PAUSE = 1500; // ms of rest after the last key
const RETRY = 15000; // ms until an unreachable server is tried again
const KEEPALIVE_LIMIT = 60000; // browsers refuse larger bodies once the page is hidden

forgetAtLogout();
for (const done of document.querySelectorAll("[data-answer-done]")) {
  drafts(done.dataset.person, done.dataset.answerDone).clear();
}
for (const form of document.querySelectorAll("form[data-answer]")) start(form);

function start(form) {
  const words = form.dataset;
  const local = drafts(words.person, words.answer);
  const status = form.querySelector("[data-save-status]");
  const conflicts = document.getElementById("conflicts");
  const offline = document.querySelector("[data-offline]");
  const dirty = new Set();
  let timer = 0;
  let saving = false;
  let stopped = conflicts.childElementCount > 0;
  let savedAt = words.savedAt;

  // ---- what the person sees ----
  function say(text, icon, link) {
    // The same words are not written again: a screen reader would read them again.
    if (status.dataset.said === text) return;
    status.dataset.said = text;
    status.querySelector("use").setAttribute("href", `#i-${icon}`);
    const place = status.querySelector("[data-text]");
    place.textContent = text;
    if (link) {
      const anchor = document.createElement("a");
      Object.assign(anchor, { href: words.loginUrl, target: "_blank", textContent: link });
      place.append(" ", anchor);
    }
  }
  // The same as the server writes: 9.05 in Finnish and Swedish, 09:05 in English.
  const clock = () => {
    const now = new Date();
    const english = document.documentElement.lang.startsWith("en");
    const hours = String(now.getHours()).padStart(english ? 2 : 1, "0");
    const minutes = String(now.getMinutes()).padStart(2, "0");
    return `${hours}${english ? ":" : "."}${minutes}`;
  };
  const fill = (text, values) =>
    text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  function showBudget(area) {
    const box = form.querySelector(`[data-budget-of="${CSS.escape(area.name)}"]`);
    if (!box) return;
    const limit = Number(box.dataset.limit);
    const used =
      box.dataset.unit === "words" ? countWords(area.value) : area.value.trim().length;
    box.querySelector("meter").value = used;
    const over = used - limit;
    box.querySelector(".num").textContent = fill(
      over > 0 ? box.dataset.over : box.dataset.under,
      { used, limit, over },
    );
  }

  // ---- names and values ----
  const isWriting = (control) => /^(answer|rating|sentence)-/.test(control.name ?? "");
  const controls = (name) => [...form.elements].filter((c) => c.name === name);
  // A level and its sentence share one mark.
  const seenOf = (name) =>
    controls(
      name.startsWith("answer-")
        ? name.replace("answer-", "seen-")
        : name.replace(/^(rating|sentence)-/, "rated-"),
    )[0];

  function valueOf(name) {
    const own = controls(name);
    if (own[0]?.type === "checkbox") {
      return own.filter((c) => c.checked).map((c) => c.value).join(",");
    }
    if (own[0]?.type === "radio") return own.find((c) => c.checked)?.value ?? "";
    return own[0]?.value ?? "";
  }

  function setValue(name, value) {
    for (const control of controls(name)) {
      if (control.type === "checkbox") {
        control.checked = value.split(",").includes(control.value);
      } else if (control.type === "radio") {
        control.checked = control.value === value;
      } else {
        control.value = value;
        showBudget(control);
      }
    }
  }

  function body(names) {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", token());
    data.set("writer", form.elements.writer.value);
    for (const name of names) {
      const seen = seenOf(name);
      if (seen) data.set(seen.name, seen.value);
      data.set(name, valueOf(name));
      // A sentence travels with its level and the level with its sentence.
      for (const kind of ["rating-", "sentence-"]) {
        const other = kind + name.replace(/^(rating|sentence)-/, "");
        if (/^(rating|sentence)-/.test(name) && controls(other).length) {
          data.set(other, valueOf(other));
        }
      }
    }
    return data;
  }

  function cookie(name) {
    const pair = document.cookie.split("; ").find((p) => p.startsWith(`${name}=`));
    return pair && decodeURIComponent(pair.slice(name.length + 1));
  }

  // Logging in again in another tab gives a new token: the cookie has it, the page not.
  function token() {
    const field = form.elements.csrfmiddlewaretoken;
    field.value = cookie(words.csrfCookie) ?? field.value;
    return field.value;
  }

  // ---- saving ----
  function keep(name) {
    // Until a version has been chosen the old mark stays: a reload must ask again.
    const seen = stopped ? local.get(name)?.seen : seenOf(name)?.value;
    const copy = { value: valueOf(name), seen: seen ?? "", at: Date.now() };
    return local.put(name, copy);
  }

  async function save(leaving = false) {
    clearTimeout(timer);
    if (stopped || saving || dirty.size === 0) return;
    const names = [...dirty];
    const sent = new Map(names.map((name) => [name, valueOf(name)]));
    saving = true;
    try {
      const data = body(names);
      const size = [...data.values()].reduce((sum, value) => sum + value.length * 3, 0);
      const answer = await fetch(words.saveUrl, {
        method: "POST",
        body: data,
        headers: { Accept: "application/json" },
        redirect: "manual",
        keepalive: leaving && size < KEEPALIVE_LIMIT,
      });
      offline.hidden = true;
      await take(answer, sent);
    } catch {
      offline.hidden = false;
      say(fill(words.msgDevice, { device: clock(), server: savedAt }), "cloud-off");
      timer = setTimeout(save, RETRY);
    } finally {
      saving = false;
    }
    if (dirty.size && !stopped && !timer) timer = setTimeout(save, PAUSE);
  }

  async function take(answer, sent) {
    timer = 0;
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say(words.msgLogin, "triangle-alert", words.msgLoginLink);
      timer = setTimeout(save, RETRY);
      return;
    }
    if (!answer.ok && ![409, 422].includes(answer.status)) {
      throw new Error(String(answer.status));
    }
    const told = await answer.json();
    for (const [name, seen] of Object.entries(told.seen)) seenOf(name).value = seen;
    if (answer.status === 422) return say(told.message, "triangle-alert");
    for (const [name, value] of sent) {
      const refused = (told.conflicts ?? []).includes(name);
      if (refused) continue;
      if (valueOf(name) !== value) {
        keep(name);
        continue;
      }
      dirty.delete(name);
      local.remove(name);
    }
    if (answer.status === 409) return stop(told);
    savedAt = told.at;
    say(told.message, "check");
  }

  function stop(told) {
    stopped = true;
    conflicts.hidden = false;
    conflicts.innerHTML = told.html; // our own template, everything in it escaped
    say(words.msgStopped, "triangle-alert");
    conflicts.querySelector("h2")?.focus();
  }

  function touch(control) {
    if (!isWriting(control)) return;
    showBudget(control);
    dirty.add(control.name);
    keep(control.name);
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  }

  // ---- what was left on this device the last time ----
  function restore() {
    let found = false;
    const saved = cookie("valmentamo_saved");
    for (const name of local.names()) {
      const copy = local.get(name);
      const done = saved && copy?.sent === saved;
      if (!copy || done || !controls(name).length || copy.value === valueOf(name)) {
        local.remove(name);
        continue;
      }
      setValue(name, copy.value);
      // The old mark: if a team-mate has saved meanwhile, the server says so.
      if (seenOf(name) && copy.seen) seenOf(name).value = copy.seen;
      dirty.add(name);
      found = true;
    }
    if (!found) return;
    say(words.msgRestored, "history");
    timer = setTimeout(save, PAUSE);
  }

  // ---- table rows ----
  function addRow(event) {
    const template = form.querySelector("template[data-row]");
    const shown = form.elements.rows;
    const next = Number(shown.value) + 1;
    if (!template || next > Number(template.dataset.most)) return;
    event.preventDefault();
    const holder = document.createElement("div");
    holder.append(template.content.cloneNode(true));
    holder.innerHTML = holder.innerHTML.replaceAll("{row}", String(next));
    const row = holder.firstElementChild;
    template.before(row);
    shown.value = String(next);
    row.querySelector("textarea")?.focus();
  }

  form.addEventListener("input", (event) => touch(event.target));
  form.addEventListener("change", (event) => touch(event.target));
  form.addEventListener("focusout", () => dirty.size && !timer && save());
  form.addEventListener("click", (event) => {
    if (event.target.closest("[data-add-row]")) addRow(event);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    stopped = true;
    token();
    // The page that follows a save names this form in a cookie: then they go.
    for (const name of local.names()) {
      local.put(name, { ...local.get(name), sent: form.elements.submit_key.value });
    }
  });
  // Back from the page that followed: the form may be written in again.
  addEventListener("pageshow", (event) => {
    if (event.persisted) stopped = false;
  });
  addEventListener("pagehide", () => save(true));
  addEventListener("online", () => save());
  addEventListener("focus", () => dirty.size && save());
  document.addEventListener("visibilitychange", () =>
    document.hidden ? save(true) : dirty.size && save(),
  );
  restore();
}
