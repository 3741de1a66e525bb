import type { SimulatedProduct } from './simulated-product.js';
import type { Spell, Trouble, Troubles } from './troubles.js';

/** Lets the planned troubles come and go. */
export class Fate {
  private readonly coming: Spell[];
  private readonly kills: Troubles['kills'][number][];
  private readonly lasting: Spell[] = [];

  constructor(
    readonly troubles: Troubles,
    private readonly product: SimulatedProduct,
  ) {
    this.coming = [...troubles.spells];
    this.kills = [...troubles.kills];
  }

  /** Whether a message that PagoEfectivo sends now arrives. */
  isHeard(): boolean {
    return this.lasting.every(
      ({ trouble }) =>
        trouble.kind !== 'silence' && !(trouble.kind === 'down' && trouble.seats.some((seat) => seat === 'inbox')),
    );
  }

  /** What begins and ends up to `nowMs`, in ms since the first midnight. */
  async turn(nowMs: number): Promise<void> {
    for (const spell of this.lasting.filter(({ untilMs }) => untilMs <= nowMs)) {
      this.lasting.splice(this.lasting.indexOf(spell), 1);
      await this.end(spell.trouble);
    }
    for (let spell = this.coming[0]; spell && spell.fromMs <= nowMs; spell = this.coming[0]) {
      this.coming.shift();
      this.lasting.push(spell);
      await this.begin(spell.trouble);
    }
    for (let kill = this.kills[0]; kill && kill.atMs <= nowMs; kill = this.kills[0]) {
      this.kills.shift();
      if (this.product.seats.isFilled(kill.seat)) await this.product.seats.kill([kill.seat]);
    }
  }

  private async begin(trouble: Trouble): Promise<void> {
    switch (trouble.kind) {
      case 'silence':
        return this.product.faults({ silentNotifications: true });
      case 'gateway':
        return this.product.faults(trouble.faults);
      case 'unreachable':
        this.product.gateway.unreachable = true;
        return;
      case 'down':
        return this.product.seats.empty(trouble.seats);
      case 'erp':
        return this.product.erp.always(trouble.behaviour);
    }
  }

  private async end(trouble: Trouble): Promise<void> {
    switch (trouble.kind) {
      case 'silence':
        return this.product.faults({ silentNotifications: null });
      case 'gateway':
        return this.product.faults(Object.fromEntries(Object.keys(trouble.faults).map((name) => [name, null])));
      case 'unreachable':
        this.product.gateway.unreachable = false;
        return;
      case 'down':
        return this.product.seats.resume(trouble.seats);
      case 'erp':
        return this.product.erp.always({});
    }
  }
}
