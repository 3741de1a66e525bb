import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';
import { reaper } from './reaper.js';
import { waitFor } from './wait-for.js';

export interface RedisServerOptions {
  /** A node of a Redis Cluster that serves all slots. */
  cluster?: boolean;
}

/** A redis-server process of the test's own, on a port of its own, which keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Starts it (again) on the same port, empty. */
  start(): Promise<void>;
  /** SIGTERM, and waits for the end. */
  stop(): Promise<void>;
  /** SIGKILL, and waits for the end. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open and nothing answers. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
  flushall(): Promise<void>;
  /** Any other command, from outside. */
  command(name: string, ...args: string[]): Promise<unknown>;
  /** Connections of others. */
  clients(): Promise<number>;
}

/** Starts a private redis-server from the PATH. Rejects when there is none; ask `redisServerOnPath()` before. */
export async function redisServer(options: RedisServerOptions = {}): Promise<RedisServer> {
  const server = new RedisProcess(await freePort(), options);
  await server.start();
  return server;
}

/** True when `redis-server` can be run; for the global setup. */
export async function redisServerOnPath(): Promise<boolean> {
  const child = spawn('redis-server', ['--version'], { stdio: 'ignore' });
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

class RedisProcess implements RedisServer {
  private child: ChildProcess | undefined;
  private folder: string | undefined;

  constructor(
    readonly port: number,
    private readonly options: RedisServerOptions,
  ) {}

  get url(): string {
    const host = `127.0.0.1:${this.port}`;
    return this.options.cluster ? `redis://${host},${host}` : `redis://${host}`;
  }

  async start(): Promise<void> {
    if (this.child) throw new Error(`The redis-server on port ${this.port} runs already.`);
    this.folder = await mkdtemp(join(tmpdir(), 'chasqui-redis-'));
    const cluster = this.options.cluster ? ['--cluster-enabled', 'yes', '--cluster-announce-ip', '127.0.0.1'] : [];
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    const child = spawn('redis-server', [...settings, ...cluster, '--dir', this.folder], { stdio: 'ignore' });
    child.once('error', () => undefined);
    this.child = child;
    if (child.pid !== undefined) reaper.watch(child.pid);
    await waitFor(() => this.ask((client) => client.ping()), { what: `redis-server on port ${this.port} to answer` });
    if (!this.options.cluster) return;
    await this.ask((client) => client.call('CLUSTER', 'ADDSLOTSRANGE', '0', '16383'));
    await waitFor(async () => (await this.ask((client) => client.cluster('INFO'))).includes('cluster_state:ok'), {
      what: 'the cluster to serve its slots',
    });
  }

  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async flushall(): Promise<void> {
    await this.ask((client) => client.flushall());
  }

  async command(name: string, ...args: string[]): Promise<unknown> {
    return this.ask((client) => client.call(name, ...args));
  }

  async clients(): Promise<number> {
    const list = await this.ask((client) => client.client('LIST'));
    return String(list).trim().split('\n').length - 1;
  }

  private async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const { child, folder } = this;
    this.child = undefined;
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGCONT');
      child.kill(signal);
      await once(child, 'exit');
    }
    if (child?.pid !== undefined) reaper.release(child.pid);
    if (folder) await rm(folder, { recursive: true, force: true });
  }

  private async ask<T>(question: (client: Redis) => Promise<T>): Promise<T> {
    const client = new Redis({ host: '127.0.0.1', port: this.port, lazyConnect: true, retryStrategy: () => null });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await question(client);
    } finally {
      client.disconnect();
    }
  }
}
