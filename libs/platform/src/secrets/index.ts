export { loadOrCreateMasterKey, masterKeyFile, readMasterKey } from './master-key.file.js';
export { SecretBox, SecretBoxError } from './secret-box.js';
