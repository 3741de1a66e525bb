import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '#testing';
import { ownDescriptors } from './descriptors.js';

/** Both ends of a connection are in this process: what comes in is not counted, what goes out is. */
describe.skipIf(process.platform !== 'linux')('descriptors of a process', () => {
  const PEERS = 20;
  let server: Server;
  let accepted: Socket[];

  beforeEach(async () => {
    accepted = [];
    server = createServer({ allowHalfOpen: true }, (socket) => accepted.push(socket.on('error', () => undefined)));
    await once(server.listen(0, '127.0.0.1'), 'listening');
  });

  afterEach(async () => {
    for (const socket of accepted) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  async function opened(): Promise<readonly Socket[]> {
    const { port } = server.address() as AddressInfo;
    const peers = Array.from({ length: PEERS }, () => connect(port, '127.0.0.1'));
    await waitFor(() => accepted.length === PEERS, { what: 'every connection to be accepted' });
    return peers;
  }

  it('counts what the process opened, and nothing that others opened to it', async () => {
    const before = ownDescriptors(process.pid);
    const peers = await opened();
    const beside = ownDescriptors(process.pid) - before;
    for (const peer of peers) peer.destroy();
    expect(beside).toBeGreaterThanOrEqual(PEERS);
    expect(beside).toBeLessThan(PEERS * 1.5);
  });

  it('counts connections that the other side closed and the process did not', async () => {
    const before = ownDescriptors(process.pid);
    for (const peer of await opened()) peer.end();
    for (const socket of accepted) socket.resume();
    await waitFor(() => accepted.every((socket) => socket.readableEnded), { what: 'the ends to arrive' });
    expect(ownDescriptors(process.pid) - before).toBeGreaterThan(PEERS * 1.5);
  });
});
