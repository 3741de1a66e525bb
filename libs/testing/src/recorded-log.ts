export interface LogLine {
  level: 'debug' | 'info' | 'warn' | 'error';
  message: string;
  fields: Record<string, unknown>;
}

/** A log that keeps its lines for the test to look at; satisfies the log ports of the libs and platform's Log. */
export class RecordedLog {
  readonly lines: LogLine[];

  constructor(
    private readonly bindings: object = {},
    lines: LogLine[] = [],
  ) {
    this.lines = lines;
  }

  debug(fieldsOrMessage: object | string, message?: string): void {
    this.#write('debug', fieldsOrMessage, message);
  }

  info(fieldsOrMessage: object | string, message?: string): void {
    this.#write('info', fieldsOrMessage, message);
  }

  warn(fieldsOrMessage: object | string, message?: string): void {
    this.#write('warn', fieldsOrMessage, message);
  }

  error(fieldsOrMessage: object | string, message?: string): void {
    this.#write('error', fieldsOrMessage, message);
  }

  /** Writes to the same lines. */
  child(bindings: object): RecordedLog {
    return new RecordedLog({ ...this.bindings, ...bindings }, this.lines);
  }

  /** Lines whose message contains `text`. */
  matching(text: string): LogLine[] {
    return this.lines.filter((line) => line.message.includes(text));
  }

  #write(level: LogLine['level'], fieldsOrMessage: object | string, message = ''): void {
    const [fields, text] = typeof fieldsOrMessage === 'string' ? [{}, fieldsOrMessage] : [fieldsOrMessage, message];
    this.lines.push({ level, message: text, fields: { ...this.bindings, ...fields } });
  }
}
