export { ConfigError } from './config-error.js';
export { type ChasquiConfig, type ConfigNeed, type LogLevel, type Profile } from './config.js';
export { type Environment } from './environment.reader.js';
export { loadConfig } from './load-config.js';
export { LOOPBACK_NETWORKS } from './network.parser.js';
export { Secret } from './secret.js';
export { isLoopbackHost } from './url.parser.js';
export type { ConfigVariable } from './config-variable.js';
export { type VariableName, variables } from './variables.js';
