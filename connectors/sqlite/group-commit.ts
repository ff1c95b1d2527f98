/** A commit waits for the disk and writes whole pages: as many writes as come together share one. */
export interface GroupCommit {
  /** Resolves once the work is on the disk. All of it or none of it; the others of its group do not suffer from its failure. */
  write<T>(work: () => T): Promise<T>;
  /** At once, instead of at the end of this turn of the event loop. */
  flush(): void;
}

interface Entry {
  readonly work: () => unknown;
  readonly done: (result: unknown) => void;
  readonly fail: (error: unknown) => void;
}

/** What a group is made of; `transaction` throws what the work threw, having undone all of it. */
export interface GroupCommitOptions {
  readonly transaction: <T>(work: () => T) => T;
  readonly run: (sql: string) => unknown;
}

export const createGroupCommit = ({ transaction, run }: GroupCommitOptions): GroupCommit => {
  let waiting: Entry[] = [];
  let isScheduled = false;

  /** @returns what to tell the caller once the group is on the disk. */
  const attempt = ({ work, done, fail }: Entry): (() => void) => {
    run('SAVEPOINT one');
    try {
      const result = work();
      run('RELEASE one');
      return () => done(result);
    } catch (error) {
      try {
        run('ROLLBACK TO one');
        run('RELEASE one');
      } catch {
        // A full disk ends the whole transaction by itself: then nothing of the group was saved.
        throw error;
      }
      return () => fail(error);
    }
  };

  const flush = (): void => {
    isScheduled = false;
    const group = waiting;
    waiting = [];
    const [first, ...others] = group;
    if (first === undefined) return;
    try {
      if (others.length === 0) {
        const result = transaction(first.work);
        first.done(result);
        return;
      }
      const endings = transaction(() => group.map(attempt));
      for (const tell of endings) tell();
    } catch (error) {
      for (const { fail } of group) fail(error);
    }
  };

  return {
    flush,
    write: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        waiting.push({ work, done: resolve as (result: unknown) => void, fail: reject });
        if (isScheduled) return;
        isScheduled = true;
        setImmediate(flush);
      }),
  };
};
