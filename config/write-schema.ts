import { writeFileSync } from 'node:fs';
import { settingsJsonSchema } from './settings-json-schema.ts';

// Run after a change of the schema: node config/write-schema.ts && npm run format
writeFileSync(
  new URL('./lead-sync.schema.json', import.meta.url),
  `${JSON.stringify(settingsJsonSchema(), null, 2)}\n`,
);
