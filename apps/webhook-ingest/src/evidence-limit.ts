/**
 * How much evidence of failed checks one process keeps: a burst of 200, then 20 per second. Anyone can send garbage;
 * it must not fill the disk nor stand in the way of what is signed. What is not kept is counted.
 */
export class EvidenceLimit {
  private tokens: number;
  private refilledAt = performance.now();

  constructor(
    private readonly onDropped: () => void,
    private readonly burst = 200,
    private readonly perSecond = 20,
  ) {
    this.tokens = burst;
  }

  admits(): boolean {
    const now = performance.now();
    this.tokens = Math.min(this.burst, this.tokens + ((now - this.refilledAt) / 1000) * this.perSecond);
    this.refilledAt = now;
    if (this.tokens < 1) {
      this.onDropped();
      return false;
    }
    this.tokens -= 1;
    return true;
  }
}
