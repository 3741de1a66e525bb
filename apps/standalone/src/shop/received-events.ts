import { appendFile, readFile } from 'node:fs/promises';

/** One verified event as the shop's back office keeps it. */
export interface ReceivedEvent {
  readonly id: string;
  readonly type: string;
  readonly orderId: string;
  readonly receivedAt: string;
}

/**
 * What an ERP does with deliveries, in the small: verified before, deduplicated by event id, written to disk before
 * the delivery is answered.
 */
export class ReceivedEvents {
  private readonly byId = new Map<string, ReceivedEvent>();

  private constructor(private readonly file: string) {}

  static async open(file: string): Promise<ReceivedEvents> {
    const events = new ReceivedEvents(file);
    const text = await readFile(file, 'utf8').catch(() => '');
    for (const line of text.split('\n')) {
      const event = parseLine(line);
      if (event) events.byId.set(event.id, event);
    }
    return events;
  }

  /** False when the event was received before: at-least-once delivery makes that normal. */
  async add(event: ReceivedEvent): Promise<boolean> {
    if (this.byId.has(event.id)) return false;
    await appendFile(this.file, `${JSON.stringify(event)}\n`);
    this.byId.set(event.id, event);
    return true;
  }

  ofOrder(orderId: string): ReceivedEvent[] {
    return [...this.byId.values()].filter((event) => event.orderId === orderId);
  }
}

/** A line cut short by a crash was never answered, so its event comes again. */
function parseLine(line: string): ReceivedEvent | null {
  try {
    const value: unknown = JSON.parse(line);
    return isEvent(value) ? value : null;
  } catch {
    return null;
  }
}

function isEvent(value: unknown): value is ReceivedEvent {
  return (
    typeof value === 'object' &&
    value !== null &&
    ['id', 'type', 'orderId', 'receivedAt'].every((name) => typeof Reflect.get(value, name) === 'string')
  );
}
