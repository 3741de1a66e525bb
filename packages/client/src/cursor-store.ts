/**
 * Where a consumer keeps how far it has come. The text is opaque and up to some kilobytes long. `save` resolves when the
 * text would survive a crash; `load` answers what was saved last, null at first. One store per consumer: two that share
 * one would each take the other's events for done.
 */
export interface CursorStore {
  load(): Promise<string | null>;
  save(text: string): Promise<void>;
}
