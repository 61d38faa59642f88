// [data-passkey]: a form that carries what the device's key has signed. « create » makes a key,
// « get » shows one; the server's options are in the page, or behind the form's address.

const OPTIONS = "passkey-options";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const withBytes = (list = []) => list.map((key) => ({ ...key, id: toBytes(key.id) }));

async function optionsOf(form) {
  const written = document.getElementById(OPTIONS);
  if (written) {
    return JSON.parse(written.textContent).publicKey;
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    throw new Error(answer.status);
  }
  return (await answer.json()).request_options.publicKey;
}

async function create(options) {
  const key = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
      authenticatorSelection: {
        ...options.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return {
    attestationObject: toText(key.response.attestationObject),
    transports: key.response.getTransports?.() ?? [],
    key,
  };
}

async function get(options) {
  const key = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = key.response;
  return {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle && toText(userHandle),
    key,
  };
}

async function sign(form) {
  const options = await optionsOf(form);
  const { key, ...response } = await (form.dataset.passkey === "create" ? create : get)(options);
  form.elements.credential.value = JSON.stringify({
    type: key.type,
    id: key.id,
    rawId: toText(key.rawId),
    authenticatorAttachment: key.authenticatorAttachment,
    response: { clientDataJSON: toText(key.response.clientDataJSON), ...response },
    clientExtensionResults: key.getClientExtensionResults(),
  });
  form.submit();
}

if (window.PublicKeyCredential) {
  for (const missing of document.querySelectorAll("[data-passkey-missing]")) {
    missing.hidden = true;
  }
  for (const form of document.querySelectorAll("[data-passkey]")) {
    const warning = form.querySelector("[role=alert]");
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      warning.hidden = true;
      // Given up, too late, or no key here: say it, the other ways in stay.
      sign(form).catch(() => (warning.hidden = false));
    });
  }
}
