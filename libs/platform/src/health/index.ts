export { HealthRegistry, type HealthReport } from './health-registry.js';
