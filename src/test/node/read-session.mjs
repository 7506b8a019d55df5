// Reads a session that Vedfolnir Sessions keeps in Redis, plain or sealed, with nothing but Node itself.
//
//   redis-cli GET "$KEY" | node read-session.mjs "$KEY" "$SESSION_ENCRYPTION_KEYS"
//
// Prints the attributes as JSON. Ends with 1 and says why when the document does not open under this key of Redis.
import { createDecipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const [redisKey, ring = ''] = process.argv.slice(2);
const OURS = new Set(['_version', '_until', '_idle', '_session']);

function key(kid) {
  const entry = ring.split(',').find((each) => each.startsWith(`${kid}:`));
  if (!entry) throw new Error('the document is sealed with a key that was not given');
  return Buffer.from(entry.slice(kid.length + 1), 'base64');
}

// A256KW (RFC 7518 §4.4): the key that kid names wraps a data key. Earlier versions sealed with the key itself (dir).
function dataKey(header, sealed) {
  if (header.alg === 'dir') return key(header.kid);
  const cipher = createDecipheriv('id-aes256-wrap', key(header.kid), Buffer.alloc(8, 0xa6));
  return Buffer.concat([cipher.update(Buffer.from(sealed.encrypted_key, 'base64url')), cipher.final()]);
}

function open(sealed) {
  const header = JSON.parse(Buffer.from(sealed.protected, 'base64url').toString('utf8'));
  const place = createHash('sha256').update(redisKey.replace(/\{\d+\}:/, '')).digest('base64url');
  if (header.ses !== place.slice(0, 22) && header.ses !== place) throw new Error('the document was sealed for another key of Redis');
  if (header.ver !== sealed._version || header.until !== sealed._until || header.idle !== sealed._idle) {
    throw new Error('the members in the clear were changed');
  }
  const cipher = createDecipheriv('aes-256-gcm', dataKey(header, sealed), Buffer.from(sealed.iv, 'base64url'));
  cipher.setAAD(Buffer.from(sealed.protected, 'ascii'));
  cipher.setAuthTag(Buffer.from(sealed.tag, 'base64url'));
  const plain = Buffer.concat([cipher.update(Buffer.from(sealed.ciphertext, 'base64url')), cipher.final()]);
  return JSON.parse((header.zip === 'DEF' ? inflateRawSync(plain) : plain).toString('utf8'));
}

try {
  const stored = JSON.parse(readFileSync(0, 'utf8'));
  const document = 'ciphertext' in stored ? open(stored) : stored;
  const attributes = Object.entries(document)
    .filter(([name]) => !OURS.has(name))
    .map(([name, value]) => [name.replace(/^~/, ''), value]);
  process.stdout.write(JSON.stringify(Object.fromEntries(attributes)));
} catch (wrong) {
  process.stderr.write(`Not a session: ${wrong.message}\n`);
  process.exitCode = 1;
}
