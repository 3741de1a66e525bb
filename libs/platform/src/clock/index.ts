export { AdjustableClock, type Clock, SystemClock } from './clock.js';
