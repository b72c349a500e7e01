// Sends one operation with one client and prints the data: node clients.js CLIENT URL OPERATION_FILE VARIABLES
import { readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { Client, fetchExchange } from '@urql/core';

const [client, uri, file, variables] = process.argv.slice(2);
const operation = { query: gql(readFileSync(file, 'utf8')), variables: JSON.parse(variables) };

const withApollo = (...links) =>
  new ApolloClient({
    cache: new InMemoryCache(),
    link: ApolloLink.from([...links, new HttpLink({ uri })]),
    incrementalHandler: new GraphQL17Alpha9Handler(),
  });
const persisted = (useGETForHashedQueries) =>
  new PersistedQueryLink({ sha256: (text) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries });
const withUrql = (preferGetMethod) => new Client({ url: uri, exchanges: [fetchExchange], preferGetMethod });

// toPromise would abort the request once the last part is read, before the body's end: Node calls that an unhandled error, now and then.
const whole = (source) => new Promise((resolve) => source.subscribe((result) => result.hasNext || resolve(result)));

const clients = {
  apollo: () => withApollo().query(operation),
  'apollo-persisted': () => withApollo(persisted(false)).query(operation),
  'apollo-persisted-get': () => withApollo(persisted(true)).query(operation),
  urql: () => whole(withUrql(false).query(operation.query, operation.variables)),
  'urql-get': () => whole(withUrql('force').query(operation.query, operation.variables)),
};

const { data, error } = await clients[client]();
if (error) throw error;
process.stdout.write(JSON.stringify(data));
