// GraphQL Yoga on Node's own HTTP server, with its default settings.
import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { context, resolvers, typeDefs } from './graph.mjs';

createServer(createYoga({ schema: createSchema({ typeDefs, resolvers }), context })).listen(Number(process.env.PORT), '127.0.0.1');
