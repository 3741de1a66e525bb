export { runApp, type RunAppOptions } from './run-app.js';
export { type StartedApp } from './app-process.js';
export { Resources } from './resources.js';
export { openHost, type Host, type HostRuntime } from './host.js';
