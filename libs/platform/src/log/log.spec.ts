import { Logger } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { createHumanStream, formatHumanLine } from './human-stream.js';
import { createLog, type Log } from './log.js';
import { NestLog } from './nest-log.js';

function capture(level: 'debug' | 'info' = 'info'): { log: Log; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ name: 'sample', level, destination: { write: (line) => void lines.push(JSON.parse(line)) } });
  return { log, lines };
}

describe('a log', () => {
  it('writes one JSON line with app, level, time, message and fields', () => {
    const { log, lines } = capture();
    log.info({ paymentId: 'pay_1', amountMinor: 12_990n }, 'paid');
    expect(lines).toEqual([
      {
        level: 'info',
        app: 'sample',
        message: 'paid',
        paymentId: 'pay_1',
        amountMinor: '12990',
        time: expect.any(String),
      },
    ]);
    expect(new Date(String(lines[0]?.['time'])).toISOString()).toBe(lines[0]?.['time']);
  });

  it('is silent below its level', () => {
    const { log, lines } = capture('info');
    log.debug('whisper');
    expect(lines).toEqual([]);
  });

  it('redacts fields, bindings and messages alike', () => {
    const { log, lines } = capture();
    log.child({ apiKey: 'k-123', shop: 's1' }).warn({ request: { headers: { authorization: 'abc' } } }, 'from a@b.pe');
    expect(lines[0]).toMatchObject({
      apiKey: '[redacted]',
      shop: 's1',
      request: { headers: { authorization: '[redacted]' } },
    });
    expect(lines[0]?.['message']).toBe('from [redacted]');
  });

  it('takes an error in place of fields, with its cause', () => {
    const { log, lines } = capture();
    log.error(new Error('outer', { cause: new TypeError('inner') }), 'failed');
    log.error(new Error('alone'));
    expect(lines[0]).toMatchObject({
      message: 'failed',
      err: {
        message: 'outer',
        stack: expect.stringContaining('log.spec'),
        cause: { type: 'TypeError', message: 'inner' },
      },
    });
    expect(lines[1]).toMatchObject({ message: 'alone' });
  });

  it('keeps its own members when a field has their name', () => {
    const { log, lines } = capture();
    log.info({ level: 'high', time: 'noon', message: 'theirs' }, 'ours');
    expect(lines[0]).toMatchObject({
      level: 'info',
      message: 'ours',
      level_: 'high',
      time_: 'noon',
      message_: 'theirs',
    });
  });
});

describe('lines for people', () => {
  it('show time, level, app, message and fields, and an error with its stack below', () => {
    const written: string[] = [];
    const stream = createHumanStream({ write: (text) => written.push(text) }, { colour: false });
    const log = createLog({ name: 'sandbox', level: 'info', destination: stream });
    log.info({ url: 'http://x', note: 'two words' }, 'ready');
    log.error({ err: new Error('broken', { cause: new Error('root') }) }, 'failed');
    expect(written[0]).toMatch(/^\d\d:\d\d:\d\d INFO {2}sandbox {8}ready url=http:\/\/x note="two words"\n$/);
    expect(written[1]).toMatch(/ERROR sandbox +failed\n {4}Error: broken\n[\s\S]*caused by:\n {4}Error: root/);
  });

  it('keep text that is no log line', () => {
    expect(formatHumanLine('plain', { colour: false })).toBe('plain\n');
  });

  it('are coloured only where colour is wanted', () => {
    const line = '{"level":"warn","app":"a","message":"m"}';
    expect(formatHumanLine(line, { colour: false })).not.toContain('\u001B');
    expect(formatHumanLine(line, { colour: true })).toContain('\u001B[33m');
  });
});

describe("Nest's log", () => {
  it('is ours, with the wiring of modules at debug', () => {
    const { log, lines } = capture('debug');
    Logger.overrideLogger(new NestLog(log));
    new Logger('InstanceLoader').log('AppModule dependencies initialized');
    new Logger('PaymentService').log('did something');
    new Logger('PaymentService').error('went wrong', 'Error: went wrong\n    at x');
    new Logger('PaymentService').error(new Error('thrown'));
    expect(lines.map((line) => [line['level'], line['context'], line['message']])).toEqual([
      ['debug', 'InstanceLoader', 'AppModule dependencies initialized'],
      ['info', 'PaymentService', 'did something'],
      ['error', 'PaymentService', 'went wrong'],
      ['error', 'PaymentService', 'thrown'],
    ]);
    expect(lines[2]).toMatchObject({ stack: expect.stringContaining('at x') });
    expect(lines[3]).toMatchObject({ err: { message: 'thrown' } });
  });
});
