import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Manifest = z.object({ scripts: z.object({ start: z.string() }) });

/** What `npm start` gives to Node about memory: the product is measured as it is run. */
export const startFlags = (): readonly string[] => {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { scripts } = Manifest.parse(JSON.parse(text));
  return scripts.start.split(' ').filter((word) => word.startsWith('--max-'));
};
