// The draw of docs/draw.md, with the browser's own cryptography: the same bytes as label/draw.py.

const PREFIX = new TextEncoder().encode("madeingard-draw-v1\0");
const SEXES = ["f", "m"];

export const available = () => Boolean(globalThis.crypto?.subtle);

const bytes = (text) => new TextEncoder().encode(text);

const toHex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(text) {
  if (typeof text !== "string" || !/^([0-9a-f]{2})+$/.test(text)) {
    throw new TypeError("not hexadecimal");
  }
  return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

export async function sha256(data) {
  return toHex(await crypto.subtle.digest("SHA-256", data));
}

// JSON with sorted keys and no spaces.
export function canonical(value) {
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(",")}]`;
  }
  if (value && typeof value === "object") {
    const pairs = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`);
    return `{${pairs.join(",")}}`;
  }
  return JSON.stringify(value);
}

export const specHash = (spec) => sha256(bytes(canonical(spec)));

export const poolHash = (text) => sha256(bytes(text));

export async function makeSeed(spec, pool, randomness) {
  const parts = new Blob([PREFIX, fromHex(spec), fromHex(pool), fromHex(randomness)]);
  return sha256(await parts.arrayBuffer());
}

// The candidates of a pool file: sorted by pseudonym, each once.
export function readPool(text, withSex) {
  if (!text.endsWith("\n")) {
    throw new SyntaxError("pool");
  }
  let before = "";
  return text.slice(0, -1).split("\n").map((line) => {
    const parts = line.split(";");
    const [pseudonym, college, sex = ""] = parts;
    if (
      parts.length !== (withSex ? 3 : 2) ||
      !/^[A-Za-z0-9_-]{1,40}$/.test(pseudonym) ||
      !/^[a-z][a-z0-9_]{0,39}$/.test(college) ||
      !["", ...SEXES].includes(sex) ||
      pseudonym <= before
    ) {
      throw new SyntaxError("pool");
    }
    before = pseudonym;
    return { pseudonym, college, sex };
  });
}

export async function ranking(pseudonyms, seed) {
  const key = await crypto.subtle.importKey("raw", fromHex(seed), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const ranked = await Promise.all(
    pseudonyms.map(async (one) => [toHex(await crypto.subtle.sign("HMAC", key, bytes(one))), one]),
  );
  return ranked.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

// Walk the ranking; skip somebody only if taking them makes parity impossible.
function withParity(order, quota, sexOf, least) {
  const missing = Object.fromEntries(
    SEXES.map((sex) => [sex, Math.min(least, order.filter((one) => sexOf.get(one) === sex).length)]),
  );
  const seats = [];
  for (const one of order) {
    if (seats.length === quota) {
      break;
    }
    const sex = sexOf.get(one);
    const still = missing.f + missing.m - (missing[sex] > 0 ? 1 : 0);
    if (still > quota - seats.length - 1) {
      continue;
    }
    seats.push(one);
    if (missing[sex]) {
      missing[sex] -= 1;
    }
  }
  return seats;
}

// Seats and alternates of each college of the specification.
export async function draw(candidates, spec, seed) {
  const sexOf = new Map(candidates.map((one) => [one.pseudonym, one.sex]));
  const drawn = {};
  for (const [college, quota] of Object.entries(spec.quota)) {
    const members = candidates.filter((one) => one.college === college).map((one) => one.pseudonym);
    const order = await ranking(members, seed);
    const seats = withParity(order, quota, sexOf, spec.parity?.[college] ?? 0);
    const others = order.filter((one) => !seats.includes(one));
    drawn[college] = { seats, alternates: others.slice(0, spec.alternates[college] ?? 0) };
  }
  return drawn;
}
