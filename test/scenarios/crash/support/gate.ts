/** A place where a process stands still, as one that the machine has put to sleep. */
export interface Gate {
  /** Resolves once the process has come to it. */
  readonly isReached: Promise<void>;
  /** Called by the process: resolves once it is let go. */
  pass(): Promise<void>;
  open(): void;
}

export const createGate = (): Gate => {
  const reached = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  return {
    isReached: reached.promise,
    pass: async () => {
      reached.resolve();
      await opened.promise;
    },
    open: () => opened.resolve(),
  };
};
