// The Guild's router over a supergraph: node router_hive.js FILE. It prints its address, and ends with its standard input.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createGatewayRuntime } from '@graphql-hive/gateway-runtime';

const router = createGatewayRuntime({ supergraph: readFileSync(process.argv[2], 'utf8'), logging: false });
const server = createServer(router);
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/graphql`));
process.stdin.resume().on('end', () => process.exit());
