/**
 * What one app opened and must close: in reverse order, each once, the rest even when one fails. Things shared with
 * other apps of the process are not added, so whoever opened them closes them.
 */
export class Resources {
  private closers: (() => Promise<unknown>)[] = [];

  add<Resource>(resource: Resource, close: (resource: Resource) => Promise<unknown>): Resource {
    this.closers.push(() => close(resource));
    return resource;
  }

  /** Rejects with the first failure, after everything was tried. */
  async close(): Promise<void> {
    const closers = this.closers.reverse();
    this.closers = [];
    const failures: unknown[] = [];
    for (const close of closers) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Runs `open` and closes what it added so far when it fails, so that a failed start leaves nothing behind. */
  static async opening<Result>(open: (resources: Resources) => Promise<Result>): Promise<Result> {
    const resources = new Resources();
    try {
      return await open(resources);
    } catch (error) {
      await resources.close().catch(() => undefined);
      throw error;
    }
  }
}
