import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { freePort, waitFor } from '#testing';

/** Where Debian puts it is not on everybody's PATH. */
export const NGINX = ['nginx', '/usr/sbin/nginx'].find((program) => spawnSync(program, ['-v']).status === 0) ?? null;

/** Of its answers: the id that the request it was asked with has in its log. */
export const PROXY_ID_HEADER = 'x-proxy-id';

/** One request as nginx read it. */
export interface LoggedRequest {
  readonly id: string;
  /** As the client sent it, empty where it could not be read. */
  readonly line: string;
  readonly port: number;
}

export interface ProxiedListener {
  readonly target: string;
  /** Passes bodies on while they come, instead of reading them to their end first. */
  readonly streams: boolean;
}

/** nginx in front of listeners, a port for each, with one kept connection to each that all requests share. */
export class Nginx {
  private constructor(
    private readonly child: ChildProcess,
    private readonly folder: string,
    readonly urls: readonly string[],
  ) {}

  static async start(program: string, listeners: readonly ProxiedListener[]): Promise<Nginx> {
    const folder = await mkdtemp(join(inject('chasquiFolder'), 'nginx-'));
    const ports: number[] = [];
    for (const _ of listeners) ports.push(await freePort());
    await writeFile(join(folder, 'nginx.conf'), configuration(folder, listeners, ports));
    const child = spawn(program, ['-p', folder, '-c', 'nginx.conf', '-e', 'error.log'], { stdio: 'ignore' });
    const urls = ports.map((port) => `http://127.0.0.1:${port}`);
    const nginx = new Nginx(child, folder, urls);
    await waitFor(() => Promise.all(urls.map((url) => fetch(`${url}/livez`).then((answer) => answer.ok))), {
      what: 'nginx to answer',
    });
    return nginx;
  }

  /** Every request so far; those that are under way are not in it. */
  async log(): Promise<readonly LoggedRequest[]> {
    const text = await readFile(join(this.folder, 'access.log'), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => {
        const { id, port, request } = JSON.parse(line) as { id: string; port: string; request: string };
        return { id, port: Number(port), line: request };
      });
  }

  /** Ends what is under way first, so that the log is whole. */
  async close(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

function configuration(folder: string, listeners: readonly ProxiedListener[], ports: readonly number[]): string {
  const servers = listeners.map(({ target, streams }, place) => {
    const name = `listener_${place}`;
    return `
    upstream ${name} { server ${new URL(target).host}; keepalive 1; }
    server {
      listen 127.0.0.1:${ports[place]};
      add_header ${PROXY_ID_HEADER} $request_id always;
      location / {
        proxy_pass http://${name};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host $host;
        proxy_set_header X-Request-Id $request_id;
        proxy_set_header X-Forwarded-For $remote_addr;
        proxy_request_buffering ${streams ? 'off' : 'on'};
      }
    }`;
  });
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return `
  daemon off;
  master_process off;
  pid ${folder}/nginx.pid;
  events {}
  http {
    log_format accounts escape=json '{"id":"$request_id","port":"$server_port","request":"$request"}';
    access_log ${folder}/access.log accounts;
    ${places.map((place) => `${place}_temp_path ${folder}/${place};`).join('\n    ')}
    ${servers.join('\n')}
  }`;
}
