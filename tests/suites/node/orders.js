// A second subgraph: orders, whose customers are profiles of the gateway. Order n belongs to profile n, and order "gone" to nobody who exists.
// It prints its address, and ends with its standard input.
import { readFileSync } from 'node:fs';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { startStandaloneServer } from '@apollo/server/standalone';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';

const account = process.argv[2];
const customer = (id) => ({ accountId: account, profileId: id === 'gone' ? '999999' : id });
const order = (id) => ({ id, customer: customer(id), recipient: { first: `Recipient${id}` } });

const resolvers = {
  Query: {
    orders: (_, { first }) => Array.from({ length: first }, (_, index) => order(`${index + 1}`)),
    order: (_, { id }) => order(id),
  },
  Profile: {
    __resolveReference: (reference) => reference,
    orders: ({ profileId }) => [order(profileId)],
    discount: ({ customerType }) => ({ gold: 20, blue: 5 })[customerType],
    salutation: ({ name, emails }) => name && emails && `Dear ${name.first} <${emails[0].address}>`,
  },
};

const typeDefs = parse(readFileSync(new URL('orders.graphql', import.meta.url), 'utf8'));
const server = new ApolloServer({ schema: buildSubgraphSchema({ typeDefs, resolvers }), plugins: [ApolloServerPluginInlineTraceDisabled()] });
const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
console.log(url);
process.stdin.resume().on('end', () => process.exit());
