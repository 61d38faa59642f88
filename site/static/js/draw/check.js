// Recompute a published draw, step by step: true, false, or null where nothing is published yet.

import { draw, makeSeed, poolHash, readPool, sha256, specHash, fromHex } from "./compute.js";

export const STEPS = ["spec", "pool", "dates", "seed", "ranks", "replacements"];

const DAY = 24 * 3600 * 1000;
const CHAINS = { quicknet: [1692803367, 3], default: [1595431050, 30] };

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const isCounts = (value) =>
  Boolean(value) &&
  typeof value === "object" &&
  Object.entries(value).every(([college, n]) => /^[a-z][a-z0-9_]{0,39}$/.test(college) && Number.isInteger(n) && n >= 0);

const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

// A date with its offset, in milliseconds; NaN for anything else.
const moment = (text) => (ISO.test(text) ? Date.parse(text) : NaN);

// The earliest moment (milliseconds) at which the randomness can exist, as far as its name tells.
function sourceMoment(source) {
  const drand = /^drand:(quicknet|default):([1-9][0-9]{0,11})$/.exec(source);
  if (drand) {
    const [genesis, period] = CHAINS[drand[1]];
    return (genesis + (Number(drand[2]) - 1) * period) * 1000;
  }
  const lottery = /^lottery:.*:(\d{4}-\d{2}-\d{2})$/.exec(source);
  return lottery ? Date.parse(`${lottery[1]}T00:00:00Z`) : null;
}

async function checkSpec({ format, spec, spec_hash: published }) {
  const sound =
    format === "madeingard-draw-v1" &&
    spec?.v === 1 &&
    isCounts(spec.quota) &&
    isCounts(spec.alternates) &&
    (spec.parity === undefined || isCounts(spec.parity)) &&
    typeof spec.source === "string";
  return sound && (await specHash(spec)) === published;
}

async function checkPool({ spec, pool, pool_hash: published, counts }) {
  if (typeof pool !== "string") {
    return null;
  }
  if ((await poolHash(pool)) !== published) {
    return false;
  }
  const found = {};
  for (const { college } of readPool(pool, "parity" in spec)) {
    found[college] = (found[college] ?? 0) + 1;
  }
  const colleges = Object.keys(found);
  return (
    colleges.length === Object.keys(counts).length &&
    colleges.every((college) => counts[college] === found[college] && college in spec.quota) &&
    Object.entries(spec.quota).every(([college, quota]) => (found[college] ?? 0) >= quota)
  );
}

function checkDates({ spec, committed_at: committed, randomness, randomness_at: at }) {
  const announced = moment(committed);
  const expected = sourceMoment(spec.source);
  if (Number.isNaN(announced) || (expected !== null && expected - announced < DAY)) {
    return false;
  }
  if (randomness === undefined) {
    return expected === null ? null : true;
  }
  const drawn = moment(at);
  return drawn - announced >= DAY && (expected === null || drawn >= expected);
}

async function checkSeed({ spec_hash: spec, pool_hash: pool, randomness, seed, numbers, signature }) {
  if (randomness === undefined) {
    return null;
  }
  if (numbers !== undefined && (await sha256(new TextEncoder().encode(numbers))) !== randomness) {
    return false;
  }
  if (signature !== undefined && (await sha256(fromHex(signature))) !== randomness) {
    return false;
  }
  return (await makeSeed(spec, pool, randomness)) === seed;
}

function checkReplacements(replacements, drawn) {
  const seated = {};
  const waiting = {};
  for (const [college, ranks] of Object.entries(drawn)) {
    seated[college] = new Set(ranks.seats);
    waiting[college] = [...ranks.alternates];
  }
  return replacements.every(({ college, out, out_draw: other, in: into, reason, at }) => {
    const next = waiting[college]?.shift() ?? null;
    // Who leaves may have their seat from the other draw of a panel that ran short.
    const left = seated[college]?.delete(out) || (college in seated && typeof other === "string" && other !== "");
    const sound = left && into === next && Boolean(reason) && !Number.isNaN(moment(at));
    if (sound && next) {
      seated[college].add(next);
    }
    return sound;
  });
}

const attempt = async (step) => {
  try {
    return await step();
  } catch {
    return false;
  }
};

// { results: step → true, false or null; drawn: what the ranks should be, once they can be known }
export async function check(published) {
  const results = Object.fromEntries(STEPS.map((step) => [step, null]));
  results.spec = await attempt(() => checkSpec(published));
  if (!results.spec) {
    return { results, drawn: null };
  }
  results.pool = await attempt(() => checkPool(published));
  results.dates = await attempt(() => checkDates(published));
  results.seed = await attempt(() => checkSeed(published));
  let drawn = null;
  if (results.seed && results.pool) {
    drawn = await draw(readPool(published.pool, "parity" in published.spec), published.spec, published.seed);
    const colleges = Object.keys(drawn);
    results.ranks =
      colleges.length === Object.keys(published.result ?? {}).length &&
      colleges.every(
        (college) =>
          same(published.result[college]?.seats, drawn[college].seats) &&
          same(published.result[college]?.alternates, drawn[college].alternates),
      );
    if (results.ranks) {
      results.replacements = await attempt(() => checkReplacements(published.replacements ?? [], drawn));
    }
  }
  return { results, drawn };
}

// "exact", "wrong", or "partly" when something is not published (or not drawn) yet.
export function verdict(results) {
  const said = Object.values(results);
  if (said.includes(false)) {
    return "wrong";
  }
  return said.includes(null) ? "partly" : "exact";
}
