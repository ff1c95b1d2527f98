/** One allowance for the whole org over the last 24 hours (SF §13). */
export interface CallCount {
  readonly max: number;
  used(): number;
  /** Other apps spend from the same allowance. */
  spend(calls: number): void;
  /** `api-usage=123/15000` */
  header(): string;
}

const WINDOW_MS = 24 * 3_600_000;
/** Calls are forgotten minute by minute. */
const SLICE_MS = 60_000;

export const createCallCount = (max: number, now: () => number): CallCount => {
  const slices = new Map<number, number>();
  let total = 0;
  const forget = (): void => {
    const oldest = Math.floor((now() - WINDOW_MS) / SLICE_MS);
    for (const [slice, calls] of slices) {
      if (slice > oldest) return;
      slices.delete(slice);
      total -= calls;
    }
  };
  const used = (): number => {
    forget();
    return total;
  };
  return {
    max,
    used,
    spend: (calls) => {
      forget();
      const slice = Math.floor(now() / SLICE_MS);
      slices.set(slice, (slices.get(slice) ?? 0) + calls);
      total += calls;
    },
    header: () => `api-usage=${used()}/${max}`,
  };
};
