/** Prints every greeting: `node examples/dist/greeting/after-reader.js [HOST] [PORT]`. */
import { connect } from '@halfopen/session';

const [host = '127.0.0.1', port = '7001'] = process.argv.slice(2);

const session = await connect({ host, port: Number(port), profile: 'fast', connectMs: 2000 });
console.log('connected');
process.once('SIGINT', () => void session.close());
await session.consume(({ data }) => console.log(data.toString()));
