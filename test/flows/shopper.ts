/** A page as a browser without scripts gets it. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  /** Where a redirect leads; null when it was none. */
  readonly location: string | null;
}

/** A browser in the small: keeps cookies, posts forms, follows nothing. */
export class Shopper {
  private readonly cookies = new Map<string, string>();

  constructor(private readonly shopUrl: string) {}

  get(path: string, headers: Record<string, string> = {}): Promise<Seen> {
    return this.send(path, { headers });
  }

  post(path: string, form: Record<string, string>, headers: Record<string, string> = {}): Promise<Seen> {
    return this.send(path, { method: 'POST', body: new URLSearchParams(form), headers });
  }

  /** Puts a product into the cart and opens the form; answers its hidden order. */
  async fillCart(sku = 'CHALINA'): Promise<string> {
    await this.post('/cart', { sku });
    return sealedOrder(await this.get('/checkout'));
  }

  /** Sends the form as Rosa would. */
  checkout(order: string, change: Record<string, string> = {}): Promise<Seen> {
    return this.post('/checkout', {
      order,
      firstName: 'Rosa',
      lastName: 'Quispe',
      email: 'rosa@example.pe',
      phone: '987 654 321',
      documentNumber: '',
      shopper: '',
      ...change,
    });
  }

  private async send(path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Seen> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(`${this.shopUrl}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { ...(cookie === '' ? {} : { cookie }), ...init.headers },
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0(;|$)/i.test(line)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return {
      status: response.status,
      headers: response.headers,
      html: await response.text(),
      location: response.headers.get('location'),
    };
  }
}

/** The number of the order that a form is about, sealed. */
export function sealedOrder(page: Seen): string {
  const [, sealed] = /name="order" value="([^"]+)"/.exec(page.html) ?? [];
  if (sealed === undefined) throw new Error(`no checkout form, but ${page.status}: ${page.html}`);
  return sealed;
}

/** The order's number in clear. */
export function orderIdOf(sealed: string): string {
  return Buffer.from(sealed.split('.')[0] ?? '', 'base64url').toString('utf8');
}
