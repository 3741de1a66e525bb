/** A value that must stay where it is allowed; of a shape of its own, so that finding it means that it leaked. */
export interface Canary {
  readonly name: string;
  readonly value: string;
  /**
   * `secret`: nowhere. `shop`: in what a shop stores and is answered, and in nothing that operators of machines see: a
   * shopper's data, the token of a payment page.
   */
  readonly stays: 'secret' | 'shop';
}

/** Where something was written. `shop`: it may hold what a shop's data holds. */
export interface Evidence {
  readonly where: string;
  readonly text: string;
  readonly holds: 'nothing' | 'shop';
}

export interface Leak {
  readonly canary: string;
  readonly form: string;
  readonly where: string;
  readonly line: number;
}

/** Every canary that stands where it may not, in any form that somebody could read it back from. */
export function findLeaks(canaries: readonly Canary[], evidence: readonly Evidence[]): Leak[] {
  return evidence.flatMap(({ where, text, holds }) =>
    canaries
      .filter(({ stays }) => stays === 'secret' || holds === 'nothing')
      .flatMap(({ name, value }) =>
        formsOf(value).flatMap(({ form, needles, caseless }) => {
          const haystack = caseless ? text.toLowerCase() : text;
          const at = needles.map((needle) => haystack.indexOf(needle)).find((index) => index >= 0);
          return at === undefined ? [] : [{ canary: name, form, where, line: text.slice(0, at).split('\n').length }];
        }),
      ),
  );
}

interface Form {
  readonly form: string;
  readonly needles: readonly string[];
  /** Needles are lower case, and so is what is looked through. */
  readonly caseless: boolean;
}

function formsOf(value: string): Form[] {
  const bytes = Buffer.from(value);
  const forms: Form[] = [
    { form: 'plain', needles: [value], caseless: false },
    { form: 'in JSON', needles: [JSON.stringify(value).slice(1, -1)], caseless: false },
    // A text in JSON in a text, as an answer that is stored.
    {
      form: 'in JSON in JSON',
      needles: [JSON.stringify(JSON.stringify(value).slice(1, -1)).slice(1, -1)],
      caseless: false,
    },
    { form: 'hex', needles: [bytes.toString('hex')], caseless: true },
    { form: 'URL-encoded', needles: [encodeURIComponent(value).toLowerCase()], caseless: true },
    { form: 'base64', needles: base64Needles(bytes), caseless: false },
    {
      form: 'base64url',
      needles: base64Needles(bytes).map((needle) => needle.replaceAll('+', '-').replaceAll('/', '_')),
      caseless: false,
    },
  ];
  // What is base64 itself stands for bytes, which may be written otherwise.
  const inner = /^[A-Za-z0-9+/]{40,}={0,2}$/.test(value) ? Buffer.from(value, 'base64').toString('hex') : null;
  if (inner !== null) forms.push({ form: 'its bytes in hex', needles: [inner], caseless: true });
  const seen = new Set<string>();
  return forms.filter(({ needles }) => {
    const key = needles.join('\n');
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Base64 of a text that contains these bytes: what is the same wherever in the text they begin. */
function base64Needles(bytes: Buffer): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const begin = Math.ceil((offset * 8) / 6);
    const end = Math.floor(((offset + bytes.length) * 8) / 6);
    return encoded.slice(begin, end);
  });
}
