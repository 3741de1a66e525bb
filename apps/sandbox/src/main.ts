import { startIsOver } from '#startup';

// Not a static import: those are loaded before the first line runs.
await import('./start.js');
startIsOver();
