import { expect, test } from '@jest/globals';
import shipped from '#config/lead-sync.schema.json' with { type: 'json' };
import { settingsJsonSchema } from '#config/settings-json-schema.ts';

test('the shipped JSON Schema is current (else: node config/write-schema.ts && npm run format)', () => {
  expect(shipped).toEqual(JSON.parse(JSON.stringify(settingsJsonSchema())));
});
