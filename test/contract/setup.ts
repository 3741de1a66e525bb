import { afterAll, afterEach } from 'vitest';
import { assertContractKept } from './contract-kept.js';
import { watchAnswers } from './seen-answers.js';

watchAnswers();
// The one after all tests judges what was answered while things were taken down.
afterEach(assertContractKept);
afterAll(assertContractKept);
