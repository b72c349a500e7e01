// Composes the gateway's own SDL with that of the orders, and prints the supergraph: node compose.js COMPOSER GATEWAY_URL ORDERS_URL
import { readFileSync } from 'node:fs';
import { composeServices as composeApollo } from '@apollo/composition';
import { composeServices as composeGuild } from '@theguild/federation-composition';
import { parse } from 'graphql';

const composers = { apollo: composeApollo, guild: composeGuild };
const [composer, gatewayUrl, ordersUrl] = process.argv.slice(2);

const answer = await fetch(gatewayUrl, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ query: '{ _service { sdl } }' }),
});
const { data } = await answer.json();
const { errors, supergraphSdl } = composers[composer]([
  { name: 'profiles', url: gatewayUrl, typeDefs: parse(data._service.sdl) },
  { name: 'orders', url: ordersUrl, typeDefs: parse(readFileSync(new URL('orders.graphql', import.meta.url), 'utf8')) },
]);
for (const { message } of errors ?? []) console.error(message);
if (errors?.length) process.exit(1);
process.stdout.write(supergraphSdl);
