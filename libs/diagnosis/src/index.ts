export { examine } from './diagnosis.js';
export type { DiagnosisSubject } from './diagnosis-subject.js';
export { fail, type Finding, hasFailed, ok, reasonOf, safely, warn } from './finding.js';
export { probeWeb, type WebProbe } from './notifications/web-probe.js';
