import { setFlagsFromString } from 'node:v8';

/** V8's own factor. */
const USUAL_GROWTH = 2;

/*
 * To be imported before anything else is: to load a program makes much garbage in little time, V8 answers with thrice the room for young
 * objects, and a process that then is idle never gives it back. Until its start is over that room stays as it is.
 */
setFlagsFromString('--semi-space-growth-factor=1');

/** From now on the room for young objects grows with the work. */
export function startIsOver(): void {
  setFlagsFromString(`--semi-space-growth-factor=${USUAL_GROWTH}`);
}
