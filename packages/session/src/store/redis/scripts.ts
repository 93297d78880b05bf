/**
 * What Redis does at once for a store: small Lua programs, each on one key, so that they work in a cluster.
 *
 * A session is a hash:
 *
 *     epoch, by           who has it: the epoch, and the call that made it so (a call that a client sends twice is one call)
 *     before              the epoch that had it before
 *     about               JSON
 *     processed, settled, last
 *     d:SEQ, e:SEQ        a message that is not settled: its bytes; the end of sending: nothing
 *
 * Each program gets the time to live in milliseconds as its first argument, "0" for none, and sets it anew.
 */
import { createHash } from 'node:crypto';

/** A program and the name that Redis gives it. */
export interface Script {
  readonly text: string;
  readonly sha1: string;
}

const script = (text: string): Script => ({ text, sha1: createHash('sha1').update(text).digest('hex') });

const keepAlive = `if ARGV[1] ~= '0' then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end`;

/** ttl, epoch, by, about. Answers `created` or `exists`. */
export const createScript: Script = script(`
local by = redis.call('HGET', KEYS[1], 'by')
if by == ARGV[3] then return 'created' end
if redis.call('EXISTS', KEYS[1]) == 1 then return 'exists' end
redis.call('HSET', KEYS[1], 'epoch', ARGV[2], 'before', ARGV[2], 'by', ARGV[3], 'about', ARGV[4],
  'processed', '0', 'settled', '0', 'last', '0')
${keepAlive}
return 'created'`);

/** ttl, epoch, by. Answers `unknown`, or `held` and the epoch, or `claimed` and the hash as it is then. */
export const claimScript: Script = script(`
local held = redis.call('HMGET', KEYS[1], 'epoch', 'by')
if not held[1] then return {'unknown'} end
if held[2] ~= ARGV[3] then
  if tonumber(held[1]) >= tonumber(ARGV[2]) then return {'held', held[1]} end
  redis.call('HSET', KEYS[1], 'before', held[1], 'epoch', ARGV[2], 'by', ARGV[3])
end
${keepAlive}
return {'claimed', redis.call('HGETALL', KEYS[1])}`);

/** Answers `unknown` or `read` and the hash. */
export const readScript: Script = script(`
local all = redis.call('HGETALL', KEYS[1])
if #all == 0 then return {'unknown'} end
return {'read', all}`);

/**
 * ttl, epoch, processed, settled, first sequence number, one letter for each message (d or e), then the messages. Answers
 * `stored`, `unknown`, `epoch` and the one that has it, or `gap` and the last sequence number stored.
 */
export const appendScript: Script = script(`
local held = redis.call('HMGET', KEYS[1], 'epoch', 'last', 'processed', 'settled')
if not held[1] then return {'unknown'} end
if tonumber(held[1]) ~= tonumber(ARGV[2]) then return {'epoch', held[1]} end
local last, processed, settled = tonumber(held[2]), tonumber(held[3]), tonumber(held[4])
local first, kinds = tonumber(ARGV[5]), ARGV[6]
local newLast = math.max(last, first + #kinds - 1)
local newSettled = tonumber(ARGV[4])
if (#kinds > 0 and first > last + 1) or newSettled > newLast then return {'gap', held[2]} end
for i = 1, #kinds do
  local seq = first + i - 1
  if seq > last then
    redis.call('HSET', KEYS[1], string.sub(kinds, i, i) .. ':' .. string.format('%.0f', seq), ARGV[6 + i])
  end
end
if newSettled > settled then
  local fields = {}
  for seq = settled + 1, newSettled do
    local name = string.format('%.0f', seq)
    fields[#fields + 1] = 'd:' .. name
    fields[#fields + 1] = 'e:' .. name
    if #fields >= 1000 or seq == newSettled then
      redis.call('HDEL', KEYS[1], unpack(fields))
      fields = {}
    end
  end
  settled = newSettled
end
redis.call('HSET', KEYS[1], 'last', string.format('%.0f', newLast), 'settled', string.format('%.0f', settled),
  'processed', string.format('%.0f', math.max(processed, tonumber(ARGV[3]))))
${keepAlive}
return {'stored'}`);

/** Unused ttl, epoch. Answers `removed`. */
export const removeScript: Script = script(`
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if epoch and tonumber(epoch) <= tonumber(ARGV[2]) then redis.call('DEL', KEYS[1]) end
return 'removed'`);
