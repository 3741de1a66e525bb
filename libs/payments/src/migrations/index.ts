import { MainModel1763900000001 } from './0001-main-model.js';

/** In the order they run; a new one is appended, an old one never edited. */
export const paymentMigrations = [MainModel1763900000001];
