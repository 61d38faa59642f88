// What was typed and not yet saved, kept on this phone: one draft for each person and address.
const PREFIX = "draft:";
const KEPT_DAYS = 30;
const DAY = 24 * 60 * 60 * 1000;

export function read(key) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + key));
  } catch {
    return null; // storage refused, or not ours
  }
}

// Whether it could be kept: private windows and full phones refuse.
export function keep(key, draft) {
  try {
    localStorage.setItem(PREFIX + key, JSON.stringify({ ...draft, at: Date.now() }));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(PREFIX + key);
  } catch {
    // nothing was kept either
  }
}

// The drafts of a person that were sent without reaching the site; old drafts of anybody go.
export function waiting(person) {
  const found = [];
  let keys = [];
  try {
    keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
  } catch {
    return found;
  }
  for (const full of keys) {
    const key = full.slice(PREFIX.length);
    const draft = read(key);
    if (!draft || Date.now() - draft.at > KEPT_DAYS * DAY) forget(key);
    else if (draft.waits && key.startsWith(`${person}:`)) {
      found.push({ key, path: key.slice(person.length + 1), draft });
    }
  }
  return found;
}
