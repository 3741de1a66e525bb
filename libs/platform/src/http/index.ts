export { createHttpApp, type HttpAppOptions } from './create-http-app.js';
export { LOG, type AppModule } from './http-app.module.js';
export { problemBody, ProblemError, PROBLEM_MEDIA_TYPE, type FieldError, type Problem } from './problem-error.js';
export { ProblemFilter } from './problem-filter.js';
export { problemOfStatus } from './status-problems.js';
export { invalidRequest } from './field-errors.js';
export { RequestValidationPipe } from './request-validation.pipe.js';
export { listen } from './listen.js';
export { NetworkList, sourceAddress } from './source-address.js';
