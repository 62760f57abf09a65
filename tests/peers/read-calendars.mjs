// What ical.js reads in calendars: a JSON list of texts on standard input, a JSON list of their events on standard output.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const person = (property) => ({ address: property.getFirstValue(), name: property.getParameter("cn") ?? "" });

function read(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  const [component, ...others] = calendar.getAllSubcomponents("vevent");
  if (others.length) throw new Error("more than one event");
  const event = new ICAL.Event(component);
  return {
    method: calendar.getFirstPropertyValue("method") ?? "",
    start: event.startDate.toUnixTime(),
    end: event.endDate.toUnixTime(),
    summary: event.summary,
    description: event.description ?? "",
    uid: event.uid,
    sequence: event.sequence,
    status: component.getFirstPropertyValue("status"),
    people: [...component.getAllProperties("organizer"), ...component.getAllProperties("attendee")].map(person),
  };
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
