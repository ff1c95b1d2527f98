/** Where servers put the id that their support asks for (reference PC §4, DV §4). */
const NAMES = ['request-id', 'x-ms-service-request-id', 'x-ms-request-id', 'x-request-id'];
const MAX_LENGTH = 64;

export const serverRequestId = (headers: Readonly<Record<string, string>>): string | null => {
  for (const name of NAMES) {
    const id = headers[name];
    if (id !== undefined) return id.slice(0, MAX_LENGTH);
  }
  return null;
};
