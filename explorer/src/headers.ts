/** What the headers editor starts with: the names are there, and nothing is sent until they are filled in. */
export const PREPARED_HEADERS = `{
  // A header that is left empty is not sent.
  "Authorization": "",
  "X-Account-Id": ""
}`;

/** The headers that have a value. */
export function filledIn(headers: Record<string, unknown> = {}): Record<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value ?? '').trim()] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== ''));
}
