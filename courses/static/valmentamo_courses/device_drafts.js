// Copies of unsaved text on this device, keyed by person, submission and field.
// They live only until the server has acknowledged the text, the answer is submitted
// or the person logs out.

const PREFIX = "valmentamo:answer:";

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null; // switched off in this browser: the server's copy is the only one
  }
}

function keys(prefix) {
  const store = storage();
  if (!store) return [];
  return Array.from({ length: store.length }, (_, i) => store.key(i)).filter((key) =>
    key.startsWith(prefix),
  );
}

export function drafts(person, submission) {
  const prefix = `${PREFIX}${person}:${submission}:`;
  return {
    put(name, copy) {
      try {
        storage()?.setItem(prefix + name, JSON.stringify(copy));
        return storage() !== null;
      } catch {
        return false; // full
      }
    },
    get(name) {
      try {
        return JSON.parse(storage()?.getItem(prefix + name) ?? "null");
      } catch {
        return null;
      }
    },
    remove(name) {
      storage()?.removeItem(prefix + name);
    },
    names() {
      return keys(prefix).map((key) => key.slice(prefix.length));
    },
    clear() {
      keys(prefix).forEach((key) => storage().removeItem(key));
    },
  };
}

export function forgetEverything() {
  keys(PREFIX).forEach((key) => storage().removeItem(key));
}

// A shared computer must not keep what a person wrote after the person has left it.
export function forgetAtLogout(root = document) {
  root.addEventListener("submit", (event) => {
    if (/\/logout\/?$/.test(new URL(event.target.action, location.href).pathname)) {
      forgetEverything();
    }
  });
}
