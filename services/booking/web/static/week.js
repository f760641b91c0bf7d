/* SPDX-License-Identifier: MPL-2.0 */
// The week works without this: every free half-hour is a link. With it, arrow keys move between them and Tab leaves the table.
const table = document.querySelector("[data-week]");
const links = table ? [...table.querySelectorAll("td a")] : [];

function middle(link) {
  const box = link.getBoundingClientRect();
  return { x: (box.left + box.right) / 2, top: box.top, bottom: box.bottom };
}

// The nearest link that lies that way: across within the same half-hour, down and up within the same column.
function neighbour(from, key) {
  const here = middle(from);
  const ways = {
    ArrowRight: (there) => there.x - here.x,
    ArrowLeft: (there) => here.x - there.x,
    ArrowDown: (there) => there.top - here.top,
    ArrowUp: (there) => here.top - there.top,
  };
  const across = key === "ArrowRight" || key === "ArrowLeft";
  const away = (there) =>
    across ? Math.max(0, there.top - here.bottom + 2, here.top - there.bottom + 2) : Math.abs(there.x - here.x);
  const cost = (link) => ways[key](middle(link)) + 3 * away(middle(link));
  const there = links.filter((link) => ways[key](middle(link)) > 1);
  return there.sort((one, other) => cost(one) - cost(other))[0];
}

function settle(link) {
  for (const other of links) other.tabIndex = other === link ? 0 : -1;
}

if (links.length) {
  settle(links[0]);
  table.addEventListener("focusin", (event) => links.includes(event.target) && settle(event.target));
  table.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow") || !links.includes(event.target)) return;
    const next = neighbour(event.target, event.key);
    if (next) next.focus();
    event.preventDefault();
  });
}
