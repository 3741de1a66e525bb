export { parseInstant } from '#platform';
