export { runApp, type RunAppOptions } from './run-app.js';
export { type StartedApp } from './app-process.js';
export { Resources } from './resources.js';
