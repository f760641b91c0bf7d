/* SPDX-License-Identifier: MPL-2.0 */
// The door works with plain forms. With this, taps and tickets wait in the phone while there is no connection, the
// camera reads tickets, and names are found as they are typed. No name is kept here: the queue has numbers only.
const door = document.querySelector("[data-door]");
const say = JSON.parse(door.dataset.say);
const part = (name) => door.querySelector(`[data-${name}]`);
const rows = new Map([...door.querySelectorAll("[data-row]")].map((row) => [row.dataset.row, row]));
const BOX = `door ${door.dataset.door}`;
const MANY = 20;
const AGAIN = 4000;
const NEWS = 30000;
let sending = false;
let few = MANY;
let lastNews = Date.now();

const queue = () => JSON.parse(localStorage.getItem(BOX) ?? "[]");
const keep = (scans) => localStorage.setItem(BOX, JSON.stringify(scans));
const drop = (scanId) => keep(queue().filter((one) => one.scan_id !== scanId));

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const text = [...bytes].map((one) => one.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function device() {
  const known = localStorage.getItem("door device") ?? newId().slice(0, 8);
  localStorage.setItem("door device", known);
  return known;
}

function put(scan) {
  const there = queue();
  if (!there.some((one) => one.scan_id === scan.scan_id)) keep([...there, { ...scan, at: new Date().toISOString(), device: device() }]);
  paint();
  send();
}

// What is seen

function paint() {
  const waiting = queue();
  const here = new Set(waiting.map((one) => one.sign_up_id));
  for (const [id, row] of rows) {
    const came = row.dataset.came;
    const mark = row.querySelector("[data-mark]");
    mark.textContent = came || (here.has(id) ? say.waiting : say.not_yet);
    mark.className = `status status--${came ? "good" : here.has(id) ? "waiting" : "quiet"}`;
    const checkIn = row.querySelector("[data-check-in]");
    if (checkIn) checkIn.hidden = Boolean(came) || here.has(id);
    row.querySelector("[data-undo]").hidden = !came && !here.has(id);
  }
  part("waits").textContent = waiting.length ? say.waits.replace("{n}", waiting.length) : "";
  part("line").hidden = !waiting.length && !part("away").textContent;
}

function tell(kind, sentence) {
  const line = document.createElement("li");
  line.className = `door__said--${kind}`;
  line.textContent = sentence;
  const list = part("log").querySelector("ol");
  list.prepend(line);
  while (list.children.length > 3) list.lastChild.remove();
  part("log").hidden = false;
}

function trouble(sentence, link) {
  const away = part("away");
  away.textContent = sentence;
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = door.dataset.signIn;
    anchor.textContent = link;
    away.append(" ", anchor);
  }
  paint();
}

// What is sent

async function send() {
  if (sending) return;
  sending = true;
  const scans = queue().slice(0, few);
  try {
    const answer = await fetch(door.dataset.send, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/json", "x-csrf": door.dataset.csrf },
      body: JSON.stringify({ scans }),
    });
    await hear(answer, scans);
  } catch {
    trouble(say.away);
  } finally {
    sending = false;
  }
  if (!part("away").textContent && queue().length) send();
}

async function hear(answer, scans) {
  if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
    trouble(say.sign_in, say.sign_in_link);
  } else if (answer.ok) {
    few = MANY;
    learn(await answer.json());
  } else if (answer.status >= 500 || answer.status === 429 || !scans.length) {
    trouble(say.away);
  } else if (scans.length > 1) {
    few = 1; // one of them is not as it should be: find out which
  } else {
    drop(scans[0].scan_id);
    tell("refused", say.lost);
    trouble("");
  }
}

function learn({ answers, come, arrived, expected }) {
  for (const { scan_id, answer, sentence } of answers) {
    drop(scan_id);
    tell(answer, sentence);
  }
  const marks = new Map(come.map((one) => [one.sign_up_id, one.mark]));
  for (const [id, row] of rows) row.dataset.came = marks.get(id) ?? "";
  part("arrived").textContent = arrived;
  part("expected").textContent = expected;
  lastNews = Date.now();
  trouble("");
}

