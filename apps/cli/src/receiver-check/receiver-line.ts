import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** What a delivery waits for its answer (docs/events.md). */
const ANSWER_WITHIN_MS = 10_000;

export interface Message {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What came back. Without `status` nothing did, and `error` says why. */
export interface LineAnswer {
  readonly status: number | null;
  readonly error: string | null;
}

/** The way to a receiver: one connection per message, as deliveries are sent. */
export class ReceiverLine {
  constructor(
    readonly url: URL,
    private readonly answerWithinMs: number = ANSWER_WITHIN_MS,
  ) {}

  send(message: Message): Promise<LineAnswer> {
    return this.exchange(message, null);
  }

  /** Hands the message over and hangs up so many milliseconds later, while the receiver works on it. */
  async cutAfter(message: Message, ms: number): Promise<void> {
    await this.exchange(message, ms);
  }

  private exchange({ body, headers }: Message, cutAfterMs: number | null): Promise<LineAnswer> {
    const bytes = Buffer.from(body);
    const send = this.url.protocol === 'https:' ? requestHttps : requestHttp;
    return new Promise((resolve) => {
      const request = send(this.url, {
        method: 'POST',
        agent: false,
        headers: {
          'content-type': 'application/json',
          'content-length': bytes.length,
          'user-agent': 'Chasqui-Webhooks',
          ...headers,
        },
      });
      const end = (answer: LineAnswer): void => {
        clearTimeout(timer);
        resolve(answer);
        request.destroy();
      };
      const timer = setTimeout(
        () => end({ status: null, error: `no answer within ${this.answerWithinMs / 1000} s` }),
        this.answerWithinMs,
      );
      request.on('error', (error) => end({ status: null, error: error.message || error.name }));
      request.on('response', (response) => end({ status: response.statusCode ?? null, error: null }));
      request.end(bytes, () => {
        if (cutAfterMs !== null) setTimeout(() => end({ status: null, error: 'cut on purpose' }), cutAfterMs);
      });
    });
  }
}
