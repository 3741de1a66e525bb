// @ts-check

/**
 * Listens and gives two addresses: the one that a person on this machine opens, and the one by number, for programs: a
 * name may mean ::1, where perhaps nobody listens. Rejects with a sentence when the port is taken or may not be used.
 *
 * @param {import('node:http').Server} server
 * @param {{ host: string, port: number }} at
 */
export async function listen(server, at) {
  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, at)));
    server.listen(at.port, at.host, () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  const isAny = address.address === '0.0.0.0' || address.address === '::';
  const number = isAny ? '127.0.0.1' : address.family === 'IPv6' ? `[${address.address}]` : address.address;
  const name = ['127.0.0.1', '[::1]'].includes(number) ? 'localhost' : number;
  return { url: `http://${name}:${address.port}`, urlByNumber: `http://${number}:${address.port}` };
}

/**
 * Answers what was asked, and takes nothing new.
 *
 * @param {import('node:http').Server} server
 */
export async function closeServer(server) {
  if (!server.listening) return;
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
}

/**
 * @param {Error} error
 * @param {{ host: string, port: number }} at
 */
function listenError(error, { host, port }) {
  const code = 'code' in error ? error.code : null;
  if (code === 'EADDRINUSE') {
    const sentence = `Port ${port} on ${host} is taken: stop what uses it, or choose another one for the shop.`;
    return new Error(sentence, { cause: error });
  }
  if (code === 'EACCES') {
    const sentence = `Port ${port} on ${host} may not be used by this user: choose one above 1023 for the shop.`;
    return new Error(sentence, { cause: error });
  }
  return error;
}
