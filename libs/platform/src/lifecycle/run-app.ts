import type { ChasquiConfig, ConfigNeed, Profile } from '../config/config.js';
import { ConfigError } from '../config/config-error.js';
import { loadConfig } from '../config/load-config.js';
import { createLog, type Log } from '../log/log.js';
import { AppProcess, type StartedApp } from './app-process.js';

export interface RunAppOptions {
  /** How the environment is read; `app` when absent. */
  profile?: Profile;
  /** What this app cannot start without, beyond what every profile demands. */
  needs?: readonly ConfigNeed[];
}

/** What sysexits(3) calls EX_CONFIG: a supervisor can tell a wrong setting from a crash. */
const EXIT_CONFIG = 78;

/**
 * The whole of an app's `start.ts`: reads the environment, starts, stays until it is told to stop, and leaves nothing
 * behind. Exit codes: 0 after SIGINT, SIGTERM or SIGHUP and an orderly close; 78 for a wrong environment (each wrong
 * variable is one line on stderr); 1 for a failed start, an unhandled error or a close that took longer than 15 s.
 * Resolves when the app is up. A second Ctrl-C ends the process at once.
 */
export async function runApp(
  name: string,
  start: (config: ChasquiConfig, log: Log) => Promise<StartedApp>,
  options: RunAppOptions = {},
): Promise<void> {
  const config = await readEnvironment(options);
  const log = createLog({ name, level: config.logLevel });
  for (const warning of config.warnings) log.warn(warning);
  await new AppProcess(log).run(() => start(config, log));
}

async function readEnvironment(options: RunAppOptions): Promise<ChasquiConfig> {
  try {
    return loadConfig(process.env, options.profile ?? 'app', options.needs);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const text = `${error.problems.join('\n')}\n`;
    await new Promise<void>((resolve) => {
      process.stderr.write(text, () => resolve());
    });
    return process.exit(EXIT_CONFIG);
  }
}
