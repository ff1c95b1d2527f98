import { fork, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a child process can be asked, one argument each. */
export interface Commands {
  readonly [name: string]: (argument: never) => unknown;
}

interface Asked {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

type Answered =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly problem: string };

/** In the child: answers its parent until that lets go of it. */
export const serve = (commands: Commands): void => {
  const run = async ({ id, name, argument }: Asked): Promise<Answered> => {
    try {
      const command = commands[name] as ((argument: unknown) => unknown) | undefined;
      if (command === undefined) throw new Error(`no command ${name}`);
      return { id, result: await command(argument) };
    } catch (error) {
      return { id, problem: Error.isError(error) ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (asked: Asked) => {
    void run(asked).then((answer) => process.send?.(answer));
  });
};

export interface Child<C extends Commands> {
  call<Name extends keyof C & string>(
    name: Name,
    argument: Parameters<C[Name]>[0],
  ): Promise<Awaited<ReturnType<C[Name]>>>;
  stop(): Promise<void>;
}

/** Another process, so that neither its processor time nor its memory is counted as ours. */
export const startChild = <C extends Commands>(
  file: string,
  flags: readonly string[] = [],
): Child<C> => {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const child: ChildProcess = fork(path, { execArgv: [...flags] });
  const waiting = new Map<number, { done: (answer: unknown) => void; fail: (e: Error) => void }>();
  let last = 0;
  child.on('message', (answer: Answered) => {
    const asker = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('problem' in answer) asker?.fail(new Error(answer.problem));
    else asker?.done(answer.result);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', (code) => {
      for (const { fail } of waiting.values()) fail(new Error(`${file} ended with ${code ?? '?'}`));
      resolve();
    });
  });
  return {
    call: (name, argument) => {
      last += 1;
      const id = last;
      child.send({ id, name, argument: argument ?? null } satisfies Asked);
      return new Promise((done, fail) => {
        waiting.set(id, { done: done as (answer: unknown) => void, fail });
      });
    },
    stop: async () => {
      child.disconnect();
      await ended;
    },
  };
};