// What is tapped

door.addEventListener("submit", (event) => {
  const form = event.target;
  const fields = Object.fromEntries(new FormData(form));
  const id = fields.sign_up_id;
  if (form.matches("[data-check-in]")) {
    event.preventDefault();
    put({ scan_id: fields.scan_id, sign_up_id: id, people: fields.people ? Number(fields.people) : null });
    rows.get(id).querySelector("[data-undo] button").focus();
  } else if (form.matches("[data-undo]")) {
    undo(event, id);
  } else if (form.matches("[data-ticket]") && fields.ticket.trim()) {
    event.preventDefault();
    read(fields.ticket.trim());
    form.elements.ticket.value = "";
    form.elements.ticket.focus();
  } else if (form.matches("[data-guest]") && !navigator.onLine) {
    event.preventDefault();
    tell("refused", say.guest_away);
  } else if (form.matches("[data-search]")) {
    event.preventDefault();
  }
});

function undo(event, id) {
  const waiting = queue().find((one) => one.sign_up_id === id);
  if (waiting && !sending && !rows.get(id).dataset.came) {
    event.preventDefault();
    drop(waiting.scan_id);
    paint();
    rows.get(id).querySelector("[data-check-in] button").focus();
  } else if (!navigator.onLine || waiting) {
    event.preventDefault();
    tell("refused", say.undo_away);
  }
}

function read(ticket) {
  put({ scan_id: newId(), ticket: ticket.slice(0, 100), people: null });
  if (!navigator.onLine) tell("queued", say.queued);
}

part("search")?.addEventListener("input", ({ target }) => {
  const wanted = target.value.trim().toLowerCase();
  let found = 0;
  for (const row of rows.values()) {
    row.hidden = !row.dataset.name.includes(wanted);
    if (!row.hidden) found += 1;
  }
  part("nobody").hidden = found > 0;
});

// The camera

let stop = null;
let seen = "";
let seenAt = 0;

function heard(text) {
  const isHeldStill = text === seen && Date.now() - seenAt < 4000;
  [seen, seenAt] = [text, Date.now()];
  if (isHeldStill) return;
  navigator.vibrate?.(80);
  read(text);
}

async function camera(button) {
  const video = part("video");
  if (stop) {
    stop();
    stop = null;
  } else {
    video.hidden = false;
    try {
      const { watch } = await import("./door-camera.js");
      stop = await watch(video, door.dataset.readers.split(" ")[0], heard);
    } catch {
      tell("refused", say.camera_none);
    }
  }
  video.hidden = !stop;
  button.textContent = stop ? say.camera_stop : say.camera;
}

if (part("camera") && navigator.mediaDevices?.getUserMedia) {
  part("camera").hidden = false;
  part("camera").addEventListener("click", ({ target }) => camera(target));
}

// The page itself is kept for when there is no connection

async function keepPage() {
  if (!("serviceWorker" in navigator) || !("until" in door.dataset)) return;
  await navigator.serviceWorker.register(door.dataset.worker, { scope: door.dataset.scope });
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType("resource").map((one) => new URL(one.name).pathname);
  const files = [...loaded, ...door.dataset.readers.split(" "), "/dialog/filer/door-camera.js"];
  const wanted = new Set(files.filter((path) => /^\/(static|dialog\/filer)\//.test(path) && !path.endsWith("door-worker.js")));
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => (part("kept").hidden = !data);
  active.postMessage({ page: location.pathname, files: [...wanted] }, [port2]);
}

document.querySelector("form[action$='/log-ud']")?.addEventListener("submit", () => caches.delete("door"));
addEventListener("online", () => send());
setInterval(() => {
  const isNews = document.visibilityState === "visible" && Date.now() - lastNews > NEWS;
  if (queue().length || isNews) send();
}, AGAIN);
paint();
if (queue().length || !navigator.onLine) send();
keepPage().catch(() => {});
