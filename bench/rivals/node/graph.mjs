// What both servers share: the schema, the read of the upstream, and a DataLoader for each request.
import { readFileSync } from 'node:fs';
import DataLoader from 'dataloader';
import { Pool } from 'undici';
import { Profile } from './types.mjs';

export const typeDefs = readFileSync(new URL('schema.graphql', import.meta.url), 'utf8');

const { BENCH_ACCOUNT, BENCH_UPSTREAM } = process.env;
const upstream = new URL(BENCH_UPSTREAM);
const pool = new Pool(upstream.origin, { connections: 32 });
const FLAGS = 'implied=true&includeInactive=false&includeConsentHistory=true';

async function profilesByPhone(number) {
  const path = `${upstream.pathname}/${BENCH_ACCOUNT}/Profile/Phone?phoneNumber=${encodeURIComponent(number)}&${FLAGS}`;
  const { statusCode, body } = await pool.request({ path, method: 'GET' });
  if (statusCode !== 200) throw new Error('The upstream failed.');
  const found = (await body.json()).filter((profile) => profile.IsActive !== false);
  return found.sort((a, b) => a.ProfileId - b.ProfileId).map((profile) => new Profile(profile));
}

export const context = () => ({ profilesByPhone: new DataLoader((numbers) => Promise.all(numbers.map(profilesByPhone))) });

export const resolvers = {
  Query: { profilesByPhone: (_root, { phoneNumber }, context) => context.profilesByPhone.load(phoneNumber) },
};
