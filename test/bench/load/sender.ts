import { Pool } from 'undici';
import type { PreparedRequest } from './requests.js';

/** Keep-alive connections to one server. 0 stands for a request that got no answer. */
export class Sender {
  private readonly pool: Pool;

  constructor(origin: string, connections: number) {
    this.pool = new Pool(origin, { connections, pipelining: 1 });
  }

  send({ path, headers, body }: PreparedRequest, onAnswer: (status: number) => void): void {
    let status = 0;
    this.pool.dispatch(
      { method: 'POST', path, headers, body },
      {
        onRequestStart: () => undefined,
        onResponseStart: (_controller, statusCode) => {
          status = statusCode;
        },
        onResponseData: () => undefined,
        onResponseEnd: () => onAnswer(status),
        onResponseError: () => onAnswer(0),
      },
    );
  }

  async close(): Promise<void> {
    await this.pool.close();
  }
}
