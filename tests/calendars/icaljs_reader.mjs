// SPDX-License-Identifier: MPL-2.0
// Reads a calendar from standard input with ical.js, the engine of Thunderbird, and writes what it understood.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));

function instant(time) {
  return time.isDate ? time.toString() : time.toUnixTime();
}

const seen = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    starts: instant(event.startDate),
    ends: instant(event.endDate),
    summary: event.summary,
    location: event.location ?? "",
    description: event.description ?? "",
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
  };
});
process.stdout.write(JSON.stringify({ name: calendar.getFirstPropertyValue("x-wr-calname"), seen }));
