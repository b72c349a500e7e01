// Reads an inline trace as Apollo does, and prints it: node trace.js BASE64
import { Trace } from '@apollo/usage-reporting-protobuf';

const trace = Trace.decode(Buffer.from(process.argv[2], 'base64'));
process.stdout.write(JSON.stringify(Trace.toObject(trace, { longs: Number, defaults: false })));
