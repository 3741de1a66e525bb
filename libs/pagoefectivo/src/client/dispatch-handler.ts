import type { Dispatcher } from 'undici';

/** A handler that passes everything on, as a base for one that looks at a single step. */
export function forwardTo(handler: Dispatcher.DispatchHandler): Dispatcher.DispatchHandler {
  return {
    onRequestStart: (...step) => handler.onRequestStart?.(...step),
    onRequestUpgrade: (...step) => handler.onRequestUpgrade?.(...step),
    onResponseStart: (...step) => handler.onResponseStart?.(...step),
    onResponseData: (...step) => handler.onResponseData?.(...step),
    onResponseEnd: (...step) => handler.onResponseEnd?.(...step),
    onResponseError: (...step) => handler.onResponseError?.(...step),
  };
}
