export interface CalendarEvent {
  /** Stable over the life of the event, so that a calendar replaces what it has. */
  readonly uid: string;
  readonly now: Date;
  readonly deadline: Date;
  readonly summary: string;
  readonly description: string;
  readonly url: string;
}

/** How long the event stands in the calendar: up to the deadline. */
const LENGTH_MS = 30 * 60_000;
/** A reminder early enough to reach an agent; with less time left, half of what is left. */
const REMIND_BEFORE_MS = 3 * 3_600_000;

/**
 * A calendar with one event that ends at the deadline and a reminder before it (RFC 5545): CRLF, lines folded at 75
 * octets, text escaped, instants in UTC.
 */
export function calendarOf(event: CalendarEvent): string {
  const start = new Date(event.deadline.getTime() - LENGTH_MS);
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Chasqui//Payment page//ES',
    'CALSCALE:GREGORIAN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${escapeText(event.uid)}`,
    `DTSTAMP:${utc(event.now)}`,
    `DTSTART:${utc(start)}`,
    `DTEND:${utc(event.deadline)}`,
    `SUMMARY:${escapeText(event.summary)}`,
    `DESCRIPTION:${escapeText(event.description)}`,
    `URL:${event.url}`,
    'TRANSP:TRANSPARENT',
    'BEGIN:VALARM',
    'ACTION:DISPLAY',
    `DESCRIPTION:${escapeText(event.summary)}`,
    `TRIGGER;RELATED=END:-PT${reminderMinutes(event)}M`,
    'END:VALARM',
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join('');
}

function reminderMinutes({ now, deadline }: CalendarEvent): number {
  const half = (deadline.getTime() - now.getTime()) / 2;
  return Math.max(1, Math.floor(Math.min(REMIND_BEFORE_MS, half) / 60_000));
}

/** 20261123T233000Z. */
function utc(instant: Date): string {
  return `${instant.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
}

/** RFC 5545, 3.3.11; other control characters have no place in it. */
function escapeText(text: string): string {
  return text
    .replace(/[\\;,]/g, (character) => `\\${character}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, '');
}

const MAX_OCTETS = 75;

/** RFC 5545, 3.1: a line break and a blank within the line, never within a character. */
function folded(line: string): string {
  let [text, octets] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > MAX_OCTETS) {
      text += '\r\n ';
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}
