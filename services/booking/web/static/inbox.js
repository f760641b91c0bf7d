/* SPDX-License-Identifier: MPL-2.0 */
// The inbox works without this. With it, while a row has focus: j next, k the one before, a to say yes, d to say no.
const inbox = document.querySelector("[data-inbox]");
const rows = inbox ? [...inbox.querySelectorAll("[data-request]")] : [];

function step(from, by) {
  const next = rows[Math.max(0, Math.min(rows.length - 1, from + by))];
  next.querySelector("[data-open]").focus();
}

inbox?.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const here = rows.findIndex((row) => row.contains(event.target));
  const acts = {
    j: () => step(here, 1),
    k: () => step(here, -1),
    a: () => rows[here].querySelector("[data-approve]").click(),
    d: () => rows[here].querySelector("[data-decline]").click(),
  };
  if (here < 0 || !acts[event.key]) return;
  acts[event.key]();
  event.preventDefault();
});

if (document.activeElement === document.body && rows.length) step(0, 0);
