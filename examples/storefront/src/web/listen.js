// @ts-check

/**
 * Listens and gives the port. Rejects with a sentence when the port is taken or may not be used.
 *
 * @param {import('node:http').Server} server
 * @param {{ host: string, port: number }} at
 * @returns {Promise<number>}
 */
export async function listen(server, at) {
  await new Promise((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, at)));
    server.listen(at.port, at.host, () => resolve(undefined));
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server listens on no port');
  return address.port;
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
