/** Lets so many go at once, and then so many a second. */
export interface RateLimit {
  /** Requests a second. */
  readonly qps: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

/** What the official provider sets when the program sets nothing. */
export const DEFAULT_RATE_LIMIT: RateLimit = { qps: 50, burst: 120 };

/** A token bucket: whoever finds it empty waits for its turn. */
export class RateLimiter {
  private tokens: number;
  private filledAt: number;

  constructor(
    private readonly limit: RateLimit,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.tokens = limit.burst;
    this.filledAt = now();
  }

  /** Takes a turn. @returns milliseconds to wait for it */
  take(): number {
    const now = this.now();
    const { qps, burst } = this.limit;
    this.tokens = Math.min(burst, this.tokens + ((now - this.filledAt) / 1000) * qps);
    this.filledAt = now;
    this.tokens -= 1;
    // Below zero the bucket owes turns to those who wait already.
    return this.tokens >= 0 ? 0 : (-this.tokens / qps) * 1000;
  }
}
