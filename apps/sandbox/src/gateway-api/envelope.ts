import type { Faults } from '../faults/faults.js';

/** The published codes (pagoefectivo-api.md §7). */
export type WireCode = '100' | '111' | '112' | '113' | '166' | '508' | '511';
export type Language = 'es' | 'en';

const MESSAGES: Readonly<Record<WireCode, Readonly<Record<Language, string>>>> = {
  '100': { es: 'Solicitud exitosa.', en: 'Successful request.' },
  '111': { es: 'Solicitud con datos inválidos.', en: 'Request with invalid data.' },
  '112': { es: 'Requerido.', en: 'Required.' },
  '113': { es: 'Valor invalido.', en: 'Invalid value.' },
  '166': { es: 'Error interno del servidor.', en: 'Internal server error.' },
  '508': { es: 'Servicio asociado al token es inválido.', en: 'The service associated with the token is invalid.' },
  '511': {
    es: 'El monto excede el máximo permitido para el comercio, use un monto menor.',
    en: 'The amount exceeds the maximum allowed for this merchant, use a smaller one.',
  },
};

export interface WireFieldError {
  code: '112' | '113';
  /** As the document spells it. */
  field: string;
}

/** What one documented call answers, before the switches change how it looks. */
export type Answer =
  | { kind: 'success'; status: 200 | 201; data: unknown }
  | { kind: 'fields'; errors: WireFieldError[] }
  | { kind: 'refused'; code: '508' | '511' }
  /** Success by its HTTP status, an error by its code. */
  | { kind: 'contradiction'; code: '166' }
  | { kind: 'unauthorized'; reason: string }
  | { kind: 'failure'; status: number }
  | { kind: 'html'; status: number }
  | { kind: 'rate_limited'; retryAfterSeconds: number };

export interface RenderedAnswer {
  status: number;
  contentType: string;
  headers: Record<string, string>;
  body: string;
}

/** `Accept-Language: en-US` gets English messages; everything else the default es-PE (§1). */
export function languageOf(header: string | undefined): Language {
  return header?.trim().toLowerCase().startsWith('en') === true ? 'en' : 'es';
}

export function renderAnswer(
  answer: Answer,
  form: { language: Language; codeForm: Faults['codeForm'] },
): RenderedAnswer {
  const code = (value: WireCode) => renderCode(value, form.codeForm);
  const message = (value: WireCode) => MESSAGES[value][form.language];
  const envelope = (value: WireCode, data: unknown) => ({ code: code(value), message: message(value), data });
  switch (answer.kind) {
    case 'success':
      return json(answer.status, envelope('100', answer.data));
    case 'fields': {
      const list = answer.errors.map((error) => ({
        code: code(error.code),
        message: message(error.code),
        field: error.field,
      }));
      return json(400, envelope('111', list));
    }
    case 'refused':
      return json(400, envelope(answer.code, {}));
    case 'contradiction':
      return json(200, envelope(answer.code, {}));
    // Bodies of 401 and 429 are published nowhere: a bare message, as ASP.NET services of that age answer.
    case 'unauthorized':
      return json(401, { message: `${DENIED} ${answer.reason}` });
    case 'rate_limited':
      return json(429, { message: 'Too many requests.' }, { 'Retry-After': String(answer.retryAfterSeconds) });
    case 'failure':
      if (answer.status === 401 || answer.status === 403) return json(answer.status, { message: DENIED });
      return json(answer.status, answer.status < 500 ? envelope('111', []) : envelope('166', {}));
    case 'html':
      return { status: answer.status, contentType: 'text/html; charset=utf-8', headers: {}, body: HTML_ERROR };
  }
}

/** As captured: success as a number, errors as text; the switch can make it one or the other throughout. */
function renderCode(code: WireCode, form: Faults['codeForm']): string | number {
  switch (form) {
    case 'documented':
      return code === '100' ? 100 : code;
    case 'number':
      return Number(code);
    case 'text':
      return code;
  }
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): RenderedAnswer {
  return { status, contentType: 'application/json; charset=utf-8', headers, body: JSON.stringify(body) };
}

const DENIED = 'Authorization has been denied for this request.';

const HTML_ERROR =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';
