import type { DestinationStream } from 'pino';

/** Where readable lines go: a terminal's stdout, or a collector in tests. */
export interface TextSink {
  write(text: string): unknown;
}

const COLOURS: Record<string, string> = {
  debug: '\u001B[90m',
  info: '\u001B[36m',
  warn: '\u001B[33m',
  error: '\u001B[31m',
};
const DIM = '\u001B[2m';
const RESET = '\u001B[0m';

/** Turns the log's JSON lines into lines for a person: time, level, app, message, then the fields as `name=value`. */
export function createHumanStream(sink: TextSink, options: { colour: boolean }): DestinationStream {
  return { write: (line) => void sink.write(formatHumanLine(line, options)) };
}

/** One readable line (an error's stack follows indented) of one JSON line; text that is no JSON object is kept as it is. */
export function formatHumanLine(line: string, options: { colour: boolean }): string {
  const record = parseRecord(line);
  if (record === null) return line.endsWith('\n') ? line : `${line}\n`;
  const { time, level, app, message, err, ...fields } = record;
  const paint = (colour: string, text: string): string => (options.colour ? `${colour}${text}${RESET}` : text);
  const levelText = String(level);
  const details = Object.entries(fields).map(([name, value]) => `${name}=${formatValue(value)}`);
  const parts = [
    paint(DIM, formatTime(time)),
    paint(COLOURS[levelText] ?? '', levelText.toUpperCase().padEnd(5)),
    paint(DIM, String(app).padEnd(14)),
    typeof message === 'string' ? message : '',
    paint(DIM, details.join(' ')),
  ];
  const text = parts.filter((part) => part !== '' && part !== `${DIM}${RESET}`).join(' ');
  return `${text}\n${formatError(err)}`;
}

function parseRecord(line: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : null;
  } catch {
    return null;
  }
}

/** The local clock of whoever looks at the terminal. */
function formatTime(time: unknown): string {
  const instant = typeof time === 'string' ? new Date(time) : null;
  if (instant === null || Number.isNaN(instant.getTime())) return '--:--:--';
  return [instant.getHours(), instant.getMinutes(), instant.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

function formatValue(value: unknown): string {
  if (typeof value === 'string' && /^[^\s"=]+$/.test(value)) return value;
  return JSON.stringify(value) ?? 'undefined';
}

function formatError(err: unknown): string {
  if (typeof err !== 'object' || err === null) return err === undefined ? '' : `    ${formatValue(err)}\n`;
  const stack: unknown = Reflect.get(err, 'stack') ?? Reflect.get(err, 'message');
  const cause: unknown = Reflect.get(err, 'cause');
  const own = typeof stack === 'string' ? stack : JSON.stringify(err);
  const indented = own
    .split('\n')
    .map((text) => `    ${text.trimEnd()}\n`)
    .join('');
  return cause === undefined ? indented : `${indented}    caused by:\n${formatError(cause)}`;
}
