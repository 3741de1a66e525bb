export { parseInstant } from './instant.js';
