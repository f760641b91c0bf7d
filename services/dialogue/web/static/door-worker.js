/* SPDX-License-Identifier: MPL-2.0 */
// Keeps the door's page and its files, so that a reload without a connection still shows it. Nothing else is kept,
// and no page for longer than the server says: names are on it.
const KEPT = "door";
const PAGE = /^(\/en)?\/dialog\/styring\/[0-9a-f-]{36}\/indtjekning$/;
const FILE = /^\/(static|dialog\/filer)\//;

const pathOf = (request) => new URL(request.url).pathname;
const isOver = (answer) => !(Number(answer.headers.get("x-kept-until")) > Date.now());

async function forget(which) {
  const kept = await caches.open(KEPT);
  for (const request of await kept.keys()) {
    if (PAGE.test(pathOf(request)) && which(await kept.match(request))) await kept.delete(request);
  }
}

async function keep(page, files) {
  const kept = await caches.open(KEPT);
  const answer = await fetch(page, { redirect: "manual", cache: "no-store" });
  if (!answer.ok || isOver(answer)) return false;
  await kept.put(page, answer);
  for (const request of await kept.keys()) {
    if (FILE.test(pathOf(request)) && !files.includes(pathOf(request))) await kept.delete(request);
  }
  await kept.addAll(files);
  return true;
}

async function page(request) {
  const kept = await caches.open(KEPT);
  const address = new URL(request.url);
  await forget(isOver);
  let answer;
  try {
    answer = await fetch(request);
  } catch {
    return (await kept.match(address.pathname)) ?? Response.error();
  }
  if (answer.status >= 500) return (await kept.match(address.pathname)) ?? answer;
  if (!answer.ok) await forget(() => true); // signed out, or not theirs to see any more
  else if (!address.search && !isOver(answer)) await kept.put(address.pathname, answer.clone());
  return answer;
}

async function file(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const kept = await caches.open(KEPT);
    const answer = await kept.match(request, { ignoreSearch: true });
    if (answer) return answer;
    throw away;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(forget(isOver).then(() => self.clients.claim())));
self.addEventListener("message", (event) => {
  const { page, files } = event.data;
  event.waitUntil(keep(page, files).then((done) => event.ports[0].postMessage(done), () => event.ports[0].postMessage(false)));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate" && PAGE.test(address.pathname)) event.respondWith(page(request));
  else if (FILE.test(address.pathname)) event.respondWith(file(request));
});
