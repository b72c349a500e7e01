// PostGraphile over the gateway's store, with its default preset and shorter names. The store has no foreign keys from what a contact
// element or a preference owns, so smart tags tell of them; and of the columns that are looked up.
import { createServer } from 'node:http';
import { PgSimplifyInflectionPreset } from '@graphile/simplify-inflection';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { grafserv } from 'postgraphile/grafserv/node';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { jsonPgSmartTags } from 'postgraphile/utils';

const OWNERS = { address: 'addresses', email: 'emails', phone: 'phones', preference: 'preferences' };

const looked = (columns) => Object.fromEntries(columns.map((column) => [column, { tags: { behavior: '+filterBy' } }]));
const key = (table, owner) =>
  `(account, profile_id, ${owner}) references ${OWNERS[owner]} (account, profile_id, position)|@foreignFieldName ${table}`;
const owned = (table, owners) => ({ tags: { foreignKey: owners.map((owner) => key(table, owner)) }, attribute: looked(owners) });
const tags = {
  version: 1,
  config: {
    class: {
      phones: { attribute: looked(['digits']) },
      preferences: owned('preferences', ['address', 'email', 'phone']),
      consents: owned('consents', ['address', 'email', 'phone', 'preference']),
    },
  },
};

const server = createServer();
const { BENCH_STORE, PORT } = process.env;
const service = postgraphile({
  extends: [PostGraphileAmberPreset, PgSimplifyInflectionPreset],
  plugins: [jsonPgSmartTags(tags)],
  pgServices: [makePgService({ connectionString: BENCH_STORE, schemas: ['public'] })],
  schema: { defaultBehavior: '-connection +list' },
  grafserv: { graphiql: false, watch: false },
});
await service.createServ(grafserv).addTo(server);
server.listen(Number(PORT), '127.0.0.1');
