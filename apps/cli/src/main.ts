import { runCli } from './cli.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());

process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  write: (text) => void process.stdout.write(text),
  complain: (text) => void process.stderr.write(text),
  input: process.stdin,
  interrupted: interrupted.signal,
});
// What was still being opened when the person had enough is nobody's any more.
if (interrupted.signal.aborted) process.exit();
