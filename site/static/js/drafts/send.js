// Send a form, and say in one word what became of it: « saved », « conflict », « invalid »,
// « signed_out », « offline » or « failed ».

export async function send(path, fields, token) {
  const answer = await post(path, fields, token);
  // The token is as old as the page: another one, once.
  if (answer.status !== 403) return read(answer);
  const fresh = await freshToken(path);
  return fresh ? read(await post(path, fields, fresh)) : { state: "failed" };
}

async function post(path, fields, token) {
  const body = new FormData();
  for (const [name, value] of fields) body.append(name, value);
  body.append("csrfmiddlewaretoken", token);
  const headers = { Accept: "application/json" };
  try {
    return await fetch(path, { method: "POST", body, headers, credentials: "same-origin" });
  } catch {
    return { status: 0 };
  }
}

async function read(answer) {
  if (answer.status === 0) return { state: "offline" };
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) return { state: "failed" };
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return { ...told, state: "saved" };
  const known = ["conflict", "invalid", "signed_out"].includes(told.state);
  return known ? told : { state: "failed" };
}

export async function freshToken(path) {
  try {
    const answer = await fetch(path, { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) return "";
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("form:is([data-draft], [data-sheet]) [name=csrfmiddlewaretoken]")?.value ?? "";
  } catch {
    return "";
  }
}
