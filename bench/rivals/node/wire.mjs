// Values as the upstream writes them, read by the rules of the contract.

const NAMES = {
  Granted: 'GRANTED', Denied: 'DENIED', Revoked: 'REVOKED', NotSet: 'NOT_SET',
  'Opt-In': 'OPT_IN', OptIn: 'OPT_IN', 'Opt-Out': 'OPT_OUT', OptOut: 'OPT_OUT',
  Active: 'ACTIVE', Expired: 'EXPIRED', Expressed: 'EXPRESSED', Implied: 'IMPLIED',
  Complete: 'COMPLETE', 'Pending Update': 'PENDING_UPDATE',
};
export const STATUSES = ['GRANTED', 'DENIED', 'REVOKED', 'NOT_SET'];
export const TYPES = ['OPT_IN', 'OPT_OUT'];
const HOUR = 3_600_000;

export function choice(value, numbers = []) {
  if (value === null || value === undefined || value === '') return null;
  return (typeof value === 'number' ? numbers[value - 1] : NAMES[value]) ?? 'UNKNOWN';
}

export const text = (value) => (value === null || value === undefined || typeof value === 'string' ? (value ?? null) : JSON.stringify(value));
export const texts = (value) => (value === null || value === undefined ? null : Array.isArray(value) ? value.map(text) : [text(value)]);
export const digits = (number) => number?.replace(/\D/g, '') ?? null;
export const active = (items) => items?.filter((item) => item.IsActive !== false) ?? null;

// A date without a zone is US Eastern, but for those said to be UTC. Every digit of a fraction is kept.
export function date(value, eastern = true) {
  if (!value) return null;
  if (value.endsWith('Z')) return value;
  const [, day, time = '00:00:00', fraction = '', offset] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d:\d\d)(\.\d+)?([+-]\d\d:\d\d)?)?$/.exec(value);
  const wall = Date.parse(`${day}T${time}${offset ?? 'Z'}`);
  const moment = offset || !eastern ? wall : wall + easternHours(wall) * HOUR;
  return new Date(moment).toISOString().slice(0, 19) + fraction + 'Z';
}

// The second Sunday of March to the first Sunday of November, at two o'clock: the rule since 2007. A time in the spring gap moves forward.
function easternHours(wall) {
  const year = new Date(wall).getUTCFullYear();
  return wall >= sunday(year, 2, 8, 3) && wall < sunday(year, 10, 1, 2) ? 4 : 5;
}

function sunday(year, month, from, hour) {
  const first = new Date(Date.UTC(year, month, from, hour));
  return first.getTime() + ((7 - first.getUTCDay()) % 7) * 24 * HOUR;
}
