/** Work under one name goes one after the other, in the order in which it was asked for; other names do not wait. */
export type Turns = <Result>(name: string, work: () => Promise<Result>) => Promise<Result>;

export const createTurns = (): Turns => {
  const last = new Map<string, Promise<unknown>>();
  return async (name, work) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(work);
    const settled = mine.catch(() => undefined);
    last.set(name, settled);
    try {
      return await mine;
    } finally {
      if (last.get(name) === settled) last.delete(name);
    }
  };
};
